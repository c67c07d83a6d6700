import { type Cli, newCli, type Output } from '../context.ts';

export interface FakeCli {
  readonly cli: Cli;
  /** What was written so far. */
  stdout(): string;
  stderr(): string;
  stop(): void;
}

/** A Cli whose outputs are kept; pipes without colour unless said otherwise. */
export function fakeCli(parts: { env?: Record<string, string>; cwd?: string; tty?: Partial<Output> } = {}): FakeCli {
  const texts = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: async text => {
      texts[name] += text;
    },
    isTty: false,
    columns: undefined,
    color: false,
    ...parts.tty,
  });
  const abort = new AbortController();
  const cli = newCli({
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: parts.env ?? {},
    cwd: parts.cwd ?? '/nowhere',
    signal: abort.signal,
  });
  return { cli, stdout: () => texts.stdout, stderr: () => texts.stderr, stop: () => abort.abort() };
}
