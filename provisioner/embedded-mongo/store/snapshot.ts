import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FrameBuffer, SNAPSHOT_MAGIC } from './frames.ts';

const CHUNK_OCTETS = 1024 * 1024;

/** A picture of the data at one moment: documents never change in place, so holding them costs no copy. */
export interface Picture {
  readonly sequence: number;
  readonly catalog: readonly Buffer[];
  readonly collections: readonly { readonly number: number; readonly documents: readonly Buffer[] }[];
}

/** Writes a picture to a file, a megabyte at a time, and gives it its name only when the disk has all of it. */
export async function writeSnapshot(path: string, picture: Picture): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  try {
    await file.write(SNAPSHOT_MAGIC);
    const frames = new FrameBuffer();
    for (const entry of picture.catalog) frames.catalog(entry);
    for (const { number, documents } of picture.collections) {
      for (const document of documents) {
        frames.put(number, document);
        if (frames.length >= CHUNK_OCTETS) await flush(file, frames);
      }
    }
    frames.end(picture.sequence);
    await flush(file, frames);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

async function flush(file: FileHandle, frames: FrameBuffer): Promise<void> {
  await file.writeFile(frames.view());
  frames.clear();
}

/** Makes new names in a folder durable; systems that cannot sync a folder do so by themselves. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no folders.
  }
}
