import { CleanUps } from './clean-up.ts';

/** Standard output or error of the process, or what a test puts in its place. */
export interface Output {
  /** Resolves when the text is taken; waits while the reader is slow. */
  write(text: string): Promise<void>;
  readonly isTty: boolean;
  /** Width of the terminal; undefined when it is none. */
  readonly columns: number | undefined;
  readonly color: boolean;
}

/** What a command gets: everything of the process that it may touch. */
export interface Cli {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted at Ctrl-C, SIGTERM or when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** What is opened registers here how it is closed; run last first, when the command ends or is interrupted. */
  readonly cleanUps: CleanUps;
  /** `--debug`: stacks with every error. */
  debug: boolean;
  /** Set by the command that ran. */
  exitCode: number;
}

/** Exit codes of mvnolab; 128 + signal number when a signal ended it. */
export const EXIT = { ok: 0, expectationFailed: 1, usage: 2, lab: 3, interrupted: 130 } as const;

export function newCli(parts: Pick<Cli, 'stdout' | 'stderr' | 'env' | 'cwd' | 'signal'>): Cli {
  return { ...parts, cleanUps: new CleanUps(), debug: false, exitCode: EXIT.ok };
}
