import type { Verdict } from '../../../../emulator/vocabulary/index.ts';
import type { CaseResult, RunResult, StepResult } from '../../results/index.ts';
import { stepName } from '../text/failure-text.ts';

/** What differs in a case between two runs; undefined where one of them does not have it. */
export interface CaseDifference {
  readonly id: string;
  readonly before: Verdict | undefined;
  readonly after: Verdict | undefined;
  readonly durationMs: { readonly before: number | undefined; readonly after: number | undefined };
  /** In words: `step 1 attach phone: rejected: … → accepted`. */
  readonly changes: readonly string[];
}

export interface RunComparison {
  /** Cases whose verdict, outcomes or values differ, in the order of the later run. */
  readonly differences: readonly CaseDifference[];
  /** Cases that took much longer or shorter: at least double and 100 ms more, or the other way round. */
  readonly slower: readonly CaseDifference[];
  readonly faster: readonly CaseDifference[];
  readonly same: number;
}

const FACTOR = 2;
const LEAST_MS = 100;

/** Holds one run against an earlier one, case by case. */
export function compareRuns(before: RunResult, after: RunResult): RunComparison {
  const earlier = new Map(before.cases.map(each => [each.id, each]));
  const later = new Map(after.cases.map(each => [each.id, each]));
  const ids = [...later.keys(), ...[...earlier.keys()].filter(id => !later.has(id))];
  const all = ids.map(id => differenceOf(id, earlier.get(id), later.get(id)));
  const differences = all.filter(each => each.before !== each.after || each.changes.length > 0);
  const both = all.filter(({ before, after }) => before === 'passed' && after === 'passed');
  const changed = (each: CaseDifference, from: 'before' | 'after', to: 'before' | 'after') => {
    const [low, high] = [each.durationMs[from] ?? 0, each.durationMs[to] ?? 0];
    return high >= FACTOR * low && high - low >= LEAST_MS;
  };
  return {
    differences,
    slower: both.filter(each => changed(each, 'before', 'after')),
    faster: both.filter(each => changed(each, 'after', 'before')),
    same: all.length - differences.length,
  };
}

function differenceOf(id: string, before: CaseResult | undefined, after: CaseResult | undefined): CaseDifference {
  return {
    id,
    before: before?.verdict,
    after: after?.verdict,
    durationMs: { before: before?.durationMs, after: after?.durationMs },
    changes: before === undefined || after === undefined ? [] : changesOf(before, after),
  };
}

function changesOf(before: CaseResult, after: CaseResult): string[] {
  const changes: string[] = [];
  if (before.reason !== after.reason && (before.verdict !== 'passed' || after.verdict !== 'passed'))
    changes.push(`reason: ${before.reason ?? 'none'} → ${after.reason ?? 'none'}`);
  const later = stepsOf(after);
  for (const [key, step] of stepsOf(before)) {
    const other = later.get(key);
    if (other === undefined) continue;
    const [was, is] = [outcomeOf(step), outcomeOf(other)];
    if (was !== is) changes.push(`${key}: ${was} → ${is}`);
    changes.push(...valueChanges(key, step, other));
  }
  return changes;
}

/** Values that hold a cause are compared: others differ from run to run (addresses, times). */
function valueChanges(key: string, before: StepResult, after: StepResult): string[] {
  return before.expectations.flatMap(was => {
    const is = after.expectations.find(each => each.subject === was.subject && each.expected === was.expected);
    if (is === undefined || is.actual === was.actual) return [];
    if (is.ok === was.ok && !/cause/.test(was.subject)) return [];
    return [`${key}: ${was.subject} ${was.actual} → ${is.actual}`];
  });
}

/** Steps of the last attempt by phase, number and text. */
function stepsOf(result: CaseResult): Map<string, StepResult> {
  const steps = new Map<string, StepResult>();
  const add = (step: StepResult): void => {
    steps.set(stepName(step), step);
    step.children.forEach(add);
  };
  result.attempts.at(-1)?.steps.forEach(add);
  return steps;
}

function outcomeOf({ outcome, verdict }: StepResult): string {
  if (outcome === undefined) return verdict;
  return outcome.detail === undefined ? outcome.type : `${outcome.type}: ${outcome.detail}`;
}
