import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Environment } from './engine-address.ts';

/** How Compose is called here: the plugin of the docker command, or a program of its own. */
export interface ComposeCommand {
  readonly program: readonly string[];
  /** `2.26.1` */
  readonly version: string;
}

export interface ComposeRun {
  readonly env: Environment;
  readonly folder?: string;
  /** Ends Compose, which then leaves things half made: whoever aborts cleans up. */
  readonly signal?: AbortSignal;
  /** Each line of its progress, as it is written. */
  readonly progress?: (line: string) => void;
}

const PROGRAMS: readonly (readonly string[])[] = [['docker', 'compose'], ['docker-compose']];
/** `up --wait` and healthchecks as they are used here. */
const NEEDED_MAJOR = 2;

/** @throws LabError when there is none, or only version 1 */
export async function findCompose(env: Environment): Promise<ComposeCommand> {
  let tooOld: string | undefined;
  for (const program of PROGRAMS) {
    const result = await runProgram([...program, 'version', '--short'], { env }).catch(() => undefined);
    const version = /^v?(\d+)\.[\d.]+/.exec(result?.stdout.trim() ?? '');
    if (result?.code !== 0 || version === null) continue;
    if (Number(version[1]) >= NEEDED_MAJOR) return { program, version: version[0].replace(/^v/, '') };
    tooOld = version[0];
  }
  throw new LabError(
    'compose-missing',
    tooOld === undefined ? 'Docker Compose is not installed' : `Docker Compose ${tooOld} is too old`,
    {
      expected: `version ${NEEDED_MAJOR} or later, as 'docker compose'`,
      hint: 'install the plugin: https://docs.docker.com/compose/install/ (Debian and Ubuntu: apt install docker-compose-v2 or docker-compose-plugin)',
    },
  );
}

/** Runs Compose to its end. @throws LabError with the last lines of what it said */
export async function runCompose(compose: ComposeCommand, args: readonly string[], run: ComposeRun): Promise<string> {
  const { code, stdout, lastLines } = await runProgram([...compose.program, ...args], run);
  if (run.signal?.aborted) throw run.signal.reason;
  if (code === 0) return stdout;
  const verb = args.find(arg => ['config', 'up', 'down', 'build', 'pull'].includes(arg)) ?? args[0] ?? '';
  throw new LabError('compose-failed', `docker compose ${verb} failed:\n${lastLines.join('\n')}`, {
    hint: 'mvnolab doctor looks for the cause',
  });
}

interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly lastLines: readonly string[];
}

const KEPT_LINES = 12;

/** @throws the error of spawn, ENOENT when there is no such program */
function runProgram([program = '', ...args]: readonly string[], run: ComposeRun): Promise<ProgramResult> {
  const { env, folder, signal, progress } = run;
  return new Promise((resolve, reject) => {
    // A group of its own: Ctrl-C goes to us alone, and we end Compose in order.
    const child = spawn(program, args, {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    let stdout = '';
    const lastLines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    createInterface({ input: child.stderr }).on('line', line => {
      if (line.trim() === '') return;
      lastLines.push(line.trimEnd());
      if (lastLines.length > KEPT_LINES) lastLines.shift();
      progress?.(line.trim());
    });
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    child.on('error', reject);
    child.on('close', code => {
      signal?.removeEventListener('abort', stop);
      resolve({ code, stdout, lastLines });
    });
  });
}
