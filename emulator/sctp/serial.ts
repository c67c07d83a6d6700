/**
 * Serial number arithmetic for TSNs (32 bit) and SSNs (16 bit): numbers that wrap. RFC 9260 §1.6
 */

/** How far TSN `a` is ahead of `b`: positive, zero, or negative. */
export function tsnDistance(a: number, b: number): number {
  return (a - b) | 0;
}

export function tsnAdd(tsn: number, count: number): number {
  return (tsn + count) >>> 0;
}

/** How far SSN `a` is ahead of `b`: positive, zero, or negative. */
export function ssnDistance(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

export function ssnAdd(ssn: number, count: number): number {
  return (ssn + count) & 0xffff;
}
