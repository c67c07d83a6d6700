import test from 'ava';
import type { Bench, BenchCommand } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from './index.ts';

let bench: Bench;
test.before(async () => {
  bench = await openEmbeddedBench();
});
test.after.always(() => bench.close());

const signal = new AbortController().signal;

/** Waits for what must come true soon. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come true within 5 s');
    await new Promise(resolve => setImmediate(resolve));
  }
}

async function openLab(caseId: string, worker = 0) {
  const session = await bench.open({
    caseId,
    title: caseId,
    folder: undefined,
    seed: '1',
    worker,
    lab: {},
    revealKeys: false,
    secrets: [],
  });
  await session.addSim('alice', { state: 'active' });
  await session.addBts('home', { plmn: '001-01', tacs: [1], enforceAmbr: true });
  await session.addUe('phone', { sim: 'alice', bts: 'home' });
  const perform = (command: BenchCommand) => session.perform(command, signal);
  return { session, perform };
}

test('a phone attaches, is seen by three witnesses, pings and detaches', async t => {
  const { session, perform } = await openLab('life');
  const attached = await perform({ do: 'attach', ue: 'phone' });
  t.is(attached.type, 'accepted');
  const phone = await session.ue('phone');
  t.is(phone.emm, 'registered');
  t.is(phone.pdn.internet?.ip, attached.values?.ip as string);
  t.deepEqual([phone.aka?.autn_valid, phone.aka?.kasme_match], [true, true]);
  t.deepEqual(phone.security, { eea: 0, eia: 2 });
  const document = await session.subscriber('alice');
  const security = document?.bson === 'document' ? document.members.security : undefined;
  t.deepEqual(security?.bson === 'document' ? security.members.sqn : undefined, { bson: 'int64', value: '64' });
  // the core learns of it with Attach Complete, which is under way
  await until(async () => (await session.core()).ues[phone.imsi]?.emm === 'registered');
  const facts = await session.aka('alice');
  t.deepEqual([facts?.xres, facts?.autn], [phone.aka?.res, phone.aka?.autn]);
  const ping = await perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 2, intervalMs: 5 });
  t.is(ping.values?.received, 2);
  t.is((await session.core()).ues[phone.imsi]?.usage?.up, (await session.ue('phone')).usage.up);
  t.is((await perform({ do: 'detach', ue: 'phone' })).type, 'accepted');
  t.is((await session.ue('phone')).emm, 'deregistered');
  t.deepEqual(await session.close(), []);
});

test('labs of two workers run side by side and never meet', async t => {
  const [one, two] = await Promise.all([openLab('one', 0), openLab('two', 1)]);
  const outcomes = await Promise.all([one, two].map(lab => lab.perform({ do: 'attach', ue: 'phone' })));
  t.deepEqual(
    outcomes.map(({ type }) => type),
    ['accepted', 'accepted'],
  );
  for (const { session } of [one, two]) t.is(Object.keys((await session.core()).ues).length, 1);
  await one.session.close();
  t.is((await two.perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 1, intervalMs: 5 })).type, 'accepted');
  await two.session.close();
});
