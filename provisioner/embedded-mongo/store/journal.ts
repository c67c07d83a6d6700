import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { FrameBuffer, JOURNAL_MAGIC, MAGIC_OCTETS } from './frames.ts';

/** How long written changes may wait until the disk has them for sure. */
const SYNC_EVERY_MS = 100;
/** Gathered changes are written when they reach this, though no reply waits yet. */
const MOST_GATHERED_OCTETS = 1024 * 1024;

/** The append side of a journal file: changes are gathered, written before each reply, and synced every 100 ms. */
export class Journal {
  readonly path: string;
  readonly frames = new FrameBuffer();
  readonly #fd: number;
  #size: number;
  #unsynced = false;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;
  #failure: Error | undefined;

  /** Opens the file for appending after `size` octets; what stands behind them is cut off. */
  constructor(path: string, size: number) {
    this.path = path;
    this.#fd = openSync(path, size === 0 ? 'w' : 'r+');
    if (size === 0) {
      this.#size = writeSync(this.#fd, JOURNAL_MAGIC, 0, MAGIC_OCTETS, 0);
      fdatasyncSync(this.#fd);
    } else {
      this.#size = size;
      if (fstatSync(this.#fd).size > size) ftruncateSync(this.#fd, size);
    }
  }

  /** Octets in the file. */
  get size(): number {
    return this.#size;
  }

  /** Why nothing can be written any more. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Writes what has gathered when it is much. */
  relieve(): void {
    if (this.frames.length >= MOST_GATHERED_OCTETS) this.write();
  }

  /** Writes what has gathered. On failure that is lost, `failure` tells why, and nothing more is written. */
  write(): void {
    if (this.frames.length === 0) return;
    const bytes = this.frames.view();
    this.frames.clear();
    if (this.#failure !== undefined) return;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at, this.#size + at);
    } catch (error) {
      this.#failure = error as Error;
      return;
    }
    this.#size += bytes.length;
    this.#unsynced = true;
    this.#timer ??= setTimeout(() => this.#syncSoon(), SYNC_EVERY_MS).unref();
  }

  /** Resolves when the disk has everything that was written. */
  async sync(): Promise<void> {
    this.write();
    // One that is under way may have begun before the last write.
    while (this.#unsynced || this.#syncing !== undefined) await (this.#syncing ?? this.#startSync());
  }

  syncNow(): void {
    this.write();
    if (this.#failure === undefined) fdatasyncSync(this.#fd);
    this.#unsynced = false;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#syncing;
    this.syncNow();
    closeSync(this.#fd);
  }

  #syncSoon(): void {
    this.#timer = undefined;
    if (this.#unsynced && this.#syncing === undefined) void this.#startSync();
  }

  #startSync(): Promise<void> {
    this.#unsynced = false;
    this.#syncing = new Promise(resolve => {
      fdatasync(this.#fd, error => {
        if (error !== null) this.#failure = error;
        this.#syncing = undefined;
        if (this.#unsynced) this.#timer ??= setTimeout(() => this.#syncSoon(), SYNC_EVERY_MS).unref();
        resolve();
      });
    });
    return this.#syncing;
  }
}
