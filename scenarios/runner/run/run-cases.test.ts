import test from 'ava';
import type { FakeScript } from '../testing/fake-bench.ts';
import { GIVEN, problemsOf, runText, scenario } from '../testing/run-text.ts';

const CASES = (names: readonly string[], more = '') =>
  `suite: s\ntitle: S\n${more}${GIVEN}cases:\n${names.map(name => `  ${name}: { title: ${name}, steps: [{ attach: phone }] }\n`).join('')}`;
/** Attempts that begin with `n` and so on do not attach. */
const failing = (...attempts: number[]): FakeScript => {
  let attach = 0;
  return {
    perform: ({ do: what }) => ({ type: what === 'attach' && attempts.includes(++attach) ? 'rejected' : 'accepted' }),
  }; // prettier-ignore
};
const verdicts = ({ cases }: { readonly cases: readonly { readonly verdict: string }[] }) =>
  cases.map(({ verdict }) => verdict);

test('the run of several cases: order, verdict, exit code', async t => {
  const { result, told } = await runText(CASES(['a', 'b', 'c']), failing(2));
  t.deepEqual(verdicts(result), ['passed', 'failed', 'passed']);
  t.like(result, { verdict: 'failed', exitCode: 1, notRun: [], v: 1, id: 'run', workers: 1 });
  t.deepEqual(
    told.flatMap(([method, first]) => (method === 'caseBegins' ? [(first as { id: string }).id] : [])),
    ['s/a', 's/b', 's/c'],
  );
  t.is(told[0]![0], 'begin');
});

test('a further attempt has a lab of its own; what passes then is flaky', async t => {
  const { only, result, diary } = await runText(scenario('- attach: phone'), failing(1, 2), { retries: 3 });
  t.is(diary.filter(line => line === 'open one').length, 3, 'no more attempts than it takes');
  t.is(diary.filter(line => line === 'close').length, 3);
  t.deepEqual(
    [only.verdict, only.attempts.map(({ attempt, verdict }) => `${attempt} ${verdict}`)],
    ['flaky', ['1 failed', '2 failed', '3 passed']],
  );
  t.regex(only.reason!, /rejected/, 'why the first attempt failed');
  t.deepEqual([result.verdict, result.exitCode], ['flaky', 0]);
});

test('a flaky case ends a run with 5 where that is asked for; one that never passes has failed', async t => {
  const flaky = await runText(scenario('- attach: phone'), failing(1), { retries: 1, failOnFlaky: true });
  t.is(flaky.result.exitCode, 5);
  const failed = await runText(scenario('- attach: phone'), failing(1, 2), { retries: 1, failOnFlaky: true });
  t.deepEqual([failed.only.verdict, failed.only.attempts.length, failed.result.exitCode], ['failed', 2, 1]);
});

test('seeds and folders differ between attempts, and are the same in every run', async t => {
  const { bench } = await runText(scenario('- attach: phone'), failing(1), { retries: 1, folder: '/f' });
  t.deepEqual(
    bench.opened.map(({ seed, folder }) => `${seed} ${folder}`),
    ['seed/one/1 /f/one', 'seed/one/2 /f/one-2'],
  );
});

test('repeatEach runs each case so often, under names of their own', async t => {
  const { result } = await runText(CASES(['a', 'b']), failing(3), { repeatEach: 2 });
  t.deepEqual(
    result.cases.map(({ id, verdict }) => `${id} ${verdict}`),
    ['s/a#1 passed', 's/a#2 passed', 's/b#1 failed', 's/b#2 passed'],
  );
});

test('maxFailures: after so many failures nothing more begins, and the run says why', async t => {
  const { result, diary } = await runText(CASES(['a', 'b', 'c', 'd']), failing(1, 3), { maxFailures: 2 });
  t.deepEqual(verdicts(result), ['failed', 'passed', 'failed']);
  t.deepEqual([result.notRun, result.endedEarly], [['s/d'], '--max-failures: 2 cases did not pass']);
  t.false(diary.includes('open s/d'));
  const last = await runText(CASES(['a']), failing(1), { maxFailures: 1 });
  t.is(last.result.endedEarly, undefined, 'a run that was over anyway did not end early');
});

/** How many labs are open at the same time, at most, and which cases ever met. */
function meetings() {
  const open = new Set<string>();
  const met = new Set<string>();
  let most = 0;
  return {
    met,
    most: () => most,
    script: {
      async perform(_, { caseId: own }) {
        for (const other of open) met.add([own, other].sort().join(' '));
        open.add(own);
        most = Math.max(most, open.size);
        for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
        open.delete(own);
        return { type: 'accepted' } as const;
      },
    } satisfies FakeScript,
  };
}

test('workers run cases at the same time, no more than there are', async t => {
  const three = meetings();
  const { result, bench } = await runText(CASES(['a', 'b', 'c', 'd', 'e']), three.script, { workers: 3 });
  t.deepEqual(
    verdicts(result),
    Array.from({ length: 5 }, () => 'passed'),
  );
  t.is(three.most(), 3);
  t.deepEqual([...new Set(bench.opened.map(({ worker }) => worker))].sort(), [0, 1, 2]);
  const one = meetings();
  await runText(CASES(['a', 'b', 'c']), one.script, { workers: 1 });
  t.is(one.most(), 1);
});

test('cases that want the same thing for themselves never meet; others go first meanwhile', async t => {
  const seen = meetings();
  const text = `suite: s
title: S${GIVEN}cases:
  a: { title: a, exclusive: hss, steps: [{ attach: phone }] }
  b: { title: b, exclusive: [hss, mongodb], steps: [{ attach: phone }] }
  c: { title: c, exclusive: mongodb, steps: [{ attach: phone }] }
  d: { title: d, steps: [{ attach: phone }] }
`;
  const { result } = await runText(text, seen.script, { workers: 4 });
  t.deepEqual(verdicts(result), ['passed', 'passed', 'passed', 'passed']);
  t.false(seen.met.has('s/a s/b'));
  t.false(seen.met.has('s/b s/c'));
  t.true(seen.met.has('s/a s/c') && seen.met.has('s/a s/d'), [...seen.met].join(', '));
});

test('interrupted: running cases are cleaned up, others do not begin, no further attempt is made', async t => {
  const interrupt = new AbortController();
  const { result, diary } = await runText(
    CASES(['a', 'b', 'c']),
    { happens: line => void (line === 'attach phone' && interrupt.abort()), perform: () => ({ type: 'rejected' }) },
    { retries: 5, signal: interrupt.signal },
  );
  t.deepEqual(
    diary.filter(line => /open|close/.test(line)),
    ['open s/a', 'close'],
  );
  t.deepEqual([result.notRun, result.endedEarly, result.exitCode], [['s/b', 's/c'], 'interrupted', 130]);
  t.deepEqual(problemsOf(result.cases[0]!), ['interrupted']);
});

test('skipped: what the lab lacks, and what the case says', async t => {
  const lacking = await runText(scenario('- attach: phone', 'requires: [ipv6, database]\n'), {
    capabilities: ['database'],
  });
  t.deepEqual([lacking.only.verdict, lacking.only.reason], ['skipped', 'this lab lacks ipv6']);
  t.deepEqual([lacking.result.verdict, lacking.result.exitCode, lacking.diary], ['skipped', 4, []]);
  const skip = (condition: string) =>
    scenario('- attach: phone', `skip: { if: "\${{ ${condition} }}", reason: not here }\n`);
  const here = await runText(skip("lab.bench == 'embedded'"));
  t.deepEqual([here.only.verdict, here.only.reason], ['skipped', 'not here']);
  t.is((await runText(skip("lab.bench == 'external'"))).only.verdict, 'passed');
  t.is(
    (await runText(skip("env.CI == '1'"), {}, { sources: { env: { CI: '1' }, secrets: {}, vars: {} } })).only.verdict,
    'skipped',
  ); // prettier-ignore
});

test('a skip that cannot be decided is an error of its case, and the others run', async t => {
  const text = `suite: s
title: S${GIVEN}cases:
  a: { title: a, skip: { if: "\${{ vars.nowhere.else }}", reason: r }, steps: [{ attach: phone }] }
  b: { title: b, steps: [{ attach: phone }] }
`;
  const { result } = await runText(text);
  t.deepEqual(verdicts(result), ['error', 'passed']);
});
