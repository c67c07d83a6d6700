import type { Verdict } from '../../../../emulator/vocabulary/index.ts';
import type { CaseResult } from '../../results/index.ts';
import { glyph, type Paint, paint, type ReportDisplay } from './display.ts';

/** The word in front of a case in texts. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'PASS',
  failed: 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  error: 'ERROR',
  skipped: 'SKIP',
  flaky: 'FLAKY',
};

const COLORS: Readonly<Record<Verdict, Paint>> = {
  passed: 'green',
  failed: 'red',
  inconclusive: 'magenta',
  error: 'red',
  skipped: 'dim',
  flaky: 'yellow',
};

/** From the best to the worst: the order in which counts are told. */
export const VERDICTS: readonly Verdict[] = ['passed', 'flaky', 'failed', 'inconclusive', 'error', 'skipped'];

export function paintVerdict(verdict: Verdict, text: string, display: ReportDisplay): string {
  return paint(COLORS[verdict], text, display);
}

/** `✓`, `✗`, `–` or `!` in the verdict's colour. */
export function verdictMark(verdict: Verdict, display: ReportDisplay): string {
  const name = verdict === 'passed' ? 'ok' : verdict === 'skipped' ? 'skip' : verdict === 'failed' ? 'bad' : 'warn';
  return paintVerdict(verdict, glyph(name, display), display);
}

/** How many cases ended with each verdict. */
export function countVerdicts(cases: readonly Pick<CaseResult, 'verdict'>[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { passed: 0, flaky: 0, failed: 0, inconclusive: 0, error: 0, skipped: 0 };
  for (const { verdict } of cases) counts[verdict]++;
  return counts;
}

/** `10 passed, 1 failed, 2 skipped`; verdicts that nobody got are left out. */
export function describeCounts(counts: Readonly<Record<Verdict, number>>, display?: ReportDisplay): string {
  const told = VERDICTS.filter(verdict => counts[verdict] > 0).map(verdict => {
    const text = `${counts[verdict]} ${verdict}`;
    return display === undefined ? text : paintVerdict(verdict, text, display);
  });
  return told.length === 0 ? 'nothing ran' : told.join(', ');
}
