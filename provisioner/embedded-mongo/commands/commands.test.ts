import { once } from 'node:events';
import { connect } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { deserialize, serialize } from 'bson';
import { type Collection, Long, MongoBulkWriteError, MongoClient, MongoServerError } from 'mongodb';
import { type EmbeddedMongo, startEmbeddedMongo } from '../index.ts';
import { openStream } from '../testing/open-stream.ts';
import { FrameSplitter } from '../wire/index.ts';

let server: EmbeddedMongo;
let client: MongoClient;
let names = 0;

test.before(async () => {
  server = await startEmbeddedMongo();
  client = await new MongoClient(server.uri).connect();
});
test.after.always(async () => {
  await client.close();
  await server.close();
});

interface Any {
  _id?: number;
  n?: number;
  [name: string]: unknown;
}

function fresh(): Collection<Any> {
  return client.db(`d${++names}`).collection<Any>('c');
}

async function code(t: ExecutionContext, run: Promise<unknown>, expected: number): Promise<MongoServerError> {
  const error = await t.throwsAsync(run, { instanceOf: MongoServerError });
  t.is(error?.code, expected, error?.message);
  return error!;
}

async function writeError(t: ExecutionContext, run: Promise<Record<string, unknown>>, expected: number): Promise<void> {
  const { writeErrors } = (await run) as { writeErrors?: { code: number }[] };
  t.is(writeErrors?.[0]?.code, expected);
}

test('it poses as a standalone of MongoDB 8.0 without host discovery', async t => {
  const hello = await client.db('admin').command({ hello: 1 });
  t.like(hello, {
    isWritablePrimary: true,
    helloOk: true,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
    ok: 1,
  });
  t.false('setName' in hello || 'topologyVersion' in hello || 'hosts' in hello);
  const { version } = await client.db('admin').command({ buildInfo: 1 });
  t.is(version, '8.0.0');
});

test('mistakes have the codes that clients look at', async t => {
  const db = client.db('mistakes');
  await code(t, db.command({ frobnicate: 1 }), 59);
  await code(t, db.command({ find: 'c', filter: {}, frob: 1 }), 40415);
  await code(t, db.command({ find: 'c', filter: 5 }), 14);
  await code(t, db.command({ find: 'c', limit: -1 }), 51024);
  await code(t, db.command({ find: '' }), 73);
  await code(t, db.command({ find: 5 }), 73);
  await code(t, db.command({ getMore: Long.fromNumber(99), collection: 'c' }), 43);
  await writeError(t, db.command({ update: 'c', updates: [{ u: {} }] }), 40414);
  await writeError(t, db.command({ update: 'c', updates: [{ q: {}, u: {}, w: 1 }] }), 40415);
  await writeError(t, db.command({ delete: 'c', deletes: [{ q: {}, limit: 2 }] }), 9);
  await writeError(t, db.command({ insert: 'c', documents: [{ _id: [1] }] }), 53);
  await code(t, db.command({ insert: 'c', documents: [] }), 16);
  await code(t, db.command({ listDatabases: 1 }), 13);
  await code(t, db.command({ create: 'bad$name' }), 73);
  await code(t, db.command({ create: 'view', viewOn: 'c', pipeline: [] }), 115);
  await code(t, db.command({ insert: 'c', documents: [{}], txnNumber: Long.fromNumber(1) }), 20);
  await code(t, db.command({ insert: 'c', documents: [{}], writeConcern: { w: 3 } }), 2);
  await code(t, db.command({ renameCollection: 'a.b', to: 'a.c' }), 13);
  await code(t, client.db('admin').command({ renameCollection: 'no.such', to: 'no.other' }), 26);
  await code(t, db.command({ findAndModify: 'c', query: {}, remove: true, update: {} }), 9);
  await code(t, db.command({ aggregate: 'c', pipeline: [] }), 9);
});

test('a failing statement is told by its place; ordered stops there, unordered goes on', async t => {
  const documents = [{ _id: 1 }, { _id: 2 }, { _id: 1 }, { _id: 3 }];
  for (const [ordered, left] of [
    [true, 2],
    [false, 3],
  ] as const) {
    const collection = fresh();
    const error = await t.throwsAsync(
      collection.insertMany(
        documents.map(one => ({ ...one })),
        { ordered },
      ),
      { instanceOf: MongoBulkWriteError },
    );
    const [first] = [error!.writeErrors].flat();
    t.is(first?.index, 2);
    t.is(first?.code, 11000);
    t.is(await collection.countDocuments(), left);
  }
});

test('cursors give batches, and an end that a client wants', async t => {
  const collection = fresh();
  await collection.insertMany(Array.from({ length: 250 }, (_, n) => ({ _id: n })));
  const command = { find: 'c', filter: {}, batchSize: 100 };
  const db = client.db(collection.dbName);
  const { cursor } = await db.command(command, { promoteLongs: false });
  t.is(cursor.firstBatch.length, 100);
  const more = await db.command({ getMore: cursor.id, collection: 'c', batchSize: 100 }, { promoteLongs: false });
  t.deepEqual(more.cursor.nextBatch[0], { _id: 100 });
  await code(t, db.command({ getMore: cursor.id, collection: 'other' }), 13);
  const killed = await db.command(
    { killCursors: 'c', cursors: [cursor.id, Long.fromNumber(5)] },
    { promoteLongs: false },
  );
  t.deepEqual(killed.cursorsKilled, [cursor.id]);
  t.deepEqual(killed.cursorsNotFound, [Long.fromNumber(5)]);
  await code(t, db.command({ getMore: cursor.id, collection: 'c' }), 43);
  t.is((await collection.find().batchSize(7).toArray()).length, 250);
  t.deepEqual(await collection.find().sort({ _id: -1 }).skip(10).limit(2).toArray(), [{ _id: 239 }, { _id: 238 }]);
});

test('a cursor shows what was there when it was opened', async t => {
  const collection = fresh();
  await collection.insertMany([
    { _id: 1, n: 1 },
    { _id: 2, n: 1 },
    { _id: 3, n: 1 },
  ]);
  const cursor = collection.find().batchSize(1);
  t.deepEqual(await cursor.next(), { _id: 1, n: 1 });
  await collection.updateMany({}, { $set: { n: 2 } });
  await collection.deleteOne({ _id: 3 });
  t.deepEqual(await cursor.toArray(), [
    { _id: 2, n: 1 },
    { _id: 3, n: 1 },
  ]);
});

test('indexes: listed, found again, and refused where they conflict', async t => {
  const collection = fresh();
  t.is(await collection.createIndex({ a: 1 }), 'a_1');
  t.is(await collection.createIndex({ a: 1 }), 'a_1');
  await code(t, collection.createIndex({ a: 1 }, { name: 'other' }), 85);
  await code(t, collection.createIndex({ a: 1 }, { unique: true }), 85);
  await code(t, collection.createIndex({ b: 1 }, { name: 'a_1' }), 86);
  await code(t, collection.createIndex({ a: 'text' }), 67);
  const odd = { createIndexes: 'c', indexes: [{ key: { z: 1 }, name: 'x', wild: 1 }] };
  await code(t, client.db(collection.dbName).command(odd), 197);
  await collection.insertMany([{ u: 1 }, { u: 1 }]);
  await code(t, collection.createIndex({ u: 1 }, { unique: true }), 11000);
  t.deepEqual(
    (await collection.indexes()).map(({ name }) => name),
    ['_id_', 'a_1'],
  );
  await code(t, collection.find({}, { hint: 'nope' }).toArray(), 2);
  t.is((await collection.find({}, { hint: 'a_1' }).toArray()).length, 2);
  await code(t, collection.dropIndex('nope'), 27);
  await code(t, collection.dropIndex('_id_'), 72);
  await collection.dropIndex('a_1');
  await collection.dropIndexes();
  t.deepEqual(
    (await collection.indexes()).map(({ name }) => name),
    ['_id_'],
  );
  await code(t, client.db('nowhere').collection('c').indexes(), 26);
});

test('explain tells the way', async t => {
  const collection = fresh();
  await collection.createIndex({ a: 1 });
  await collection.insertOne({ a: 1 });
  const stage = async (filter: object) => (await collection.find(filter).explain()).queryPlanner.winningPlan.stage;
  t.is(await stage({ a: 1 }), 'IXSCAN');
  t.is(await stage({ _id: 1 }), 'IDHACK');
  t.is(await stage({ b: 1 }), 'COLLSCAN');
});

test('a collation decides equality, order and distinct', async t => {
  const collection = fresh();
  await collection.insertMany([{ x: 'b' }, { x: 'A' }, { x: 'a' }, { x: 'B10' }, { x: 'B9' }]);
  const collation = { locale: 'en', strength: 2, numericOrdering: true };
  t.is(await collection.countDocuments({ x: 'a' }, { collation }), 2);
  t.deepEqual(
    (await collection.find().collation(collation).sort({ x: 1 }).toArray()).map(({ x }) => x),
    ['A', 'a', 'b', 'B9', 'B10'],
  );
  t.is((await collection.distinct('x', {}, { collation })).length, 4);
  await collection.createIndex({ x: 1 });
  t.is(await collection.countDocuments({ x: 'A' }, { collation }), 2);
  await code(t, collection.find({}, { collation: { locale: 'no such' } }).toArray(), 2);
});

test('a getMore on a change stream comes back in its time, and at once on a change', async t => {
  const collection = fresh();
  await collection.insertOne({ _id: 1 });
  const db = client.db(collection.dbName);
  const open = async () => {
    const { cursor } = await db.command(
      { aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} },
      { promoteLongs: false },
    );
    return cursor.id as Long;
  };
  const idle = await open();
  const started = performance.now();
  const empty = await db.command({ getMore: idle, collection: 'c', maxTimeMS: 20 });
  t.deepEqual(empty.cursor.nextBatch, []);
  t.truthy(empty.cursor.postBatchResumeToken);
  t.true(performance.now() - started >= 19);

  const woken = db.command({ getMore: idle, collection: 'c', maxTimeMS: 60_000 });
  await collection.updateOne({ _id: 1 }, { $set: { n: 1 } });
  t.is((await woken).cursor.nextBatch[0].operationType, 'update');

  const killed = db.command({ getMore: idle, collection: 'c', maxTimeMS: 60_000 });
  const refused = code(t, killed, 237);
  // The getMore must be waiting before its cursor goes; a second one is refused as long as it is.
  for (;;) {
    const second = await db.command({ getMore: idle, collection: 'c', maxTimeMS: 1 }).catch(error => error);
    if (second.code === 12) break;
  }
  await db.command({ killCursors: 'c', cursors: [idle] });
  await refused;
});

test('change streams on a collection, a database and all of them', async t => {
  const collection = fresh();
  await collection.insertOne({ _id: 0 });
  const other = client.db(collection.dbName).collection('other');
  const streams = await Promise.all(
    [
      collection.watch(),
      client.db(collection.dbName).watch(),
      client.watch([{ $match: { 'ns.db': collection.dbName } }]),
    ].map(openStream),
  );
  await other.insertOne({ _id: 1 as never });
  await collection.insertOne({ _id: 2 });
  const seen = await Promise.all(
    streams.map(async (stream, at) => {
      const names: string[] = [];
      for (let count = at === 0 ? 1 : 2; count > 0; count--) {
        const { ns } = (await stream.next()) as unknown as { ns: { coll: string } };
        names.push(ns.coll);
      }
      return names;
    }),
  );
  t.deepEqual(seen, [['c'], ['other', 'c'], ['other', 'c']]);
  await Promise.all(streams.map(stream => stream.close()));
});

test('dropping the collection ends its stream by an invalidate; it can be started after that', async t => {
  const collection = fresh();
  await collection.insertOne({ _id: 0 });
  const stream = await openStream(collection.watch());
  await collection.drop();
  t.is((await stream.next()).operationType, 'drop');
  const { operationType, _id } = await stream.next();
  t.is(operationType, 'invalidate');
  await t.throwsAsync(stream.next());
  await code(t, collection.watch([], { resumeAfter: _id }).next(), 260);
  const after = await openStream(collection.watch([], { startAfter: _id }));
  await collection.insertOne({ _id: 5 });
  t.like(await after.next(), { operationType: 'insert', documentKey: { _id: 5 } } as object);
  await after.close();
});

test('a stream resumes where it was, also with images of before and after', async t => {
  const collection = fresh();
  const db = client.db(collection.dbName);
  await db.createCollection('c', { changeStreamPreAndPostImages: { enabled: true } });
  const stream = await openStream(
    collection.watch([], { fullDocument: 'required', fullDocumentBeforeChange: 'required' }),
  );
  await collection.insertOne({ _id: 1, n: 1 });
  const { _id: token } = await stream.next();
  await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } } as never);
  await collection.deleteOne({ _id: 1 });
  t.like(await stream.next(), { fullDocument: { _id: 1, n: 2 }, fullDocumentBeforeChange: { _id: 1, n: 1 } });
  t.like(await stream.next(), { operationType: 'delete', fullDocumentBeforeChange: { _id: 1, n: 2 } });
  await stream.close();
  const again = await openStream(collection.watch([], { resumeAfter: token }));
  t.is((await again.next()).operationType, 'update');
  await again.close();
  const bare = fresh();
  await bare.insertOne({ _id: 1 });
  const required = await openStream(bare.watch([], { fullDocument: 'required' }));
  await bare.updateOne({ _id: 1 }, { $set: { n: 1 } });
  await code(t, required.next(), 47);
  await code(t, bare.watch([], { resumeAfter: { _data: 'nonsense' } }).next(), 9);
});

test('a long update gives way: a ping is answered before it is done', async t => {
  const collection = fresh();
  await collection.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, filling: 'x'.repeat(200) })));
  const order: string[] = [];
  const update = collection
    .updateMany({ filling: /x$/ }, { $inc: { n: 1 }, $set: { 'deep.path.to': 1 } } as never)
    .then(({ modifiedCount }) => {
      order.push('update');
      return modifiedCount;
    });
  await client.db('admin').command({ ping: 1 });
  order.push('ping');
  t.is(await update, 20_000);
  t.is(order[0], 'ping');
});

test('what is no request ends its connection and nothing else', async t => {
  const { port } = server;
  for (const bytes of [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.alloc(64),
    Buffer.from([26, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 9, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]),
  ]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.write(bytes);
    await once(socket, 'close');
  }
  t.is((await client.db('admin').command({ ping: 1 })).ok, 1);
});

test('broken BSON in a sound message is answered by an error', async t => {
  const socket = connect(server.port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  // OP_MSG with a body that holds an element of an unknown type
  const body = Buffer.from([12, 0, 0, 0, 0x55, 0x61, 0, 0, 0, 0, 0, 0]);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(42, 4);
  head.writeInt32LE(2013, 12);
  socket.write(Buffer.concat([head, body]));
  const [reply] = (await once(socket, 'data')) as [Buffer];
  t.is(reply.readInt32LE(8), 42);
  t.like(deserialize(reply.subarray(21)), { ok: 0, code: 22, codeName: 'InvalidBSON' });
});

test('many requests sent at once are answered in their order', async t => {
  const socket = connect(server.port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  const requests = Array.from({ length: 500 }, (_, index) => {
    const body = serialize({ ping: 1, $db: 'admin' });
    const head = Buffer.alloc(21);
    head.writeInt32LE(head.length + body.length, 0);
    head.writeInt32LE(index + 1, 4);
    head.writeInt32LE(2013, 12);
    return Buffer.concat([head, body]);
  });
  socket.write(Buffer.concat(requests));
  const splitter = new FrameSplitter();
  const answered: number[] = [];
  for await (const chunk of socket) {
    for (const frame of splitter.push(chunk)) answered.push(frame.readInt32LE(8));
    if (answered.length === requests.length) break;
  }
  t.deepEqual(
    answered,
    requests.map((_, index) => index + 1),
  );
});

test('a write without acknowledgement is done and not answered', async t => {
  const collection = fresh();
  const quiet = client.db(collection.dbName).collection('c', { writeConcern: { w: 0 } });
  const stream = await openStream(collection.watch());
  t.false((await quiet.insertOne({ _id: 1 as never })).acknowledged);
  t.like(await stream.next(), { documentKey: { _id: 1 } } as object);
  await stream.close();
});

test('a document that is too large is refused', async t => {
  const error = await t.throwsAsync(fresh().insertOne({ text: 'x'.repeat(16 * 1024 * 1024) }));
  t.regex(error?.message ?? '', /too large|maximum|exceed/i);
});

test('who asks about the server is answered', async t => {
  const admin = client.db('admin');
  t.is((await admin.command({ whatsmyuri: 1 })).you.split(':')[0], '127.0.0.1');
  t.deepEqual((await admin.command({ getLog: 'startupWarnings' })).log, []);
  t.true((await admin.command({ hostInfo: 1 })).system.numCores > 0);
  t.like(await admin.command({ getParameter: 1, featureCompatibilityVersion: 1 }), {
    featureCompatibilityVersion: { version: '8.0' },
  });
  await code(t, admin.command({ getParameter: 1, nonsense: 1 }), 72);
  t.deepEqual((await admin.command({ connectionStatus: 1 })).authInfo.authenticatedUsers, []);
  const collection = fresh();
  await collection.insertOne({ a: 1 });
  const db = client.db(collection.dbName);
  t.like(await db.command({ collStats: 'c' }), { count: 1, nindexes: 1 });
  t.like(await db.command({ dbStats: 1 }), { collections: 1, objects: 1 });
  t.like(await db.command({ validate: 'c' }), { valid: true, nrecords: 1 });
  const { databases } = await admin.command({ listDatabases: 1, nameOnly: true, filter: { name: collection.dbName } });
  t.deepEqual(databases, [{ name: collection.dbName }]);
  t.like(await db.command({ dropDatabase: 1 }), { dropped: collection.dbName });
});
