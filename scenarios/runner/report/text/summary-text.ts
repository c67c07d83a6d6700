import type { CaseResult, RunAnnouncement, RunResult } from '../../results/index.ts';
import { formatPlace } from '../../source/source-node.ts';
import { glyph, paint, type ReportDisplay } from './display.ts';
import { formatDuration } from './durations.ts';
import { cutTo, padTo, widthOf } from './layout.ts';
import { countVerdicts, describeCounts, paintVerdict, VERDICT_WORDS } from './verdicts.ts';

/** `embedded (open5gs 2.8.0)` */
export function describeCore({ bench, product, version }: RunResult['core']): string {
  const release = version === undefined ? product : `${product} ${version}`;
  return bench === product ? release : `${bench} (${release})`;
}

/** The first line of a run. */
export function headerLine(run: RunAnnouncement, display: ReportDisplay): string {
  const many = run.cases.length === 1 ? 'case' : 'cases';
  const workers = run.workers === 1 ? '' : `, ${run.workers} workers`;
  const text = `mvnolab ${run.version}: ${run.cases.length} ${many} on ${describeCore(run.core)}${workers}, seed ${run.seed}`;
  return `${paint('dim', display.visible(text), display)}\n`;
}

/** One line for a case that ended: mark, id, why or title, time. */
export function caseLine(result: CaseResult, mark: string, display: ReportDisplay): string {
  const time = result.verdict === 'skipped' ? '' : `  ${formatDuration(result.durationMs)}`;
  const isGood = result.verdict === 'passed';
  const about = display.visible(isGood ? result.title : (result.reason ?? result.title));
  const id = display.visible(result.id);
  const columns = Math.min(display.columns ?? 120, 160);
  const room = columns - widthOf(id, display) - time.length - 5;
  const shown = room < 12 ? '' : `  ${paint('dim', cutTo(about, room, display), display)}`;
  return `${mark} ${id}${shown}${paint('dim', time, display)}`;
}

/** The end of a run: counts, what did not pass, where the files are. */
export function summaryText(result: RunResult, folder: string | undefined, display: ReportDisplay): string {
  const { cases } = result;
  const many = cases.length === 1 ? 'case' : 'cases';
  const lines = [
    '',
    `${cases.length} ${many}: ${describeCounts(countVerdicts(cases), display)}  ${paint('dim', formatDuration(result.durationMs), display)}`,
  ];
  const bad = cases.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'skipped');
  const width = Math.min(60, Math.max(0, ...bad.map(({ id }) => widthOf(display.visible(id), display))));
  const words = Math.max(5, ...bad.map(({ verdict }) => VERDICT_WORDS[verdict].length));
  for (const each of bad) {
    const place = formatPlace(
      each.attempts.find(attempt => attempt.problems[0]?.place)?.problems[0]?.place ?? each.place,
    );
    const word = paintVerdict(each.verdict, VERDICT_WORDS[each.verdict].padEnd(words), display);
    lines.push(
      `  ${word} ${padTo(display.visible(each.id), width, display)}  ${paint('dim', display.visible(place), display)}`,
    );
  }
  const skipped = reasonsOfSkips(cases);
  for (const [reason, count] of skipped)
    lines.push(`  ${glyph('skip', display)} ${count} skipped: ${display.visible(reason)}`);
  if (result.notRun.length > 0)
    lines.push(
      `  ${result.notRun.length} did not begin: ${display.visible(result.endedEarly ?? 'the run ended early')}`,
    );
  else if (result.endedEarly !== undefined) lines.push(`  ended early: ${display.visible(result.endedEarly)}`);
  if (folder !== undefined) lines.push(`  artefacts: ${display.visible(folder)}`);
  return lines.map(line => `${line.trimEnd()}\n`).join('');
}

function reasonsOfSkips(cases: readonly CaseResult[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { verdict, reason = 'no reason given' } of cases)
    if (verdict === 'skipped') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts];
}
