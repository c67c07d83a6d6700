import test from 'ava';
import { Double, Long } from 'bson';
import { bsonTypeOf, valueAt } from '../bson-values.ts';
import { checkSubscriber } from '../subscriber-document.ts';
import { CALLER, type Opened, openTest, testCard, testIccid, testImsi } from './testing/open.ts';

async function activate({ sims }: Opened, ...indexes: number[]): Promise<void> {
  for (const index of indexes) {
    await sims.register(testCard(index), CALLER);
    await sims.activate(testIccid(index), { customer: 'c' }, CALLER);
  }
}

async function drifts({ inventory }: Opened): Promise<string[]> {
  const found: string[] = [];
  for await (const { imsi, kinds } of inventory.drift()) found.push(`${Number(imsi.slice(-4))} ${kinds.join('+')}`);
  return found;
}

async function mend({ inventory }: Opened): Promise<string[]> {
  const results: string[] = [];
  for await (const { drift, result } of inventory.reconcile({}, CALLER))
    results.push(`${Number(drift.imsi.slice(-4))} ${result}`);
  return results;
}

const typed = ({ subscribers }: Opened, index: number) =>
  subscribers.findOne({ imsi: testImsi(index) }, { promoteValues: false });

test('nothing has drifted after a normal life', async t => {
  const opened = await openTest(t);
  await activate(opened, 1, 2, 3);
  await opened.sims.suspend(testIccid(2), CALLER);
  await opened.sims.deactivate(testIccid(3), CALLER);
  await opened.sims.register(testCard(4), CALLER);
  await opened.sims.changePlan(testIccid(1), 'postpaid-l', CALLER);
  t.deepEqual(await drifts(opened), []);
  // What the HSS itself writes is no drift.
  await opened.subscribers.updateOne(
    { imsi: testImsi(1) },
    { $set: { 'security.sqn': Long.fromNumber(640), mme_host: 'mme', purge_flag: false, imeisv: '3534900698733190' } },
  );
  t.deepEqual(await drifts(opened), []);
});

test('every kind is found and mended; the SQN and what the HSS wrote stay; what is not ours is left alone', async t => {
  const opened = await openTest(t);
  const { subscribers, sims } = opened;
  await activate(opened, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  await sims.suspend(testIccid(2), CALLER);
  await sims.suspend(testIccid(9), CALLER);
  await sims.register(testCard(10), CALLER);
  const set = (index: number, update: object) => subscribers.updateOne({ imsi: testImsi(index) }, update);
  await subscribers.deleteOne({ imsi: testImsi(1) });
  await set(2, { $rename: { 'mvnolab.security': 'security' }, $set: { subscriber_status: 0 } });
  await set(3, { $set: { 'security.k': 'ff'.repeat(16) } });
  await set(4, { $set: { 'security.sqn': new Double(96) } });
  await set(5, { $set: { msisdn: ['447700900555'] } });
  await set(6, { $set: { 'ambr.downlink.value': 7, 'slice.0.session.0.name': 'ims' } });
  await set(7, { $unset: { security: '' } });
  await set(8, { $set: { mme_host: 'mme', 'security.sqn': Long.fromNumber(320) } });
  await subscribers.insertMany([
    { imsi: testImsi(10), slice: [] },
    { imsi: testImsi(99), slice: [] },
  ]);
  await subscribers.deleteOne({ imsi: testImsi(9) });
  const found = [
    '1 missing',
    '2 not-suspended',
    '3 keys',
    '4 sqn',
    '5 msisdn',
    '6 profile',
    '7 not-active',
    '9 missing',
    '10 unexpected',
    '99 unknown',
  ];
  t.deepEqual(await drifts(opened), found);
  const results = await mend(opened);
  t.deepEqual(results, [...found.slice(0, 9).map(text => `${text.split(' ')[0]} mended`), '99 left']);
  t.deepEqual(await drifts(opened), ['99 unknown']);
  for (const index of [1, 3, 4, 5, 6, 7]) t.deepEqual(checkSubscriber((await typed(opened, index))!), [], `${index}`);
  t.is(valueAt(await typed(opened, 3), 'security.k'), testCard(3).ki);
  const sqn = valueAt(await typed(opened, 4), 'security.sqn');
  t.is(bsonTypeOf(sqn), 'int64');
  t.is((sqn as Long).toNumber(), 96);
  t.false('security' in (await typed(opened, 2))!);
  t.is(valueAt(await typed(opened, 9), 'mvnolab.security.k'), testCard(9).ki);
  t.is(await typed(opened, 10), null);
  t.is((await opened.sims.resume(testIccid(9), CALLER)).network.state, 'applied');
  t.is(valueAt(await typed(opened, 9), 'security.k'), testCard(9).ki);
});

test('a card whose change is on its way has not drifted, and is not touched', async t => {
  const opened = await openTest(t);
  await activate(opened, 1);
  await opened.sims.suspend(testIccid(1), CALLER, { settleMs: 0 });
  t.deepEqual(await drifts(opened), ['1 pending']);
  t.deepEqual(await mend(opened), ['1 left']);
  t.true('security' in (await typed(opened, 1))!);
  await opened.inventory.worker.drain([opened.inventory.hss]);
  t.deepEqual(await drifts(opened), []);
});
