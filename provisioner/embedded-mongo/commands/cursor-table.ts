import { randomBytes } from 'node:crypto';
import type { Value } from '../bson/index.ts';

/** A batch ends before it grows past this; a single document may be as large. */
export const MOST_BATCH_OCTETS = 16 * 1024 * 1024;

/** Where a cursor's documents come from. */
export interface DocumentSource {
  /** The next documents, at most so many and so many octets (but at least one when there is one). */
  take(most: number, octets: number): readonly Value[];
  /** Nothing more will come. */
  readonly exhausted: boolean;
  /** For sources that grow: resolves when more may have come, the time is over, or the signal aborts. */
  wait?(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Change streams: where to go on from after this batch. */
  readonly resumeToken?: Value | undefined;
}

export interface Cursor {
  readonly id: bigint;
  readonly namespace: string;
  readonly source: DocumentSource;
  readonly killed: AbortController;
  readonly timesOut: boolean;
  lastUsedMs: number;
  inUse: boolean;
}

/** Open cursors by id. Those unused for ten minutes are closed, as by MongoDB. */
export class CursorTable {
  readonly #cursors = new Map<bigint, Cursor>();
  readonly #idleMs: number;
  readonly #sweeper: NodeJS.Timeout;

  constructor(idleMs = 600_000) {
    this.#idleMs = idleMs;
    this.#sweeper = setInterval(() => this.sweep(Date.now()), Math.min(idleMs, 60_000));
    this.#sweeper.unref();
  }

  get size(): number {
    return this.#cursors.size;
  }

  open(namespace: string, source: DocumentSource, timesOut: boolean): Cursor {
    let id = 0n;
    while (id === 0n || this.#cursors.has(id)) id = randomBytes(8).readBigInt64BE(0) & 0x7fff_ffff_ffff_ffffn;
    const cursor: Cursor = {
      id,
      namespace,
      source,
      killed: new AbortController(),
      timesOut,
      lastUsedMs: Date.now(),
      inUse: false,
    };
    this.#cursors.set(id, cursor);
    return cursor;
  }

  find(id: bigint): Cursor | undefined {
    return this.#cursors.get(id);
  }

  /** Closes a cursor; a getMore that waits on it gives up. Returns whether there was one. */
  close(id: bigint): boolean {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) return false;
    this.#cursors.delete(id);
    cursor.killed.abort();
    return true;
  }

  sweep(nowMs: number): void {
    for (const cursor of this.#cursors.values()) {
      if (cursor.timesOut && !cursor.inUse && nowMs - cursor.lastUsedMs > this.#idleMs) this.close(cursor.id);
    }
  }

  closeAll(): void {
    clearInterval(this.#sweeper);
    for (const id of [...this.#cursors.keys()]) this.close(id);
  }
}

/** Documents that are all known, shaped as they are taken. */
export class ListSource implements DocumentSource {
  readonly #documents: readonly Value[];
  readonly #shape: ((document: Value) => Value) | undefined;
  #at = 0;

  constructor(documents: readonly Value[], shape?: (document: Value) => Value) {
    this.#documents = documents;
    this.#shape = shape;
  }

  get exhausted(): boolean {
    return this.#at >= this.#documents.length;
  }

  take(most: number, octets: number): readonly Value[] {
    const batch: Value[] = [];
    let size = 0;
    while (batch.length < most && this.#at < this.#documents.length) {
      const document = this.#documents[this.#at]!;
      const shaped = this.#shape === undefined ? document : this.#shape(document);
      size += shaped.end - shaped.start;
      if (batch.length > 0 && size > octets) break;
      batch.push(shaped);
      this.#at++;
    }
    return batch;
  }
}
