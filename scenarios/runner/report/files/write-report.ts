import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../../../../emulator/vocabulary/index.ts';

/**
 * Writes a file as a whole, folders included: a reader finds the old one or the new one, never half of one.
 * @throws LabError `report-not-writable`
 */
export function writeReport(path: string, text: string): void {
  const draft = join(dirname(path), `.${randomBytes(6).toString('hex')}.draft`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new LabError('report-not-writable', `${path} cannot be written: ${(error as Error).message}`, {
      place: path,
      hint: 'choose another file (--reporter name=file), or free some space',
    });
  }
}
