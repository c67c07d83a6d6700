import type { Millis } from '../machine/index.ts';

/** How much a bucket holds: packets of this long at full rate pass at once, so that a burst of one scheduling period is not cut. */
const BURST_MS = 100;
/** At least two full packets fit in a bucket, however slow the rate. */
const MIN_BURST_OCTETS = 3000;
/** What waits longer than this at full rate is dropped: the tail of an over-full queue. */
const QUEUE_MS = 250;
const MIN_QUEUE_OCTETS = 12_000;

/**
 * A token bucket with a queue: lets packets through at `bitsPerSecond`, holds back what exceeds it, drops what would wait too
 * long. This is how a base station keeps a phone within its UE-AMBR (TS 36.300 §11.1); Open5GS's UPF does not.
 */
export class RateLimiter {
  private readonly octetsPerMs: number;
  private readonly burst: number;
  private readonly queueLimit: number;
  private tokens: number;
  private filledAt: Millis;
  private readonly queue: { readonly octets: number; readonly release: () => void }[] = [];
  private queuedOctets = 0;
  dropped = 0;

  constructor(bitsPerSecond: number, now: Millis) {
    this.octetsPerMs = bitsPerSecond / 8000;
    this.burst = Math.max(MIN_BURST_OCTETS, this.octetsPerMs * BURST_MS);
    this.queueLimit = Math.max(MIN_QUEUE_OCTETS, this.octetsPerMs * QUEUE_MS);
    this.tokens = this.burst;
    this.filledAt = now;
  }

  /** Calls `release` now, or keeps it for `flush`, or drops it (false). */
  offer(octets: number, now: Millis, release: () => void): boolean {
    this.refill(now);
    if (this.queue.length === 0 && this.tokens >= octets) {
      this.tokens -= octets;
      release();
      return true;
    }
    if (this.queuedOctets + octets > this.queueLimit) {
      this.dropped++;
      return false;
    }
    this.queue.push({ octets, release });
    this.queuedOctets += octets;
    return true;
  }

  /** Releases what the time that passed allows. */
  flush(now: Millis): void {
    this.refill(now);
    while (this.queue.length > 0 && this.tokens >= this.needed(this.queue[0]!.octets)) {
      const { octets, release } = this.queue.shift()!;
      this.tokens -= octets;
      this.queuedOctets -= octets;
      release();
    }
  }

  /** When the first packet in the queue may go; undefined = the queue is empty. */
  nextRelease(): Millis | undefined {
    const first = this.queue[0];
    if (first === undefined) return undefined;
    if (this.octetsPerMs === 0) return undefined;
    return this.filledAt + Math.max(0, (this.needed(first.octets) - this.tokens) / this.octetsPerMs);
  }

  /** A packet larger than the bucket passes when the bucket is full. */
  private needed(octets: number): number {
    return Math.min(octets, this.burst) - 1e-6;
  }

  private refill(now: Millis): void {
    if (now <= this.filledAt) return;
    this.tokens = Math.min(this.burst, this.tokens + (now - this.filledAt) * this.octetsPerMs);
    this.filledAt = now;
  }
}
