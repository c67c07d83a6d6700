import { readFileSync } from 'node:fs';
import { UserError, type Verdict } from '../../../../emulator/vocabulary/index.ts';
import type { CoreIdentity } from '../../port/index.ts';
import type { RunResult } from '../../results/index.ts';
import { VERDICTS } from '../text/verdicts.ts';
import { writeReport } from './write-report.ts';

/** What a case should end with, and why when that is not `passed`. */
export type Expected = Verdict | { readonly verdict: Verdict; readonly reason: string };

/** `scenarios/expected-results.json`: by core, by case. */
export interface ExpectedResults {
  readonly v: 1;
  /** `embedded open5gs 2.8.0`, `open5gs 2.8.0`, `open5gs`: the most exact one that fits a run counts. */
  readonly cores: Readonly<Record<string, Readonly<Record<string, Expected>>>>;
}

export interface BaselineRow {
  readonly id: string;
  readonly expected: Verdict | undefined;
  readonly actual: Verdict | undefined;
  readonly kind: 'new-failure' | 'new-pass' | 'other-verdict' | 'missing' | 'unexpected';
  /** Why it is expected to end so. */
  readonly reason?: string;
}

export interface BaselineDifference {
  /** The key that fitted; undefined = the file says nothing of this core. */
  readonly key: string | undefined;
  readonly rows: readonly BaselineRow[];
  readonly asExpected: number;
}

const GOOD: ReadonlySet<Verdict> = new Set(['passed', 'flaky']);

/** Keys under which a core's expectations may stand, the most exact first. */
export function baselineKeys({ bench, product, version }: CoreIdentity): string[] {
  const names = version === undefined ? [product] : [`${product} ${version}`, product];
  return [...(bench === product ? [] : names.map(name => `${bench} ${name}`)), ...names];
}

/**
 * Holds a run against what is expected on its core. `missing`: expected, but not in the run, when the whole catalogue ran
 * (`isWhole`); `unexpected`: in the run, but the file does not know it.
 */
export function compareWithExpected(run: RunResult, expected: ExpectedResults, isWhole = true): BaselineDifference {
  const key = baselineKeys(run.core).find(name => expected.cores[name] !== undefined);
  if (key === undefined) return { key, rows: [], asExpected: 0 };
  const wanted = expected.cores[key]!;
  const rows: BaselineRow[] = [];
  let asExpected = 0;
  for (const { id, verdict } of run.cases) {
    const entry = wanted[id];
    if (entry === undefined) rows.push({ id, expected: undefined, actual: verdict, kind: 'unexpected' });
    else {
      const [should, reason] = typeof entry === 'string' ? [entry] : [entry.verdict, entry.reason];
      const isSame = should === verdict || (GOOD.has(should) && GOOD.has(verdict));
      if (isSame) asExpected++;
      else
        rows.push({
          id,
          expected: should,
          actual: verdict,
          kind: kindOf(should, verdict),
          ...(reason === undefined ? {} : { reason }),
        });
    }
  }
  const ran = new Set(run.cases.map(({ id }) => id));
  for (const [id, entry] of isWhole ? Object.entries(wanted) : [])
    if (!ran.has(id))
      rows.push({
        id,
        expected: typeof entry === 'string' ? entry : entry.verdict,
        actual: undefined,
        kind: 'missing',
      });
  return { key, rows, asExpected };
}

function kindOf(expected: Verdict, actual: Verdict): BaselineRow['kind'] {
  if (GOOD.has(actual)) return 'new-pass';
  return GOOD.has(expected) ? 'new-failure' : 'other-verdict';
}

/** The baseline with this run's verdicts in it under the core's most exact key; reasons stay where the verdict stays. */
export function withRun(expected: ExpectedResults, run: RunResult): ExpectedResults {
  const [key] = baselineKeys(run.core);
  const old = expected.cores[key!] ?? {};
  const entries = run.cases.map(({ id, verdict, reason }): [string, Expected] => {
    const before = old[id];
    const should = verdict === 'flaky' ? 'passed' : verdict;
    if (should === 'passed') return [id, 'passed'];
    if (typeof before === 'object' && before.verdict === should) return [id, before];
    return [id, { verdict: should, reason: reason ?? 'not explained yet' }];
  });
  const cases = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  const cores = { ...expected.cores, [key!]: cases };
  return { v: 1, cores: Object.fromEntries(Object.entries(cores).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

export const NO_EXPECTED_RESULTS: ExpectedResults = { v: 1, cores: {} };

/** @throws UserError `expected-results-missing`, `expected-results-invalid` */
export function readExpectedResults(path: string): ExpectedResults {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError(
      isMissing ? 'expected-results-missing' : 'expected-results-invalid',
      `${path} cannot be read: ${(error as Error).message}`,
      { expected: 'the baseline of a catalogue, expected-results.json' },
    );
  }
  const mistake = mistakeIn(value);
  if (mistake !== undefined)
    throw new UserError('expected-results-invalid', mistake, {
      place: path,
      expected: `{"v": 1, "cores": {"open5gs 2.8.0": {"case id": "passed" or {"verdict": one of ${VERDICTS.join(', ')}, "reason": "why"}}}}`,
    });
  return value as ExpectedResults;
}

/** @throws LabError `report-not-writable` */
export function writeExpectedResults(path: string, expected: ExpectedResults): void {
  writeReport(path, `${JSON.stringify(expected, undefined, 2)}\n`);
}

function mistakeIn(value: unknown): string | undefined {
  if (!isRecord(value) || value.v !== 1 || !isRecord(value.cores)) return 'not a baseline of version 1';
  for (const [core, cases] of Object.entries(value.cores)) {
    if (!isRecord(cases)) return `cores.${core} is no map of cases`;
    for (const [id, entry] of Object.entries(cases)) {
      const verdict = isRecord(entry) ? entry.verdict : entry;
      if (!VERDICTS.includes(verdict as Verdict)) return `${core}: ${id} has no verdict that exists`;
      if (isRecord(entry) && typeof entry.reason !== 'string') return `${core}: ${id} has no reason`;
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
