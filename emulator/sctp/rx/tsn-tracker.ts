import type { GapAckBlock } from '../../codec/sctp/index.ts';
import { tsnAdd, tsnDistance } from '../serial.ts';

/** TSNs from `start` to `end`, both included. */
interface Range {
  start: number;
  end: number;
}

/** Gap ack blocks hold 16 bit offsets: what is farther ahead cannot be acknowledged. */
const FARTHEST = 0xffff;

/** Which TSNs came: the cumulative one and the islands beyond it. RFC 9260 §6.2 */
export class TsnTracker {
  /** Highest TSN up to which all came. */
  cumulative: number;
  /** Ascending, disjoint, never touching. */
  private readonly islands: Range[] = [];

  constructor(initialTsn: number) {
    this.cumulative = tsnAdd(initialTsn, -1);
  }

  get hasGaps(): boolean {
    return this.islands.length > 0;
  }

  /** Highest TSN that came. */
  get highest(): number {
    return this.islands.at(-1)?.end ?? this.cumulative;
  }

  /** What a TSN would be, without recording it. */
  judge(tsn: number): 'next' | 'ahead' | 'duplicate' | 'too-far' {
    const distance = tsnDistance(tsn, this.cumulative);
    if (distance <= 0) return 'duplicate';
    if (distance === 1) return 'next';
    if (distance > FARTHEST) return 'too-far';
    for (let i = this.islands.length - 1; i >= 0; i--) {
      const island = this.islands[i]!;
      if (tsnDistance(tsn, island.end) > 0) return 'ahead';
      if (tsnDistance(tsn, island.start) >= 0) return 'duplicate';
    }
    return 'ahead';
  }

  /** Records a TSN that `judge` called next or ahead. */
  add(tsn: number): void {
    if (tsn === tsnAdd(this.cumulative, 1)) {
      this.cumulative = tsn;
      const first = this.islands[0];
      if (first !== undefined && first.start === tsnAdd(tsn, 1)) {
        this.cumulative = first.end;
        this.islands.shift();
      }
      return;
    }
    let after = this.islands.length;
    while (after > 0 && tsnDistance(tsn, this.islands[after - 1]!.start) < 0) after--;
    const left = this.islands[after - 1];
    const right = this.islands[after];
    const touchesLeft = left !== undefined && left.end === tsnAdd(tsn, -1);
    const touchesRight = right !== undefined && right.start === tsnAdd(tsn, 1);
    if (touchesLeft && touchesRight) {
      left.end = right.end;
      this.islands.splice(after, 1);
    } else if (touchesLeft) left.end = tsn;
    else if (touchesRight) right.start = tsn;
    else this.islands.splice(after, 0, { start: tsn, end: tsn });
  }

  /** The islands as offsets from the cumulative TSN, `most` at most, lowest first. */
  gapAckBlocks(most: number): GapAckBlock[] {
    return this.islands.slice(0, most).map(({ start, end }) => ({
      start: tsnDistance(start, this.cumulative),
      end: tsnDistance(end, this.cumulative),
    }));
  }
}
