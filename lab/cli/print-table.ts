import { cutDisplay, displayWidth, padDisplay } from '../terminal/display-width.ts';
import type { Output } from './context.ts';
import { paint, visibleControls } from './paint.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be cut with … when the terminal is too narrow; others are printed whole. */
  readonly flexible?: true;
  readonly value: (row: Row) => string;
}

/** Rows that decide the widths; later ones are printed into these columns, so a long list needs no memory. */
const MEASURED_ROWS = 1000;
const GAP = '  ';

/** Prints rows as they come, under a title line. Gives how many; prints nothing for none. */
export async function printTable<Row>(
  output: Output,
  columns: readonly Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): Promise<number> {
  let widths: number[] | undefined;
  let waiting: string[][] = [];
  let count = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    const first = widths === undefined;
    widths ??= widthsOf(columns, waiting, output.columns);
    const line = (cells: readonly string[]) => layOut(columns, cells, widths!, output.columns !== undefined);
    const lines = waiting.map(line);
    if (first) lines.unshift(paint('bold', line(columns.map(column => column.title)), output.color));
    waiting = [];
    await output.write(`${lines.join('\n')}\n`);
  };
  for await (const row of rows) {
    waiting.push(columns.map(column => visibleControls(column.value(row))));
    count++;
    if (waiting.length >= MEASURED_ROWS) await flush();
  }
  await flush();
  return count;
}

/** Prints `label  value` lines, the values in one column. */
export async function printPairs(output: Output, pairs: readonly (readonly [string, string])[]): Promise<void> {
  const width = Math.max(...pairs.map(([label]) => displayWidth(label)));
  const lines = pairs.map(
    ([label, value]) =>
      `${paint('dim', padDisplay(visibleControls(label), width), output.color)}${GAP}${visibleControls(value)}`,
  );
  await output.write(`${lines.map(line => line.trimEnd()).join('\n')}\n`);
}

/** One JSON value, indented. */
export async function printJson(output: Output, value: unknown): Promise<void> {
  await output.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A JSON array whose items are printed as they come, one a line. Gives how many. */
export async function printJsonArray(
  output: Output,
  items: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<number> {
  let count = 0;
  let text = '[';
  for await (const item of items) {
    text += `${count === 0 ? '' : ','}\n  ${JSON.stringify(item)}`;
    count++;
    if (text.length < 16_384) continue;
    await output.write(text);
    text = '';
  }
  await output.write(`${text}${count === 0 ? '' : '\n'}]\n`);
  return count;
}

function layOut<Row>(
  columns: readonly Column<Row>[],
  cells: readonly string[],
  widths: readonly number[],
  cut: boolean,
): string {
  return cells
    .map((cell, i) => {
      const column = columns[i]!;
      const text = cut && column.flexible === true ? cutDisplay(cell, widths[i]!) : cell;
      return padDisplay(text, widths[i]!, column.align);
    })
    .join(GAP)
    .trimEnd();
}

/** The widest cell of each column; when a terminal is narrower, the widest flexible column gives way, down to 8. */
function widthsOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly (readonly string[])[],
  available: number | undefined,
): number[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(displayWidth(title), ...rows.map(row => displayWidth(row[i]!))),
  );
  if (available === undefined) return widths;
  const total = () => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  while (total() > available) {
    const flexible = widths.flatMap((width, i) => (columns[i]!.flexible === true && width > 8 ? [i] : []));
    const widest = flexible.sort((a, b) => widths[b]! - widths[a]!)[0];
    if (widest === undefined) break;
    widths[widest]!--;
  }
  return widths;
}
