import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../emulator/vocabulary/index.ts';

/** Folders that servers of this thread hold: a lock with our own pid that is not here was left by a dead namesake. */
const held = new Set<string>();

/**
 * Takes the folder for this process by a file `lock` with its pid. A lock whose process is gone is taken over.
 *
 * @returns how to give it back.
 * @throws {LabError} mongo-folder-locked with the pid, when another server has it.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const fd = openSync(path, 'wx');
      writeSync(
        fd,
        `${JSON.stringify({ pid: process.pid, since: new Date().toISOString(), start: startOf(process.pid) })}\n`,
      );
      closeSync(fd);
      held.add(path);
      return () => {
        held.delete(path);
        rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(path);
    if (attempt > 2 || (owner !== undefined && isHeld(path, owner))) throw locked(folder, path, owner?.pid);
    rmSync(path, { force: true });
  }
}

interface Owner {
  readonly pid: number;
  /** When its process started, where the system tells: a pid may come again. */
  readonly start?: string;
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function isHeld(path: string, owner: Owner): boolean {
  if (owner.pid === process.pid) return held.has(path) || owner.start === startOf(process.pid);
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return owner.start === undefined || owner.start === startOf(owner.pid);
}

/** The start time of a process as Linux counts it (clock ticks since boot), with the boot it counts from. */
function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!.split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function locked(folder: string, path: string, pid: number | undefined): LabError {
  return new LabError(
    'mongo-folder-locked',
    `the data folder ${folder} is in use by another embedded store${pid === undefined ? '' : ` (pid ${pid})`}`,
    { place: folder, hint: `stop that process or choose another folder; if it is none of ours, delete ${path}` },
  );
}
