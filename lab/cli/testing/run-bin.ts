import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', 'lab', 'setup', 'mvnolab.mjs');

export interface BinResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BinOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Called once the process runs, with what it wrote so far each time it writes. */
  readonly onOutput?: (child: ChildProcess, stdout: string, stderr: string) => void;
}

/** Runs the real `mvnolab` as a process of its own, without MONGODB_URI and colours, to its end. */
export function runBin(args: readonly string[], options: BinOptions = {}): Promise<BinResult> {
  return runScript(BIN, args, options);
}

/** The same for a script that calls main() with commands of its own. */
export function runScript(
  script: string,
  args: readonly string[],
  { cwd, env, onOutput }: BinOptions = {},
): Promise<BinResult> {
  const { MONGODB_URI: _, NO_COLOR: __, FORCE_COLOR: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => {
    stdout += chunk;
    onOutput?.(child, stdout, stderr);
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
    onOutput?.(child, stdout, stderr);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
