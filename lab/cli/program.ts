import { Command } from 'commander';
import type { CommandEntry } from './commands/index.ts';
import type { Cli } from './context.ts';
import { paint } from './paint.ts';
import { throwUsageErrors, unknownCommand } from './usage-error.ts';

/**
 * The command tree for these arguments. Only the command that they name is loaded; the others are there by name and
 * summary, so that help and start stay fast.
 */
export async function buildProgram(
  argv: readonly string[],
  cli: Cli,
  version: string,
  commands: readonly CommandEntry[],
): Promise<Command> {
  const program = new Command('mvnolab')
    .description(
      'A network lab for MVNO/MNO integration: SIMs in the subscriber database of Open5GS, emulated phones on emulated base stations, and the signalling between them as it is on the wire.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('--debug', 'show stack traces and causes with errors')
    .option('--no-color', 'plain text; the environment variable NO_COLOR does the same')
    .helpCommand('help [command]', 'explain a command')
    .usage('<command> [options]');
  const words = argv.filter(word => !word.startsWith('-'));
  for (const entry of commands) {
    if (entry.name === words[0]) program.addCommand((await entry.load())(cli));
    else program.addCommand(new Command(entry.name).summary(entry.summary).usage(entry.usage ?? '[options]'));
  }
  program.addHelpText(
    'after',
    `
Exit codes:
  0 all right, 1 an expectation failed, 2 a mistake in the call, 3 the lab does not work, 130 interrupted

Each command explains itself: mvnolab <command> --help`,
  );
  forEachCommand(program, command => prepare(command, cli));
  checkNames(program, words);
  return program;
}

/** Commander prints the general help where a name that it does not know meets a call for help; here that is a mistake. */
function checkNames(program: Command, words: readonly string[]): void {
  let command = program;
  for (const word of words) {
    if (command.commands.length === 0 || word === 'help') continue;
    const next = command.commands.find(child => child.name() === word);
    if (next === undefined) throw unknownCommand(command, word);
    command = next;
  }
}

function prepare(command: Command, cli: Cli): void {
  throwUsageErrors(command);
  command
    .helpOption('-h, --help', 'explain this command')
    .configureOutput({
      writeOut: text => void cli.stdout.write(text),
      writeErr: text => void cli.stderr.write(text),
      outputError: () => {}, // rendered by whoever catches it
      getOutHelpWidth: () => helpWidth(cli.stdout.columns),
      getErrHelpWidth: () => helpWidth(cli.stderr.columns),
      getOutHasColors: () => cli.stdout.color,
      getErrHasColors: () => cli.stderr.color,
    })
    .configureHelp({
      showGlobalOptions: false,
      styleTitle: title => paint('bold', title, true), // commander strips it where colours are off
    })
    .showHelpAfterError(false)
    .showSuggestionAfterError(false)
    .allowExcessArguments(false);
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}

function helpWidth(columns: number | undefined): number {
  return Math.min(Math.max(columns ?? 100, 60), 120);
}
