import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { fileSchema, STEP_CHECKER } from '../../../scenarios/runner/index.ts';
import { runCli } from '../run.ts';
import { fakeCli } from '../testing/fake-cli.ts';

/** A folder of scenarios; what is printed has @ where the folder stands. */
function folderOf(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-files-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return async (...argv: string[]) => {
    const fake = fakeCli({ cwd: folder });
    const code = await runCli(
      argv.map(word => word.replace('@', folder)),
      fake.cli,
      '1.2.3',
    );
    const plain = (text: string) => text.replaceAll(folder, '@');
    return { code, stdout: plain(fake.stdout()), stderr: plain(fake.stderr()), folder };
  };
}

const GIVEN = 'given:\n  sims: { alice: {} }\n  bts: { home: {} }\n  ues: { phone: { sim: alice, bts: home } }\n';
const GOOD = `suite: s
title: A suite
tags: [smoke]
matrix: { apn: [internet, ims] }
${GIVEN}cases:
  one:
    title: The first
    steps:
      - attach: { ue: phone, apn: "\${{ matrix.apn }}" }
        note: why so
        within: 5s
        outcome: rejected
        expect: { phone.reject.cause: 8 }
  two:
    tags: [slow]
    requires: [faults]
    steps:
      - repeat: { times: 2, steps: [{ attach: { ue: phone, apn: "\${{ matrix.apn }}" } }] }
    teardown: [{ heal: {} }]
`;
const BAD = `scenario: bad\n${GIVEN}steps:\n  - atach: { ue: phone }\n`;
const DOUBTFUL = `scenario: doubtful\nvars: { x: 1 }\n${GIVEN}steps:\n  - attach: { ue: phone }\n`;

test('lint: nothing to find', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  t.deepEqual(await run('lint', '@').then(({ code, stdout, stderr }) => ({ code, stdout, stderr })), {
    code: 0,
    stdout: '1 file, 4 tests: no mistake\n',
    stderr: '',
  });
});

test('lint: a mistake in its frame, exit 2', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD, 'sub/b.yaml': BAD });
  const { code, stdout } = await run('lint', '@');
  t.is(code, 2);
  t.is(
    stdout,
    `error[verb-unknown]: 'atach' is neither a verb nor a key of a step
  --> @/sub/b.yaml:7:5
    7 |   - atach: { ue: phone }
      |     ^^^^^ did you mean 'attach'?

2 files, 5 tests: 1 mistake, 0 warnings
`,
  );
});

test('lint: a warning is none, but with --strict', async t => {
  const run = folderOf(t, { 'a.yaml': DOUBTFUL });
  const { code, stdout } = await run('lint', '@/a.yaml');
  t.is(code, 0);
  t.regex(stdout, /^warning\[unused\]: nothing reads the variable 'x'\n/);
  t.regex(stdout, /\n1 file, 1 test: no mistake, 1 warning\n$/);
  t.is((await run('lint', '--strict', '@/a.yaml')).code, 2);
});

test('lint: as JSON, and as annotations for GitHub', async t => {
  const run = folderOf(t, { 'a.yaml': BAD });
  const json = await run('lint', '--format', 'json', '@');
  t.is(json.code, 2);
  t.like(JSON.parse(json.stdout), [{ severity: 'error', code: 'verb-unknown', place: { line: 7, column: 5 } }]);
  const github = await run('lint', '--format', 'github', '@');
  t.is(
    github.stdout.split('\n')[0],
    "::error file=@/a.yaml,line=7,endLine=7,col=5,title=verb-unknown::'atach' is neither a verb nor a key of a step (did you mean 'attach'?)",
  );
});

test('lint: messages and nodes that no lab has are found', async t => {
  const run = folderOf(t, {
    'a.yaml': `scenario: a\nrequires: [faults]\n${GIVEN}steps:\n  - fault.kill: { node: hhs }\n  - attach: phone\n    expect: { flow: [phone > mme: AtachRequest] }\n`,
  });
  const { stdout } = await run('lint', '@');
  t.regex(stdout, /did you mean 'hss'\?/);
  t.regex(stdout, /did you mean 'AttachRequest'\?/);
});

test('lint: a path that does not exist, a folder with nothing in it', async t => {
  const run = folderOf(t, { 'empty/readme.txt': '' });
  const missing = await run('lint', '@/nowhere');
  t.is(missing.code, 2);
  t.is(
    missing.stderr,
    'error: there is no @/nowhere\n  expected a scenario file, file:line, or a folder of scenarios\n',
  );
  t.deepEqual((await run('lint', '@/empty')).stdout, '0 files, 0 tests: no mistake\n');
});

test('list: one line a case', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  const { code, stdout, stderr } = await run('list', '@');
  t.is(code, 0);
  t.is(stderr, '');
  t.is(
    stdout,
    `case                 title      tags        requires  place
s/one[apn=internet]  The first  smoke                 @/a.yaml:10
s/one[apn=ims]       The first  smoke                 @/a.yaml:10
s/two[apn=internet]             smoke slow  faults    @/a.yaml:18
s/two[apn=ims]                  smoke slow  faults    @/a.yaml:18

4 cases in 1 file
`,
  );
});

test('list: choices, as JSON', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  const ids = async (...argv: string[]) => {
    const { stdout } = await run('list', '--json', ...argv);
    return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
  };
  t.deepEqual(await ids('@', '-t', 'not slow', '--matrix', 'apn=ims'), ['s/one[apn=ims]']);
  t.deepEqual(await ids('@/a.yaml:19', '-g', 'internet'), ['s/two[apn=internet]']);
  t.deepEqual(await ids('@', '--shard', '2/2'), ['s/one[apn=ims]', 's/two[apn=ims]']);
  t.deepEqual(await ids('@/a.yaml:19', '@'), await ids('@'));
  const [first] = JSON.parse((await run('list', '--json', '@')).stdout);
  t.like(first, { title: 'The first', line: 10, tags: ['smoke'], matrix: { apn: 'internet' }, timeoutMs: 60_000 });
});

test('list: nothing selected is exit 4, with what may have been meant', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  const { code, stdout, stderr } = await run('list', '@', '-t', 'smok');
  t.is(code, 4);
  t.is(stdout, '');
  t.is(
    stderr,
    "note: no test has the tag 'smok'; did you mean 'smoke'?\nnothing was selected: none of the 4 tests in @ fits\n",
  );
  const none = await run('list', '@', '-t', 'smok', '--json');
  t.deepEqual([none.code, none.stdout], [4, '[]\n']);
});

test('list: mistakes in the files are told', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD, 'b.yaml': BAD });
  const { code, stdout, stderr } = await run('list', '@');
  t.is(code, 2);
  t.regex(stdout, /\nbad /);
  t.is(stderr, 'note: 1 mistake in the files: mvnolab lint @ shows them\n');
});

const wrongChoices: [argv: string[], message: RegExp][] = [
  [['-t', 'a and'], /^error: the tag expression cannot be read: it ends too soon\n {2}a and\n {7}\^\n/],
  [['-g', '('], /^error: '\(' is not a regular expression/],
  [['--shard', '3/2'], /^error: '3\/2' is not a part of the tests/],
  [['--matrix', 'apn'], /^error: 'apn' is no pair/],
  [['--matrix', 'apm=ims'], /^error: no matrix has 'apm'\n[\s\S]*did you mean 'apn'\?/],
  [['-e', 'x'], /^error: 'x' is no pair/],
];
for (const [argv, message] of wrongChoices) {
  test(`list ${argv.join(' ')} is refused`, async t => {
    const run = folderOf(t, { 'a.yaml': GOOD });
    const { code, stderr } = await run('list', '@', ...argv);
    t.is(code, 2);
    t.regex(stderr, message);
  });
}

test('plan: in sentences, without a lab', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  const { code, stdout } = await run('plan', '@', '--matrix', 'apn=ims');
  t.is(code, 0);
  t.is(
    stdout,
    `s/one[apn=ims]  The first  @/a.yaml:10, at most 60s
  given    SIM alice: active
           base station home: PLMN 001-01, TAC 1
           phone phone: alice in it, at home
  1  attach phone to ims: rejected  within 5s
     why so
     expects phone.reject.cause: 8

s/two[apn=ims]  @/a.yaml:18, at most 60s
  requires faults
  given    SIM alice: active
           base station home: PLMN 001-01, TAC 1
           phone phone: alice in it, at home
  1  repeat 1 step
    1.1  attach phone to ims
  at the end
  1  heal everything

2 cases, 3 steps
`,
  );
});

test('plan: as JSON', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  const [plan] = JSON.parse((await run('plan', '@/a.yaml:10', '--json')).stdout);
  t.like(plan, {
    id: 's/one[apn=internet]',
    timeoutMs: 60_000,
    isIncomplete: false,
    steps: [{ number: '1', verb: 'attach', text: 'attach phone to internet', withinMs: 5000, outcomes: ['rejected'] }],
  });
});

test('plan: what cannot be read is said', async t => {
  const run = folderOf(t, { 'b.yaml': BAD });
  const { code, stdout, stderr } = await run('plan', '@');
  t.is(code, 2);
  t.regex(stdout, /some steps cannot be read/);
  t.regex(stderr, /1 mistake in the files/);
});

test('plan: no key of a SIM is said', async t => {
  const key = '465b5ce8b199b49faa5f0a2ee238a6bc';
  const run = folderOf(t, {
    'a.yaml': `scenario: a\n${GIVEN.replace('alice: {}', `alice: { ki: ${key}, op: ${key} }`)}steps:\n  - attach: phone\n`,
  });
  const { stdout } = await run('plan', '@');
  t.regex(stdout, /OP in place of OPc/);
  t.false(stdout.includes(key));
});

test('schema: on standard output, or in a file', async t => {
  const run = folderOf(t, {});
  const { code, stdout } = await run('schema');
  t.is(code, 0);
  t.deepEqual(JSON.parse(stdout), fileSchema(STEP_CHECKER));
  const written = await run('schema', '--write', 'x.json');
  t.is(written.stderr, 'written to x.json\n');
  t.is(readFileSync(join(written.folder, 'x.json'), 'utf8'), stdout);
  const refused = await run('schema', '--write', 'no/such/folder/x.json');
  t.is(refused.code, 2);
  t.regex(refused.stderr, /^error: no\/such\/folder\/x.json cannot be written/);
});

test('schema: the reference of the language', async t => {
  const { stdout } = await folderOf(t, {})('schema', '--reference');
  t.regex(stdout, /^# The scenario language: reference\n/);
});

test('new: a file that has no finding, called like its name, with the way to the schema', async t => {
  const run = folderOf(t, { 'scenarios/scenario.schema.json': '{}' });
  const { code, stdout, stderr, folder } = await run('new', 'attach', 'scenarios/deep/visitors.yaml');
  t.deepEqual([code, stdout], [0, 'scenarios/deep/visitors.yaml\n']);
  t.is(stderr, 'run it: mvnolab run scenarios/deep/visitors.yaml\n');
  const text = readFileSync(join(folder, 'scenarios/deep/visitors.yaml'), 'utf8');
  t.regex(text, /^# yaml-language-server: \$schema=\.\.\/scenario\.schema\.json\nscenario: visitors\n/);
  t.is((await run('lint', '--strict', '@')).code, 0);
});

test('new: without a file name, in the folder of scenarios', async t => {
  const run = folderOf(t, { 'scenarios/x.yaml': GOOD });
  t.is((await run('new', 'usage')).stdout, 'scenarios/usage.yaml\n');
  const here = folderOf(t, {});
  const { stdout, stderr } = await here('new', 'usage', '--name', 'traffic');
  t.is(stdout, 'usage.yaml\n');
  t.regex(stderr, /^note: no scenario\.schema\.json found/);
});

test('new: never over a file', async t => {
  const run = folderOf(t, { 'a.yaml': GOOD });
  const { code, stderr, folder } = await run('new', 'attach', 'a.yaml');
  t.is(code, 2);
  t.is(stderr, 'error: a.yaml exists, and is left as it is\n  place    <file>\n  fix      name another file\n');
  t.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), GOOD);
});

test('new: what there is, and what there is not', async t => {
  const run = folderOf(t, {});
  t.regex((await run('new', '--list')).stdout, /^attach {10,}a phone attaches/);
  const { code, stderr } = await run('new', 'atach');
  t.is(code, 2);
  t.regex(stderr, /^error: there is no template 'atach'\n[\s\S]*did you mean 'attach'\?/);
  t.is((await run('new')).code, 2);
  t.regex((await run('new', 'attach', 'x.txt')).stderr, /^error: x\.txt would not be found/);
  t.regex((await run('new', 'attach', 'a b.yaml')).stderr, /^error: 'a b' cannot be the name/);
});
