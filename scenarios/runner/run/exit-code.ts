import type { CaseResult } from '../results/index.ts';

/** What `mvnolab run` ends with. */
export const RUN_EXIT = { passed: 0, failed: 1, usage: 2, broken: 3, nothing: 4, flaky: 5, interrupted: 130 } as const;

/** A lab that broke, or a result that proves nothing, goes before a failed expectation; nothing that ran is not a pass. */
export function exitCodeOf(
  cases: readonly Pick<CaseResult, 'verdict'>[],
  options: { readonly interrupted: boolean; readonly failOnFlaky: boolean },
): number {
  const has = (...verdicts: readonly CaseResult['verdict'][]): boolean =>
    cases.some(({ verdict }) => verdicts.includes(verdict));
  if (options.interrupted) return RUN_EXIT.interrupted;
  if (has('error', 'inconclusive')) return RUN_EXIT.broken;
  if (has('failed')) return RUN_EXIT.failed;
  if (!has('passed', 'flaky')) return RUN_EXIT.nothing;
  return options.failOnFlaky && has('flaky') ? RUN_EXIT.flaky : RUN_EXIT.passed;
}
