import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { type RunsOptions, shortPath, withRunsOption } from '../run-options.ts';

interface ReportOptions extends RunsOptions {
  readonly reporter: readonly string[];
}

/** `mvnolab report` */
export function reportCommand(cli: Cli): Command {
  const command = new Command('report')
    .summary('report a run of scenarios again')
    .description(
      'Tells an old run again from its results, as the run itself did: on the terminal, or as HTML, JUnit, CTRF, GitHub annotations.',
    )
    .argument('[run]', 'which run: its id, the beginning of it, the path of its folder, or last (default: last)')
    .option(
      '-r, --reporter <name[=file]>',
      'list, line, dot, html, junit, ctrf, json or github, with a file where it writes one; may be repeated (default: line)',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .action((id: string | undefined, options: ReportOptions) => report(cli, id ?? 'last', options));
  return withRunsOption(command).addHelpText(
    'after',
    examples(
      ['mvnolab report', 'The newest run, a line for each case, failures in full'],
      ['mvnolab report 8f2c -r html=report.html -r junit=junit.xml', 'Files of an old run'],
    ),
  );
}

async function report(cli: Cli, id: string, options: ReportOptions): Promise<void> {
  const [{ findRun }, { loadResults }, { makeReporter, parseReporter }, { reportContext }] = await Promise.all([
    import('../../runs/find-run.ts'),
    import('../../runs/load-run.ts'),
    import('../../../scenarios/runner/index.ts'),
    import('../report-context.ts'),
  ]);
  const choices = (options.reporter.length === 0 ? ['line'] : options.reporter).map(parseReporter);
  const run = findRun(resolve(cli.cwd, options.artefacts), id);
  const result = await loadResults(run);
  const context = reportContext(cli);
  for (const choice of choices) {
    const reporter = makeReporter(choice, context);
    const { version, core, seed, workers, warnings, cases } = result;
    reporter.begin?.({
      id: run.id,
      version,
      core,
      seed,
      workers,
      warnings,
      cases: cases.map(each => each.id),
      folder: shortPath(cli.cwd, run.folder),
    });
    for (const each of cases) {
      reporter.caseBegins?.({ id: each.id, title: each.title, worker: 0 });
      for (const attempt of each.attempts) {
        for (const step of attempt.steps) reporter.stepEnds?.(each.id, step);
        reporter.attemptEnds?.(each.id, attempt);
      }
      reporter.caseEnds?.(each);
    }
    await reporter.end?.(result);
  }
}
