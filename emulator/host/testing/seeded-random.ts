import type { RandomBytes } from '../../machine/index.ts';

/** Numbers that look random and are the same for the same seed (mulberry32): a failed run can be repeated. */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return this.word() / 0x1_0000_0000;
  }

  /** 0 ≤ n < bound. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  /** For machines that take their randomness as an argument. */
  readonly bytes: RandomBytes = length => Uint8Array.from({ length }, () => this.word() >>> 24);

  private word(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
