import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { fromHex } from '../../emulator/bytes/index.ts';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import { EventLog, openEventFile, Redactor, readEventFile } from './index.ts';
import { SAMPLE_RUN } from './testing/sample-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mvnolab-trace-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
const RUN = { run: '8f2c', version: '0.1.0', core: 'embedded' };
const never = (error: LabError) => {
  throw error;
};
const turn = () => new Promise<void>(resolve => setImmediate(resolve));

test('what was written is what is read', async t => {
  const path = join(folder, 'deep', 'er', 'events.ndjson');
  const log = new EventLog({ run: RUN });
  const file = openEventFile(path, log, never);
  for (const { v, seq, t: at, ...record } of SAMPLE_RUN.slice(1)) log.append(record);
  file.close();
  log.append({ kind: 'note', text: 'after the end' });
  const { events, tornLine } = await readEventFile(path);
  t.is(tornLine, undefined);
  t.deepEqual(events[0], log.header);
  t.deepEqual(
    events.slice(1).map(({ t: at, ...rest }) => rest),
    SAMPLE_RUN.slice(1).map(({ t: at, ...rest }) => rest),
  );
  t.deepEqual(
    events.map(event => event.seq),
    SAMPLE_RUN.map((_, seq) => seq),
  );
  t.is(file.octets, readFileSync(path).length);
});

test('an event is with the kernel at the end of its turn, an error at once', async t => {
  const path = join(folder, 'turns.ndjson');
  const log = new EventLog({ run: RUN });
  const file = openEventFile(path, log, never);
  log.append({ kind: 'note', text: 'one' });
  await turn();
  t.is(readFileSync(path, 'utf8').split('\n').length, 3);
  log.append({ kind: 'error', code: 'x', text: 'boom' });
  t.is(readFileSync(path, 'utf8').split('\n').length, 4);
  file.close();
});

test('lines of any length and script', async t => {
  const path = join(folder, 'long.ndjson');
  const log = new EventLog({ run: RUN });
  const file = openEventFile(path, log, never);
  const texts = ['', 'ä€😀\u2028\n', 'x'.repeat(2_000_000), '€'.repeat(200_000), 'short'];
  for (const text of texts) log.append({ kind: 'note', text });
  file.close();
  const { events } = await readEventFile(path);
  t.deepEqual(
    events.slice(1).map(event => (event.kind === 'note' ? event.text : '')),
    texts,
  );
});

for (const [how, least] of [
  ['kill', 500],
  ['exit', 1000],
  ['throw', 1000],
] as const)
  test(`a process that ends by ${how} leaves what it told`, async t => {
    const path = join(folder, `${how}.ndjson`);
    const writer = fileURLToPath(new URL('./testing/dying-writer.js', import.meta.url));
    const { signal, status } = spawnSync(process.execPath, [writer, path, how], { stdio: 'pipe' });
    t.true(how === 'kill' ? signal === 'SIGKILL' : how === 'exit' ? status === 0 : status === 1);
    const { events } = await readEventFile(path);
    t.is(events.length, 1 + least);
    t.like(events.at(-1), { kind: 'note', text: `note ${least - 1}` });
  });

test('a last line that is cut anywhere is set aside', async t => {
  const path = join(folder, 'torn.ndjson');
  const lines = SAMPLE_RUN.slice(0, 4).map(event => JSON.stringify(event));
  const last = lines.at(-1)!;
  for (let length = 1; length < last.length; length += 7) {
    writeFileSync(path, `${lines.slice(0, -1).join('\n')}\n${last.slice(0, length)}`);
    const { events, tornLine } = await readEventFile(path);
    t.is(events.length, 3);
    t.is(tornLine, last.slice(0, length));
  }
  writeFileSync(path, lines.join('\n'));
  t.is((await readEventFile(path)).events.length, 4, 'only the line end is missing');
  writeFileSync(path, '');
  t.deepEqual(await readEventFile(path), { events: [] });
});

test('a broken line anywhere else is an error that names it', async t => {
  const path = join(folder, 'broken.ndjson');
  const lines = SAMPLE_RUN.slice(0, 3).map(event => JSON.stringify(event));
  for (const bad of [
    '{"v":1,',
    '[]',
    '7',
    'null',
    '{"v":1}',
    '{"v":1,"seq":1,"t":"x","kind":"note"}',
    '{"kind":"note"}',
  ]) {
    writeFileSync(path, `${lines[0]}\n${bad}\n${lines[2]}\n`);
    const error = await t.throwsAsync(readEventFile(path), { instanceOf: UserError, code: 'event-log-corrupt' }, bad);
    t.is(error!.help.place, `${path}:2`);
  }
});

test('newer versions are refused, newer kinds and members of version 1 pass', async t => {
  const path = join(folder, 'newer.ndjson');
  writeFileSync(path, `${JSON.stringify(SAMPLE_RUN[0])}\n`);
  appendFileSync(path, '{"v":1,"seq":1,"t":0,"kind":"weather","sky":"blue"}\n');
  t.like((await readEventFile(path)).events[1], { kind: 'weather', sky: 'blue' } as object);
  appendFileSync(path, '{"v":2,"seq":2,"t":0,"kind":"note"}\n');
  const error = await t.throwsAsync(readEventFile(path), { instanceOf: UserError, code: 'event-log-newer' });
  t.is(error!.help.place, `${path}:3`);
  await t.throwsAsync(readEventFile(join(folder, 'nothing')), { instanceOf: UserError, code: 'event-log-missing' });
  await t.throwsAsync(readEventFile(folder), { instanceOf: UserError, code: 'event-log-missing' });
});

test('a file that cannot be made is a lab error', t => {
  writeFileSync(join(folder, 'plain'), '');
  const log = new EventLog({ run: RUN });
  const path = join(folder, 'plain', 'events.ndjson');
  t.throws(() => openEventFile(path, log, never), { instanceOf: LabError, code: 'artefact-not-writable' });
  t.false(log.listening);
});

test('a full disk is told once, and the run goes on', t => {
  if (!existsSync('/dev/full')) {
    t.log('no /dev/full on this system: a full disk cannot be made here');
    t.pass();
    return;
  }
  const log = new EventLog({ run: RUN });
  const failures: LabError[] = [];
  const file = openEventFile('/dev/full', log, error => failures.push(error));
  log.append({ kind: 'error', code: 'x', text: 'flushes' });
  log.append({ kind: 'error', code: 'x', text: 'flushes' });
  file.close();
  t.deepEqual(
    failures.map(error => error.code),
    ['artefact-not-writable'],
  );
});

test('no canary key is in the file', async t => {
  const path = join(folder, 'canary.ndjson');
  const key = '465b5ce8b199b49faa5f0a2ee238a6bc';
  const redactor = new Redactor();
  redactor.add(fromHex(key));
  const log = new EventLog({ run: { ...RUN, title: key }, redactor });
  const file = openEventFile(path, log, never);
  const spaced = key.match(/../g)!.join(' ');
  for (const text of [key, key.toUpperCase(), spaced, Buffer.from(key, 'hex').toString('base64')]) {
    log.append({ kind: 'note', text: `the key is ${text}` });
    log.append({ kind: 'message', protocol: 'air', from: 'a', to: 'b', message: 'm', fields: { k: text }, hex: text });
  }
  file.close();
  const content = readFileSync(path, 'utf8');
  const flat = content.toLowerCase().replace(/[^0-9a-z+/]/g, '');
  t.false(flat.includes(key));
  t.false(content.includes(Buffer.from(key, 'hex').toString('base64').slice(0, 20)));
  t.is((await readEventFile(path)).events.length, 9);
});
