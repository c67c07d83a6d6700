import test from 'ava';
import { COMMANDS } from './commands/index.ts';
import { simCommand } from './commands/sim.ts';
import { runCli } from './run.ts';
import { fakeCli } from './testing/fake-cli.ts';

async function run(...argv: string[]) {
  const fake = fakeCli();
  const code = await runCli(argv, fake.cli, '1.2.3');
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

test('--version', async t => t.deepEqual(await run('--version'), { code: 0, stdout: '1.2.3\n', stderr: '' }));

test('--help names every command with its summary, on standard output', async t => {
  const { code, stdout, stderr } = await run('--help');
  t.is(code, 0);
  t.is(stderr, '');
  for (const { name, summary } of COMMANDS) t.true(stdout.includes(name) && stdout.includes(summary));
});

test('without a command: the help on standard error, exit 2', async t => {
  const { code, stdout, stderr } = await run();
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^Usage: mvnolab <command>/);
});

test('a group without a command: its help on standard error, exit 2', async t => {
  const { code, stderr } = await run('sim');
  t.is(code, 2);
  t.regex(stderr, /^Usage: mvnolab sim <command>/);
});

test('the summary in the list is the summary of the command', async t => {
  for (const { name, summary, load } of COMMANDS) {
    const command = (await load())(fakeCli().cli);
    t.is(command.name(), name);
    t.is(command.summary(), summary);
  }
});

test('every command explains itself, with examples, under help and --help', async t => {
  const visit = async (path: string[], names: readonly string[]): Promise<void> => {
    for (const name of names) {
      const asked = await run(...path, name, '--help');
      t.is(asked.code, 0, name);
      t.regex(asked.stdout, new RegExp(`^Usage: mvnolab ${[...path, name].join(' ')} `));
      t.deepEqual(await run('help', ...path, name), asked);
      const below = [...asked.stdout.matchAll(/^ {2}([a-z-]+)(?: .*)? {2,}\S/gm)].map(match => match[1]!);
      if (/<command>/.test(asked.stdout.split('\n')[0]!))
        await visit(
          [...path, name],
          below.filter(n => n !== 'help'),
        );
      else t.regex(asked.stdout, /\nExamples:\n/, name);
    }
  };
  await visit(
    [],
    COMMANDS.map(({ name }) => name),
  );
});

test('help fits 100 columns, but for examples', async t => {
  const { stdout } = await run('sim', 'add', '--help');
  const [before] = stdout.split('\nExamples:');
  for (const line of before!.split('\n')) t.true(line.length <= 100, line);
});

const SIM_COMMANDS = simCommand(fakeCli().cli)
  .commands.map(command => command.name())
  .join(', ');

const usage: [argv: string[], stderr: string][] = [
  [
    ['sum'],
    `error: unknown command 'sum' of mvnolab
  expected one of ${COMMANDS.map(({ name }) => name).join(', ')}
  fix      did you mean mvnolab sim? See mvnolab --help
`,
  ],
  [
    ['sim', 'lsit'],
    `error: unknown command 'lsit' of mvnolab sim
  expected one of ${SIM_COMMANDS}
  fix      did you mean mvnolab sim list? See mvnolab sim --help
`,
  ],
  [
    ['help', 'sim', 'frobnicate'],
    `error: unknown command 'frobnicate' of mvnolab sim
  expected one of ${SIM_COMMANDS}
  fix      see mvnolab sim --help
`,
  ],
  [
    ['sim', 'list', '--limt', '3'],
    `error: unknown option '--limt' of mvnolab sim list
  expected one of --plmn, --limit, --after, --count, --json, --store, --mongodb, --version, --debug, --no-color, --help
  fix      did you mean --limit? See mvnolab sim list --help
`,
  ],
  [
    ['sim', 'list', '-q'],
    `error: unknown option '-q' of mvnolab sim list
  expected one of --plmn, --limit, --after, --count, --json, --store, --mongodb, --version, --debug, --no-color, --help
  fix      see mvnolab sim list --help
`,
  ],
  [
    ['sim', 'show'],
    `error: mvnolab sim show needs <imsi>
  expected mvnolab sim show [options] <imsi>
  fix      see mvnolab sim show --help
`,
  ],
  [
    ['sim', 'show', '1', '2'],
    `error: mvnolab sim show was given too many arguments
  expected mvnolab sim show [options] <imsi>
  fix      see mvnolab sim show --help
`,
  ],
  [
    ['sim', 'add', '--imsi'],
    `error: option --imsi has no value
  expected --imsi <digits>
  fix      see mvnolab sim add --help
`,
  ],
];
for (const [argv, stderr] of usage)
  test(`mvnolab ${argv.join(' ')}: exit 2 and what is known`, async t => {
    t.deepEqual(await run(...argv), { code: 2, stdout: '', stderr });
  });

test('a key behind a mistyped option is not repeated', async t => {
  const key = '465B5CE8B199B49FAA5F0A2EE238A6BC';
  const { code, stderr } = await run('sim', 'add', `--kii=${key}`, '--debug');
  t.is(code, 2);
  t.false(stderr.includes(key));
});

test('clean-ups run when the command is over; one that fails makes the lab fail', async t => {
  const fake = fakeCli();
  fake.cli.cleanUps.add('the thing', () => Promise.reject(new Error('mongodb://u:secret@h is stuck')));
  t.is(await runCli(['--version'], fake.cli, '1.2.3'), 3);
  t.is(fake.stderr(), 'warning: clean-up of the thing failed: mongodb://u:[redacted]@h is stuck\n');
});

test('a stop is told by the exit code alone', async t => {
  const fake = fakeCli();
  fake.stop();
  t.is(await runCli(['sim', 'show', 'x'], fake.cli, '1.2.3'), 130);
  t.is(fake.stderr(), '');
});
