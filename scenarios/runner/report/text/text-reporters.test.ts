import test from 'ava';
import type { RunResult } from '../../results/index.ts';
import { fakeContext, screenOf, tell } from '../testing/fake-context.ts';
import { attempt, caseOf, FAILED_CASE, SAMPLE, step } from '../testing/sample-results.ts';
import { formatDuration } from './durations.ts';
import { ListReporter } from './list-reporter.ts';
import { DotReporter, LineReporter } from './short-reporters.ts';

const [passed] = SAMPLE.cases;
const short = (cases: RunResult['cases'], more: Partial<RunResult> = {}): RunResult => ({
  ...SAMPLE,
  cases,
  workers: 1,
  ...more,
});

test('list: a line for each case, failures in full at once, the summary', async t => {
  const fake = fakeContext();
  await tell(new ListReporter(fake.context), SAMPLE);
  const text = fake.text();
  t.regex(text, /^mvnolab 0\.1\.0: 7 cases on embedded \(open5gs 2\.8\.0\), 2 workers, seed 42\n/);
  t.regex(text, /\n✓ attach-guti {2}A phone comes back with its GUTI {2}0\.51 s\n/);
  t.regex(
    text,
    /\n✗ attach-happy-aka {2}phone > mme AuthenticationResponse was expected.*\n\nFAIL attach-happy-aka › /,
  );
  t.regex(text, /\n– sms-mo {2}this lab has no user plane\n/, 'no time for what did not run');
  t.regex(text, /\n! storm {2}passed on attempt 2 {2}0\.51 s\n {4}! attempt 1 failed\n/);
  t.regex(
    text,
    /\n7 cases: 1 passed, 1 flaky, 2 failed, 1 inconclusive, 1 error, 1 skipped {2}4\.21 s\n {2}FAIL +attach-happy-aka .* scenarios\/attach-happy-aka\.yaml:25:11\n/,
  );
  t.regex(text, /\n {2}– 1 skipped: this lab has no user plane\n {2}artefacts: \.mvnolab\/runs\/8f2c\/\n$/);
  t.notRegex(text, /\n {4}✓ 1 attach phone/, 'steps are for short runs');
  t.is(fake.ticking(), 0);
});

test('list: the steps of a short run with their notes, those inside others below them', async t => {
  const fake = fakeContext();
  await tell(new ListReporter(fake.context), short([passed!, FAILED_CASE]));
  t.regex(
    fake.text(),
    /✓ attach-guti .*\n {4}✓ 1 attach phone {2}0\.41 s\n {4}✓ 2 parallel {2}0\.09 s\n {6}✓ 2\.1 ping phone {2}0\.09 s\n✗ attach/,
  );
  t.regex(fake.text(), / {4}✗ 1 attach phone {2}0\.41 s\n {6}The network proves itself first \(AUTN\)/);
  t.notRegex(fake.text(), /sim alice/, 'fixtures that were made are not told');
});

test('list on a terminal: what each worker does and waits for, drawn anew, gone at the end', async t => {
  const fake = fakeContext({ isTty: true });
  const reporter = new ListReporter(fake.context);
  const { id, version, core, seed } = SAMPLE;
  reporter.begin({ id, version, core, seed, workers: 2, cases: ['a', 'b'], warnings: [], folder: undefined });
  reporter.caseBegins({ id: 'a', title: 'A', worker: 0 });
  reporter.caseBegins({ id: 'b', title: 'B', worker: 1 });
  reporter.stepBegins('a', step({ number: '2', text: 'sim.suspend s1' }));
  fake.advance(1300);
  reporter.waiting({
    caseId: 'a',
    step: '2',
    text: '',
    for: 'phone.emm = deregistered',
    last: 'registered',
    leftMs: 8700,
  });
  await fake.settle();
  t.deepEqual(screenOf(fake.text()).slice(1), [
    '⠙ a › 2 sim.suspend s1  1.30 s  waiting for phone.emm = deregistered (last seen: registered, 9 s l…',
    '⠙ b',
    '  0 of 2 done',
    '',
  ]);
  reporter.caseEnds(caseOf({ id: 'a' }));
  await fake.settle();
  t.deepEqual(screenOf(fake.text()).slice(1), [
    '✓ a  A phone attaches with EPS-AKA  0.51 s',
    '⠙ b',
    '  1 of 2 done',
    '',
  ]);
  reporter.caseEnds(caseOf({ id: 'b' }));
  await reporter.end(short([]));
  t.is(fake.ticking(), 0, 'nothing keeps drawing');
  t.notRegex(screenOf(fake.text()).join('\n'), /⠙|of 2 done/);
});

test('list without a terminal: only appended, a long wait is said once', async t => {
  const fake = fakeContext();
  const reporter = new ListReporter(fake.context);
  const { id, version, core, seed } = SAMPLE;
  reporter.begin({ id, version, core, seed, workers: 1, cases: ['a'], warnings: [], folder: undefined });
  reporter.caseBegins({ id: 'a', title: 'A', worker: 0 });
  reporter.stepBegins('a', step());
  const waiting = { caseId: 'a', step: '1', text: '', for: 'x', last: 'y', leftMs: 5000 };
  reporter.waiting(waiting);
  fake.advance(11_000);
  reporter.waiting(waiting);
  reporter.waiting(waiting);
  await fake.settle();
  t.is(fake.text().match(/waiting for x/g)?.length, 1);
  t.false(fake.text().includes('\u001b'));
});

test('list: why the run ended early and what did not begin', async t => {
  const fake = fakeContext();
  await tell(
    new ListReporter(fake.context),
    short([passed!], { endedEarly: 'interrupted', notRun: ['x', 'y'] }),
    undefined,
  );
  t.regex(fake.text(), /\n {2}2 did not begin: interrupted\n/);
});

test('a run of nothing says so', async t => {
  const fake = fakeContext();
  await tell(new ListReporter(fake.context), short([]));
  t.regex(fake.text(), /\n0 cases: nothing ran/);
});

test('line and dot: short while it runs, failures at the end', async t => {
  const line = fakeContext();
  await tell(new LineReporter(line.context), SAMPLE);
  t.true(line.text().indexOf('storm') < line.text().indexOf('FAIL attach-happy-aka'));
  const dot = fakeContext();
  await tell(new DotReporter(dot.context), SAMPLE);
  t.regex(dot.text(), /^mvnolab .*\n\.FFIEsf\n\nFAIL attach-happy-aka/);
  t.is(dot.text().match(/^FAIL /gm)?.length, 2, 'a flaky case did not fail');
});

test('dots break lines at the width of the terminal', async t => {
  const many = fakeContext();
  const cases = Array.from({ length: 205 }, (_, i) => caseOf({ id: `c${i}`, attempts: [attempt()] }));
  await tell(new DotReporter(many.context), short(cases));
  t.deepEqual(
    many
      .text()
      .split('\n')
      .slice(1, 4)
      .map(line => line.length),
    [100, 100, 5],
  );
});

test('durations', t => {
  t.deepEqual([0, 412, 9_994, 9_996, 65_000, 125_000].map(formatDuration), [
    '0.00 s',
    '0.41 s',
    '9.99 s',
    '10.0 s',
    '65.0 s',
    '2 min 05 s',
  ]);
});
