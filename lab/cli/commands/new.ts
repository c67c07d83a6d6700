import { Command } from 'commander';
import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { printPairs } from '../print-table.ts';

interface NewOptions {
  readonly name?: string;
  readonly list?: true;
}

/** `mvnolab new` */
export function newCommand(cli: Cli): Command {
  return new Command('new')
    .summary('write a scenario file to begin with')
    .description(
      'Writes a scenario that runs and passes as it is, with remarks on what its lines mean. Never writes over a file. --list shows what there is to begin with.',
    )
    .argument('[template]', 'what to begin with; see --list')
    .argument('[file]', 'where to write it (default: TEMPLATE.yaml, in the folder scenarios if there is one)')
    .option('--name <name>', 'name of the scenario (default: that of the file)')
    .option('--list', 'the templates, a line each')
    .action((template: string | undefined, file: string | undefined, options: NewOptions) =>
      create(cli, template, file, options),
    )
    .addHelpText(
      'after',
      examples(
        ['mvnolab new --list', 'What there is'],
        ['mvnolab new attach', 'scenarios/attach.yaml'],
        ['mvnolab new suite scenarios/roaming/visitors.yaml', 'A suite called visitors'],
      ),
    );
}

async function create(
  cli: Cli,
  name: string | undefined,
  file: string | undefined,
  options: NewOptions,
): Promise<void> {
  const { TEMPLATES } = await import('../../scenarios/templates/index.ts');
  if (options.list === true) {
    return printPairs(
      cli.stdout,
      Object.entries(TEMPLATES).map(([template, { about }]) => [template, about]),
    );
  }
  const template = name !== undefined && Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  if (template === undefined) throw unknownTemplate(name, Object.keys(TEMPLATES));
  const { writeTemplate } = await import('../../scenarios/write-template.ts');
  const written = writeTemplate(template, { folder: cli.cwd, file, template: name!, name: options.name });
  await cli.stdout.write(`${written.path}\n`);
  if (!written.hasSchema) {
    await cli.stderr.write(
      'note: no scenario.schema.json found for editors; mvnolab schema --write scenario.schema.json writes one\n',
    );
  }
  await cli.stderr.write(`run it: mvnolab run ${written.path}\n`);
}

function unknownTemplate(name: string | undefined, known: readonly string[]): UserError {
  const guess = name === undefined ? undefined : didYouMean(name, known);
  const message = name === undefined ? 'there is nothing to begin with' : `there is no template '${name}'`;
  return new UserError(name === undefined ? 'argument-missing' : 'template-unknown', message, {
    place: '<template>',
    expected: `one of ${known.join(', ')}`,
    hint: guess === undefined ? 'see mvnolab new --list' : `did you mean '${guess}'?`,
  });
}
