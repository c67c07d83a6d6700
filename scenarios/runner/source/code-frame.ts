import type { Finding } from './finding.ts';
import { formatPlace, type Place } from './source-node.ts';

/** How text gets onto a screen: what the runner must be told because it knows no terminal. */
export interface Display {
  readonly color: boolean;
  /** Width of the terminal; undefined = as wide as it takes. */
  readonly columns?: number | undefined;
  /** What a terminal shows as one character each, with its columns (0, 1 or 2). */
  characters(text: string): readonly (readonly [character: string, width: number])[];
  /** The text with its control characters written out. */
  visible(text: string): string;
}

/** Lines of a scenario file by its name; undefined when they are not at hand. */
export type SourceLines = (file: string) => readonly string[] | undefined;

export interface Frame {
  readonly place: Place;
  /** Stands behind the carets. */
  readonly label?: string;
  readonly severity?: Finding['severity'];
}

const TAB_COLUMNS = 2;
const WIDEST = 160;
const NARROWEST = 40;
const LONG_LIST = 80;
const HELP_INDENT = 11;
const PAINT = { red: [31, 39], yellow: [33, 39], blue: [34, 39], dim: [2, 22], bold: [1, 22] } as const;

/**
 * The place with its line and carets under it:
 * ```
 *   --> scenarios/attach.yaml:25:11
 *    25 |         - phone > mme: { msg: AuthenticationResponse, … }
 *       |           ^^^^^^^^^^^ received AuthenticationFailure, cause 20 (MAC failure)
 * ```
 */
export function codeFrame(frame: Frame, linesOf: SourceLines, display: Display): string[] {
  const { place, label } = frame;
  const arrow = `  ${paint('blue', '-->', display)} ${display.visible(formatPlace(place))}`;
  const line = linesOf(place.file)?.[place.line - 1];
  if (line === undefined) return label === undefined ? [arrow] : [arrow, `      ${display.visible(label)}`];
  const gutter = String(place.line).padStart(5);
  const bar = paint('blue', '|', display);
  const room = Math.max(NARROWEST, Math.min(display.columns ?? WIDEST, WIDEST)) - gutter.length - 3;
  const end = place.endLine > place.line ? line.length + 1 : place.endColumn;
  const shown = cutAround(line, place.column - 1, Math.max(end - 1, place.column), room, display);
  const carets = paint(frame.severity === 'warning' ? 'yellow' : 'red', '^'.repeat(shown.width), display);
  const text = label === undefined ? '' : ` ${paint('bold', display.visible(label), display)}`;
  return [
    arrow,
    `${paint('blue', gutter, display)} ${bar} ${shown.text}`.trimEnd(),
    `${' '.repeat(gutter.length)} ${bar} ${' '.repeat(shown.before)}${carets}${text}`,
  ];
}

/** A finding with its frame, and what would have been right. Ends without a line break. */
export function renderFinding(finding: Finding, linesOf: SourceLines, display: Display): string {
  const { severity, code, message, place, expected, hint } = finding;
  const word = paint(severity === 'error' ? 'red' : 'yellow', `${severity}[${code}]`, display);
  const guess = hint?.startsWith('did you mean') ? hint : undefined;
  const help = (label: string, text: string | undefined) =>
    text === undefined || text === ''
      ? []
      : wrapped(display.visible(text), display).map(
          (line, i) => `  ${i === 0 ? paint('dim', label.padEnd(8), display) : ' '.repeat(8)} ${line}`,
        );
  // Who is told the nearest name needs no list of all.
  const isSaid = message.endsWith(expected ?? '') || (guess !== undefined && expected!.length > LONG_LIST);
  return [
    `${word}: ${display.visible(message)}`,
    ...codeFrame({ place, severity, ...(guess === undefined ? {} : { label: guess }) }, linesOf, display),
    ...help('expected', isSaid ? undefined : expected),
    ...help('fix', guess === undefined ? hint : undefined),
  ].join('\n');
}

/** A text in lines that fit, broken at blanks. */
function wrapped(text: string, { columns = WIDEST }: Display): string[] {
  const room = Math.max(NARROWEST, columns - HELP_INDENT);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A character of the line as it is shown. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** Its part of the line, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

interface Shown {
  readonly text: string;
  /** Columns before the carets. */
  readonly before: number;
  /** Columns under which carets stand, at least one. */
  readonly width: number;
}

/** As much of the line as there is room for, with what the carets point at in it; … where something was left out. */
function cutAround(line: string, start: number, end: number, room: number, display: Display): Shown {
  // A line may have a million characters; nobody sees more than these.
  const windowStart = Math.max(0, Math.min(start, line.length) - 2 * WIDEST);
  const window = line.slice(windowStart, windowStart + 4 * WIDEST);
  const cells = cellsOf(window, windowStart, display);
  const firstMarked = cells.findIndex(cell => cell.end > start);
  const target = firstMarked < 0 ? cells.length : firstMarked;
  const isCutAfter = windowStart + window.length < line.length;
  const fits = (from: number) => columnsOf(cells.slice(from)) <= room - 1 && !isCutAfter;
  let first = 0;
  if (columnsOf(cells) > room || isCutAfter) {
    // Some of what stands before is shown too, so that the eye finds the place.
    while (first < target && columnsOf(cells.slice(first, target)) > room / 3 && !fits(first)) first++;
  }
  const isCutBefore = windowStart > 0 || first > 0;
  let left = room - (isCutBefore ? 1 : 0);
  let last = first;
  for (; last < cells.length; last++) {
    const needsMark = isCutAfter || columnsOf(cells.slice(last)) > left;
    if (cells[last]!.width > left - (needsMark ? 1 : 0)) break;
    left -= cells[last]!.width;
  }
  const shown = cells.slice(first, last);
  const marked = shown.filter(cell => cell.end > start && cell.start < end);
  const text = `${isCutBefore ? '…' : ''}${shown.map(cell => cell.text).join('')}${isCutAfter || last < cells.length ? '…' : ''}`;
  const before = (isCutBefore ? 1 : 0) + columnsOf(cells.slice(first, target));
  return { text, before, width: Math.max(1, columnsOf(marked)) };
}

function cellsOf(text: string, offset: number, display: Display): Cell[] {
  const cells: Cell[] = [];
  let start = offset;
  for (const [character, width] of display.characters(text)) {
    const end = start + character.length;
    if (character === '\t') cells.push({ text: ' '.repeat(TAB_COLUMNS), width: TAB_COLUMNS, start, end });
    else {
      const visible = display.visible(character);
      cells.push({ text: visible, width: visible === character ? width : visible.length, start, end });
    }
    start = end;
  }
  return cells;
}

function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function paint(name: keyof typeof PAINT, text: string, { color }: Display): string {
  const [on, off] = PAINT[name];
  return color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
