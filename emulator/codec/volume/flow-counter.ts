/** What the receiving end of a numbered flow knows. */
export interface FlowCounts {
  /** Different datagrams. */
  readonly datagrams: number;
  /** UDP payload octets of the different datagrams. */
  readonly octets: number;
  /** Datagrams that had come before, or that came more than WINDOW behind the newest. */
  readonly duplicates: number;
  /** Datagrams that came after a later one. */
  readonly reordered: number;
  /** Highest sequence number + 1; 0 when nothing came. */
  readonly upTo: number;
}

/** How far behind the newest sequence number a datagram may come and still be told from a duplicate. */
const WINDOW = 4096;

/** Counts the datagrams of one flow in constant memory: a bit for each of the last 4096 sequence numbers. */
export class FlowCounter implements FlowCounts {
  datagrams = 0;
  octets = 0;
  duplicates = 0;
  reordered = 0;
  upTo = 0;
  private readonly seen = new Uint32Array(WINDOW / 32);

  /** Takes one datagram; false when it was a duplicate. `sequence`: 32 bit unsigned. */
  add(sequence: number, octets: number): boolean {
    if (sequence >= this.upTo) {
      this.forget(this.upTo, sequence);
      this.upTo = sequence + 1;
    } else {
      if (sequence < this.upTo - WINDOW || this.has(sequence)) {
        this.duplicates++;
        return false;
      }
      this.reordered++;
    }
    this.seen[(sequence % WINDOW) >>> 5]! |= 1 << (sequence & 31);
    this.datagrams++;
    this.octets += octets;
    return true;
  }

  /** Datagrams of `total` that have not come. */
  missing(total: number): number {
    return Math.max(0, total - this.datagrams);
  }

  private has(sequence: number): boolean {
    return (this.seen[(sequence % WINDOW) >>> 5]! & (1 << (sequence & 31))) !== 0;
  }

  /** Clears the bits of the sequence numbers from `from` to `to`, which were used for numbers WINDOW before. */
  private forget(from: number, to: number): void {
    if (to - from >= WINDOW) this.seen.fill(0);
    else for (let s = from; s <= to; s++) this.seen[(s % WINDOW) >>> 5]! &= ~(1 << (s & 31));
  }
}
