import test, { type ExecutionContext } from 'ava';
import { Long, MongoClient, MongoServerError } from 'mongodb';
import { type EmbeddedMongo, spawnEmbeddedMongo, startEmbeddedMongo } from './index.ts';
import { openStream } from './testing/open-stream.ts';

async function connected(
  t: ExecutionContext,
  start: () => Promise<EmbeddedMongo> = startEmbeddedMongo,
): Promise<MongoClient> {
  const server = await start();
  const client = new MongoClient(server.uri);
  t.teardown(async () => {
    await client.close();
    await server.close();
  });
  return client.connect();
}

test("Open5GS's SQN step is exact and keeps the int64", async t => {
  const client = await connected(t);
  const subscribers = client.db('open5gs').collection('subscribers', { promoteLongs: false });
  const sqn = async () => (await subscribers.findOne({ imsi: '1' }))?.security.sqn;
  await subscribers.insertOne({ imsi: '1', security: { sqn: Long.fromBigInt(2n ** 48n - 16n) } });
  await subscribers.updateOne({ imsi: '1' }, { $inc: { 'security.sqn': Long.fromNumber(32) } });
  t.deepEqual(await sqn(), Long.fromBigInt(2n ** 48n + 16n));
  await subscribers.updateOne({ imsi: '1' }, { $bit: { 'security.sqn': { and: Long.fromBigInt(2n ** 48n - 1n) } } });
  t.deepEqual(await sqn(), Long.fromNumber(16));
});

test('a unique index refuses a second document, with key and value', async t => {
  const client = await connected(t, spawnEmbeddedMongo);
  const subscribers = client.db('open5gs').collection('subscribers');
  await subscribers.createIndex({ imsi: 1 }, { unique: true });
  await subscribers.insertOne({ imsi: '001010000000001' });
  const error = await t.throwsAsync(subscribers.insertOne({ imsi: '001010000000001' }), {
    instanceOf: MongoServerError,
  });
  t.is(error?.code, 11000);
  t.deepEqual(error?.keyPattern, { imsi: 1 });
  t.deepEqual(error?.keyValue, { imsi: '001010000000001' });
});

test('a change stream tells what changed, and the whole document', async t => {
  const client = await connected(t);
  const subscribers = client.db('open5gs').collection<{ imsi: string; subscriber_status: number }>('subscribers');
  await subscribers.insertOne({ imsi: '1', subscriber_status: 0 });
  const stream = await openStream(subscribers.watch([], { fullDocument: 'updateLookup' }));
  t.teardown(() => stream.close());
  await subscribers.updateOne({ imsi: '1' }, { $set: { subscriber_status: 1 } });
  const event = (await stream.next()) as unknown as Record<string, unknown>;
  t.deepEqual(event.updateDescription, {
    updatedFields: { subscriber_status: 1 },
    removedFields: [],
    truncatedArrays: [],
  });
  t.like(event.fullDocument, { imsi: '1', subscriber_status: 1 });
});

for (const start of [startEmbeddedMongo, spawnEmbeddedMongo]) {
  test(`${start.name} tells which port is in use and what to do`, async t => {
    const server = await start();
    t.teardown(() => server.close());
    const error = await t.throwsAsync(start({ port: server.port }), { name: 'LabError', code: 'mongo-port-in-use' });
    t.regex(error?.message ?? '', new RegExp(`127\\.0\\.0\\.1:${server.port}`));
  });
}
