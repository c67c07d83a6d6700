import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { Long, MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../index.ts';
import { openStream } from '../testing/open-stream.ts';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

function folderFor(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-mongo-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function withServer<T>(folder: string, run: (client: MongoClient) => Promise<T>): Promise<T> {
  const server = await startEmbeddedMongo({ folder });
  const client = new MongoClient(server.uri, { promoteLongs: false });
  try {
    return await run(client);
  } finally {
    await client.close();
    await server.close();
  }
}

/** Runs the server in a process of its own; `kill` ends it at once, as kill -9 does. */
async function spawnServer(folder: string): Promise<{ uri: string; pid: number; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--folder', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const uri = /^ready (\S+)$/.exec(line)?.[1];
    if (uri === undefined) continue;
    return {
      uri,
      pid: child.pid!,
      kill: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }
  throw new Error('the server did not start');
}

function journalOf(folder: string): string {
  return join(folder, readdirSync(folder).find(name => name.startsWith('journal-'))!);
}

test('documents, indexes, options and int64 survive kill -9', async t => {
  const folder = folderFor(t);
  const server = await spawnServer(folder);
  const client = new MongoClient(server.uri, { promoteLongs: false });
  const sims = client.db('open5gs').collection('subscribers');
  await sims.createIndex({ imsi: 1 }, { unique: true, name: 'by_imsi' });
  await sims.insertMany([
    { imsi: '1', security: { sqn: Long.fromBigInt(2n ** 47n) }, msisdn: [] },
    { imsi: '2', security: { sqn: Long.fromNumber(7) } },
    { imsi: '3' },
  ]);
  await sims.updateOne({ imsi: '1' }, { $inc: { 'security.sqn': Long.fromNumber(32) } });
  await sims.updateOne({ imsi: '1' }, { $set: { msisdn: ['447700900001'] } });
  await sims.replaceOne({ imsi: '2' }, { imsi: '2', replaced: true });
  await sims.deleteOne({ imsi: '3' });
  await client.db('open5gs').createCollection('gone');
  await client.db('open5gs').dropCollection('gone');
  await client.db('open5gs').createCollection('images', { changeStreamPreAndPostImages: { enabled: true } });
  await client
    .db('other')
    .collection('old')
    .insertOne({ _id: 'x' as never, n: 1 }, { writeConcern: { j: true } });
  await client.db('other').collection('old').rename('new');
  await server.kill();
  await client.close();

  await withServer(folder, async again => {
    const found = again.db('open5gs').collection('subscribers');
    const all = await found.find({}, { projection: { _id: 0 } }).toArray();
    t.deepEqual(all, [
      { imsi: '1', security: { sqn: Long.fromBigInt(2n ** 47n + 32n) }, msisdn: ['447700900001'] },
      { imsi: '2', replaced: true },
    ]);
    t.deepEqual(
      (await found.indexes()).map(({ name, unique }) => ({ name, unique })),
      [
        { name: '_id_', unique: undefined },
        { name: 'by_imsi', unique: true },
      ],
    );
    await t.throwsAsync(found.insertOne({ imsi: '1' }), { message: /E11000/ });
    const collections = await again.db('open5gs').listCollections().toArray();
    t.deepEqual(collections.map(({ name }) => name).sort(), ['images', 'subscribers']);
    t.like(
      collections.find(({ name }) => name === 'images'),
      { options: { changeStreamPreAndPostImages: { enabled: true } } },
    );
    t.deepEqual(await again.db('other').collection('new').findOne(), { _id: 'x' as never, n: 1 });
  });
});

test('a tail that was not wholly written is cut off and kept aside', async t => {
  const folder = folderFor(t);
  await withServer(folder, client =>
    client
      .db('d')
      .collection('c')
      .insertMany([{ n: 1 }, { n: 2 }]),
  );
  const journal = journalOf(folder);
  const good = statSync(journal).size;
  await withServer(folder, client => client.db('d').collection('c').insertOne({ n: 3 }));
  // The last frame loses its end, as when the power fails while it is written.
  truncateSync(journal, good + 11);
  await withServer(folder, async client => {
    t.deepEqual(await client.db('d').collection('c').distinct('n'), [1, 2]);
    const { log } = await client.db('admin').command({ getLog: 'startupWarnings' });
    t.regex(log[0], /11 octets at the end of .* were not wholly written/);
    await client.db('d').collection('c').insertOne({ n: 4 });
  });
  t.is(readdirSync(folder).filter(name => name.startsWith('torn-')).length, 1);
  await withServer(folder, async client => t.deepEqual(await client.db('d').collection('c').distinct('n'), [1, 2, 4]));
});

test('every truncation of a journal opens, with what was whole', async t => {
  const folder = folderFor(t);
  await withServer(folder, async client => {
    const collection = client.db('d').collection('c');
    for (let n = 1; n <= 4; n++) await collection.insertOne({ _id: n as never, n });
    await collection.updateOne({ n: 2 }, { $set: { n: 20 } });
  });
  const journal = journalOf(folder);
  const whole = readFileSync(journal);
  let before = 0;
  for (let size = 8; size <= whole.length; size += 13) {
    const copy = folderFor(t);
    writeFileSync(join(copy, 'journal-00000001.log'), whole.subarray(0, size));
    const count = await withServer(copy, client => client.db('d').collection('c').countDocuments());
    t.true(count >= before, `${count} documents from ${size} octets`);
    before = count;
  }
  t.is(before, 4);
});

test('damage before the tail is told, not passed over', async t => {
  const folder = folderFor(t);
  writeFileSync(join(folder, 'journal-00000001.log'), 'something else entirely');
  await t.throwsAsync(startEmbeddedMongo({ folder }), { name: 'LabError', code: 'mongo-data-damaged' });
  t.deepEqual(readdirSync(folder), ['journal-00000001.log']);
});

test('a large journal is rewritten as a snapshot while writes go on, and nothing is lost', async t => {
  const folder = folderFor(t);
  const filling = 'x'.repeat(4000);
  await withServer(folder, async client => {
    const collection = client.db('d').collection('c');
    await collection.createIndex({ n: 1 }, { unique: true });
    await collection.insertMany(Array.from({ length: 500 }, (_, n) => ({ n, filling, turn: 0 })));
    for (let turn = 1; turn <= 8; turn++) {
      const operations = Array.from({ length: 500 }, (_, n) => ({
        replaceOne: { filter: { n }, replacement: { n, filling: filling + turn, turn } },
      }));
      await collection.bulkWrite(operations);
    }
    await collection.updateOne({ n: 7 }, { $set: { turn: Long.fromNumber(99) } });
  });
  t.true(readdirSync(folder).some(name => name.startsWith('snapshot-')));
  t.is(readdirSync(folder).filter(name => name.startsWith('journal-')).length, 1);
  await withServer(folder, async client => {
    const collection = client.db('d').collection('c');
    t.is(await collection.countDocuments({ turn: 8 }), 499);
    t.like(await collection.findOne({ n: 7 }), { turn: Long.fromNumber(99), filling: `${filling}8` });
    await t.throwsAsync(collection.insertOne({ n: 7 }), { message: /E11000/ });
  });
});

test('a folder in use is refused with the pid; one left by kill -9 is taken over', async t => {
  const folder = folderFor(t);
  const server = await spawnServer(folder);
  const error = await t.throwsAsync(startEmbeddedMongo({ folder }), { name: 'LabError', code: 'mongo-folder-locked' });
  t.regex(error?.message ?? '', new RegExp(`pid ${server.pid}\\b`));
  await server.kill();
  t.true(readdirSync(folder).includes('lock'));
  await withServer(folder, async () => {});
  t.false(readdirSync(folder).includes('lock'));
});

test('the same folder twice in one process is refused too', async t => {
  const folder = folderFor(t);
  await withServer(folder, async () => {
    await t.throwsAsync(startEmbeddedMongo({ folder }), { code: 'mongo-folder-locked' });
  });
});

test('a folder that cannot be one is refused', async t => {
  const folder = folderFor(t);
  const file = join(folder, 'file');
  appendFileSync(file, '');
  await t.throwsAsync(startEmbeddedMongo({ folder: join(file, 'inside') }), { code: 'mongo-folder-denied' });
});

test('a resume token is good over a restart when nothing was missed, and refused when something was', async t => {
  const folder = folderFor(t);
  const token = await withServer(folder, async client => {
    const collection = client.db('d').collection('c');
    await collection.insertOne({ n: 1 });
    const stream = await openStream(collection.watch());
    await collection.insertOne({ n: 2 });
    const event = await stream.next();
    await stream.close();
    return event._id;
  });
  await withServer(folder, async client => {
    const collection = client.db('d').collection('c');
    const stream = await openStream(collection.watch([], { resumeAfter: token }));
    await collection.insertOne({ n: 3 });
    t.like(await stream.next(), { operationType: 'insert', fullDocument: { n: 3 } });
    await stream.close();
  });
  await withServer(folder, async client => {
    const stream = client.db('d').collection('c').watch([], { resumeAfter: token });
    await t.throwsAsync(stream.next(), { message: /no longer be in the change log/ });
    await stream.close();
  });
});
