import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../emulator/vocabulary/index.ts';
import { FrameReader, JOURNAL_MAGIC, MAGIC_OCTETS, type Operation, SNAPSHOT_MAGIC } from './frames.ts';

/** Where a folder's data stands after everything in it was read. */
export interface Recovered {
  /** Number of the journal to go on with. */
  readonly number: number;
  /** Octets of that journal which are good; 0 when there is none. */
  readonly size: number;
  /** Sequence of the last change. */
  readonly sequence: number;
  readonly warnings: readonly string[];
}

export function snapshotPath(folder: string, number: number): string {
  return join(folder, `snapshot-${String(number).padStart(8, '0')}.mongo`);
}

export function journalPath(folder: string, number: number): string {
  return join(folder, `journal-${String(number).padStart(8, '0')}.log`);
}

/**
 * Reads the newest complete snapshot and every journal since, operation by operation. A tail that was not wholly written when
 * the process died is cut off and kept beside under the name `torn-…`.
 *
 * @throws {LabError} mongo-data-damaged when something before the tail cannot be read.
 */
export function recover(folder: string, apply: (operation: Operation) => void): Recovered {
  const names = readdirSync(folder);
  for (const name of names) if (name.endsWith('.tmp')) rmSync(join(folder, name), { force: true });
  const snapshots = numbersOf(names, /^snapshot-(\d{8})\.mongo$/);
  const newest = snapshots.at(-1);
  let sequence = 0;
  if (newest !== undefined) sequence = readSnapshot(snapshotPath(folder, newest), apply);
  const journals = numbersOf(names, /^journal-(\d{8})\.log$/).filter(number => number >= (newest ?? 0));
  const warnings: string[] = [];
  let size = 0;
  for (const number of journals) {
    const path = journalPath(folder, number);
    const last = number === journals.at(-1);
    const bytes = readFileSync(path);
    // A journal that died before its first octets were written is as good as none.
    if (bytes.length < MAGIC_OCTETS && last) {
      size = 0;
      break;
    }
    checkMagic(bytes, JOURNAL_MAGIC, path);
    const reader = new FrameReader(bytes);
    for (let operation = reader.next(); operation !== undefined; operation = reader.next()) {
      apply(operation);
      sequence++;
    }
    if (!reader.atEnd) {
      if (!last) throw damaged(path, reader.end);
      const kept = join(folder, `torn-${Date.now()}-${number}.log`);
      writeFileSync(kept, bytes.subarray(reader.end));
      warnings.push(
        `${bytes.length - reader.end} octets at the end of ${path} were not wholly written; kept as ${kept}`,
      );
    }
    size = reader.end;
  }
  return { number: journals.at(-1) ?? (newest ?? 0) + 1, size, sequence, warnings };
}

function readSnapshot(path: string, apply: (operation: Operation) => void): number {
  const bytes = readFileSync(path);
  checkMagic(bytes, SNAPSHOT_MAGIC, path);
  const reader = new FrameReader(bytes);
  for (let operation = reader.next(); operation !== undefined; operation = reader.next()) {
    if (operation.kind === 'end') return operation.sequence;
    apply(operation);
  }
  // It got its name only after it was complete.
  throw damaged(path, reader.end);
}

function checkMagic(bytes: Buffer, magic: Buffer, path: string): void {
  if (bytes.subarray(0, MAGIC_OCTETS).equals(magic)) return;
  throw new LabError('mongo-data-damaged', `${path} is no file of this version of the embedded store`, {
    place: path,
    hint: 'choose another folder, or move this one away to begin with an empty store',
  });
}

function damaged(path: string, at: number): LabError {
  return new LabError('mongo-data-damaged', `${path} is damaged at octet ${at}`, {
    place: path,
    hint: 'restore the folder from a copy, or move it away to begin with an empty store',
  });
}

function numbersOf(names: readonly string[], pattern: RegExp): number[] {
  return names
    .map(name => pattern.exec(name)?.[1])
    .filter(digits => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}
