import { D, S0, S1 } from './zuc-tables.ts';

// Constants of this module, which V8 treats as such; imported ones it does not.
const [s0Box, s1Box, loading] = [S0, S1, D];

const s = new Int32Array(16); // LFSR of 31-bit cells; s[(head + i) & 15] is the specification's s_i

/** Fills `keystream` with the first `count` words of ZUC under a key and an initialisation vector of 16 octets each. TS 35.222 §3.6 */
export function zucKeystream(key: Uint8Array, iv: Uint8Array, keystream: Int32Array, count: number): void {
  for (let i = 0; i < 16; i++) s[i] = (key[i]! << 23) | (loading[i]! << 8) | iv[i]!;
  let r1 = 0;
  let r2 = 0;
  // 32 clocks of initialisation feed F back into the LFSR; one more whose output is dropped; then each gives a word.
  for (let clock = 0; clock < 33 + count; clock++) {
    const head = clock & 15;
    const s0 = s[head]!;
    const s15 = s[(head + 15) & 15]!;
    const s13 = s[(head + 13) & 15]!;
    const s10 = s[(head + 10) & 15]!;
    const s4 = s[(head + 4) & 15]!;
    // Bit reorganisation: the high half of one cell beside the low half of another (§3.3).
    const x0 = ((s15 << 1) & 0xffff0000) | (s[(head + 14) & 15]! & 0xffff);
    const x1 = (s[(head + 11) & 15]! << 16) | (s[(head + 9) & 15]! >>> 15);
    const x2 = (s[(head + 7) & 15]! << 16) | (s[(head + 5) & 15]! >>> 15);
    const f = ((x0 ^ r1) + r2) | 0;
    const w1 = (r1 + x1) | 0;
    const w2 = r2 ^ x2;
    if (clock > 32) keystream[clock - 33] = f ^ ((s[(head + 2) & 15]! << 16) | (s0 >>> 15));
    r1 = substitute(l1((w1 << 16) | (w2 >>> 16)));
    r2 = substitute(l2((w2 << 16) | (w1 >>> 16)));
    let next = add(
      add(add(add(add(s0, rotate31(s0, 8)), rotate31(s4, 20)), rotate31(s10, 21)), rotate31(s13, 17)),
      rotate31(s15, 15),
    );
    if (clock < 32) next = add(next, f >>> 1);
    s[head] = next === 0 ? 0x7fffffff : next;
  }
}

/** Sum modulo 2^31 - 1 of two 31-bit numbers. */
function add(a: number, b: number): number {
  const sum = (a + b) | 0;
  return (sum & 0x7fffffff) + (sum >>> 31);
}

/** x · 2^bits modulo 2^31 - 1: a rotation of 31 bit. */
function rotate31(x: number, bits: number): number {
  return ((x << bits) | (x >>> (31 - bits))) & 0x7fffffff;
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function l1(x: number): number {
  return x ^ rotate(x, 2) ^ rotate(x, 10) ^ rotate(x, 18) ^ rotate(x, 24);
}

function l2(x: number): number {
  return x ^ rotate(x, 8) ^ rotate(x, 14) ^ rotate(x, 22) ^ rotate(x, 30);
}

function substitute(x: number): number {
  return (
    (s0Box[x >>> 24]! << 24) | (s1Box[(x >>> 16) & 0xff]! << 16) | (s0Box[(x >>> 8) & 0xff]! << 8) | s1Box[x & 0xff]!
  );
}
