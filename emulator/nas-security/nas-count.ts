/**
 * NAS COUNT: 24 bits, an overflow counter of 16 and a sequence number of 8. Contexts hold, for each direction, the next
 * COUNT: the sender's next to use, the receiver's lowest that it still accepts. TS 24.301 §4.4.3.1
 */
export type NasCount = number;

/** The last COUNT; a context that has used it is exhausted. */
export const LAST_NAS_COUNT: NasCount = 0xff_ffff;

/** The sequence number that travels in a protected message. */
export function sequenceNumberOf(count: NasCount): number {
  return count & 0xff;
}

/**
 * The COUNT that a received sequence number stands for: the lowest one with these low bits that is not below `next`.
 * `bits` is 8, or 5 in a Service Request. The result may exceed LAST_NAS_COUNT. TS 24.301 §4.4.3.1, §4.4.3.3
 */
export function estimateCount(next: NasCount, sequenceNumber: number, bits: 5 | 8): NasCount {
  const size = 1 << bits;
  const count = next - (next % size) + (sequenceNumber % size);
  return count < next ? count + size : count;
}
