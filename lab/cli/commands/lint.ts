import { Command, Option } from 'commander';
import { count, namedValues } from '../choice-options.ts';
import { type Cli, EXIT } from '../context.ts';
import { examples } from '../examples.ts';
import { paint } from '../paint.ts';
import { printJson } from '../print-table.ts';

interface LintCommandOptions {
  readonly format: 'text' | 'json' | 'github';
  readonly strict?: true;
  readonly var?: readonly string[];
}

/** `mvnolab lint` */
export function lintCommand(cli: Cli): Command {
  return new Command('lint')
    .summary('check scenario files without running them')
    .description(
      'Checks scenario files for everything that can be known to be wrong or doubtful without a lab: syntax, keys, verbs, names, values, expressions, deadlines, fixtures that nothing uses, steps that cannot fail. Each finding shows its line and, where there is one, what was probably meant. Exit code 2 when there is a mistake.',
    )
    .argument('[paths...]', 'scenario files and folders', ['scenarios'])
    .addOption(
      new Option('--format <format>', 'text with frames, json, or annotations for GitHub Actions')
        .choices(['text', 'json', 'github'])
        .default('text'),
    )
    .option('--strict', 'warnings are mistakes too')
    .option('-e, --var <name=value...>', 'a variable, in place of the file’s')
    .action((paths: string[], options: LintCommandOptions) => lint(cli, paths, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab lint', 'All scenarios of the folder scenarios'],
        ['mvnolab lint --strict scenarios/attach', 'One folder, warnings included'],
        ['mvnolab lint --format json my-test.yaml', 'For another program'],
      ),
    );
}

async function lint(cli: Cli, paths: readonly string[], options: LintCommandOptions): Promise<void> {
  const { chooseScenarios } = await import('../../scenarios/choose-scenarios.ts');
  const { findingsText } = await import('../../scenarios/read-scenarios.ts');
  const { loaded, linted } = chooseScenarios({ paths, vars: namedValues('--var', options.var) });
  const { findings } = linted;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  if (errors > 0 || (options.strict === true && warnings > 0)) cli.exitCode = EXIT.usage;
  if (options.format === 'json') return printJson(cli.stdout, findings);
  if (options.format === 'github') {
    for (const finding of findings) await cli.stdout.write(`${annotation(finding)}\n`);
  } else if (findings.length > 0) {
    const { color, columns } = cli.stdout;
    const display = { color, ...(columns === undefined ? {} : { columns }) };
    await cli.stdout.write(`${findingsText(findings, loaded, display)}\n\n`);
  }
  const read = `${count(loaded.files.length, 'file')}, ${count(loaded.cases.length, 'test')}`;
  const [colour, verdict] =
    errors > 0
      ? (['red', `${count(errors, 'mistake')}, ${count(warnings, 'warning')}`] as const)
      : warnings > 0
        ? (['yellow', `no mistake, ${count(warnings, 'warning')}`] as const)
        : (['green', 'no mistake'] as const);
  await cli.stdout.write(`${read}: ${paint(colour, verdict, cli.stdout.color)}\n`);
}

interface Annotated {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number; readonly endLine: number };
}

/** A workflow command that GitHub shows beside the line. */
function annotation({ severity, code, message, hint, place }: Annotated): string {
  const { file, line, column, endLine } = place;
  const properties = { file, line, endLine, col: column, title: code };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escaped(String(value), true)}`);
  const text = hint === undefined ? message : `${message} (${hint})`;
  return `::${severity} ${written.join(',')}::${escaped(text, false)}`;
}

function escaped(text: string, isProperty: boolean): string {
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return isProperty ? data.replaceAll(':', '%3A').replaceAll(',', '%2C') : data;
}
