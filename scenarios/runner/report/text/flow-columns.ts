import type { FlowResult, FlowRow, ObservedRow } from '../../results/index.ts';
import { glyph, paint, type ReportDisplay } from './display.ts';
import { cutTo, padTo, widthOf } from './layout.ts';

/** One line of the aligned view: an expected message, an observed one, or both. */
export interface AlignedRow {
  readonly expected?: FlowRow;
  readonly observed?: ObservedRow;
  /** The observed message stands where another was expected. */
  readonly diverges?: true;
  /** So many expectations, or messages, that are not shown one by one. */
  readonly notReached?: number;
  readonly further?: number;
}

/** Messages shown after the divergence, and in a row between two that were expected. */
const MOST_AFTER = 6;
const MOST_BETWEEN = 3;

/**
 * Expected and observed messages side by side: those that met each other in one row, observed ones between them alone, the first that
 * was missing beside the message that came in its place.
 */
export function alignFlow(flow: FlowResult): AlignedRow[] {
  const rows: AlignedRow[] = [];
  let next = 0;
  for (const [index, expected] of flow.rows.entries()) {
    if (expected.state === 'not-reached') continue;
    const until = index === flow.firstMissing ? (flow.divergence ?? flow.observed.length) : (expected.met ?? next);
    rows.push(...between(flow.observed.slice(next, until)));
    next = Math.max(next, until);
    const observed = flow.observed[next];
    if (observed === undefined) rows.push({ expected });
    else {
      rows.push({ expected, observed, ...(index === flow.firstMissing ? { diverges: true } : {}) });
      next++;
    }
  }
  return [...rows, ...tail(flow, next)];
}

function between(observed: readonly ObservedRow[]): AlignedRow[] {
  if (observed.length <= MOST_BETWEEN) return observed.map(each => ({ observed: each }));
  const [first] = observed;
  const last = observed.at(-1)!;
  return [{ observed: first! }, { further: observed.length - 2 }, { observed: last }];
}

/** What was not reached on the left, what else came on the right. */
function tail(flow: FlowResult, next: number): AlignedRow[] {
  const notReached = flow.rows.filter(({ state }) => state === 'not-reached').length;
  const after = flow.firstMissing === undefined ? [] : flow.observed.slice(next);
  const shown = after.length > MOST_AFTER ? after.slice(0, MOST_AFTER - 1) : after;
  const rows: AlignedRow[] = shown.map(observed => ({ observed }));
  if (shown.length < after.length) rows.push({ further: after.length - shown.length });
  if (notReached === 0) return rows;
  const [first, ...rest] = rows;
  return [{ ...first, notReached }, ...rest];
}

const LEFT_MOST = 56;
const LEFT_LEAST = 24;
/** Beside the two columns: indentation, mark, gap, times. */
const FRAME = 9;

/** The aligned view as text, without a line break at the ends of lines. */
export function renderFlow(flow: FlowResult, node: string | undefined, display: ReportDisplay): string[] {
  const rows = alignFlow(flow);
  const timeWidth = Math.max(4, ...rows.map(({ observed }) => (observed === undefined ? 0 : timeOf(observed).length)));
  const available = Math.max(60, Math.min(display.columns ?? 120, 160)) - FRAME - timeWidth;
  const lefts = rows.map(row => leftOf(row, display));
  const wanted = Math.max(LEFT_LEAST, ...lefts.map(text => widthOf(text, display)));
  const left = Math.min(wanted, LEFT_MOST, Math.max(LEFT_LEAST, Math.floor(available / 2)));
  const right = Math.max(LEFT_LEAST, available - left);
  const title = `observed${node === undefined ? '' : ` (${node}, +ms)`}`;
  const head = `  ${padTo('expected', left + markColumns(display) + 3, display)}${title}`;
  return [
    paint('dim', head, display),
    ...rows.map((row, i) => rowText(row, lefts[i]!, { left, right, timeWidth }, display)),
  ];
}

interface Widths {
  readonly left: number;
  readonly right: number;
  readonly timeWidth: number;
}

function rowText(row: AlignedRow, leftText: string, widths: Widths, display: ReportDisplay): string {
  const shown = padTo(cutTo(leftText, widths.left, display), widths.left, display);
  const isMet = row.expected?.state === 'met';
  const markWidth = markColumns(display);
  const mark = row.expected === undefined ? '' : padTo(glyph(isMet ? 'ok' : 'bad', display), markWidth, display);
  const left =
    row.expected !== undefined
      ? `${paint(isMet ? 'green' : 'red', mark, display)}${isMet ? shown : paint('bold', shown, display)}`
      : paint('dim', padTo(row.notReached === undefined ? '' : shown, widths.left + markWidth, display), display);
  return `  ${left}   ${rightText(row, widths, display)}`.trimEnd();
}

function rightText(row: AlignedRow, { right, timeWidth }: Widths, display: ReportDisplay): string {
  if (row.further !== undefined)
    return paint(
      'dim',
      `${padTo('', timeWidth, display)} ${glyph('more', display)} ${row.further} further messages`,
      display,
    );
  if (row.observed === undefined)
    return row.expected?.state === 'missing' ? paint('dim', 'nothing more came', display) : '';
  const whole = display.visible(observedText(row.observed));
  const sign = glyph('arrow', display);
  const arrows = row.diverges === true ? [`   ${sign} first divergence`, ` ${sign}`] : [''];
  const arrow = arrows.find(each => widthOf(whole, display) + each.length <= right) ?? arrows.at(-1)!;
  const text = cutTo(whole, Math.max(8, right - arrow.length), display);
  const time = paint('dim', timeOf(row.observed).padEnd(timeWidth), display);
  return `${time} ${row.diverges === true ? paint('bold', text, display) : text}${paint('red', arrow, display)}`;
}

/** Columns of a check mark with the blank after it. */
export function markColumns(display: ReportDisplay): number {
  return glyph('ok', display).length + 1;
}

function leftOf(row: AlignedRow, display: ReportDisplay): string {
  if (row.expected !== undefined) return display.visible(row.expected.text);
  if (row.notReached === undefined) return '';
  const plural = row.notReached === 1 ? '' : 's';
  return `${glyph('more', display)} ${row.notReached} further expectation${plural} not reached`;
}

function timeOf({ atMs }: ObservedRow): string {
  return String(Math.round(atMs));
}

/** `phone > mme AuthenticationFailure(20)`, with what became of it when it did not just arrive. */
export function observedText({ from, to, message, summary, fate }: ObservedRow): string {
  const cause = /\bcause (\d{1,3})\b/.exec(summary ?? '')?.[1];
  const lost = fate === undefined ? '' : ` [${fate}]`;
  return `${from} > ${to} ${message}${cause === undefined ? '' : `(${cause})`}${lost}`;
}

/** What stands at the caret of the first expectation that was not met. */
export function divergenceText(flow: FlowResult): string | undefined {
  const missing = flow.firstMissing === undefined ? undefined : flow.rows[flow.firstMissing];
  if (missing === undefined) return undefined;
  if (missing.mismatch !== undefined) return missing.mismatch;
  const observed = flow.divergence === undefined ? undefined : flow.observed[flow.divergence];
  if (observed === undefined) return 'nothing more came';
  const cause = /\bcause (\d{1,3} \([^)]*\))/.exec(observed.summary ?? '')?.[1];
  return `received ${observed.message}${cause === undefined ? '' : `, cause ${cause}`}`;
}
