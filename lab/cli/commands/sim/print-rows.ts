import type { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { Cli } from '../../context.ts';
import { type Column, printJsonArray, printTable } from '../../print-table.ts';

export interface FormatOptions {
  readonly json?: true;
  readonly csv?: true;
}

/** Adds `--json` and `--csv`. */
export function withFormatOptions(command: Command): Command {
  return command.option('--json', 'print a JSON array, one item a line').option('--csv', 'print CSV with a title line');
}

/** Prints rows as a table, JSON or CSV, as they come. Gives how many. */
export async function printRows<Row>(
  cli: Cli,
  { json, csv }: FormatOptions,
  columns: readonly Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  asJson: (row: Row) => unknown,
): Promise<number> {
  if (json === true && csv === true)
    throw new UserError('format-twice', 'both --json and --csv are given', { expected: 'one of them' });
  const untilStop = whileRunning(rows, cli.signal);
  if (json === true) return printJsonArray(cli.stdout, mapped(untilStop, asJson));
  if (csv !== true) return printTable(cli.stdout, columns, untilStop);
  const { csvLine } = await import('../../../../provisioner/inventory/index.ts');
  let count = 0;
  let text = csvLine(columns.map(({ title }) => title.toLowerCase()));
  for await (const row of untilStop) {
    count++;
    text += csvLine(columns.map(({ value }) => (value(row) === '-' ? '' : value(row))));
    if (text.length < 16_384) continue;
    await cli.stdout.write(text);
    text = '';
  }
  await cli.stdout.write(text);
  return count;
}

async function* mapped<Row>(rows: AsyncIterable<Row>, map: (row: Row) => unknown): AsyncGenerator<unknown> {
  for await (const row of rows) yield map(row);
}

async function* whileRunning<Row>(rows: Iterable<Row> | AsyncIterable<Row>, signal: AbortSignal): AsyncGenerator<Row> {
  for await (const row of rows) {
    if (signal.aborted) return;
    yield row;
  }
}
