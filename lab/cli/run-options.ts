import { relative } from 'node:path';
import type { Command } from 'commander';

/** Where commands that look at old runs look for them. */
export interface RunsOptions {
  readonly artefacts: string;
}

/** Adds `--artefacts`, as the commands have it that make runs. */
export function withRunsOption(command: Command): Command {
  return command.option('--artefacts <folder>', 'where the runs are', '.mvnolab/runs');
}

/** A path as it is shortest to read: from the current folder, when it is below that. */
export function shortPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}
