import type { Millis } from '../../machine/index.ts';
import { SeededRandom } from './seeded-random.ts';

/** How one direction of a link treats packets; probabilities are 0 … 1, everything left out is perfect. */
export interface ImpairmentOptions {
  readonly loss?: number;
  readonly duplicate?: number;
  /** Flips one bit. */
  readonly corrupt?: number;
  /** A packet that is held back by `reorderByMs`, so that later ones overtake it. */
  readonly reorder?: number;
  /** 10 ms by default. */
  readonly reorderByMs?: Millis;
  readonly delayMs?: Millis;
  /** Up to so much more delay, at random; it does not reorder. */
  readonly jitterMs?: Millis;
}

/** What becomes of one packet: no arrival, one, or two. */
export interface Arrival {
  readonly at: Millis;
  readonly bytes: Uint8Array;
}

/** Figures of one direction. */
export interface ImpairmentStatistics {
  packets: number;
  lost: number;
  duplicated: number;
  corrupted: number;
  reordered: number;
}

/** Makes one direction of a link worse, the same way for the same seed and the same packets. */
export class Impairment {
  options: ImpairmentOptions;
  /** Loses everything while it is true: a cut cable. */
  cut = false;
  /** Loses the packets that it says yes to; `index` counts all packets from 0. */
  drop: ((bytes: Uint8Array, index: number) => boolean) | undefined;
  readonly statistics: ImpairmentStatistics = { packets: 0, lost: 0, duplicated: 0, corrupted: 0, reordered: 0 };
  private readonly random: SeededRandom;
  private lastArrival: Millis = Number.NEGATIVE_INFINITY;

  constructor(options: ImpairmentOptions = {}, seed = 1) {
    this.options = options;
    this.random = new SeededRandom(seed);
  }

  apply(bytes: Uint8Array, now: Millis): Arrival[] {
    const { options, statistics, random } = this;
    const index = statistics.packets++;
    const lost = random.chance(options.loss ?? 0);
    if (lost || this.cut || this.drop?.(bytes, index)) {
      statistics.lost++;
      return [];
    }
    const arrivals = [{ at: this.arrivalTime(now), bytes: this.damage(bytes) }];
    if (random.chance(options.duplicate ?? 0)) {
      statistics.duplicated++;
      arrivals.push({ at: this.arrivalTime(now), bytes });
    }
    return arrivals;
  }

  private arrivalTime(now: Millis): Millis {
    const { options, random } = this;
    const at = now + (options.delayMs ?? 0) + (options.jitterMs ?? 0) * random.fraction();
    if (random.chance(options.reorder ?? 0)) {
      this.statistics.reordered++;
      return at + (options.reorderByMs ?? 10);
    }
    this.lastArrival = Math.max(at, this.lastArrival);
    return this.lastArrival;
  }

  private damage(bytes: Uint8Array): Uint8Array {
    if (!this.random.chance(this.options.corrupt ?? 0) || bytes.length === 0) return bytes;
    this.statistics.corrupted++;
    const damaged = bytes.slice();
    damaged[this.random.below(bytes.length)]! ^= 1 << this.random.below(8);
    return damaged;
  }
}
