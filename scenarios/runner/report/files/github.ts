import { appendFileSync } from 'node:fs';
import { LabError } from '../../../../emulator/vocabulary/index.ts';
import type { CaseResult, RunResult } from '../../results/index.ts';
import { plainDisplay } from '../text/display.ts';
import { formatDuration } from '../text/durations.ts';
import { type FailureContext, renderFailure } from '../text/failure-text.ts';
import { divergenceText } from '../text/flow-columns.ts';
import { describeCore } from '../text/summary-text.ts';
import { countVerdicts, describeCounts, VERDICT_WORDS } from '../text/verdicts.ts';

/** GitHub shows ten annotations of a kind for each step; more would be dropped silently. */
const MOST_ANNOTATIONS = 10;
/** GitHub takes a step summary of 1 MiB; what does not fit is said. */
const MOST_SUMMARY_OCTETS = 900_000;
const MOST_FAILURES = 50;

/** Workflow commands, one a line: `::error file=…,line=…,col=…,title=…::text`. */
export function renderAnnotations(run: RunResult): string {
  const bad = run.cases.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'skipped');
  const lines = bad.slice(0, MOST_ANNOTATIONS).map(annotationOf);
  if (bad.length > MOST_ANNOTATIONS)
    lines.push(`::notice title=mvnolab::${bad.length - MOST_ANNOTATIONS} further cases did not pass; see the summary`);
  return lines.map(line => `${line}\n`).join('');
}

function annotationOf(result: CaseResult): string {
  const last = result.attempts.findLast(({ problems }) => problems.length > 0);
  const problem = last?.problems[0];
  const place = problem?.place ?? result.place;
  const level = result.verdict === 'flaky' ? 'warning' : 'error';
  const flow = problem?.expectation?.flow;
  const what =
    (flow === undefined ? undefined : divergenceText(flow)) ?? problem?.message ?? result.reason ?? result.verdict;
  const text = [what, ...(problem?.why ?? [])].join('\n');
  const parameters = Object.entries({
    file: place.file,
    line: place.line,
    endLine: place.endLine,
    col: place.column,
    title: `${VERDICT_WORDS[result.verdict]} ${result.id}`,
  }).map(([name, value]) => `${name}=${escapeParameter(String(value))}`);
  return `::${level} ${parameters.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeParameter(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The step summary in Markdown: counts, the cases that did not pass with their failure texts, then all cases. */
export function renderStepSummary(run: RunResult, context: FailureContext): string {
  const bad = run.cases.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'skipped');
  const head = [
    `## mvnolab: ${describeCounts(countVerdicts(run.cases))}`,
    '',
    `${describeCore(run.core)}, ${formatDuration(run.durationMs)}, seed \`${run.seed}\`, run \`${run.id}\``,
    '',
    ...(run.endedEarly === undefined ? [] : [`**Ended early**: ${cell(run.endedEarly)}`, '']),
  ];
  const details = bad
    .slice(0, MOST_FAILURES)
    .flatMap(each => detailsOf(each, { ...context, display: plainDisplay(110) }));
  if (bad.length > MOST_FAILURES)
    details.push(`… and ${bad.length - MOST_FAILURES} further cases that did not pass.`, '');
  const table = [
    '<details><summary>All cases</summary>',
    '',
    '| verdict | case | title | time |',
    '|---|---|---|---:|',
    ...run.cases.map(
      ({ verdict, id, title, durationMs }) =>
        `| ${verdict} | ${cell(id)} | ${cell(title)} | ${formatDuration(durationMs)} |`,
    ),
    '',
    '</details>',
    '',
  ];
  const whole = [...head, ...details, ...table].join('\n');
  if (Buffer.byteLength(whole) <= MOST_SUMMARY_OCTETS) return whole;
  const short = Buffer.from([...head, ...details].join('\n'))
    .subarray(0, MOST_SUMMARY_OCTETS)
    .toString();
  return `${short}\n\`\`\`\n\nThe rest does not fit into a step summary.\n`;
}

function detailsOf(result: CaseResult, context: FailureContext): string[] {
  const last = result.attempts.findLast(({ problems }) => problems.length > 0);
  if (last === undefined) return [];
  const text = renderFailure(result, last, context);
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return [
    `<details open><summary>${VERDICT_WORDS[result.verdict]} <code>${cell(result.id)}</code> ${cell(result.title)}</summary>`,
    '',
    `${fence}text`,
    text.trimEnd(),
    fence,
    '',
    '</details>',
    '',
  ];
}

/** Text in a table or a heading: no markup, no line ends. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|]/g, '\\$&')
    .replaceAll(/\s+/g, ' ');
}

/** Adds to the file that GitHub names. @throws LabError `report-not-writable` */
export function appendStepSummary(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw new LabError('report-not-writable', `${path} cannot be written: ${(error as Error).message}`, {
      place: path,
    });
  }
}
