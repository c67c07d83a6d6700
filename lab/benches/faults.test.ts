import test from 'ava';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Bench } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from './index.ts';
import { type CaseOptions, openCase, until } from './testing/open-case.ts';

let bench: Bench;
test.before(async () => {
  bench = await openEmbeddedBench();
});
test.after.always(() => bench.close());

const ATTACH = { do: 'attach', ue: 'phone' } as const;
const PING = { do: 'ping', ue: 'phone', to: 'gateway', count: 1, intervalMs: 5 } as const;
let worker = 100;
const open = (options: CaseOptions = {}) => openCase(bench, { worker: worker++, ...options });

const OUTCOMES = {
  'kill hss': { type: 'rejected', values: { cause: 15 } },
  'stop hss': { type: 'rejected', values: { cause: 15 } },
  'partition hss': { type: 'rejected', values: { cause: 15 } },
  'pause hss': { type: 'timeout' },
  'kill mongodb': { type: 'rejected' },
  'pause mongodb': { type: 'timeout' },
  'pause mme': { type: 'timeout' },
  'partition mme': { type: 'timeout' },
  'kill gateway': { type: 'timeout' },
} as const;

for (const [what, outcome] of Object.entries(OUTCOMES)) {
  test(`fault ${what}: the attach fails, and works when it is healed`, async t => {
    const [fault, node] = what.split(' ') as ['kill', string];
    const { session, perform } = await open({ lab: { speed: 20 } });
    t.is(await session.health(node), 'healthy');
    t.like(await perform({ do: 'fault', fault, node }), { type: 'accepted' });
    t.not(await session.health(node), 'healthy');
    t.like(await perform(ATTACH), outcome);
    t.like(await perform({ do: 'heal', target: node }), { type: 'accepted', values: { healed: 1 } });
    t.is(await session.health(node), 'healthy');
    t.like(await perform({ do: 'power-cycle', ue: 'phone' }), { type: 'accepted' });
    t.like(await perform(ATTACH), { type: 'accepted' });
    t.deepEqual(await session.close(), []);
  });
}

for (const how of ['kill', 'stop'] as const) {
  test(`fault ${how} mme: its phones and base stations are lost, and come back after heal`, async t => {
    const { session, perform } = await open({ lab: { speed: 20 } });
    await perform(ATTACH);
    await perform({ do: 'fault', fault: how, node: 'mme' });
    await until(async () => (await session.bts('home')).s1 !== 'up');
    t.deepEqual((await session.core()).ues, {});
    t.like(await perform({ do: 'bts-up', bts: 'home' }), { type: 'timeout' });
    t.like(await perform({ do: 'heal' }), { type: 'accepted' });
    t.is((await session.bts('home')).s1, 'up');
    // the phone believes to be registered, asks for service, is refused, and attaches again by itself
    await perform(PING);
    await until(async () => Object.values((await session.core()).ues).some(ue => ue.emm === 'registered'));
    t.like(await perform(PING), { type: 'accepted' });
    t.deepEqual(await session.close(), []);
  });
}

test('a base station whose association the core ends comes back by itself', async t => {
  const { session, perform } = await open({ lab: { speed: 20 } });
  await perform({ do: 'core-fault', name: 's1-close', parameters: { enb: 'home' } });
  await until(async () => (await session.bts('home')).s1 === 'down');
  await until(async () => (await session.bts('home')).s1 === 'up');
  t.like(await perform(ATTACH), { type: 'accepted' });
  await session.close();
});

test('a fault that is armed before a message acts on the attach in the middle, once', async t => {
  const { session, perform } = await open({ lab: { speed: 20 } });
  t.throws(() => session.armed('cut'));
  await perform({
    do: 'arm',
    name: 'cut',
    trigger: { when: 'before', message: 'AuthenticationRequest' },
    command: { do: 'fault', fault: 'kill', node: 'hss' },
  });
  t.is(session.armed('cut'), 0);
  t.is(await session.health('hss'), 'healthy');
  // Update Location finds no HSS, and the MME drops what its Diameter says to that
  t.like(await perform(ATTACH), { type: 'timeout' });
  t.is((await session.ue('phone')).aka?.verdict, 'accepted');
  t.is(session.armed('cut'), 1);
  t.is(await session.health('hss'), 'killed');
  await perform({ do: 'heal', target: 'hss' });
  t.is(await session.health('hss'), 'healthy');
  await perform({ do: 'power-cycle', ue: 'phone' });
  t.like(await perform(ATTACH), { type: 'accepted' });
  t.is(session.armed('cut'), 1);
  await session.close();
});

test('a fault of the core’s table that is armed acts on that very message', async t => {
  const { session, perform, nas } = await open({ lab: { speed: 20 } });
  const trigger = { when: 'before', message: 'SecurityModeCommand' } as const;
  const command = {
    do: 'core-fault',
    name: 'corrupt-mac',
    parameters: { message: 'SecurityModeCommand', times: 1 },
  } as const;
  await perform({ do: 'arm', name: 'bend', trigger, command });
  t.like(await perform(ATTACH), { type: 'timeout', detail: 'no answer: the network released the connection' });
  t.true(nas().includes('SecurityModeReject'));
  t.is((await session.ue('phone')).aka?.kasme_match, false);
  t.is(session.armed('bend'), 1);
  await session.close();
});

test('anything can be armed: a base station that goes off the air when the phone answers the challenge', async t => {
  const { session, perform, nas } = await open({ lab: { speed: 20 } });
  const trigger = { when: 'before', message: 'AuthenticationResponse', ue: 'phone' } as const;
  await perform({ do: 'arm', name: 'off', trigger, command: { do: 'bts-down', bts: 'home' } });
  t.like(await perform(ATTACH), { type: 'timeout' });
  t.is(session.armed('off'), 1);
  await until(async () => (await session.bts('home')).s1 === 'down');
  t.false(nas().includes('<SecurityModeCommand'));
  t.deepEqual(await session.close(), []);
});

test('a trigger that is healed, or whose message never comes, does not fire', async t => {
  const { session, perform } = await open();
  const command = { do: 'fault', fault: 'kill', node: 'hss' } as const;
  await perform({
    do: 'arm',
    name: 'never',
    trigger: { when: 'after', message: 'TrackingAreaUpdateRequest' },
    command,
  });
  await perform({ do: 'arm', name: 'healed', trigger: { when: 'before', message: 'AttachRequest' }, command });
  await perform({ do: 'heal', target: 'healed' });
  t.like(await perform(ATTACH), { type: 'accepted' });
  t.deepEqual([session.armed('never'), session.armed('healed')], [0, 0]);
  await session.close();
});

test('a named core fault knows phones by name and heals by its own', async t => {
  const { session, perform } = await open();
  await perform({ do: 'core-fault', name: 'reject', parameters: { message: 'AttachRequest', cause: 22, ue: 'phone' } });
  t.like(await perform(ATTACH), { type: 'rejected', values: { cause: 22 } });
  await perform({ do: 'heal', target: 'reject' });
  await perform({ do: 'power-cycle', ue: 'phone' });
  t.like(await perform(ATTACH), { type: 'accepted' });
  await session.close();
});

test('a link that loses, doubles and reorders packets delays the attach and does not break it', async t => {
  const { session, perform } = await open({ lab: { speed: 20 } });
  await perform({
    do: 'link',
    bts: 'home',
    impairments: { lossPercent: 5, duplicatePercent: 20, reorderPercent: 20, delayMs: 40 },
  });
  const attached = await perform(ATTACH);
  t.is(attached.type, 'accepted', attached.detail);
  t.true((attached.values?.duration_ms as number) > 8 * 40, 'four round trips at least');
  await perform({ do: 'heal', target: 'home' });
  t.deepEqual(await session.close(), []);
});

test('what dies for real is the lab’s error, of the step that runs', async t => {
  const own = await openEmbeddedBench();
  const { session, perform } = await openCase(own, { worker: worker++ });
  await (own as unknown as { store: { close(): Promise<void> } }).store.close();
  await t.throwsAsync(perform(ATTACH), { instanceOf: LabError });
  await t.throwsAsync(perform(PING), { instanceOf: LabError });
  t.true(session.events().some(event => event.kind === 'error'));
  t.true((await session.close()).length > 0);
  await t.notThrowsAsync(own.close());
});

test('a crash of the core is the lab’s error', async t => {
  const { session, perform } = await open();
  const { host } = (session as unknown as { side: { host: { core: { mme: { handle: unknown } } } } }).side;
  host.core.mme.handle = () => {
    throw new Error('assertion failed');
  };
  const error = await t.throwsAsync(perform(ATTACH), { instanceOf: LabError });
  t.like(error, { code: 'core-crashed' });
  await session.close();
});

test('a case that is closed in the middle of everything leaves nothing behind', async t => {
  const { session, perform } = await open();
  const attaching = perform(ATTACH);
  await perform({ do: 'fault', fault: 'partition', node: 'mme' });
  await perform({ do: 'core-fault', name: 'hss-slow', parameters: { delayMs: 60_000 } });
  const closing = session.close();
  await Promise.race([attaching, closing]);
  t.deepEqual(await closing, []);
  t.deepEqual(await session.close(), []);
});
