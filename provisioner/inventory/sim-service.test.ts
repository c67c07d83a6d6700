import test from 'ava';
import { Long } from 'bson';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { bsonTypeOf, valueAt } from '../bson-values.ts';
import { checkSubscriber } from '../subscriber-document.ts';
import { CALLER, type Opened, openTest, TestClock, testCard, testIccid, testImsi } from './testing/open.ts';
import { SIM_STATES, type SimAction, type SimState, TRANSITIONS } from './transitions.ts';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

async function activeCard({ sims }: Opened, index: number): Promise<string> {
  const { iccid } = await sims.register(testCard(index), CALLER);
  await sims.assign(iccid, { customer: 'cust-42' }, CALLER);
  await sims.activate(iccid, {}, CALLER);
  return iccid;
}

const raw = ({ subscribers }: Opened, index: number) =>
  subscribers.findOne({ imsi: testImsi(index) }, { promoteValues: false });

test('a life: what the inventory says and what the HSS stores, step by step', async t => {
  const opened = await openTest(t);
  const { sims } = opened;
  const { iccid, state } = await sims.register(testCard(1), CALLER);
  t.is(state, 'available');
  t.is(await raw(opened, 1), null);

  const assigned = await sims.assign(iccid, { customer: 'cust-42', plan: 'postpaid-s' }, CALLER);
  t.like(assigned, { card: { state: 'assigned', customer: 'cust-42' }, network: { state: 'none' } });
  t.is(await raw(opened, 1), null);

  const active = await sims.activate(iccid, {}, CALLER);
  t.like(active, {
    card: { state: 'active', msisdn: '447700900000', plan: 'postpaid-s' },
    network: { state: 'applied', note: 'subscriber written' },
  });
  const written = (await raw(opened, 1))!;
  t.deepEqual(checkSubscriber(written), []);
  t.is(bsonTypeOf(valueAt(written, 'security.sqn')), 'int64');
  t.is((valueAt(written, 'security.sqn') as Long).toNumber(), 32);
  t.is(valueAt(written, 'security.k'), testCard(1).ki);
  t.deepEqual(written.msisdn, ['447700900000']);
  t.is(`${valueAt(written, 'ambr.downlink.value')}/${valueAt(written, 'ambr.downlink.unit')}`, '50/2');

  // The HSS writes its own fields meanwhile.
  await opened.subscribers.updateOne(
    { imsi: testImsi(1) },
    { $set: { mme_host: 'mme.localdomain', purge_flag: false, 'security.sqn': Long.fromNumber(96) } },
  );
  const suspended = await sims.suspend(iccid, CALLER, { reason: 'lost' });
  t.like(suspended, { card: { state: 'suspended', msisdn: '447700900000' }, network: { state: 'applied' } });
  const aside = (await raw(opened, 1))!;
  t.false('security' in aside);
  t.is((valueAt(aside, 'mvnolab.security.sqn') as Long).toNumber(), 96);
  t.is(bsonTypeOf(valueAt(aside, 'mvnolab.security.sqn')), 'int64');
  t.is(aside.request_cancel_location, false);
  t.is(Number(aside.subscriber_status), 1);
  t.is(aside.mme_host, 'mme.localdomain');

  t.like(await sims.resume(iccid, CALLER), { card: { state: 'active' }, network: { state: 'applied' } });
  const back = (await raw(opened, 1))!;
  t.is((valueAt(back, 'security.sqn') as Long).toNumber(), 96);
  t.is(valueAt(back, 'mvnolab.security'), undefined);
  t.is(Number(back.subscriber_status), 0);

  t.like(await sims.changePlan(iccid, 'throttled', CALLER), {
    card: { plan: 'throttled' },
    network: { state: 'applied' },
  });
  const slow = (await raw(opened, 1))!;
  t.is(`${valueAt(slow, 'ambr.downlink.value')}/${valueAt(slow, 'ambr.downlink.unit')}`, '128/1');
  t.is((valueAt(slow, 'security.sqn') as Long).toNumber(), 96);

  t.like(await sims.deactivate(iccid, CALLER), {
    card: { state: 'deactivated' },
    network: { state: 'applied', note: 'subscriber removed' },
  });
  t.is(await raw(opened, 1), null);
  const { card, wrong } = await sims.history(iccid);
  t.deepEqual(wrong, []);
  t.deepEqual(
    card.history.map(({ action, to, version }) => `${version} ${action} ${to}`),
    [
      '1 register available',
      '2 assign assigned',
      '3 activate active',
      '4 suspend suspended',
      '5 resume active',
      '6 change-plan active',
      '7 deactivate deactivated',
    ],
  );
  t.is((await opened.collection('sims').findOne({ pending: true })) as unknown, null);
});

test('the table is the law: every state refuses what is not in it, by a stable code that names what is allowed', async t => {
  const opened = await openTest(t);
  const { sims } = opened;
  const reach: Record<SimState, (index: number) => Promise<string>> = {
    available: async index => (await sims.register(testCard(index), CALLER)).iccid,
    assigned: async index => {
      const iccid = await reach.available(index);
      await sims.assign(iccid, { customer: 'c' }, CALLER);
      return iccid;
    },
    active: index => activeCard(opened, index),
    suspended: async index => {
      const iccid = await reach.active(index);
      await sims.suspend(iccid, CALLER);
      return iccid;
    },
    deactivated: async index => {
      const iccid = await reach.active(index);
      await sims.deactivate(iccid, CALLER);
      return iccid;
    },
  };
  const act: Record<Exclude<SimAction, 'swap-in' | 'swap-out'>, (iccid: string) => Promise<unknown>> = {
    assign: iccid => sims.assign(iccid, { customer: 'c' }, CALLER),
    release: iccid => sims.release(iccid, CALLER),
    activate: iccid => sims.activate(iccid, {}, CALLER),
    'change-plan': iccid => sims.changePlan(iccid, 'iot', CALLER),
    suspend: iccid => sims.suspend(iccid, CALLER),
    resume: iccid => sims.resume(iccid, CALLER),
    deactivate: iccid => sims.deactivate(iccid, CALLER),
  };
  let index = 100;
  for (const state of SIM_STATES) {
    for (const action of Object.keys(act) as (keyof typeof act)[]) {
      const iccid = await reach[state](index++);
      const allowed = (TRANSITIONS[action].from as readonly string[]).includes(state);
      t.is(await codeOf(act[action](iccid)), allowed ? 'no error' : 'sim-state-conflict', `${action} when ${state}`);
      if (!allowed) t.is((await sims.get(iccid)).state, state);
    }
  }
  const gone = await t.throwsAsync(sims.activate(await reach.deactivated(index), {}, CALLER), {
    instanceOf: UserError,
  });
  t.regex(gone!.help.expected!, /deactivated is final/);
  const stocked = await t.throwsAsync(sims.suspend(await reach.available(index + 1), CALLER), {
    instanceOf: UserError,
  });
  t.is(stocked!.help.expected, 'one of assign, take over by swap');
});

test('concurrent transitions on one card: one wins, whatever the others wanted', async t => {
  const opened = await openTest(t);
  const iccid = await activeCard(opened, 1);
  const { version } = await opened.sims.get(iccid);
  const wishes = [
    ...Array.from({ length: 6 }, () => opened.sims.suspend(iccid, CALLER, { version })),
    ...Array.from({ length: 6 }, () => opened.sims.deactivate(iccid, CALLER, { version })),
  ];
  const codes = await Promise.all(wishes.map(codeOf));
  t.is(codes.filter(code => code === 'no error').length, 1);
  t.true(
    codes.every(code => ['no error', 'sim-state-conflict', 'sim-version-conflict'].includes(code)),
    codes.join(),
  );
  const { card, wrong } = await opened.sims.history(iccid);
  t.is(card.version, version + 1);
  t.deepEqual(wrong, []);
});

test('ICCID, IMSI and MSISDN are unique; an ICCID is never used again', async t => {
  const opened = await openTest(t);
  const { sims } = opened;
  const iccid = await activeCard(opened, 1);
  t.is(await codeOf(sims.register(testCard(1), CALLER)), 'iccid-exists');
  t.is(await codeOf(sims.register(testCard(2, { imsi: testImsi(1) }), CALLER)), 'imsi-exists');
  await sims.deactivate(iccid, CALLER);
  t.is(await codeOf(sims.register(testCard(1, { imsi: testImsi(9) }), CALLER)), 'iccid-exists');
  await activeCard(opened, 3);
  await sims.register(testCard(4), CALLER);
  await sims.assign(testIccid(4), { customer: 'c' }, CALLER);
  const number = (await sims.get(testIccid(3))).msisdn!;
  t.is(await codeOf(sims.activate(testIccid(4), { msisdn: number }, CALLER)), 'msisdn-taken');
  t.is((await sims.get(testIccid(4))).state, 'assigned');
  t.is(await codeOf(sims.activate(testIccid(4), { msisdn: '493012345678' }, CALLER)), 'msisdn-outside-pools');
});

test('a number rests in quarantine after its card is deactivated, then it is given out again', async t => {
  const clock = new TestClock();
  const opened = await openTest(t, { now: clock.now, quarantineDays: 30 });
  const { sims, inventory } = opened;
  await inventory.pools.add('two', '447700900010', '447700900011');
  const first = await activeCard(opened, 1);
  await sims.deactivate(first, CALLER);
  await activeCard(opened, 2);
  t.is((await sims.get(testIccid(2))).msisdn, '447700900011');
  await sims.register(testCard(3), CALLER);
  await sims.assign(testIccid(3), { customer: 'c' }, CALLER);
  t.is(await codeOf(sims.activate(testIccid(3), {}, CALLER)), 'msisdn-pool-empty');
  t.is(await codeOf(sims.activate(testIccid(3), { msisdn: '447700900010' }, CALLER)), 'msisdn-quarantined');
  clock.advance(30 * 86_400_000);
  t.is((await sims.activate(testIccid(3), {}, CALLER)).card.msisdn, '447700900010');
  t.is((await sims.get(first)).msisdn, undefined);
});

test('many cards activated at once never share a number', async t => {
  const opened = await openTest(t);
  const { sims } = opened;
  const cards = Array.from({ length: 12 }, (_, i) => testCard(i + 1));
  await Promise.all(cards.map(card => sims.register(card, CALLER)));
  const results = await Promise.all(cards.map(({ iccid }) => sims.activate(iccid, { customer: 'c' }, CALLER)));
  t.is(new Set(results.map(({ card }) => card.msisdn)).size, 12);
  t.is(await opened.subscribers.countDocuments(), 12);
});

test('swap: the number goes to another card, in the inventory and in the HSS', async t => {
  const opened = await openTest(t);
  const { sims } = opened;
  const old = await activeCard(opened, 1);
  await sims.register(testCard(2), CALLER);
  const { msisdn } = await sims.get(old);
  const swapped = await sims.swap(old, testIccid(2), CALLER, { reason: 'broken' });
  t.like(swapped, {
    card: { iccid: testIccid(2), state: 'active', msisdn, customer: 'cust-42', replaces: old },
    network: { state: 'applied' },
    old: { card: { iccid: old, state: 'suspended', replacedBy: testIccid(2) }, network: { state: 'applied' } },
  });
  const [gone, here] = [(await raw(opened, 1))!, (await raw(opened, 2))!];
  t.false('security' in gone);
  t.deepEqual(gone.msisdn, []);
  t.deepEqual(here.msisdn, [msisdn]);
  t.deepEqual(checkSubscriber(here), []);
  t.is(await codeOf(sims.resume(old, CALLER)), 'sim-state-conflict');
  t.like(await sims.deactivate(old, CALLER), { card: { state: 'deactivated' }, network: { state: 'applied' } });
  t.deepEqual((await sims.history(old)).wrong, []);
  t.is(
    await opened
      .collection('sims')
      .countDocuments({ $or: [{ pending: true }, { swap: { $exists: true } }, { reservedBy: { $exists: true } }] }),
    0,
  );
});

test('secrets are sealed in the database, not printed, and given out only by a call that is audited', async t => {
  const opened = await openTest(t);
  const { sims, inventory } = opened;
  const iccid = await activeCard(opened, 1);
  const { ki, opc = '', puk1 = '', adm1 = '' } = testCard(1);
  const names = await opened.client.db(opened.databaseName).listCollections().toArray();
  for (const { name } of names) {
    const text = JSON.stringify(await opened.collection(name).find().toArray());
    for (const secret of [ki, opc, puk1, adm1]) t.false(text.includes(secret), `${name} holds a secret`);
  }
  t.false(JSON.stringify(await sims.get(iccid)).includes(ki));
  const secrets = await sims.reveal(iccid, { actor: 'anna' }, 'card cloned in the shop');
  t.is(Buffer.from(secrets.ki.reveal()).toString('hex'), ki);
  t.is(Buffer.from(secrets.puk1!.reveal()).toString(), puk1);
  const entries = [];
  for await (const entry of inventory.audit.list({ subject: iccid })) entries.push(entry);
  t.deepEqual(
    entries.map(({ action }) => action),
    ['register', 'assign', 'activate', 'reveal'],
  );
  t.like(entries.at(-1), { actor: 'anna', detail: { reason: 'card cloned in the shop' } });
  t.false(JSON.stringify(entries).includes(ki));
});

test('history and audit tell of any change past the service', async t => {
  const opened = await openTest(t);
  const iccid = await activeCard(opened, 1);
  t.deepEqual(await opened.inventory.audit.verify(), { entries: 3, wrong: [] });
  await opened.collection('sims').updateOne({ _id: iccid } as never, { $set: { 'history.1.actor': 'mallory' } });
  t.deepEqual((await opened.sims.history(iccid)).wrong, ['version 2: it was changed']);
  await opened.collection('sims').updateOne({ _id: iccid } as never, { $pop: { history: 1 } } as never);
  t.is((await opened.sims.history(iccid)).wrong.length, 2);
  await opened.collection('audit').updateOne({ _id: 2 } as never, { $set: { actor: 'mallory' } });
  t.deepEqual((await opened.inventory.audit.verify()).wrong, ['entry 2 was changed']);
  await opened.collection('audit').deleteOne({ _id: 2 } as never);
  t.deepEqual((await opened.inventory.audit.verify()).wrong, ['entry 2 is missing']);
});

test('a database with another card under the IMSI: the change is kept, the event is a dead letter, nothing is overwritten', async t => {
  const opened = await openTest(t);
  const { sims, inventory } = opened;
  await opened.subscribers.insertOne({
    imsi: testImsi(1),
    security: { k: '00'.repeat(16), opc: '11'.repeat(16) },
    slice: [],
  });
  const { iccid } = await sims.register(testCard(1), CALLER);
  const { network } = await sims.activate(iccid, { customer: 'c' }, CALLER);
  t.is(network.state, 'dead');
  t.regex((network as { why: string }).why, /another subscriber under IMSI/);
  t.is(valueAt(await raw(opened, 1), 'security.k'), '00'.repeat(16));
  const { network: later } = await sims.suspend(iccid, CALLER);
  t.is(later.state, 'dead'); // later events of the card wait behind it
  await opened.subscribers.deleteMany({});
  await inventory.queue.retry({ handler: 'hss', iccid }, new Date());
  t.is(await inventory.worker.drain([inventory.hss]), 2);
  t.false('security' in (await raw(opened, 1))!);
});
