import { wantsColor } from '../terminal/wants-color.ts';
import { VERSION } from '../version.ts';
import type { CommandEntry } from './commands/index.ts';
import { type Cli, EXIT, newCli, type Output } from './context.ts';
import { closeAll, reportError, runCli } from './run.ts';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;
const CLEAN_UP_LIMIT_MS = 10_000;

/**
 * The command line of this process: gives the exit code. 0 all right, 1 an expectation failed, 2 a mistake in the call, 3
 * the lab does not work; a signal runs the clean-ups, last opened first, and ends the process (130 for Ctrl-C); a second
 * one ends it at once.
 */
export async function main(argv: string[], commands?: readonly CommandEntry[]): Promise<number> {
  const stop = new AbortController();
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const plain = words.includes('--no-color');
  const cli = newCli({
    stdout: processOutput(process.stdout, plain),
    stderr: processOutput(process.stderr, plain),
    env: process.env,
    cwd: process.cwd(),
    signal: stop.signal,
  });
  cli.debug = words.includes('--debug');
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => void interrupt(cli, stop, code));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, error => void crash(error, cli, VERSION));
  process.stdout.on('error', error => void readerGone(error, cli, stop));
  return runCli(argv, cli, VERSION, commands);
}

let interrupted = false;

async function interrupt(cli: Cli, stop: AbortController, code: number): Promise<void> {
  if (interrupted) process.exit(code);
  interrupted = true;
  if (cli.cleanUps.pending > 0) void cli.stderr.write('\ncleaning up; press Ctrl-C again to leave at once\n');
  stop.abort();
  await closeWithin(cli);
  process.exit(code);
}

/** An error that no command caught: our bug, but not a reason to leave children and folders behind. */
async function crash(error: unknown, cli: Cli, version: string): Promise<void> {
  if (cli.signal.aborted) return; // the stop itself makes operations fail
  const code = await reportError(error, cli, version);
  await closeWithin(cli);
  process.exit(code);
}

/** The reader of a pipe left (`mvnolab sim list | head`): stop quietly, it has what it wanted. */
async function readerGone(error: NodeJS.ErrnoException, cli: Cli, stop: AbortController): Promise<void> {
  if (error.code !== 'EPIPE') throw error;
  stop.abort();
  await closeWithin(cli);
  process.exit(EXIT.ok);
}

async function closeWithin(cli: Cli): Promise<void> {
  const limit = setTimeout(() => process.exit(EXIT.lab), CLEAN_UP_LIMIT_MS);
  await closeAll(cli);
  clearTimeout(limit);
}

function processOutput(stream: NodeJS.WriteStream, plain: boolean): Output {
  return {
    write: text =>
      new Promise(resolve => {
        if (stream.write(text)) resolve();
        else stream.once('drain', resolve);
      }),
    isTty: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : undefined,
    color: !plain && wantsColor(process.env, stream.isTTY === true),
  };
}
