import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Findings } from '../source/finding.ts';
import type { Place } from '../source/source-node.ts';

/** Reads a file that a scenario names. Tests and the API put their own in its place. */
export type ReadFile = (path: string) => string | Uint8Array;

export const readFromDisk: ReadFile = path => readFileSync(path);

/** A path that stands in `file`, as seen from where the run began. */
export function besideFile(file: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  if (posix.isAbsolute(slashed) || /^[A-Za-z]:\//.test(slashed)) return slashed;
  return posix.normalize(posix.join(posix.dirname(file.replaceAll('\\', '/')), slashed));
}

/** The octets or text of a file; undefined, with a finding at `place`, when it cannot be read. */
export function readNamedFile(
  path: string,
  place: Place,
  readFile: ReadFile,
  findings: Findings,
): string | Uint8Array | undefined {
  try {
    return readFile(path);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? String((error as Error).message);
    findings.error('file-unreadable', `${path} cannot be read: ${reason}`, place, {
      expected: 'a path from the folder of this file',
    });
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
  ENOTDIR: 'a part of the path is no folder',
};
