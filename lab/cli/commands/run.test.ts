import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runCli } from '../run.ts';
import { fakeCli } from '../testing/fake-cli.ts';
import { runBin } from '../testing/run-bin.ts';

const GIVEN = `
given:
  sims: { alice: {} }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
`;
const GOOD = `scenario: good\ntags: [smoke]${GIVEN}steps: [attach: phone]\n`;
const BAD = `scenario: bad${GIVEN}steps:\n  - attach: phone\n  - hold: 1ms\n    expect: { phone.emm: deregistered }\n`;
const MISTAKEN = `scenario: mistaken${GIVEN}steps:\n  - atach: phone\n`;
const LATER = `scenario: later\nskip: not yet${GIVEN}steps: [attach: phone]\n`;
const BROKEN = `scenario: broken${GIVEN}steps: [{ attach: phone, skip_if: true }]\n`;

function folderOf(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-run-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** `mvnolab run` in this process; the artefacts go below the folder. */
async function run(folder: string, args: readonly string[]) {
  const { cli, stdout, stderr } = fakeCli({ cwd: folder });
  const artefacts = args.includes('--no-artefacts') ? [] : ['--artefacts', join(folder, 'runs')];
  const code = await runCli(['run', folder, ...artefacts, ...args], cli, '0.0.0');
  return { code, stdout: stdout(), stderr: stderr() };
}

test('what passes: exit 0, and a folder with results, reports, event log and capture', async t => {
  const folder = folderOf(t, { 'good.yaml': GOOD });
  const { code, stdout } = await run(folder, []);
  t.is(code, 0, stdout);
  t.regex(stdout, /1 case.*1 passed/);
  const [id] = readdirSync(join(folder, 'runs'));
  const files = readdirSync(join(folder, 'runs', id!)).sort();
  t.deepEqual(files, ['ctrf.json', 'good', 'junit.xml', 'report.html', 'results.json']);
  t.deepEqual(readdirSync(join(folder, 'runs', id!, 'good')).sort(), ['events.ndjson', 'run.pcapng']);
});

test('what fails: exit 1, with the place, what was expected and what was seen', async t => {
  const { code, stdout } = await run(folderOf(t, { 'bad.yaml': BAD }), ['--no-artefacts']);
  t.is(code, 1);
  t.regex(stdout, /bad\.yaml:9:15/);
  t.regex(stdout, /phone\.emm/);
  t.regex(stdout, /deregistered/);
});

test('a mistake in a scenario: exit 2 with its frame, and nothing is run', async t => {
  const { code, stdout, stderr } = await run(folderOf(t, { 'a.yaml': GOOD, 'b.yaml': MISTAKEN }), ['--no-artefacts']);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /'atach' is neither a verb nor a key of a step/);
  t.regex(stderr, /did you mean 'attach'\?/);
  t.regex(stderr, /1 mistake in the scenarios; nothing was run/);
});

test('a case that proves nothing: exit 3', async t => {
  const { code } = await run(folderOf(t, { 'broken.yaml': BROKEN }), ['--no-artefacts']);
  t.is(code, 3);
});

test('an error goes before a failure: exit 3', async t => {
  const { code } = await run(folderOf(t, { 'bad.yaml': BAD, 'broken.yaml': BROKEN }), ['--no-artefacts']);
  t.is(code, 3);
});

test('nothing selected, or everything skipped: exit 4', async t => {
  const folder = folderOf(t, { 'good.yaml': GOOD, 'later.yaml': LATER });
  t.is((await run(folder, ['-t', 'no and smoke'])).code, 4);
  t.is((await run(folder, ['-g', 'later', '--no-artefacts'])).code, 4);
});

test('selection by tag, name, line and shard', async t => {
  const folder = folderOf(t, { 'good.yaml': GOOD, 'bad.yaml': BAD });
  t.regex((await run(folder, ['-t', 'smoke', '--no-artefacts'])).stdout, /1 case:? .*1 passed/);
  t.regex((await run(folder, ['-g', '^good$', '--no-artefacts'])).stdout, /1 case/);
  const { cli, stdout } = fakeCli({ cwd: folder });
  t.is(await runCli(['run', `${join(folder, 'good.yaml')}:3`, '--no-artefacts'], cli, '0.0.0'), 0, stdout());
  t.is((await run(folder, ['--shard', '2/2', '--no-artefacts'])).code, 0, 'bad.yaml goes to the first shard');
});

test('--last-failed runs again what did not pass', async t => {
  const folder = folderOf(t, { 'good.yaml': GOOD, 'bad.yaml': BAD });
  t.is((await run(folder, [])).code, 1);
  const { code, stdout } = await run(folder, ['--last-failed']);
  t.is(code, 1);
  t.regex(stdout, /1 case:? .*1 failed/);
});

test('a baseline: written, met, and broken', async t => {
  const folder = folderOf(t, { 'good.yaml': GOOD, 'bad.yaml': BAD });
  const expected = join(folder, 'expected.json');
  t.is((await run(folder, ['--no-artefacts', '--expected', expected, '--update-expected'])).code, 0);
  t.is((await run(folder, ['--no-artefacts', '--expected', expected])).code, 0, 'the failure is expected');
  writeFileSync(expected, readFileSync(expected, 'utf8').replace(/"good": "passed"/, '"good": "failed"'));
  const better = await run(folder, ['--no-artefacts', '--expected', expected]);
  t.is(better.code, 0);
  t.regex(better.stdout, /good {2}passes now {2}failed → passed/);
  writeFileSync(join(folder, 'good.yaml'), BAD.replace('scenario: bad', 'scenario: good'));
  writeFileSync(expected, readFileSync(expected, 'utf8').replace(/"good": "failed"/, '"good": "passed"'));
  const worse = await run(folder, ['--no-artefacts', '--expected', expected]);
  t.is(worse.code, 1);
  t.regex(worse.stdout, /good {2}used to pass {2}passed → failed/);
});

test('the same seed draws the same identities', async t => {
  const folder = folderOf(t, { 'good.yaml': GOOD });
  const imsis: string[] = [];
  for (const name of ['a', 'b']) {
    await run(folder, ['--seed', 'x', '--artefacts', join(folder, name)]);
    const [id] = readdirSync(join(folder, name));
    const events = readFileSync(join(folder, name, id!, 'good', 'events.ndjson'), 'utf8');
    imsis.push(/"imsi":"?(\d{15})|IMSI (\d{15})/.exec(events)![0]);
  }
  t.is(imsis[0], imsis[1]);
});

const WRONG: readonly [args: readonly string[], message: RegExp][] = [
  [['--workers', '0'], /'0' is no number for --workers/],
  [['--retries', 'x'], /'x' is no number for --retries/],
  [['--order', 'alphabet'], /'alphabet' is no order/],
  [['--reporter', 'lits'], /there is no reporter 'lits'[\s\S]*did you mean list/],
  [['-e', 'novalue'], /'novalue' is no pair for --var/],
  [['-t', 'smoke and'], /smoke and/],
  [['-g', '('], /not a regular expression/],
  [['--shard', '3/2'], /3\/2/],
  [['--core', 'embeded'], /did you mean 'embedded'/],
  [['--core', 'open5gs', '--plmn', '001-01'], /says nothing of a core in containers/],
  [['--core-version', '1.2.3'], /1\.2\.3/],
  [['--secrets', '/does/not/exist'], /cannot be read/],
  [['--artefacts', '/proc/nothing'], /cannot be made/],
];

for (const [args, message] of WRONG) {
  test(`run ${args.join(' ')}: exit 2 and what would be right`, async t => {
    const { code, stderr } = await run(folderOf(t, { 'good.yaml': GOOD }), args);
    t.is(code, 2, stderr);
    t.regex(stderr, message);
  });
}

test('a path that does not exist: exit 2', async t => {
  const { cli, stderr } = fakeCli();
  t.is(await runCli(['run', '/nowhere/at/all'], cli, '0.0.0'), 2);
  t.regex(stderr(), /there is no \/nowhere\/at\/all/);
});

test('Ctrl-C: what was made is removed, reports are written, exit 130', async t => {
  const slow = `scenario: slow${GIVEN}steps: [attach: phone, wait: { for: 1h, because: somebody presses Ctrl-C }]\n`;
  const folder = folderOf(t, { 'good.yaml': GOOD, 'slow.yaml': slow });
  let isStopped = false;
  const { code, stdout } = await runBin(['run', folder, '--workers', '1', '--artefacts', join(folder, 'runs')], {
    cwd: folder,
    onOutput(child, text) {
      if (isStopped || !/good/.test(text)) return;
      isStopped = true;
      child.kill('SIGINT');
    },
  });
  t.is(code, 130, stdout);
  const [id] = readdirSync(join(folder, 'runs'));
  const results = JSON.parse(readFileSync(join(folder, 'runs', id!, 'results.json'), 'utf8'));
  t.is(results.endedEarly, 'interrupted');
  t.deepEqual(
    [
      ...results.cases.map(({ id: name, verdict }: { id: string; verdict: string }) => `${name} ${verdict}`),
      ...results.notRun,
    ].filter(text => text !== 'slow'),
    ['good passed', ...(results.notRun.length > 0 ? [] : ['slow inconclusive'])],
  );
});

test('a secret that a scenario names is in no artefact', async t => {
  const canary = '00112233445566778899aabbccddeeff';
  const text = `scenario: canary
given:
  sims: { alice: { ki: "\${{ secret.KI }}", opc: "\${{ secret.OPC }}" } }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
vars: { shown: "\${{ secret.KI }}" }
steps:
  - attach: phone
    name: "attach with \${{ secret.KI }}"
    note: "the key is \${{ vars.shown }}"
    expect: { phone.guti: "\${{ secret.KI }}" }
    within: 1s
`;
  const folder = folderOf(t, {
    'canary.yaml': text,
    secrets: `KI=${canary}\nOPC=ffeeddccbbaa99887766554433221100\n`,
  });
  const { code, stdout, stderr } = await run(folder, ['--secrets', join(folder, 'secrets')]);
  t.is(code, 1);
  const [id] = readdirSync(join(folder, 'runs'));
  const files = readdirSync(join(folder, 'runs', id!), { recursive: true, withFileTypes: true }).filter(file =>
    file.isFile(),
  );
  t.true(files.length >= 6);
  const written = files.map(file => readFileSync(join(file.parentPath, file.name)).toString('latin1'));
  for (const output of [stdout, stderr, ...written]) {
    t.false(output.toLowerCase().includes(canary));
    t.false(output.toLowerCase().includes('ffeeddccbbaa99887766554433221100'));
    t.false(output.includes(Buffer.from(canary, 'hex').toString('latin1')), 'nor as octets');
  }
});
