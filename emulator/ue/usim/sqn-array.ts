import { SQN_MAX } from '../../crypto/index.ts';

/** SQN = SEQ ‖ IND: the low 5 bit choose a slot of the array. TS 33.102 §C.1.1.1, §C.3 */
const IND_VALUES = 32;
const NO_SQN: readonly number[] = new Array(IND_VALUES).fill(0);

/** Δ: a SEQ that is further ahead than this is refused, so that nobody makes the counter run out. TS 33.102 §C.3 */
export const SEQ_DELTA = 2 ** 28;

/**
 * The highest sequence number that the card has accepted for each IND. Storing one for each lets vectors of several
 * domains arrive out of order; a home network that steps SQN by 32 uses one slot only. TS 33.102 §C.2
 */
export class SqnArray {
  /** Whole SQNs by IND. Never changed in place: the card's memory shares it. */
  private slots: readonly number[] = NO_SQN;
  private highest = 0;
  /** L: a SEQ that is this far behind the highest is refused; undefined = no limit, as §C.3 leaves it to the operator. */
  private readonly ageLimit: number | undefined;

  constructor(stored?: readonly number[], ageLimit?: number) {
    this.ageLimit = ageLimit;
    if (stored?.some(sqn => sqn > 0)) {
      this.slots = NO_SQN.map((none, ind) => stored[ind] ?? none);
      this.highest = Math.max(...this.slots);
    }
  }

  /** SQN_MS: the highest sequence number accepted in any slot. */
  get sqnMs(): number {
    return this.highest;
  }

  /** Whether a sequence number is fresh. TS 33.102 §C.2.1, §C.2.2 */
  isFresh(sqn: number): boolean {
    const seq = seqOf(sqn);
    const seqMs = seqOf(this.highest);
    if (seq - seqMs > SEQ_DELTA) return false;
    if (this.ageLimit !== undefined && seqMs - seq > this.ageLimit) return false;
    return seq > seqOf(this.slots[sqn % IND_VALUES]!);
  }

  /** Marks a sequence number as used. */
  accept(sqn: number): void {
    this.slots = this.slots.with(sqn % IND_VALUES, sqn);
    if (seqOf(sqn) > seqOf(this.highest)) this.highest = sqn;
  }

  /** Sets every slot, as a card that has been used elsewhere: SQN_MS is then exactly this. */
  preset(sqnMs: number): void {
    if (!(Number.isInteger(sqnMs) && sqnMs >= 0 && sqnMs <= SQN_MAX)) throw new RangeError(`${sqnMs} is no 48-bit SQN`);
    this.slots = NO_SQN.map(() => sqnMs);
    this.highest = sqnMs;
  }

  /** For the card's memory. */
  toArray(): readonly number[] {
    return this.slots;
  }
}

function seqOf(sqn: number): number {
  return Math.floor(sqn / IND_VALUES);
}
