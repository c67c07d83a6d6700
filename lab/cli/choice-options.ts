import type { Command } from 'commander';
import { UserError } from '../../emulator/vocabulary/index.ts';
import type { Choice, Chosen } from '../scenarios/choose-scenarios.ts';
import type { Cli } from './context.ts';
import { paint } from './paint.ts';

/** What commander gives for the options of `addChoiceOptions`. */
export interface ChoiceOptions {
  readonly tags?: string;
  readonly grep?: string;
  readonly matrix?: readonly string[];
  readonly shard?: string;
  readonly var?: readonly string[];
}

/** Nothing was selected, as `mvnolab run` has it. */
export const EXIT_NOTHING = 4;

/** Paths, and the options that choose among what they hold; the same as those of `mvnolab run`. */
export function addChoiceOptions(command: Command): Command {
  return command
    .argument('[paths...]', 'scenario files, folders, or file:line', ['scenarios'])
    .option('-t, --tags <expression>', 'only cases with these tags: "smoke and not slow"')
    .option('-g, --grep <regex>', 'only cases whose id or title it fits')
    .option('--matrix <name=value...>', 'only these rows of a matrix')
    .option('--shard <n/m>', 'only the n-th of m parts: 2/4')
    .option('-e, --var <name=value...>', 'a variable, in place of the file’s');
}

/** @throws UserError for a pair that is none */
export function choiceOf(paths: readonly string[], options: ChoiceOptions): Choice {
  const { tags, grep, matrix, shard } = options;
  const rows: Record<string, string[]> = {};
  for (const text of matrix ?? []) {
    for (const [name, value] of Object.entries(namedValues('--matrix', [text])))
      rows[name] = [...(rows[name] ?? []), value];
  }
  return {
    paths,
    vars: namedValues('--var', options.var),
    selection: {
      ...(tags === undefined ? {} : { tags }),
      ...(grep === undefined ? {} : { grep }),
      ...(matrix === undefined ? {} : { matrix: rows }),
      ...(shard === undefined ? {} : { shard }),
    },
  };
}

/** Tells what may have been meant otherwise, and that nothing fits: true then, with the exit code set. */
export async function tellChoice(
  cli: Cli,
  { cases, loaded, remarks }: Chosen,
  paths: readonly string[],
): Promise<boolean> {
  for (const remark of remarks) await cli.stderr.write(`${paint('yellow', 'note:', cli.stderr.color)} ${remark}\n`);
  if (cases.length > 0) return false;
  const all = loaded.cases.length;
  const why =
    all === 0 ? `there is no test in ${paths.join(', ')}` : `none of the ${all} tests in ${paths.join(', ')} fits`;
  await cli.stderr.write(`nothing was selected: ${why}\n`);
  cli.exitCode = EXIT_NOTHING;
  return true;
}

/** Says that files have mistakes, where their text is not the command's business; the exit code is set then. */
export async function tellMistakes(cli: Cli, { linted }: Chosen, paths: readonly string[]): Promise<void> {
  const mistakes = linted.findings.filter(({ severity }) => severity === 'error').length;
  if (mistakes === 0) return;
  const label = paint('yellow', 'note:', cli.stderr.color);
  await cli.stderr.write(
    `${label} ${count(mistakes, 'mistake')} in the files: mvnolab lint ${paths.join(' ')} shows them\n`,
  );
  cli.exitCode = 2;
}

/** `1 test`, `2 tests` */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** `NAME=value` texts of an option that may be repeated. @throws UserError for one without `=` or name */
export function namedValues(option: string, texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map(text => {
      const at = text.indexOf('=');
      if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1)];
      throw new UserError('option-invalid', `'${text}' is no pair for ${option}`, {
        place: option,
        expected: 'NAME=VALUE',
      });
    }),
  );
}
