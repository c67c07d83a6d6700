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

/** How many changes can be caught up on, and how many octets of documents they may hold on to. */
const MOST_KEPT = 200_000;
const MOST_KEPT_OCTETS = 64 * 1024 * 1024;
/** What a change costs besides its documents, about. */
const CHANGE_OCTETS = 300;

/**
 * The latest changes, and whoever waits for the next. Nothing is kept before someone reads for the first time: until then no
 * one can know a place to go on from.
 */
export class ChangeFeed {
  /** The changes kept are those from `#first` on; what stands before is dropped now and then. */
  #kept: (Change | undefined)[] = [];
  #first = 0;
  #octets = 0;
  #last = 0;
  /** Since when changes are kept, ms since 1970; undefined before anyone reads. */
  #readSinceMs: number | undefined;
  /** Sequence of the last change that was not kept. */
  #unread = 0;
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

  append(change: NewChange): void {
    this.#last++;
    if (this.#readSinceMs === undefined) return;
    this.#kept.push({ sequence: this.#last, wallMs: Date.now(), ...change });
    this.#octets += octetsOf(change);
    while (this.#kept.length - this.#first > MOST_KEPT || this.#octets > MOST_KEPT_OCTETS) this.#forgetOldest();
    this.#wake();
  }

  /** From now on changes are kept for those who read them. */
  beginReading(): void {
    if (this.#readSinceMs !== undefined) return;
    this.#readSinceMs = Date.now();
    this.#unread = this.#last;
  }

  /** Whether everything after `sequence` is still there. */
  reaches(sequence: number): boolean {
    if (sequence > this.#last) return false;
    return sequence === this.#last || (this.#kept[this.#first]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence + 1;
  }

  /** The first change after `sequence`. */
  after(sequence: number): Change | undefined {
    const first = this.#kept[this.#first];
    return first === undefined ? undefined : this.#kept[this.#first + Math.max(0, sequence + 1 - first.sequence)];
  }

  /** Whether everything since a time in seconds is still there. */
  reachesTime(seconds: number): boolean {
    const first = this.#kept[this.#first];
    if (first !== undefined && first.sequence > this.#unread + 1) return seconds * 1000 >= first.wallMs;
    return this.#unread === 0 || seconds * 1000 >= (this.#readSinceMs ?? 0) - 1000;
  }

  /** The first change at or after a time in seconds; undefined when there is none. */
  firstSince(seconds: number): Change | undefined {
    return this.#kept.find(change => change !== undefined && Math.floor(change.wallMs / 1000) >= seconds);
  }

  /** Calls back once, soon after the next change. Returns how to give up waiting. */
  onNext(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  #forgetOldest(): void {
    this.#octets -= octetsOf(this.#kept[this.#first]!);
    this.#kept[this.#first++] = undefined;
    if (this.#first < 1024 || this.#first * 2 < this.#kept.length) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
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

function octetsOf({ before, after }: NewChange): number {
  const spanOf = (document: Value | undefined) => (document === undefined ? 0 : document.end - document.start);
  return CHANGE_OCTETS + spanOf(before) + spanOf(after);
}
