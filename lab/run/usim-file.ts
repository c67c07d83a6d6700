import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { UsimMemory } from '../../emulator/ue/index.ts';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';

/**
 * The card's memory of an earlier run; undefined when the file does not exist yet.
 * @throws UserError when the file is no card's memory, or that of another card
 */
export function readUsimFile(path: string, imsi: string): UsimMemory | undefined {
  if (!existsSync(path)) return undefined;
  let memory: Partial<UsimMemory>;
  try {
    memory = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError('usim-file-invalid', `the file is no card's memory: ${(error as Error).message}`, {
      place: path,
      hint: 'delete it to begin with a new card',
    });
  }
  const isMemory = memory.v === 1 && Array.isArray(memory.sqnArray) && memory.sqnArray.every(Number.isSafeInteger);
  if (!isMemory) {
    throw new UserError('usim-file-invalid', "the file is no card's memory of this version", {
      place: path,
      expected: 'a file that mvnolab attach --usim wrote',
      hint: 'delete it to begin with a new card',
    });
  }
  if (memory.imsi !== imsi) {
    throw new UserError('usim-file-other-card', `the file is the memory of IMSI ${memory.imsi}`, {
      place: path,
      expected: `the card of IMSI ${imsi}`,
      hint: `give --imsi ${memory.imsi}, or another file`,
    });
  }
  return memory as UsimMemory;
}

/** Writes the memory in one step, readable by its owner alone: KASME is in it. */
export async function writeUsimFile(path: string, memory: UsimMemory): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(memory, undefined, 2)}\n`, { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    throw new LabError('usim-file-not-writable', `the card's memory cannot be written: ${(error as Error).message}`, {
      place: path,
    });
  }
}
