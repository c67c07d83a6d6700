import test from 'ava';
import { GtpuAddressBook, HostLoop, SystemClock } from '../../emulator/host/index.ts';
import { LabError, parsePlmn, UserError } from '../../emulator/vocabulary/index.ts';
import { spawnEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import { openMongoConnection, parseSimRecord, SubscriberStore } from '../../provisioner/index.ts';
import { EmbeddedCoreService } from '../embedded/embedded-core.ts';
import { Run } from '../run/run.ts';
import { openExternalBench } from './index.ts';
import { openCase, until } from './testing/open-case.ts';

const ADDRESSES = {
  mme: `127.${101 + (process.pid % 150)}.250.2`,
  gateway: `127.${101 + (process.pid % 150)}.250.6`,
  bts: '127.0.0.1',
};
const ATTACH = { do: 'attach', ue: 'phone' } as const;

/** A core that somebody else runs, with subscribers of its own: ours, in the place of Open5GS. */
async function someonesCore(t: { teardown(fn: () => Promise<void> | void): void }) {
  const store = await spawnEmbeddedMongo();
  const uri = `${store.uri}open5gs`;
  const connection = await openMongoConnection(uri);
  const run = new Run({ title: 'core', core: 'embedded', seed: 'core' });
  const loop = new HostLoop(new SystemClock());
  const core = await EmbeddedCoreService.open({
    loop,
    run,
    connection,
    addressBook: new GtpuAddressBook(),
    watchChanges: true,
    plmn: parsePlmn('001-01'),
    tacs: [1],
    addresses: ADDRESSES,
    trace: false,
  });
  const bench = await openExternalBench({
    mme: core.mme,
    mongodb: uri,
    gateway: '10.45.0.1',
    version: '2.8.0',
  });
  t.teardown(async () => {
    await bench.close();
    await core.close();
    loop.stop();
    await connection.close();
    await store.close();
  });
  return { bench, mme: core.mme, host: core.host, core: core.host.core, subscribers: new SubscriberStore(connection) };
}

test.serial('a case on somebody else’s core leaves neither phones nor subscribers there', async t => {
  const { bench, core, subscribers } = await someonesCore(t);
  t.deepEqual([...bench.capabilities].sort(), ['database', 'inventory', 'radio-link', 'user-plane']);
  const { session, perform } = await openCase(bench);
  await session.addBts('other', { plmn: '001-01', tacs: [1], enforceAmbr: true });
  t.is((await perform(ATTACH)).type, 'accepted');
  t.is((await perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 2, intervalMs: 5 })).type, 'accepted');
  t.is((await perform({ do: 'release', ue: 'phone' })).type, 'accepted');
  t.like(await perform({ do: 'move', ue: 'phone', bts: 'other' }), { type: 'accepted' });
  t.is(await subscribers.count(), 1);
  for (const command of [
    { do: 'fault', fault: 'kill', node: 'hss' },
    { do: 'core-fault', name: 'mme-silent', parameters: {} },
  ] as const) {
    const error = await t.throwsAsync(perform(command), { instanceOf: UserError });
    t.is((error as UserError | undefined)?.code, 'capability-missing');
  }
  await t.throwsAsync(session.core(), { instanceOf: UserError });
  t.deepEqual(await session.close(), []);
  await until(() => core.counters().mme_session === 0 && core.enbs().length === 0);
  t.is(await subscribers.count(), 0);
});

test.serial('a subscriber who is there already is neither overwritten nor removed', async t => {
  const { bench, subscribers } = await someonesCore(t);
  const imsi = '001010000000077';
  await subscribers.add(parseSimRecord({ imsi, ki: '0'.repeat(32), opc: '1'.repeat(32) }));
  const error = await t.throwsAsync(openCase(bench, { sim: { imsi } }), { instanceOf: UserError });
  t.is((error as UserError | undefined)?.code, 'imsi-exists');
  t.is((await subscribers.find(imsi))?.sim.sqn, 32);
});

test.serial('a core without a database takes phones whose keys it knows', async t => {
  const { mme, subscribers } = await someonesCore(t);
  const [imsi, ki, opc] = ['001010000000088', 'a'.repeat(32), 'b'.repeat(32)];
  await subscribers.add(parseSimRecord({ imsi, ki, opc, sqn: 32 }));
  const blind = await openExternalBench({ mme });
  t.teardown(() => blind.close());
  t.deepEqual([...blind.capabilities], ['radio-link']);
  const { session, perform } = await openCase(blind, { sim: { imsi, ki, opc } });
  t.is((await perform(ATTACH)).type, 'accepted');
  await t.throwsAsync(session.subscriber('alice'), { instanceOf: UserError });
  await t.throwsAsync(perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 1, intervalMs: 5 }), {
    instanceOf: UserError,
  });
  t.deepEqual(await session.close(), []);
  t.is(await subscribers.count(), 1);
});

test.serial('a core that goes away by itself is the lab’s error, and is waited for when it comes back', async t => {
  const { bench, host } = await someonesCore(t);
  const { session, perform } = await openCase(bench);
  t.is((await perform(ATTACH)).type, 'accepted');
  host.goAway('killed');
  const error = await t.throwsAsync(perform({ do: 'detach', ue: 'phone' }), {
    instanceOf: LabError,
  });
  t.is((error as LabError | undefined)?.code, 'core-away');
  t.is(await t.throwsAsync(perform(ATTACH)), error, 'and of every later step');
  await session.close();

  const next = openCase(bench);
  setTimeout(() => host.listen(), 300);
  const again = await next;
  t.is((await again.perform(ATTACH)).type, 'accepted');
  t.deepEqual(await again.session.close(), []);
});
