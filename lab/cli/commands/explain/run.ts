import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { type RunsOptions, shortPath, withRunsOption } from '../../run-options.ts';

interface RunOptions extends RunsOptions {
  readonly case?: string;
  readonly all?: true;
  readonly detail?: true;
}

/** `mvnolab explain run` */
export function explainRunCommand(cli: Cli): Command {
  const command = new Command('run')
    .summary('a run with its ladder, its verdicts and why cases failed')
    .description(
      'Shows an old run again: the ladder of each case that did not pass, what was expected of it and why it failed; of demo and attach the whole ladder.',
    )
    .argument('[id]', 'which run: its id, the beginning of it, the path of its folder, or last (default: last)')
    .option('--case <id>', 'only this case, also when it passed; a part of its id is enough')
    .option('--all', 'also the cases that passed')
    .option('--detail', 'also messages that only carry others, and changes of state')
    .action((id: string | undefined, options: RunOptions) => explainRun(cli, id ?? 'last', options));
  return withRunsOption(command).addHelpText(
    'after',
    examples(
      ['mvnolab explain run', 'The newest run'],
      ['mvnolab explain run 8f2c --case attach-happy-aka', 'One case of another'],
    ),
  );
}

async function explainRun(cli: Cli, id: string, options: RunOptions): Promise<void> {
  const [{ findRun }, { loadParts, loadResults }, runner, { detectTerminal, renderLadder }, { reportContext }] =
    await Promise.all([
      import('../../../runs/find-run.ts'),
      import('../../../runs/load-run.ts'),
      import('../../../../scenarios/runner/index.ts'),
      import('../../../trace/index.ts'),
      import('../../report-context.ts'),
    ]);
  const run = findRun(resolve(cli.cwd, options.artefacts), id);
  const context = reportContext(cli);
  const { columns, isTty, color } = cli.stdout;
  const stream = { isTTY: isTty, ...(columns === undefined ? {} : { columns }) };
  const terminal = { ...detectTerminal(stream, cli.env, process.platform), colour: color };
  const results = run.results === undefined ? undefined : await loadResults(run);
  const failures = {
    display: context.display,
    linesOf: context.linesOf,
    runId: run.id,
    folder: shortPath(cli.cwd, run.folder),
    hasManyCases: (results?.cases.length ?? 0) > 1,
  };
  for (const { result, attempt, events } of await loadParts(run, options.case)) {
    const isGood = attempt?.verdict === 'passed';
    if (result !== undefined && isGood && options.all !== true && options.case === undefined) continue;
    const again = (attempt?.attempt ?? 1) > 1 ? `, attempt ${attempt?.attempt}` : '';
    if (result !== undefined) await cli.stdout.write(`${result.id}: ${attempt?.verdict}${again}. ${result.title}\n\n`);
    const detail = options.detail === true ? ('all' as const) : ('signalling' as const);
    if (events.length > 0)
      await cli.stdout.write(`${renderLadder(events, { terminal, detail, states: options.detail === true })}\n`);
    else await cli.stdout.write('no event log was left\n\n');
    if (result !== undefined && attempt !== undefined && attempt.problems.length > 0)
      await cli.stdout.write(`${runner.renderFailure(result, attempt, failures)}\n`);
  }
  if (results !== undefined)
    await cli.stdout.write(runner.summaryText(results, shortPath(cli.cwd, run.folder), context.display));
}
