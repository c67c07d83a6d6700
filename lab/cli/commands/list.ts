import { Command } from 'commander';
import type { ScenarioCase } from '../../../scenarios/runner/index.ts';
import { addChoiceOptions, type ChoiceOptions, choiceOf, count, tellChoice, tellMistakes } from '../choice-options.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { printJson, printTable } from '../print-table.ts';

interface ListOptions extends ChoiceOptions {
  readonly json?: true;
}

/** `mvnolab list` */
export function listCommand(cli: Cli): Command {
  return addChoiceOptions(new Command('list'))
    .summary('list the cases of scenario files')
    .description(
      'Lists the cases that mvnolab run would run: one line a case, and one a row of a matrix, with where it stands. Nothing is run, and no core is needed. Exit code 4 when nothing was selected.',
    )
    .option('--json', 'an array with everything that is said about each case')
    .action((paths: string[], options: ListOptions) => list(cli, paths, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab list', 'All cases'],
        ['mvnolab list scenarios/attach -t smoke', 'The smoke tests of a folder'],
        ['mvnolab list -g sqn --json', 'Whatever is called sqn, for another program'],
      ),
    );
}

async function list(cli: Cli, paths: readonly string[], options: ListOptions): Promise<void> {
  const { chooseScenarios } = await import('../../scenarios/choose-scenarios.ts');
  const chosen = chooseScenarios(choiceOf(paths, options));
  await tellMistakes(cli, chosen, paths);
  if (options.json === true) await printJson(cli.stdout, chosen.cases.map(factsOf));
  if (await tellChoice(cli, chosen, paths)) return;
  if (options.json === true) return;
  await printTable<ScenarioCase>(
    cli.stdout,
    [
      { title: 'case', value: ({ id }) => id },
      { title: 'title', flexible: true, value: ({ id, title }) => (title === id ? '' : title) },
      { title: 'tags', flexible: true, value: ({ tags }) => tags.join(' ') },
      { title: 'requires', flexible: true, value: ({ requires }) => requires.join(' ') },
      { title: 'place', value: ({ file, namePlace }) => `${file}:${namePlace.line}` },
    ],
    chosen.cases,
  );
  const files = new Set(chosen.cases.map(({ file }) => file)).size;
  await cli.stdout.write(`\n${count(chosen.cases.length, 'case')} in ${count(files, 'file')}\n`);
}

function factsOf(test: ScenarioCase): Record<string, unknown> {
  const { id, title, notes, file, place, namePlace, tags, requires, timeoutMs, exclusive, matrix, skips, properties } =
    test;
  return {
    id,
    title,
    notes,
    file,
    line: namePlace.line,
    endLine: place.endLine,
    tags,
    requires,
    timeoutMs,
    exclusive,
    matrix,
    skip: skips.map(({ reason }) => reason),
    properties,
    steps: test.steps.length,
  };
}
