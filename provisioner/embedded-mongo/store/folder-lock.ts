import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../emulator/vocabulary/index.ts';

/** Folders that servers of this thread hold: a lock with our own pid that is not here was left by a dead namesake. */
const held = new Set<string>();

/**
 * Takes the folder for this process by a file `lock` with its pid. A lock whose process is gone is taken over.
 *
 * The file appears with its text in it, by a hard link, so that nobody takes one that is being written for a dead one. Only who holds
 * `lock.takeover` may remove a lock of somebody else, after another look: so of two who find the same dead lock one goes on.
 *
 * @returns how to give it back.
 * @throws {LabError} mongo-folder-locked with the pid, when another server has it.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (place(path)) return heldUntil(path);
    const owner = readOwner(path);
    if (owner === 'none') continue;
    if (owner === 'unreadable' || isHeld(path, owner)) throw locked(folder, path, owner);
    const takeover = `${path}.takeover`;
    if (!place(takeover)) {
      const other = readOwner(takeover);
      if (other !== 'none' && (other === 'unreadable' || isHeld(takeover, other))) throw locked(folder, path, other);
      rmSync(takeover, { force: true });
      continue;
    }
    try {
      const again = readOwner(path);
      if (again !== 'none' && again !== 'unreadable' && !isHeld(path, again)) rmSync(path, { force: true });
    } finally {
      rmSync(takeover, { force: true });
    }
  }
  throw locked(folder, path, readOwner(path));
}

/** Others may come and go between two looks, but not for ever. */
const ATTEMPTS = 20;

function heldUntil(path: string): () => void {
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
}

/** Puts a file that names this process at the path, whole or not at all; false when there is one already. */
function place(path: string): boolean {
  const text = `${JSON.stringify({ pid: process.pid, since: new Date().toISOString(), start: startOf(process.pid) })}\n`;
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(own, text, { flag: 'wx' });
    try {
      linkSync(own, path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code === undefined || !NO_LINKS.has(code)) throw error;
    }
  } finally {
    rmSync(own, { force: true });
  }
  return placeWithoutLinks(path, text);
}

/** What file systems say that have no hard links (FAT, some network shares). */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']);

function placeWithoutLinks(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

interface Owner {
  readonly pid: number;
  /** When its process started, where the system tells: a pid may come again. */
  readonly start?: string;
}

/** `unreadable`: somebody's, but it does not say whose. */
function readOwner(path: string): Owner | 'none' | 'unreadable' {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' ? (owner as Owner) : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'unreadable';
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

function locked(folder: string, path: string, owner: ReturnType<typeof readOwner>): LabError {
  const pid = typeof owner === 'string' ? undefined : owner.pid;
  return new LabError(
    'mongo-folder-locked',
    `the data folder ${folder} is in use by another embedded store${pid === undefined ? '' : ` (pid ${pid})`}`,
    { place: folder, hint: `stop that process or choose another folder; if it is none of ours, delete ${path}` },
  );
}
