import { LabError, UserError, type Verdict } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome, OutcomeType } from '../port/index.ts';
import { OUTCOMES } from '../port/index.ts';
import type { ExpectationResult, Problem } from '../results/index.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import type { Place } from '../source/source-node.ts';

/** What is worse wins where several verdicts meet: of parallel branches, of a run. */
const SEVERITY: readonly Verdict[] = ['passed', 'skipped', 'flaky', 'failed', 'inconclusive', 'error'];

export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>(
    (worse, verdict) => (SEVERITY.indexOf(verdict) > SEVERITY.indexOf(worse) ? verdict : worse),
    'passed',
  );
}

/** The problem of an expectation that did not hold. */
export function unmet(result: ExpectationResult, step: string): Problem {
  const message =
    result.subject === 'flow'
      ? `${result.expected} was expected; ${result.actual === 'nothing more' ? 'nothing more came' : `seen: ${result.actual}`}`
      : result.subject === 'outcome'
        ? `the step ended as ${result.actual}, expected ${result.expected}`
        : `${result.subject} is ${result.actual}, expected ${result.expected}`;
  return {
    verdict: 'failed',
    code: result.subject === 'outcome' ? 'outcome' : 'expectation',
    message,
    place: result.place,
    step,
    expectation: result,
  };
}

/** `rejected: EMM cause 8 (…)` */
export function printOutcome({ type, detail }: BenchOutcome): string {
  return detail === undefined ? `${type} (${OUTCOMES[type]})` : `${type}: ${detail}`;
}

export function printOutcomes(types: readonly OutcomeType[]): string {
  return types.join(' or ');
}

/** What was thrown, as a problem: the lab's failure, or a mistake of the scenario that shows itself only now. */
export function thrown(error: unknown, place: Place | undefined, step?: string): Problem {
  const where = step === undefined ? {} : { step };
  if (error instanceof ScenarioError) {
    const { code, message, place: at, hint } = error.finding;
    return { verdict: 'error', code, message, place: at, ...where, ...(hint === undefined ? {} : { hint }) };
  }
  const known = error instanceof LabError || error instanceof UserError;
  const message = error instanceof Error ? error.message : String(error);
  const hint = known ? error.help.hint : undefined;
  return {
    verdict: 'error',
    code: known ? error.code : 'internal',
    message: known ? withHelp(message, error.help) : `internal error: ${message}`,
    ...(place === undefined ? {} : { place }),
    ...where,
    ...(hint === undefined ? {} : { hint }),
  };
}

function withHelp(message: string, help: { readonly expected?: string; readonly place?: string }): string {
  const expected = help.expected === undefined ? '' : `; expected ${help.expected}`;
  return `${message}${help.place === undefined ? '' : ` (${help.place})`}${expected}`;
}
