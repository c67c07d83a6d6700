import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../emulator/vocabulary/index.ts';
import { lockFolder } from './folder-lock.ts';
import type { FrameBuffer, Operation } from './frames.ts';
import { Journal } from './journal.ts';
import { journalPath, recover, snapshotPath } from './recovery.ts';
import { type Picture, syncFolder, writeSnapshot } from './snapshot.ts';

/** A journal is rewritten as a snapshot when it has grown past this and past twice the data. */
const LEAST_COMPACTED_OCTETS = 8 * 1024 * 1024;
/** On closing, a journal larger than this is rewritten so that the next start is quick. */
const LEAST_COMPACTED_ON_CLOSE_OCTETS = 1024 * 1024;

/** The folder of a durable store: its lock, its current journal, and the rewriting of both into a snapshot. */
export class DurableLog {
  readonly warnings: readonly string[];
  /** Sequence of the last change that was read back. */
  readonly sequence: number;
  readonly #folder: string;
  readonly #unlock: () => void;
  #number: number;
  #journal: Journal;
  #compacting: Promise<void> | undefined;

  /**
   * Opens the folder and hands over everything in it, operation by operation.
   *
   * @throws {LabError} when the folder cannot be used, is in use, or is damaged.
   */
  constructor(folder: string, apply: (operation: Operation) => void) {
    this.#folder = folder;
    prepare(folder);
    this.#unlock = lockFolder(folder);
    try {
      const recovered = recover(folder, apply);
      this.warnings = recovered.warnings;
      this.sequence = recovered.sequence;
      this.#number = recovered.number;
      this.#journal = new Journal(journalPath(folder, recovered.number), recovered.size);
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** Where the next changes go. */
  get frames(): FrameBuffer {
    return this.#journal.frames;
  }

  get failure(): Error | undefined {
    return this.#journal.failure;
  }

  relieve(): void {
    this.#journal.relieve();
  }

  write(): void {
    this.#journal.write();
  }

  sync(): Promise<void> {
    return this.#journal.sync();
  }

  /** Whether the journal has become much larger than what it tells. */
  isBloated(dataOctets: number): boolean {
    return this.#compacting === undefined && this.#journal.size > Math.max(LEAST_COMPACTED_OCTETS, 2 * dataOctets);
  }

  /** Begins a new journal and writes the data as of now into a snapshot beside it; then the old files go. */
  compact(picture: () => Picture): Promise<void> {
    this.#compacting ??= this.#compact(picture).finally(() => {
      this.#compacting = undefined;
    });
    return this.#compacting;
  }

  async close(picture: () => Picture): Promise<void> {
    await this.#compacting?.catch(() => {});
    if (this.#journal.size > LEAST_COMPACTED_ON_CLOSE_OCTETS && this.failure === undefined) {
      await this.compact(picture).catch(() => {});
    }
    await this.#journal.close();
    this.#unlock();
  }

  async #compact(picture: () => Picture): Promise<void> {
    const old = this.#journal;
    // A later journal must never hold more than an earlier one: recovery takes them in turn.
    old.syncNow();
    const number = this.#number + 1;
    const fresh = new Journal(journalPath(this.#folder, number), 0);
    this.#journal = fresh;
    this.#number = number;
    const now = picture();
    await old.close();
    await syncFolder(this.#folder);
    await writeSnapshot(snapshotPath(this.#folder, number), now);
    for (const name of readdirSync(this.#folder)) {
      const found = /^(?:snapshot|journal)-(\d{8})\.(?:mongo|log)$/.exec(name);
      if (found !== null && Number(found[1]) < number) rmSync(join(this.#folder, name), { force: true });
    }
  }
}

function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new LabError(
      'mongo-folder-denied',
      `the embedded store cannot keep its data in ${folder}: ${(error as Error).message}`,
      { place: folder, hint: 'choose a folder that you may write to' },
      { cause: error },
    );
  }
}
