import type { Value } from '../bson/index.ts';
import type { ChangeLog } from '../update/index.ts';

/** Something that happened to the data. Documents in it are bytes that will not change, so keeping them costs no copy. */
export interface Change {
  /** Counts up by one with each change, across restarts. */
  readonly sequence: number;
  readonly wallMs: number;
  readonly kind:
    | 'insert'
    | 'update'
    | 'replace'
    | 'delete'
    | 'create'
    | 'drop'
    | 'rename'
    | 'dropDatabase'
    | 'createIndexes'
    | 'dropIndexes'
    | 'modify';
  readonly database: string;
  /** Empty for `dropDatabase`. */
  readonly collection: string;
  /** The collection's UUID. */
  readonly uuid?: Buffer;
  readonly id?: Value | undefined;
  readonly before?: Value | undefined;
  readonly after?: Value | undefined;
  readonly log?: ChangeLog | undefined;
  /** Target of a rename. */
  readonly to?: {
    readonly database: string;
    readonly collection: string;
    /** UUID of the collection that had the name before. */
    readonly dropped: Buffer | undefined;
  };
  readonly description?: Value | undefined;
}

export type NewChange = Omit<Change, 'sequence' | 'wallMs'>;

/** How many changes can be caught up on. */
const MOST_KEPT = 10_000;

/** The latest changes, and whoever waits for the next. */
export class ChangeFeed {
  #kept: Change[] = [];
  #last = 0;
  #waiting = new Set<() => void>();
  #waking = false;

  /** Sequence of the latest change; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Goes on counting where an earlier run stopped. */
  resumeAt(sequence: number): void {
    this.#last = sequence;
  }

  append(change: NewChange): Change {
    const full = { ...change, sequence: ++this.#last, wallMs: Date.now() };
    this.#kept.push(full);
    if (this.#kept.length >= 2 * MOST_KEPT) this.#kept = this.#kept.slice(-MOST_KEPT);
    this.#wake();
    return full;
  }

  /** Whether everything after `sequence` is still there. */
  reaches(sequence: number): boolean {
    if (sequence > this.#last) return false;
    return sequence === this.#last || (this.#kept[0]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence + 1;
  }

  /** The first change after `sequence`. */
  after(sequence: number): Change | undefined {
    const first = this.#kept[0];
    return first === undefined ? undefined : this.#kept[Math.max(0, sequence + 1 - first.sequence)];
  }

  /** The first change at or after a time in seconds; undefined when there is none. */
  firstSince(seconds: number): Change | undefined {
    return this.#kept.find(change => Math.floor(change.wallMs / 1000) >= seconds);
  }

  /** Calls back once, soon after the next change. Returns how to give up waiting. */
  onNext(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  /** Wakes after the write's own reply is on its way, once for many writes. */
  #wake(): void {
    if (this.#waking || this.#waiting.size === 0) return;
    this.#waking = true;
    setImmediate(() => {
      this.#waking = false;
      const waiting = this.#waiting;
      this.#waiting = new Set();
      for (const callback of waiting) callback();
    });
  }
}
