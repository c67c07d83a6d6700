import { snow3gKeystream } from '../snow3g.ts';
import { zucKeystream } from '../zuc.ts';

// UIA2 and 128-EIA3 written as their specifications write them, bit by bit, for comparison with the fast ones.
// The keystreams below them are the ones under test; published vectors judge those.

const MASK_64 = (1n << 64n) - 1n;

/** TS 35.215 §4.4 */
export function referenceUia2(
  key: Uint8Array,
  count: number,
  fresh: number,
  direction: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  const k = (index: number) => new DataView(key.buffer, key.byteOffset).getInt32(4 * index);
  const z = new Int32Array(5);
  const iv0 = fresh ^ (direction << 15);
  snow3gKeystream(k(3), k(2), k(1), k(0), iv0, count ^ (direction << 31), fresh, count, z, 5);
  const pair = (index: number) => (BigInt(z[index]! >>> 0) << 32n) | BigInt(z[index + 1]! >>> 0);
  const p = pair(0);
  const q = pair(2);
  let evaluation = 0n;
  const bits = bitsOf(message, lengthBits);
  for (let at = 0; at < lengthBits; at += 64) {
    let block = 0n;
    for (let i = 0; i < 64; i++) block = (block << 1n) | BigInt(bits[at + i] ?? 0);
    evaluation = multiply64(evaluation ^ block, p);
  }
  evaluation = multiply64(evaluation ^ BigInt(lengthBits), q);
  return Number(evaluation >> 32n) ^ z[4]!;
}

/** MUL of TS 35.215 §4.3.3, with c = 0x1b. */
function multiply64(v: bigint, p: bigint): bigint {
  let result = 0n;
  let power = v;
  for (let i = 0n; i < 64n; i++) {
    if ((p >> i) & 1n) result ^= power;
    power = ((power << 1n) & MASK_64) ^ (power >> 63n ? 0x1bn : 0n);
  }
  return result;
}

/** TS 35.221 §4.4 */
export function referenceEia3(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  const iv = new Uint8Array(16);
  for (let i = 0; i < 4; i++) iv[i] = count >>> (24 - 8 * i);
  iv[4] = bearer << 3;
  for (let i = 8; i < 16; i++) iv[i] = iv[i - 8]!;
  iv[8]! ^= direction << 7;
  iv[14]! ^= direction << 7;
  const words = Math.ceil((lengthBits + 64) / 32);
  const keystream = new Int32Array(words);
  zucKeystream(key, iv, keystream, words);
  const z: number[] = [];
  for (const word of keystream) for (let i = 31; i >= 0; i--) z.push((word >>> i) & 1);
  const wordAt = (bit: number) => z.slice(bit, bit + 32).reduce((word, b) => (word << 1) | b, 0);
  let t = 0;
  for (const [i, bit] of bitsOf(message, lengthBits).entries()) if (bit) t ^= wordAt(i);
  t ^= wordAt(lengthBits);
  return t ^ wordAt(32 * (words - 1));
}

function bitsOf(message: Uint8Array, lengthBits: number): number[] {
  return Array.from({ length: lengthBits }, (_, i) => (message[i >> 3]! >> (7 - (i & 7))) & 1);
}
