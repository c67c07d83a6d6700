import anyTest, { type TestFn } from 'ava';
import { Double, deserialize, Int32, Long } from 'bson';
import { type Collection, MongoClient } from 'mongodb';
import { LabError, UserError } from '../emulator/vocabulary/index.ts';
import { type BsonDocument, bsonTypeOf, valueAt } from './bson-values.ts';
import { type EmbeddedMongo, spawnEmbeddedMongo } from './embedded-mongo/index.ts';
import { parseSimChanges, parseSimRecord } from './sim-input.ts';
import type { SimRecord } from './sim-record.ts';
import { checkSubscriber } from './subscriber-document.ts';
import { openSubscriberStore, type SubscriberStore } from './subscriber-store.ts';
import { dbctlDocument, webuiDocument } from './testing/foreign-documents.ts';

interface Context {
  server: EmbeddedMongo;
  store: SubscriberStore;
  client: MongoClient;
  /** The same collection, past the store: another writer, and an eye on BSON types. */
  subscribers: Collection<BsonDocument>;
}
const test = anyTest as TestFn<Context>;
const IMSI = '001010000000001';

let server: EmbeddedMongo;
let databases = 0;
test.before(async () => {
  server = await spawnEmbeddedMongo({ port: 0 });
});
test.after.always(() => server.close());
test.beforeEach(async t => {
  const uri = `${server.uri}store${databases++}`;
  const client = await MongoClient.connect(uri);
  const subscribers = client.db().collection<BsonDocument>('subscribers');
  t.context = { server, store: await openSubscriberStore(uri, { connectTimeoutMs: 30_000 }), client, subscribers };
});
test.afterEach.always(async t => {
  await t.context.store?.close();
  await t.context.client?.close();
});

function sim(imsi = IMSI, input: object = {}): SimRecord {
  return parseSimRecord({
    imsi,
    ki: '465B5CE8B199B49FAA5F0A2EE238A6BC',
    opc: 'E8ED289DEBA952E4283B54E88E6183CA',
    msisdn: ['447700900001'],
    ...input,
  });
}

async function raw({ subscribers }: Context, imsi = IMSI): Promise<BsonDocument> {
  const bytes = await subscribers.findOne({ imsi }, { raw: true });
  return deserialize(bytes as unknown as Uint8Array, { promoteValues: false });
}

test('add: the document is there, with the types that Open5GS asks for, and reads back as it was', async t => {
  await t.context.store.add(sim(IMSI, { sqn: '0xffffffffffff' }));
  const document = await raw(t.context);
  t.deepEqual(checkSubscriber(document), []);
  t.is(bsonTypeOf(valueAt(document, 'security.sqn')), 'int64');
  t.is((valueAt(document, 'security.sqn') as Long).toBigInt(), 2n ** 48n - 1n);
  const found = (await t.context.store.find(IMSI))!;
  t.is(found.sim.sqn, 2 ** 48 - 1);
  t.deepEqual(found.sim.msisdn, ['447700900001']);
});

test('add: the unique index is made as the WebUI makes it, and holds', async t => {
  await t.context.store.add(sim());
  const indexes = await t.context.subscribers.indexes();
  t.like(
    indexes.find(index => index.name === 'imsi_1'),
    { key: { imsi: 1 }, unique: true },
  );
  await t.throwsAsync(t.context.subscribers.insertOne({ imsi: IMSI }), { message: /E11000/ });
});

test('add: who is there already is refused and left as it is', async t => {
  await t.context.store.add(sim(IMSI, { sqn: 7 }));
  const before = await raw(t.context);
  const error = await t.throwsAsync(t.context.store.add(sim()), { instanceOf: UserError });
  t.is(error!.code, 'imsi-exists');
  t.deepEqual(await raw(t.context), before);
});

test('add: twenty at once for one IMSI, one wins', async t => {
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => t.context.store.add(sim(IMSI, { sqn: i }))),
  );
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const result of results)
    if (result.status === 'rejected') t.is((result.reason as UserError).code, 'imsi-exists', String(result.reason));
  t.is(await t.context.store.count(), 1);
});

test('add: a stub that the HSS left is completed, what the HSS wrote stays', async t => {
  await t.context.subscribers.updateOne(
    { imsi: IMSI },
    {
      $set: {
        mme_host: 'mme.localdomain',
        mme_realm: 'localdomain',
        mme_timestamp: Long.fromNumber(1),
        purge_flag: true,
      },
    },
    { upsert: true },
  );
  await t.context.store.add(sim());
  const document = await raw(t.context);
  t.is(document.mme_host, 'mme.localdomain');
  t.is(document.purge_flag, true);
  t.deepEqual(checkSubscriber(document), []);
  t.is(await t.context.store.count(), 1);
});

test('update: paths only; what the HSS and others wrote stays', async t => {
  await t.context.subscribers.insertOne({ ...webuiDocument(), vendor: { note: 'kept' } });
  const before = await raw(t.context);
  const paths = await t.context.store.update(IMSI, parseSimChanges({ ambr: { downlink: '5M' }, subscriberStatus: 1 }));
  t.deepEqual(paths.sort(), ['ambr.downlink.unit', 'ambr.downlink.value', 'subscriber_status']);
  const after = await raw(t.context);
  t.deepEqual(after, {
    ...before,
    ambr: { ...(before.ambr as object), downlink: { value: new Int32(5), unit: new Int32(2) } },
    subscriber_status: new Int32(1),
  });
});

test('update: what the HSS does meanwhile is not lost', async t => {
  await t.context.store.add(sim());
  const hss = async () => {
    for (let i = 0; i < 50; i++) {
      await t.context.subscribers.updateOne({ imsi: IMSI }, { $inc: { 'security.sqn': Long.fromNumber(32) } as never });
      await t.context.subscribers.updateOne({ imsi: IMSI }, { $set: { mme_host: `mme${i}` } });
    }
  };
  const care = async () => {
    for (let i = 1; i <= 50; i++) await t.context.store.update(IMSI, { ambr: { downlinkBps: i * 1e6 } });
  };
  await Promise.all([hss(), care()]);
  const { sim: after } = (await t.context.store.find(IMSI))!;
  t.is(after.sqn, 32 + 50 * 32);
  t.is(after.serving.mmeHost, 'mme49');
  t.is(after.ambr.downlinkBps, 50e6);
});

test('update: sessions that change between reading and writing are read again', async t => {
  await t.context.store.add(sim());
  const others = Array.from({ length: 8 }, (_, i) =>
    t.context.store.update(
      IMSI,
      i % 2 === 0
        ? { slice: { sessions: [{ apn: 'ims', qci: 5 }] } }
        : { slice: { sessions: [{ apn: 'internet', qci: 8 }] } },
    ),
  );
  await Promise.all(others);
  const { sim: after } = (await t.context.store.find(IMSI))!;
  t.deepEqual(
    after.slices[0]!.sessions.map(({ apn, qci }) => `${apn} ${qci}`),
    ['internet 8', 'ims 5'],
  );
});

test('update: the same again writes nothing', async t => {
  await t.context.store.add(sim());
  t.deepEqual(await t.context.store.update(IMSI, { ambr: { downlinkBps: 1e9 }, ki: sim().ki }), []);
});

test('update: OP takes the place of OPc, because a stored OPc would win', async t => {
  await t.context.store.add(sim());
  await t.context.store.update(IMSI, parseSimChanges({ op: 'CDC202D5123E20F62B6D676AC72CB318' }));
  const document = await raw(t.context);
  t.is(valueAt(document, 'security.opc'), null);
  t.is(valueAt(document, 'security.op'), 'cdc202d5123e20f62b6d676ac72cb318');
});

test('update: mends a double that Open5GS ignores', async t => {
  const document = dbctlDocument();
  await t.context.subscribers.insertOne({
    ...document,
    security: { ...(document.security as object), sqn: new Double(32) },
  });
  t.is((await t.context.store.find(IMSI))!.sim.sqn, 0);
  t.deepEqual(await t.context.store.update(IMSI, { sqn: 32 }), ['security.sqn']);
  t.is(bsonTypeOf(valueAt(await raw(t.context), 'security.sqn')), 'int64');
});

test('update: an IMSI that is not there', async t => {
  const error = await t.throwsAsync(t.context.store.update(IMSI, { sqn: 1 }), { instanceOf: UserError });
  t.is(error!.code, 'imsi-unknown');
  t.is(await t.context.store.count(), 0);
});

test('list: by IMSI, by network, by pages; all of them exactly once', async t => {
  const imsis = Array.from({ length: 1234 }, (_, i) => `00101${String((i * 7919) % 1234).padStart(10, '0')}`);
  await t.context.store.addMany([...imsis.map(imsi => sim(imsi)), sim('001020000000001'), sim('310260000000001')]);
  const all: string[] = [];
  for await (const { sim } of t.context.store.list()) all.push(sim.imsi);
  t.deepEqual(all, [...imsis, '001020000000001', '310260000000001'].sort());
  t.is(await t.context.store.count({ imsiPrefix: '00101' }), 1234);
  t.is(await t.context.store.count({ imsiPrefix: '0010' }), 1235);
  const paged: string[] = [];
  for (let after: string | undefined; ; ) {
    const page: string[] = [];
    for await (const { sim } of t.context.store.list({
      imsiPrefix: '00101',
      limit: 100,
      ...(after !== undefined && { after }),
    }))
      page.push(sim.imsi);
    if (page.length === 0) break;
    t.true(page.length <= 100);
    paged.push(...page);
    after = page.at(-1);
  }
  t.deepEqual(paged, [...imsis].sort());
});

test.serial('list: a reader that stops early leaves no cursor open', async t => {
  await t.context.store.addMany(Array.from({ length: 1100 }, (_, i) => sim(`00101${String(i).padStart(10, '0')}`)));
  for await (const _ of t.context.store.list()) break;
  const status = await t.context.client.db('admin').command({ serverStatus: 1 });
  t.is(status.metrics?.cursor?.open?.total ?? 0, 0);
});

test('addMany: who is there already is counted and left alone, also twice in one batch', async t => {
  await t.context.store.add(sim(IMSI, { sqn: 77 }));
  const progress: number[] = [];
  const batch = [sim('001010000000002'), sim(), sim('001010000000003'), sim('001010000000002')];
  const result = await t.context.store.addMany(batch, {
    batchSize: 2,
    onProgress: ({ added }) => progress.push(added),
  });
  t.deepEqual(result, { added: 2, existing: [IMSI, '001010000000002'], stopped: false });
  t.deepEqual(progress, [1, 2]);
  t.is((await t.context.store.find(IMSI))!.sim.sqn, 77);
});

test('addMany: takes a stream, and a stop between two batches', async t => {
  const abort = new AbortController();
  let drawn = 0;
  async function* endless() {
    while (true) yield sim(`00101${String(drawn++).padStart(10, '0')}`);
  }
  const adding = t.context.store.addMany(endless(), {
    batchSize: 10,
    signal: abort.signal,
    onProgress: ({ added }) => void (added >= 30 && abort.abort()),
  });
  const { added, stopped } = await adding;
  t.true(stopped);
  t.true(added >= 30 && added <= 50 && added % 10 === 0, `${added}`);
  t.is(await t.context.store.count(), added);
  t.true(drawn <= 70, `${drawn}`);
});

test('remove: gone, and said whether it was there', async t => {
  await t.context.store.add(sim());
  t.true(await t.context.store.remove(IMSI));
  t.false(await t.context.store.remove(IMSI));
  t.is(await t.context.store.find(IMSI), undefined);
});

test('removeMany: a network, or all', async t => {
  await t.context.store.addMany([sim('001010000000001'), sim('001010000000002'), sim('999700000000001')]);
  t.is(await t.context.store.removeMany({ imsiPrefix: '00101' }), 2);
  t.is(await t.context.store.count(), 1);
  t.is(await t.context.store.removeMany(), 1);
});

test('an IMSI twice in the collection: named, with what to do', async t => {
  await t.context.subscribers.insertMany([dbctlDocument(), dbctlDocument(), dbctlDocument('001010000000002')]);
  const error = await t.throwsAsync(t.context.store.add(sim('001010000000009')), { instanceOf: LabError });
  t.is(error!.code, 'imsi-duplicate');
  t.regex(error!.message, /1 IMSI more than once: 001010000000001$/);
  t.true(await t.context.store.remove(IMSI));
  await t.context.store.add(sim());
  t.is(await t.context.store.count(), 2);
});

test('an index on imsi that is not unique stands in the way; a unique one of another name is as good', async t => {
  await t.context.subscribers.createIndex({ imsi: 1 });
  const error = await t.throwsAsync(t.context.store.add(sim()), { instanceOf: LabError });
  t.is(error!.code, 'imsi-index-conflict');
  t.regex(error!.message, /'imsi_1'/);
  await t.context.subscribers.dropIndex('imsi_1');
  await t.context.subscribers.createIndex({ imsi: 1 }, { name: 'other', unique: true });
  await t.context.store.add(sim());
  t.is(await t.context.store.count(), 1);
});

test('documents of dbctl and the WebUI are found and listed beside ours', async t => {
  await t.context.subscribers.insertMany([dbctlDocument('001010000000002'), webuiDocument('001010000000003')]);
  await t.context.store.add(sim());
  const imsis: string[] = [];
  for await (const { sim, document } of t.context.store.list()) {
    imsis.push(sim.imsi);
    t.deepEqual(checkSubscriber(document), []);
  }
  t.deepEqual(imsis, [IMSI, '001010000000002', '001010000000003']);
});

test('a server that goes away: an error with its address, not a stack of the driver', async t => {
  const other = await spawnEmbeddedMongo({ port: 0 });
  const store = await openSubscriberStore(`${other.uri}?serverSelectionTimeoutMS=6000`);
  await store.add(sim());
  await other.close();
  for (const operation of [
    () => store.find(IMSI),
    () => store.add(sim('001010000000002')),
    () => store.list().next(),
  ]) {
    const error = await t.throwsAsync<LabError>(operation, { instanceOf: LabError });
    t.regex(error!.code, /^mongodb-(lost|unreachable)$/);
    t.true(error!.message.includes(`${other.host}:${other.port}`), error!.message);
  }
  await store.close();
});
