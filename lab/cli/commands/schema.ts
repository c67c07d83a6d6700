import { Command, Option } from 'commander';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';

interface SchemaOptions {
  readonly write?: string;
  readonly reference?: true;
}

/** `mvnolab schema` */
export function schemaCommand(cli: Cli): Command {
  return new Command('schema')
    .summary('print the JSON Schema of scenario files, for editors')
    .description(
      'The JSON Schema (draft-07) of scenario files, made from the same tables as the runner: editors with a YAML language server complete and check with it. Begin a scenario with "# yaml-language-server: $schema=PATH". With --reference the language in Markdown: every key, verb, matcher, function, and what can be looked at.',
    )
    .option('--write <file>', 'write it to a file')
    .addOption(new Option('--reference', 'the reference of the language, as Markdown'))
    .action((options: SchemaOptions) => schema(cli, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab schema --write scenarios/scenario.schema.json', 'The schema beside the scenarios'],
        ['mvnolab schema --reference | less', 'What the language knows'],
      ),
    );
}

async function schema(cli: Cli, { write, reference }: SchemaOptions): Promise<void> {
  const { languageReference, schemaText, STEP_CHECKER } = await import('../../../scenarios/runner/index.ts');
  const text = reference === true ? languageReference() : schemaText(STEP_CHECKER);
  if (write === undefined) return cli.stdout.write(text);
  const { writeFile } = await import('node:fs/promises');
  const { resolve } = await import('node:path');
  try {
    await writeFile(resolve(cli.cwd, write), text);
  } catch (error) {
    throw new UserError('file-not-writable', `${write} cannot be written: ${(error as Error).message}`, {
      place: '--write',
      expected: 'a file in a folder that exists',
    });
  }
  await cli.stderr.write(`written to ${write}\n`);
}
