import { CommanderError } from 'commander';
import { COMMANDS, type CommandEntry } from './commands/index.ts';
import { type Cli, EXIT } from './context.ts';
import { paint } from './paint.ts';
import { buildProgram } from './program.ts';
import { hidePasswords, renderError } from './render-error.ts';

/** Runs one command line to its end, clean-ups included, and gives the exit code. Errors are on standard error by then. */
export async function runCli(
  argv: readonly string[],
  cli: Cli,
  version: string,
  commands: readonly CommandEntry[] = COMMANDS,
): Promise<number> {
  let code: number;
  try {
    const line = helpLast(argv);
    const program = await buildProgram(line, cli, version, commands);
    if (line.length === 0) {
      program.outputHelp({ error: true });
      code = EXIT.usage;
    } else {
      await program.parseAsync(line, { from: 'user' });
      code = cli.exitCode;
    }
  } catch (error) {
    code = await reportError(error, cli, version);
  }
  return (await closeAll(cli)) || code !== EXIT.ok ? code || EXIT.lab : code;
}

/** `help sim add` as `sim add --help`, however deep; commander's own help command goes one level down only. */
function helpLast(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex(word => !word.startsWith('-'));
  return argv[at] === 'help' ? [...argv.slice(0, at), ...argv.slice(at + 1), '--help'] : argv;
}

/** Prints an error and gives its exit code; prints nothing for an end that commander asks for (help, version) or a stop. */
export async function reportError(error: unknown, cli: Cli, version: string): Promise<number> {
  if (cli.signal.aborted) return EXIT.interrupted;
  if (error instanceof CommanderError) return error.code === 'commander.help' ? EXIT.usage : error.exitCode;
  const platform = `mvnolab ${version}, node ${process.version}, ${process.platform} ${process.arch}`;
  const rendered = renderError(error, { color: cli.stderr.color, debug: cli.debug, version: platform });
  await cli.stderr.write(rendered.text);
  return rendered.exitCode;
}

/** Runs the clean-ups; true when one failed (said on standard error). */
export async function closeAll(cli: Cli): Promise<boolean> {
  const failures = await cli.cleanUps.run();
  for (const { name, error } of failures) {
    const reason = error instanceof Error ? error.message : String(error);
    const label = paint('yellow', 'warning:', cli.stderr.color);
    await cli.stderr.write(hidePasswords(`${label} clean-up of ${name} failed: ${reason}\n`));
  }
  return failures.length > 0;
}
