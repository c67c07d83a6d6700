import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { runCli } from '../cli/run.ts';
import { fakeCli } from '../cli/testing/fake-cli.ts';
import { runBin } from '../cli/testing/run-bin.ts';

/** The real command lines as processes of their own, killed where it hurts. */

const BIN = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'lab', 'setup', 'mvnolab.mjs');

/** Processes start slowly on a busy computer. */
const PATIENCE_MS = 180_000;

/** Its second step goes on for a quarter of an hour. */
const LONG = `
scenario: long
given:
  sims: { alice: {} }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
steps:
  - attach: phone
  - ping: { ue: phone, to: gateway, count: 1000, interval: 1s }
    within: 1000s
timeout: 1200s
`;

const SHORT = `
scenario: short
given:
  sims: { alice: {} }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
steps:
  - attach: phone
  - ping: { ue: phone, to: gateway }
`;

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-processes-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface ServeProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

async function serve(t: ExecutionContext, ...args: string[]): Promise<ServeProcess> {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  t.teardown(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
      const [, found] = /(ws:\S+)\n/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error('the server ended')));
  });
  return { url, child, ended };
}

async function sessionsOf(url: string): Promise<number> {
  const response = await fetch(`${url.replace('ws:', 'http:')}/health`);
  return ((await response.json()) as { sessions: number }).sessions;
}

/** Looks now and then, as another process has to be waited for. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 50_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come true within 50 s');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** The log of the only case, as far as it is written. */
function logBelow(folder: string): string {
  if (!existsSync(folder)) return '';
  const paths = readdirSync(folder, { recursive: true }).map(String);
  const log = paths.find(path => path.endsWith('events.ndjson'));
  return log === undefined ? '' : readFileSync(join(folder, log), 'utf8');
}

test('a server that is killed in the middle of a command: an error verdict, exit code 3, and the log as far as it came', async t => {
  t.timeout(PATIENCE_MS);
  const folder = folderOf(t);
  const file = join(folder, 'long.yaml');
  const runs = join(folder, 'runs');
  writeFileSync(file, LONG);
  const { url, child } = await serve(t);
  const running = runBin(['run', file, '--lab', url, '--artefacts', runs, '--reporter', 'json', 'list']);
  await eventually(() => /"step":"2"/.test(logBelow(runs)));
  child.kill('SIGKILL');
  const { code, stdout, stderr } = await running;
  t.is(code, 3, stderr);
  t.regex(stdout, /the lab was lost/);
  const [run] = readdirSync(runs);
  const results = JSON.parse(readFileSync(join(runs, run!, 'results.json'), 'utf8'));
  t.is(results.verdict, 'error');
  t.is(results.cases[0].attempts[0].problems[0].code, 'lab-lost');
  const events = logBelow(runs)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  t.like(events.at(-1), { kind: 'error', code: 'lab-lost' });
  t.true(events.some(event => event.message === 'AttachComplete'));
});

test('a client that is killed in the middle of a command: the server takes its lab down and goes on', async t => {
  t.timeout(PATIENCE_MS);
  const folder = folderOf(t);
  const file = join(folder, 'long.yaml');
  const runs = join(folder, 'runs');
  writeFileSync(file, LONG);
  const { url, child, ended } = await serve(t, '--grace', '0');
  const client = spawn(process.execPath, [BIN, 'run', file, '--lab', url, '--artefacts', runs], { stdio: 'ignore' });
  const gone = new Promise(resolve => client.on('close', resolve));
  await eventually(() => /"step":"2"/.test(logBelow(runs)));
  t.is(await sessionsOf(url), 1);
  client.kill('SIGKILL');
  await gone;
  await eventually(async () => (await sessionsOf(url)) === 0);
  const short = join(folder, 'short.yaml');
  writeFileSync(short, SHORT);
  const after = await runBin(['run', short, '--lab', url, '--no-artefacts']);
  t.is(after.code, 0, after.stdout + after.stderr);
  child.kill('SIGINT');
  t.is(await ended, 130);
});

test('nobody there, a wrong token, an option that says nothing of a lab: exit codes and texts', async t => {
  t.timeout(PATIENCE_MS);
  const { url } = await serve(t, '--token', 'correct horse battery staple');
  const folder = folderOf(t);
  const file = join(folder, 'short.yaml');
  writeFileSync(file, SHORT);
  const run = (...args: string[]) => runBin(['run', file, '--no-artefacts', ...args]);
  const wrong = await run('--lab', url, '--lab-token', 'wrong');
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /error: the token is wrong[\s\S]*--lab-token/);
  t.false(wrong.stderr.includes('correct horse'));
  const nobody = await run('--lab', 'ws://127.0.0.1:1');
  t.is(nobody.code, 3);
  t.regex(nobody.stderr, /no lab answers at ws:\/\/127\.0\.0\.1:1[\s\S]*mvnolab serve/);
  const both = await run('--lab', url, '--core', 'embedded');
  t.is(both.code, 2);
  t.regex(both.stderr, /--core says nothing of a lab that runs already/);
  const right = await runBin(['run', file, '--no-artefacts', '--lab', url], {
    env: { MVNOLAB_LAB_TOKEN: 'correct horse battery staple' },
  });
  t.is(right.code, 0, right.stdout + right.stderr);
});

const MISTAKES: readonly (readonly [readonly string[], RegExp])[] = [
  [['--host', '0.0.0.0'], /a lab that listens on 0\.0\.0\.0 can be used from elsewhere, and needs a token/],
  [['--token', 'short'], /the token has 5 characters/],
  [['--port', '70000'], /'70000' is no number for --port/],
  [['--grace', 'long'], /'long' is no number for --grace/],
  [['--core', 'embeded'], /did you mean 'embedded'/],
];

for (const [args, text] of MISTAKES) {
  test(`serve ${args.join(' ')}: exit 2`, async t => {
    const fake = fakeCli();
    t.is(await runCli(['serve', ...args], fake.cli, '1.2.3'), 2);
    t.regex(fake.stderr(), text);
    t.is(fake.stdout(), '');
  });
}
