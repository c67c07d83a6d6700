import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import test from 'ava';
import { MongoClient } from 'mongodb';
import { spawnEmbeddedMongo } from './index.ts';

const INDEX = new URL('./index.js', import.meta.url).href;

/** Runs a script in a process of its own. */
function script(code: string) {
  return spawn(process.execPath, ['-e', `(async () => {${code}})()`], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('the server dies with its process, also by kill -9', async t => {
  const child = script(`
    const { spawnEmbeddedMongo } = await import(${JSON.stringify(INDEX)});
    console.log((await spawnEmbeddedMongo()).port);
    setInterval(() => {}, 1000);
  `);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const port = Number(line);
  t.true(await isListening(port));
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.false(await isListening(port));
});

test('a server that nobody closes does not keep its process', async t => {
  const child = script(`
    const { spawnEmbeddedMongo } = await import(${JSON.stringify(INDEX)});
    await spawnEmbeddedMongo();
  `);
  const [code] = await once(child, 'exit');
  t.is(code, 0);
});

test('closing frees the port, and may be asked for twice', async t => {
  const server = await spawnEmbeddedMongo();
  const client = await new MongoClient(server.uri).connect();
  await client.db('d').collection('c').insertOne({});
  await client.close();
  await Promise.all([server.close(), server.close()]);
  t.false(await isListening(server.port));
  const again = await spawnEmbeddedMongo({ port: server.port });
  t.is(again.port, server.port);
  await again.close();
});

test('a folder that cannot be used is told as in process', async t => {
  const error = await t.throwsAsync(spawnEmbeddedMongo({ folder: '/dev/null/inside' }), {
    name: 'LabError',
    code: 'mongo-folder-denied',
  });
  t.regex(error?.message ?? '', /\/dev\/null\/inside/);
});
