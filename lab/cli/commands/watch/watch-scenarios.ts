import { createInterface } from 'node:readline';
import { parsePathLine } from '../../../../scenarios/runner/index.ts';
import { readScenarios, tidyPath } from '../../../scenarios/read-scenarios.ts';
import { watchFiles } from '../../../scenarios/watch-files.ts';
import { VERSION } from '../../../version.ts';
import { count } from '../../choice-options.ts';
import { CleanUps } from '../../clean-up.ts';
import { type Cli, EXIT } from '../../context.ts';
import { paint } from '../../paint.ts';
import { renderError } from '../../render-error.ts';
import type { RunCommandOptions } from '../run/options.ts';
import { runScenarios } from '../run/run-scenarios.ts';
import { affectedPaths } from './affected-paths.ts';
import { type Wanted, WatchLoop } from './watch-loop.ts';

/** Runs `mvnolab watch`: until Ctrl-C, or q on a terminal. */
export async function watchScenarios(cli: Cli, paths: readonly string[], options: RunCommandOptions): Promise<void> {
  let onlyFailed = false;
  const run = async (wanted: Wanted, signal: AbortSignal): Promise<void> => {
    const again = { ...options, ...(onlyFailed ? { lastFailed: true as const } : {}) };
    onlyFailed = false;
    await runRound(cli, wanted === 'all' ? paths : changedPaths(paths, wanted), again, signal);
  };
  const loop = new WatchLoop(run, () => void tellIdle(cli));
  const stopWatching = watchFiles(
    paths.map(path => parsePathLine(path).path),
    files => {
      const names = [...files].map(tidyPath);
      const text = names.length > 3 ? count(names.length, 'file') : names.join(', ');
      void cli.stdout.write(`\n${paint('cyan', `changed: ${text}`, cli.stdout.color)}\n`);
      loop.want(files);
    },
  );
  cli.cleanUps.add('the watch', async () => {
    stopWatching();
    await loop.stop();
  });
  loop.want('all');
  await untilTheEnd(cli, {
    all: () => loop.want('all'),
    failed: () => {
      onlyFailed = true;
      loop.want('all');
    },
  });
}

function changedPaths(paths: readonly string[], changed: ReadonlySet<string>): readonly string[] {
  const { files } = readScenarios(paths.map(path => parsePathLine(path).path));
  return affectedPaths(paths, files, changed);
}

/** One run with clean-ups of its own. A mistake in the files is shown like any other error; the watch goes on. */
async function runRound(
  cli: Cli,
  paths: readonly string[],
  options: RunCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const round: Cli = {
    ...cli,
    signal: AbortSignal.any([cli.signal, signal]),
    cleanUps: new CleanUps(),
    exitCode: EXIT.ok,
  };
  try {
    if (paths.length === 0) await cli.stdout.write('nothing of what is watched uses it\n');
    else await runScenarios(round, paths, options);
  } catch (error) {
    if (!round.signal.aborted) await tellError(round, error);
  }
  for (const { name, error } of await round.cleanUps.run()) {
    await cli.stderr.write(`clean-up of ${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  if (!round.signal.aborted) cli.exitCode = round.exitCode;
}

async function tellError(round: Cli, error: unknown): Promise<void> {
  const { text, exitCode } = renderError(error, {
    color: round.stderr.color,
    debug: round.debug,
    version: `mvnolab ${VERSION}, node ${process.version}`,
  });
  round.exitCode = exitCode;
  await round.stderr.write(text);
}

async function tellIdle(cli: Cli): Promise<void> {
  const keys = process.stdin.isTTY ? '; Enter runs all, f those that failed, q ends' : '';
  await cli.stdout.write(`${paint('dim', `waiting for changes${keys}`, cli.stdout.color)}\n`);
}

/** Until Ctrl-C; on a terminal lines are orders. */
async function untilTheEnd(cli: Cli, orders: { all(): void; failed(): void }): Promise<void> {
  const { signal } = cli;
  const lines = process.stdin.isTTY ? createInterface({ input: process.stdin }) : undefined;
  // keeps the process alive where nothing else does
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>(resolve => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    lines?.on('line', line => {
      const order = line.trim().toLowerCase();
      if (order === 'q') resolve();
      else if (order === 'f') orders.failed();
      else orders.all();
    });
    lines?.on('close', () => resolve());
  });
  clearInterval(alive);
  lines?.close();
}
