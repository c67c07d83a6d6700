import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { MongoClient, MongoServerError } from 'mongodb';
import { startEmbeddedMongo } from './index.ts';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
/** How large a file may grow under `ulimit -f`, in the shell's blocks of 512 octets. */
const MOST_BLOCKS = 200;

test('when the journal cannot grow, writers are refused, readers go on, and nothing that was confirmed is lost', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-mongo-full-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  // The limit stands for a full disk: writing past it fails.
  const command = `ulimit -f ${MOST_BLOCKS}; trap '' XFSZ; exec "$0" "$1" --port 0 --folder "$2"`;
  const child = spawn('/bin/sh', ['-c', command, process.execPath, MAIN, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const client = await new MongoClient(line.replace('ready ', '')).connect();
  t.teardown(() => client.close());
  const collection = client.db('d').collection<{ _id: number; filling: string }>('c');
  let confirmed = 0;
  const error = await t.throwsAsync(
    async () => {
      for (let _id = 0; _id < 1000; _id++) {
        await collection.insertOne({ _id, filling: 'x'.repeat(1000) });
        confirmed = _id + 1;
      }
    },
    { instanceOf: MongoServerError, message: /journal of the embedded store cannot be written/ },
  );
  t.true([1, 14031].includes(Number(error?.code)));
  t.true(confirmed > 50 && confirmed < 150, `${confirmed} confirmed`);
  t.is((await collection.findOne({ _id: 3 }))?._id, 3);
  await t.throwsAsync(collection.updateOne({ _id: 3 }, { $set: { filling: '' } }), {
    message: /takes no more changes/,
  });
  await client.close();
  child.kill('SIGKILL');
  await once(child, 'exit');

  const server = await startEmbeddedMongo({ folder });
  const again = await new MongoClient(server.uri).connect();
  const kept = again.db('d').collection<{ _id: number }>('c');
  t.is(await kept.countDocuments(), confirmed);
  await kept.insertOne({ _id: 5000 });
  await again.close();
  await server.close();
});
