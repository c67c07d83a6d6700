import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CaseDifference, RunComparison } from '../../../scenarios/runner/index.ts';
import { type Cli, EXIT } from '../context.ts';
import { examples } from '../examples.ts';
import { paint } from '../paint.ts';
import { type Column, printJson, printTable } from '../print-table.ts';
import { type RunsOptions, withRunsOption } from '../run-options.ts';

interface CompareOptions extends RunsOptions {
  readonly json?: true;
}

/** `mvnolab compare` */
export function compareCommand(cli: Cli): Command {
  const command = new Command('compare')
    .summary('what differs between two runs of scenarios')
    .description(
      'Holds a run against an earlier one, case by case: verdicts, outcomes, causes, and cases that became much slower or faster. Two runs on different cores or releases show where these differ. Exit code 1 when a case that passed does not pass any more.',
    )
    .argument('<before>', 'the earlier run: its id, the beginning of it, or the path of its folder')
    .argument('[after]', 'the later run (default: last)')
    .option('--json', 'print the differences as JSON')
    .action((before: string, after: string | undefined, options: CompareOptions) =>
      compare(cli, before, after ?? 'last', options),
    );
  return withRunsOption(command).addHelpText(
    'after',
    examples(
      ['mvnolab compare 8f2c', 'The newest run against run 8f2c'],
      ['mvnolab compare 8f2c 91aa --json', 'Two runs, for a script'],
    ),
  );
}

async function compare(cli: Cli, before: string, after: string, options: CompareOptions): Promise<void> {
  const [{ findRun }, { loadResults }, runner] = await Promise.all([
    import('../../runs/find-run.ts'),
    import('../../runs/load-run.ts'),
    import('../../../scenarios/runner/index.ts'),
  ]);
  const parent = resolve(cli.cwd, options.artefacts);
  const [earlier, later] = [await loadResults(findRun(parent, before)), await loadResults(findRun(parent, after))];
  const comparison = runner.compareRuns(earlier, later);
  if (
    comparison.differences.some(each => each.before === 'passed' && each.after !== 'passed' && each.after !== 'flaky')
  )
    cli.exitCode = EXIT.expectationFailed;
  if (options.json === true) return printJson(cli.stdout, comparison);
  const core = (run: typeof earlier) => `${run.id} on ${runner.describeCore(run.core)}`;
  await cli.stdout.write(`${core(earlier)} → ${core(later)}\n\n`);
  await printTable(cli.stdout, COLUMNS, rowsOf(comparison));
  await cli.stdout.write(`${comparison.differences.length === 0 ? 'no case differs' : ''}${summary(comparison)}\n`);
  if (cli.exitCode !== EXIT.ok)
    await cli.stderr.write(`${paint('red', 'cases that passed do not pass any more', cli.stderr.color)}\n`);
}

interface Row {
  readonly id: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'CASE', value: ({ id }) => id },
  { title: 'BEFORE', value: ({ before }) => before },
  { title: 'AFTER', value: ({ after }) => after },
  { title: 'WHAT DIFFERS', flexible: true, value: ({ change }) => change },
];

/** A case takes a line for each thing that differs; the first has its verdicts. */
function rowsOf({ differences, slower, faster }: RunComparison): Row[] {
  return [
    ...differences.flatMap(each => {
      const [first = '', ...rest] = each.changes;
      return [row(each, first), ...rest.map(change => ({ id: '', before: '', after: '', change }))];
    }),
    ...slower.map(each => row(each, `slower: ${times(each)}`)),
    ...faster.map(each => row(each, `faster: ${times(each)}`)),
  ];
}

function row({ id, before, after }: CaseDifference, change: string): Row {
  return { id, before: before ?? '-', after: after ?? '-', change };
}

function times({ durationMs: { before = 0, after = 0 } }: CaseDifference): string {
  return `${(before / 1000).toFixed(2)} s → ${(after / 1000).toFixed(2)} s`;
}

function summary({ differences, same }: RunComparison): string {
  const count = (fits: (each: CaseDifference) => boolean) => differences.filter(fits).length;
  const parts = [
    [
      count(each => each.before === 'passed' && each.after !== 'passed' && each.after !== undefined),
      'do not pass any more',
    ],
    [count(each => each.after === 'passed' && each.before !== 'passed' && each.before !== undefined), 'pass now'],
    [count(each => each.before === undefined), 'are new'],
    [count(each => each.after === undefined), 'are gone'],
    [same, 'are the same'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return told.length === 0 ? '' : `\n${told.join(', ')}`;
}
