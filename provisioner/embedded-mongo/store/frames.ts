import { crc32 } from 'node:zlib';

/**
 * What journal and snapshot files are made of:
 *
 *     file:  | magic (8) | frame … |
 *     frame: | payload length (32) | CRC-32 of the payload (32) | payload |
 *     payload: | operation (8) | …
 *       put      | collection (32) | document |
 *       patch    | collection (32) | prefix (32) | suffix (32) | key length (32) | key | new middle |
 *       delete   | collection (32) | key |
 *       catalog  | document |
 *       end      | change sequence (64) |                      the last frame of a complete snapshot
 *
 * Numbers are little-endian. `key` is the `_id` as an index key. A patch keeps `prefix` octets from the start and `suffix`
 * from the end of the document and puts `middle` between them: a step of one counter costs some 60 octets.
 */
export const JOURNAL_MAGIC = Buffer.from('MVNOJRN1', 'latin1');
export const SNAPSHOT_MAGIC = Buffer.from('MVNOSNP1', 'latin1');
export const MAGIC_OCTETS = 8;

const FRAME_HEADER_OCTETS = 8;

const OPERATION = { put: 1, patch: 2, delete: 3, catalog: 4, end: 5 } as const;

export type Operation =
  | { readonly kind: 'put'; readonly collection: number; readonly document: Buffer }
  | {
      readonly kind: 'patch';
      readonly collection: number;
      readonly key: string;
      readonly prefix: number;
      readonly suffix: number;
      readonly middle: Buffer;
    }
  | { readonly kind: 'delete'; readonly collection: number; readonly key: string }
  | { readonly kind: 'catalog'; readonly entry: Buffer }
  | { readonly kind: 'end'; readonly sequence: number };

/** Frames gathered for one write. */
export class FrameBuffer {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was gathered: a view that the next frame overwrites after `clear`. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  put(collection: number, document: Buffer): void {
    const at = this.#open(5 + document.length);
    this.#bytes[at] = OPERATION.put;
    this.#bytes.writeUInt32LE(collection, at + 1);
    document.copy(this.#bytes, at + 5);
    this.#close(at);
  }

  /** The step from one version of a document to the next, or the whole document where that is shorter. */
  change(collection: number, key: string, before: Buffer, after: Buffer): void {
    const prefix = commonPrefix(before, after);
    const suffix = commonSuffix(before, after, prefix);
    const middle = after.length - prefix - suffix;
    const size = 17 + key.length + middle;
    if (size >= 5 + after.length) {
      this.put(collection, after);
      return;
    }
    const at = this.#open(size);
    this.#bytes[at] = OPERATION.patch;
    this.#bytes.writeUInt32LE(collection, at + 1);
    this.#bytes.writeUInt32LE(prefix, at + 5);
    this.#bytes.writeUInt32LE(suffix, at + 9);
    this.#bytes.writeUInt32LE(key.length, at + 13);
    this.#bytes.write(key, at + 17, 'latin1');
    after.copy(this.#bytes, at + 17 + key.length, prefix, prefix + middle);
    this.#close(at);
  }

  delete(collection: number, key: string): void {
    const at = this.#open(5 + key.length);
    this.#bytes[at] = OPERATION.delete;
    this.#bytes.writeUInt32LE(collection, at + 1);
    this.#bytes.write(key, at + 5, 'latin1');
    this.#close(at);
  }

  catalog(entry: Buffer): void {
    const at = this.#open(1 + entry.length);
    this.#bytes[at] = OPERATION.catalog;
    entry.copy(this.#bytes, at + 1);
    this.#close(at);
  }

  end(sequence: number): void {
    const at = this.#open(9);
    this.#bytes[at] = OPERATION.end;
    this.#bytes.writeBigUInt64LE(BigInt(sequence), at + 1);
    this.#close(at);
  }

  /** Makes room for a frame; returns where its payload begins. */
  #open(size: number): number {
    const end = this.#length + FRAME_HEADER_OCTETS + size;
    if (end > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    const at = this.#length + FRAME_HEADER_OCTETS;
    this.#bytes.writeUInt32LE(size, this.#length);
    this.#length = end;
    return at;
  }

  #close(at: number): void {
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(at, this.#length)), at - 4);
  }
}

/** Walks over the frames of a file; `end` is where the last good one ends. */
export class FrameReader {
  readonly #bytes: Buffer;
  /** One past the last frame that was read. */
  end = MAGIC_OCTETS;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next operation; undefined at the end of the file or at a frame that is cut short or damaged. */
  next(): Operation | undefined {
    const bytes = this.#bytes;
    const start = this.end + FRAME_HEADER_OCTETS;
    if (start > bytes.length) return undefined;
    const stop = start + bytes.readUInt32LE(this.end);
    if (stop > bytes.length || stop <= start) return undefined;
    const payload = bytes.subarray(start, stop);
    if (crc32(payload) !== bytes.readUInt32LE(this.end + 4)) return undefined;
    const operation = parseOperation(payload);
    if (operation !== undefined) this.end = stop;
    return operation;
  }

  get atEnd(): boolean {
    return this.end === this.#bytes.length;
  }
}

function parseOperation(payload: Buffer): Operation | undefined {
  switch (payload[0]) {
    case OPERATION.put:
      return { kind: 'put', collection: payload.readUInt32LE(1), document: payload.subarray(5) };
    case OPERATION.patch: {
      const keyEnd = 17 + payload.readUInt32LE(13);
      return {
        kind: 'patch',
        collection: payload.readUInt32LE(1),
        prefix: payload.readUInt32LE(5),
        suffix: payload.readUInt32LE(9),
        key: payload.toString('latin1', 17, keyEnd),
        middle: payload.subarray(keyEnd),
      };
    }
    case OPERATION.delete:
      return { kind: 'delete', collection: payload.readUInt32LE(1), key: payload.toString('latin1', 5) };
    case OPERATION.catalog:
      return { kind: 'catalog', entry: payload.subarray(1) };
    case OPERATION.end:
      return { kind: 'end', sequence: Number(payload.readBigUInt64LE(1)) };
    default:
      return undefined;
  }
}

/** Applies a patch to the document before it. */
export function patched(before: Buffer, prefix: number, suffix: number, middle: Buffer): Buffer {
  const after = Buffer.allocUnsafeSlow(prefix + middle.length + suffix);
  before.copy(after, 0, 0, prefix);
  middle.copy(after, prefix);
  before.copy(after, prefix + middle.length, before.length - suffix);
  return after;
}

function commonPrefix(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

function commonSuffix(a: Buffer, b: Buffer, prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
