import type { Command, CommanderError } from 'commander';
import { didYouMean, type ErrorHelp, UserError } from '../../emulator/vocabulary/index.ts';

/** Makes the command throw UserErrors for wrong calls; help and version still end as CommanderError with exit code 0. */
export function throwUsageErrors(command: Command): void {
  command.exitOverride(error => {
    throw usageErrorOf(command, error);
  });
}

function usageErrorOf(command: Command, error: CommanderError): CommanderError | UserError {
  const path = pathOf(command);
  const see = `see ${path} --help`;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const usage = (code: string, message: string, help: ErrorHelp) =>
    new UserError(code, message, { hint: see, ...help });
  switch (error.code) {
    case 'commander.help':
    case 'commander.helpDisplayed':
    case 'commander.version':
      return error;
    case 'commander.unknownOption': {
      const flag = quoted.replace(/=.*$/s, ''); // what follows may be a key
      const known = flagsOf(command);
      const near = didYouMean(flag, known);
      return usage('option-unknown', `unknown option '${flag}' of ${path}`, {
        expected: `one of ${known.join(', ')}`,
        ...(near !== undefined && { hint: `did you mean ${near}? See ${path} --help` }),
      });
    }
    case 'commander.unknownCommand':
      return unknownCommand(command, quoted);
    case 'commander.missingArgument':
      return usage('argument-missing', `${path} needs <${quoted}>`, { expected: usageOf(command) });
    case 'commander.excessArguments':
      return usage('argument-excess', `${path} was given too many arguments`, { expected: usageOf(command) });
    case 'commander.optionMissingArgument':
      return usage('option-value-missing', `option ${flagOf(quoted)} has no value`, { expected: quoted });
    case 'commander.missingMandatoryOptionValue':
      return usage('option-missing', `${path} needs ${flagOf(quoted)}`, { expected: quoted });
    default:
      return usage('usage', error.message.replace(/^error: /, ''), {});
  }
}

/** `name` is not a command below `command`. */
export function unknownCommand(command: Command, name: string): UserError {
  const path = pathOf(command);
  const known = command.commands.map(child => child.name());
  const near = didYouMean(name, known);
  return new UserError('command-unknown', `unknown command '${name}' of ${path}`, {
    expected: `one of ${known.join(', ')}`,
    hint: near === undefined ? `see ${path} --help` : `did you mean ${path} ${near}? See ${path} --help`,
  });
}

/** `mvnolab sim add`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function usageOf(command: Command): string {
  return `${pathOf(command)} ${command.usage()}`;
}

function flagOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** Long options of the command and of the program above it. */
function flagsOf(command: Command): string[] {
  const own = command.options.flatMap(option => (option.hidden ? [] : (option.long ?? [])));
  return [...own, ...(command.parent === null ? ['--help'] : flagsOf(command.parent))];
}
