import test from 'ava';
import { Int32, Long, MongoClient } from 'mongodb';
import type { DatabaseAnswer, SubscriberChange } from '../../emulator/core/index.ts';
import type { Imsi } from '../../emulator/vocabulary/index.ts';
import { startEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import { HssDatabase } from './hss-database.ts';

const ALICE = '001010000000001' as Imsi;
const SECURITY = ['security'];
const BOB = '001010000000002' as Imsi;

async function open(t: { teardown(close: () => Promise<void>): void }) {
  const server = await startEmbeddedMongo();
  const client = await MongoClient.connect(server.uri);
  const subscribers = client.db('open5gs').collection('subscribers');
  await subscribers.insertMany([
    { imsi: ALICE, security: { k: '00', sqn: Long.fromNumber(64) }, subscriber_status: new Int32(0) },
    { imsi: BOB, security: { k: '11', sqn: new Int32(5) } },
  ]);
  const answers = new Map<number, DatabaseAnswer>();
  const waiting = new Map<number, () => void>();
  const database = new HssDatabase(subscribers, answer => {
    answers.set(answer.id, answer);
    waiting.get(answer.id)?.();
  });
  const answered = (id: number) =>
    answers.has(id) ? Promise.resolve() : new Promise<void>(resolve => waiting.set(id, resolve));
  t.teardown(async () => {
    await database.close();
    await client.close();
    await server.close();
  });
  return { server, subscribers, database, answers, answered };
}

test('finds of one turn are one batch; numbers keep their BSON types; who is not there is undefined', async t => {
  const { database, answers, answered } = await open(t);
  for (const [id, imsi] of [ALICE, BOB, '001010000000009' as Imsi, ALICE].entries()) {
    database.request({ type: 'findSubscriber', id, imsi, fields: SECURITY });
  }
  await Promise.all([0, 1, 2, 3].map(answered));
  const security = (id: number) => {
    const answer = answers.get(id);
    return answer?.type === 'subscriber'
      ? (answer.document?.security as Record<string, unknown> | undefined)
      : undefined;
  };
  t.like(security(0)?.sqn, { _bsontype: 'Long', low: 64 });
  t.like(security(1)?.sqn, { _bsontype: 'Int32', value: 5 });
  t.is(security(2), undefined);
  t.like(security(3)?.sqn, { low: 64 });
  const first = answers.get(0);
  t.deepEqual(first?.type === 'subscriber' && Object.keys(first.document ?? {}), ['imsi', 'security']);
});

test('SQN is stepped as int64 and wraps at 48 bit; the serving MME is written as Open5GS writes it', async t => {
  const { database, answered, subscribers } = await open(t);
  database.request({ type: 'stepSqn', id: 1, imsi: ALICE, base: 64 });
  database.request({ type: 'stepSqn', id: 2, imsi: BOB, base: 2 ** 48 - 32 });
  database.request({
    type: 'setServingMme',
    id: 3,
    imsi: ALICE,
    mmeHost: 'mme.x',
    mmeRealm: 'x',
    purged: false,
    imeisv: '35',
  });
  await Promise.all([1, 2, 3].map(answered));
  const raw = { promoteValues: false, promoteLongs: false };
  const alice = await subscribers.findOne({ imsi: ALICE }, raw);
  t.like(alice?.security.sqn, { _bsontype: 'Long', low: 96, high: 0 });
  t.like(alice, { mme_host: 'mme.x', mme_realm: 'x', purge_flag: false, imeisv: '35' });
  t.is(alice?.mme_timestamp._bsontype, 'Long');
  t.like((await subscribers.findOne({ imsi: BOB }, raw))?.security.sqn, { _bsontype: 'Long', low: 0, high: 0 });
});

test('a database that is gone: each request fails with its reason', async t => {
  const { database, answers, answered, server } = await open(t);
  await server.close();
  database.request({ type: 'stepSqn', id: 1, imsi: ALICE, base: 0 });
  database.request({ type: 'findSubscriber', id: 2, imsi: ALICE, fields: SECURITY });
  await Promise.all([1, 2].map(answered));
  t.is(answers.get(1)?.type, 'failed');
  t.is(answers.get(2)?.type, 'failed');
});

test('changes by others are told with the document, those of an HSS are not', async t => {
  const { database, subscribers, answered } = await open(t);
  const changes: SubscriberChange[] = [];
  let heard = (): void => undefined;
  const first = new Promise<void>(resolve => {
    heard = resolve;
  });
  database.watch(
    change => {
      changes.push(change);
      heard();
    },
    reason => t.fail(reason),
  );
  // The watch begins with the first answer of the server: changes are made until one is heard.
  const writer = setInterval(() => {
    void subscribers.updateOne({ imsi: ALICE }, { $inc: { 'ambr.downlink.value': 1 } });
  }, 20);
  await first;
  clearInterval(writer);
  changes.length = 0;
  database.request({ type: 'stepSqn', id: 1, imsi: ALICE, base: 64 });
  database.request({ type: 'setServingMme', id: 2, imsi: ALICE, mmeHost: 'm', mmeRealm: 'r', purged: false });
  await Promise.all([1, 2].map(answered));
  await subscribers.updateOne({ imsi: ALICE }, { $set: { request_cancel_location: true } });
  const cancelled = () => changes.find(change => 'request_cancel_location' in change.updatedFields);
  while (cancelled() === undefined) {
    await new Promise<void>(resolve => {
      heard = resolve;
    });
  }
  t.like(cancelled(), { imsi: ALICE, document: { imsi: ALICE } });
  t.deepEqual(
    changes.filter(change => 'security.sqn' in change.updatedFields || 'mme_timestamp' in change.updatedFields),
    [],
  );
});
