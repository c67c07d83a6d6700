/** Sequence number SQN: 48 bit, a JavaScript number up to 2^48 - 1. TS 33.102 §6.3.2 */
export const SQN_MAX = 2 ** 48 - 1;

/** The 6 octets of a sequence number. @throws RangeError when it is not a whole number of 48 bit */
export function encodeSqn(sqn: number): Uint8Array {
  const octets = new Uint8Array(6);
  writeSqn(octets, 0, sqn);
  return octets;
}

/** The sequence number in 6 octets. @throws RangeError on another length */
export function decodeSqn(octets: Uint8Array): number {
  if (octets.length !== 6) throw new RangeError(`SQN has 6 octets, not ${octets.length}`);
  return readSqn(octets, 0);
}

/** Reads 6 octets at `at`. */
export function readSqn(octets: Uint8Array, at: number): number {
  const high = (octets[at]! << 8) | octets[at + 1]!;
  const low = (octets[at + 2]! << 24) | (octets[at + 3]! << 16) | (octets[at + 4]! << 8) | octets[at + 5]!;
  return high * 2 ** 32 + (low >>> 0);
}

/** Writes 6 octets at `at`. */
export function writeSqn(octets: Uint8Array, at: number, sqn: number): void {
  if (!(Number.isInteger(sqn) && sqn >= 0 && sqn <= SQN_MAX)) throw new RangeError(`${sqn} is not a 48-bit SQN`);
  const high = Math.floor(sqn / 2 ** 32);
  octets[at] = high >>> 8;
  octets[at + 1] = high;
  octets[at + 2] = sqn >>> 24;
  octets[at + 3] = sqn >>> 16;
  octets[at + 4] = sqn >>> 8;
  octets[at + 5] = sqn;
}
