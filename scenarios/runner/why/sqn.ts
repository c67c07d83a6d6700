import type { AkaState } from '../port/index.ts';

/** Octets of an SQN as scenarios write it: 12 hex digits. */
export function formatSqn(sqn: number): string {
  return sqn.toString(16).padStart(12, '0');
}

/** A wrong AK makes a de-masked SQN random in 48 bit: one in 65 000 of them lies this near to what the card knows. */
const NEAR = 2 ** 31;

/**
 * Whether the SQN that the card de-masked may be one that an HSS counts: near the highest that the card has accepted, or young. When it is
 * not, AK on both sides differs, and so do the keys.
 */
export function isPlausibleSqn({ sqn, sqn_ms }: Pick<AkaState, 'sqn' | 'sqn_ms'>): boolean {
  return Math.abs(sqn - sqn_ms) < NEAR || sqn < NEAR;
}

/** SEQ part of an SQN; the low 5 bit are IND. TS 33.102 §C.1.1.1 */
export function seqOf(sqn: number): number {
  return Math.floor(sqn / 32);
}

/** A card refuses a SEQ that is further ahead than this. TS 33.102 §C.2.1 */
export const SEQ_DELTA = 2 ** 28;
