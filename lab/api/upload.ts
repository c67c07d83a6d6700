import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A body that was too large. */
export class TooLarge extends Error {}

/**
 * A file that was sent, on disk: batches are read twice. It may hold keys in the open, so it is encrypted there with a key that is only in
 * this process: what a killed process leaves behind is noise.
 */
export class Upload {
  readonly octets: number;
  /** SHA-256, hex. */
  readonly digest: string;
  readonly #folder: string;
  readonly #key: Buffer;

  /** @throws TooLarge above `limit` octets */
  static async receive(body: AsyncIterable<Uint8Array>, limit: number): Promise<Upload> {
    const folder = await mkdtemp(join(tmpdir(), 'mvnolab-upload-'));
    try {
      const key = randomBytes(32);
      const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
      const hash = createHash('sha256');
      const file = await open(fileIn(folder), 'wx', 0o600);
      let octets = 0;
      try {
        for await (const piece of body) {
          octets += piece.length;
          if (octets > limit) throw new TooLarge();
          hash.update(piece);
          await file.write(cipher.update(piece));
        }
      } finally {
        await file.close();
      }
      return new Upload(folder, key, octets, hash.digest('hex'));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(folder: string, key: Buffer, octets: number, digest: string) {
    this.#folder = folder;
    this.#key = key;
    this.octets = octets;
    this.digest = digest;
  }

  /** The octets from the first, as often as asked. */
  readonly read = (): AsyncIterable<Buffer> =>
    createReadStream(fileIn(this.#folder)).pipe(createDecipheriv('aes-256-ctr', this.#key, Buffer.alloc(16)));

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function fileIn(folder: string): string {
  return join(folder, 'body');
}
