import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LabError } from '../../../../emulator/vocabulary/index.ts';
import type { Cli } from '../../context.ts';

/**
 * Writes text to a file, or to standard output for `-`. The file is readable by its owner alone, and is there under its name when it is whole.
 * @throws LabError file-not-writable
 */
export async function writeText(cli: Cli, path: string, pieces: AsyncIterable<string>): Promise<void> {
  if (path === '-') {
    for await (const piece of pieces) await cli.stdout.write(piece);
    return;
  }
  const target = resolve(cli.cwd, path);
  const draft = `${target}.${randomBytes(4).toString('hex')}.part`;
  try {
    const file = createWriteStream(draft, { mode: 0o600, flags: 'wx' });
    await once(file, 'open');
    for await (const piece of pieces) if (!file.write(piece)) await once(file, 'drain');
    file.end();
    await once(file, 'close');
    await rename(draft, target);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    if ('syscall' in (error as object))
      throw new LabError('file-not-writable', `the file cannot be written: ${(error as Error).message}`, {
        place: target,
      });
    throw error;
  }
}
