import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { CaseResult, RunResult } from '../../results/index.ts';
import { attempt, caseOf, SAMPLE, STATE, step } from '../testing/sample-results.ts';
import { compareRuns } from './compare-runs.ts';
import {
  baselineKeys,
  compareWithExpected,
  NO_EXPECTED_RESULTS,
  readExpectedResults,
  withRun,
  writeExpectedResults,
} from './expected-results.ts';

const run = (cases: CaseResult[], core = SAMPLE.core): RunResult => ({ ...SAMPLE, core, cases });

test('two runs that are the same', t => {
  t.deepEqual(compareRuns(SAMPLE, SAMPLE), { differences: [], slower: [], faster: [], same: 7 });
});

test('verdicts, cases that came and went', t => {
  const before = run([caseOf({ id: 'a' }), caseOf({ id: 'gone' })]);
  const after = run([caseOf({ id: 'new' }), caseOf({ id: 'a', verdict: 'failed', reason: 'x' })]);
  t.deepEqual(
    compareRuns(before, after).differences.map(each => [each.id, each.before, each.after]),
    [
      ['new', undefined, 'passed'],
      ['a', 'passed', 'failed'],
      ['gone', 'passed', undefined],
    ],
  );
});

test('outcomes and causes that differ although both passed; addresses do not count', t => {
  const one = (detail: string, cause: string, ip: string) =>
    run([
      caseOf({
        id: 'a',
        attempts: [
          attempt({
            steps: [
              step({
                outcome: { type: 'rejected', detail },
                expectations: [
                  { ...STATE, ok: true, subject: 'phone.reject.cause', expected: 'unknown-subscriber', actual: cause },
                  { ...STATE, ok: true, subject: 'phone.ip', expected: 'present', actual: ip },
                ],
              }),
            ],
          }),
        ],
      }),
    ]);
  const [difference] = compareRuns(one('cause 11', '11', '10.45.0.2'), one('cause 8', '8', '10.45.0.3')).differences;
  t.deepEqual(difference?.changes, [
    'step 1 attach phone: rejected: cause 11 → rejected: cause 8',
    'step 1 attach phone: phone.reject.cause 11 → 8',
  ]);
});

test('much slower and much faster, not a little', t => {
  const timed = (a: number, b: number, c: number) =>
    run([caseOf({ id: 'a', durationMs: a }), caseOf({ id: 'b', durationMs: b }), caseOf({ id: 'c', durationMs: c })]);
  const { slower, faster, differences } = compareRuns(timed(100, 1000, 20), timed(1000, 100, 90));
  t.deepEqual([slower.map(each => each.id), faster.map(each => each.id), differences], [['a'], ['b'], []]);
});

test('baseline: new failures, new passes, other verdicts, missing, unexpected', t => {
  const expected = {
    v: 1,
    cores: {
      'open5gs 2.8.0': {
        good: 'passed',
        flaky: 'passed',
        broke: 'passed',
        known: { verdict: 'failed', reason: 'Open5GS issue 1' },
        mended: { verdict: 'failed', reason: 'Open5GS issue 2' },
        worse: { verdict: 'failed', reason: 'Open5GS issue 3' },
        gone: 'passed',
      },
    },
  } as const;
  const result = run([
    caseOf({ id: 'good' }),
    caseOf({ id: 'flaky', verdict: 'flaky' }),
    caseOf({ id: 'broke', verdict: 'failed' }),
    caseOf({ id: 'known', verdict: 'failed' }),
    caseOf({ id: 'mended' }),
    caseOf({ id: 'worse', verdict: 'error' }),
    caseOf({ id: 'fresh' }),
  ]);
  const { key, rows, asExpected } = compareWithExpected(result, expected);
  t.is(key, 'open5gs 2.8.0');
  t.is(asExpected, 3);
  t.deepEqual(
    rows.map(each => [each.id, each.kind]),
    [
      ['broke', 'new-failure'],
      ['mended', 'new-pass'],
      ['worse', 'other-verdict'],
      ['fresh', 'unexpected'],
      ['gone', 'missing'],
    ],
  );
  t.is(rows[1]?.reason, 'Open5GS issue 2');
  t.false(
    compareWithExpected(result, expected, false).rows.some(each => each.kind === 'missing'),
    'a part of the catalogue',
  );
});

test('the most exact key of a core counts', t => {
  t.deepEqual(baselineKeys(SAMPLE.core), ['embedded open5gs 2.8.0', 'embedded open5gs', 'open5gs 2.8.0', 'open5gs']);
  t.deepEqual(baselineKeys({ bench: 'open5gs', product: 'open5gs', version: undefined }), ['open5gs']);
  const cases = run([caseOf({ id: 'a' })]);
  const expected = { v: 1, cores: { open5gs: { a: 'failed' }, 'embedded open5gs': { a: 'passed' } } } as const;
  t.is(compareWithExpected(cases, expected).asExpected, 1);
  t.is(compareWithExpected(cases, NO_EXPECTED_RESULTS).key, undefined);
});

test('a baseline made from a run, reasons kept while the verdict stays', t => {
  const first = withRun(
    NO_EXPECTED_RESULTS,
    run([caseOf({ id: 'b', verdict: 'failed', reason: 'cause 8' }), caseOf({ id: 'a', verdict: 'flaky' })]),
  );
  t.deepEqual(first.cores, { 'embedded open5gs 2.8.0': { a: 'passed', b: { verdict: 'failed', reason: 'cause 8' } } });
  const noted = {
    v: 1,
    cores: { 'embedded open5gs 2.8.0': { b: { verdict: 'failed', reason: 'known' } }, z: {} },
  } as const;
  const second = withRun(noted, run([caseOf({ id: 'b', verdict: 'failed', reason: 'cause 8' })]));
  t.deepEqual(second.cores, { 'embedded open5gs 2.8.0': { b: { verdict: 'failed', reason: 'known' } }, z: {} });
  t.is(compareWithExpected(run([caseOf({ id: 'b', verdict: 'failed' })]), second).rows.length, 0);
});

test('the baseline file is read back; mistakes in it are told', t => {
  const folder = mkdtempSync(join(tmpdir(), 'baseline-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'expected-results.json');
  writeExpectedResults(path, withRun(NO_EXPECTED_RESULTS, SAMPLE));
  t.deepEqual(readExpectedResults(path), withRun(NO_EXPECTED_RESULTS, SAMPLE));
  const code = (text: string) => {
    writeFileSync(path, text);
    return t.throws(() => readExpectedResults(path), { instanceOf: UserError });
  };
  t.is(code('{').code, 'expected-results-invalid');
  t.is(code('{"v":2,"cores":{}}').message, 'not a baseline of version 1');
  t.regex(code('{"v":1,"cores":{"x":{"a":"green"}}}').message, /x: a has no verdict/);
  t.regex(code('{"v":1,"cores":{"x":{"a":{"verdict":"failed"}}}}').message, /x: a has no reason/);
  t.regex(code('{"v":1,"cores":{"x":[]}}').message, /cores\.x is no map/);
  t.is(
    t.throws(() => readExpectedResults(join(folder, 'no')), { instanceOf: UserError }).code,
    'expected-results-missing',
  );
});
