import { keystreamWords, xorKeystream } from './keystream.ts';
import { snow3gKeystream } from './snow3g.ts';
import { getWord, getWordZeroPadded } from './words.ts';

/** 128-EEA1 (UEA2, f8): SNOW 3G. TS 33.401 §B.1.2, TS 35.215 §3.4 */
export function applyEea1(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  data: Uint8Array,
): Uint8Array {
  const words = Math.ceil(data.length / 4);
  const keystream = keystreamWords(words);
  const iv = (bearer << 27) | (direction << 26);
  generate(key, iv, count, iv, count, keystream, words);
  return xorKeystream(data, keystream);
}

/** 128-EIA1: UIA2 with FRESH = BEARER followed by 27 zeros. TS 33.401 §B.2.2 */
export function computeEia1(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  return computeUia2(key, count, bearer << 27, direction, message, lengthBits);
}

/**
 * UIA2 (f9): the message as a polynomial over GF(2^64) at the point P, times Q, all from SNOW 3G's first five words.
 * TS 35.215 §4.4
 */
export function computeUia2(
  key: Uint8Array,
  count: number,
  fresh: number,
  direction: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  generate(key, fresh ^ (direction << 15), count ^ (direction << 31), fresh, count, z, 5);
  setFactor(z[0]!, z[1]!);
  eval0 = 0;
  eval1 = 0;
  const end = lengthBits >>> 3;
  for (let at = 0; 8 * at < lengthBits; at += 8) {
    eval0 ^= getWordZeroPadded(message, at, end);
    eval1 ^= getWordZeroPadded(message, at + 4, end);
    if (at + 8 > end && (lengthBits & 7) !== 0) addLastBits(message[end]!, end - at, lengthBits & 7);
    multiplyEval();
  }
  eval1 ^= lengthBits; // LENGTH is 64 bit; messages stay below 2^32 bit
  setFactor(z[2]!, z[3]!);
  multiplyEval();
  return eval0 ^ z[4]!;
}

const z = new Int32Array(5);
let eval0 = 0;
let eval1 = 0;
/** The factor times each 4-bit polynomial. */
const factor0 = new Int32Array(16);
const factor1 = new Int32Array(16);
/** What four bits that leave at the top put back at the bottom: n · (x⁴ + x³ + x + 1). */
const REDUCTION = Int32Array.from({ length: 16 }, (_, n) => n ^ (n << 1) ^ (n << 3) ^ (n << 4));

/** Fills the table of multiples of a factor in GF(2^64) over x⁶⁴ + x⁴ + x³ + x + 1. */
function setFactor(high: number, low: number): void {
  factor0[1] = high;
  factor1[1] = low;
  for (let n = 2; n < 16; n += 2) {
    const h = factor0[n >> 1]!;
    const l = factor1[n >> 1]!;
    factor0[n] = (h << 1) | (l >>> 31);
    factor1[n] = (l << 1) ^ ((h >> 31) & 0x1b);
    factor0[n + 1] = factor0[n]! ^ high;
    factor1[n + 1] = factor1[n]! ^ low;
  }
}

/** EVAL := EVAL · factor, four bits of EVAL at a time from the top. */
function multiplyEval(): void {
  let high = 0;
  let low = 0;
  for (let shift = 60; shift >= 0; shift -= 4) {
    const out = high >>> 28;
    const nibble = (shift >= 32 ? eval0 >>> (shift - 32) : eval1 >>> shift) & 15;
    high = ((high << 4) | (low >>> 28)) ^ factor0[nibble]!;
    low = (low << 4) ^ REDUCTION[out]! ^ factor1[nibble]!;
  }
  eval0 = high;
  eval1 = low;
}

/** Adds the message's last `bits` bits (fewer than 8), which stand `octet` octets into the block. */
function addLastBits(last: number, octet: number, bits: number): void {
  const kept = last & (0xff00 >> bits) & 0xff;
  if (octet < 4) eval0 ^= kept << (24 - 8 * octet);
  else eval1 ^= kept << (56 - 8 * octet);
}

/** The key's words run from k3 to k0. TS 35.215 §3.4.2 */
function generate(
  key: Uint8Array,
  iv0: number,
  iv1: number,
  iv2: number,
  iv3: number,
  keystream: Int32Array,
  words: number,
): void {
  const [k3, k2, k1, k0] = [getWord(key, 0), getWord(key, 4), getWord(key, 8), getWord(key, 12)];
  snow3gKeystream(k0, k1, k2, k3, iv0, iv1, iv2, iv3, keystream, words);
}
