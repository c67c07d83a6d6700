import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { spawnEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import { runBin } from './testing/run-bin.ts';

/** The lab's own store: each command is a process of its own and finds what the one before left. */

const test = anyTest as TestFn<{ cwd: string }>;
const KI = '465B5CE8B199B49FAA5F0A2EE238A6BC';
const OPC = 'E8ED289DEBA952E4283B54E88E6183CA';
const IMSI = '001010000000001';
const ADD = ['sim', 'add', '--imsi', IMSI, '--ki', KI, '--opc', OPC];

test.beforeEach(async t => {
  t.context.cwd = await mkdtemp(join(tmpdir(), 'mvnolab-store-'));
});
test.afterEach.always(t => rm(t.context.cwd, { recursive: true, force: true }));

test('what one command adds the next one finds, in .mvnolab/store of the folder', async t => {
  const { cwd } = t.context;
  const added = await runBin([...ADD, '--sqn', '0xffffffffffff'], { cwd });
  t.deepEqual([added.code, added.stderr], [0, '']);
  t.deepEqual(await readdir(cwd), ['.mvnolab']);
  const shown = await runBin(['sim', 'show', IMSI, '--json', '--reveal-keys'], { cwd });
  t.like(JSON.parse(shown.stdout), { imsi: IMSI, ki: KI.toLowerCase(), opc: OPC.toLowerCase(), sqn: 2 ** 48 - 1 });
  const twice = await runBin(ADD, { cwd });
  t.is(twice.code, 2);
  t.regex(twice.stderr, /is in the store already/);
  t.is((await runBin(['sim', 'remove', IMSI], { cwd })).stdout, `${IMSI} removed\n`);
  t.is((await runBin(['sim', 'list', '--count'], { cwd })).stdout, '0\n');
});

test('--store names the folder, and is another store than the default', async t => {
  const { cwd } = t.context;
  t.is((await runBin([...ADD, '--store', 'mine'], { cwd })).code, 0);
  t.is((await runBin(['sim', 'list', '--count', '--store', 'mine'], { cwd })).stdout, '1\n');
  t.is((await runBin(['sim', 'list', '--count'], { cwd })).stdout, '0\n');
  t.deepEqual(await readdir(cwd), ['mine']);
});

test('--store wins over MONGODB_URI', async t => {
  const env = { MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100' };
  t.is((await runBin([...ADD, '--store', 'mine'], { cwd: t.context.cwd, env })).code, 0);
});

test('reading an empty place makes nothing', async t => {
  const { cwd } = t.context;
  const listed = await runBin(['sim', 'list', '--json'], { cwd });
  t.deepEqual([listed.code, listed.stdout, listed.stderr], [0, '[]\n', '']);
  const shown = await runBin(['sim', 'show', IMSI], { cwd });
  t.is(shown.code, 2);
  t.true(shown.stderr.includes(join('.mvnolab', 'store')));
  t.deepEqual(await readdir(cwd), []);
});

test('a folder that cannot be made: exit 3 and the place', async t => {
  const { code, stderr } = await runBin([...ADD, '--store', '/dev/null/store'], { cwd: t.context.cwd });
  t.is(code, 3);
  t.true(stderr.includes('/dev/null/store'), stderr);
});

test('two commands at once on one store: none loses what it said was done', async t => {
  const { cwd } = t.context;
  const add = (i: number) => runBin(['sim', 'add', '--imsi', `00101000000000${i}`, '--random-keys'], { cwd });
  const results = await Promise.all([1, 2, 3, 4].map(add));
  const added = results.filter(({ code }) => code === 0).length;
  t.true(added >= 1);
  for (const { code, stderr } of results)
    if (code !== 0) t.regex(stderr, /^error: the data folder .* is in use by another embedded store/, `${code}`);
  t.is((await runBin(['sim', 'list', '--count'], { cwd })).stdout, `${added}\n`);
});

test('a store that a lab holds: exit 3 and who holds it', async t => {
  const { cwd } = t.context;
  const server = await spawnEmbeddedMongo({ folder: join(cwd, 'held') });
  t.teardown(() => server.close());
  const { code, stderr } = await runBin([...ADD, '--store', 'held'], { cwd });
  t.is(code, 3);
  t.regex(stderr, /^error: the data folder .*held is in use by another embedded store \(pid \d+\)\n/);
});
