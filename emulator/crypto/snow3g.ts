import { DIV_ALPHA, MUL_ALPHA, S1, S2 } from './snow3g-tables.ts';

// Constants of this module, which V8 treats as such; imported ones it does not.
const [S1A, S1B, S1C, S1D] = S1;
const [S2A, S2B, S2C, S2D] = S2;
const [mulAlpha, divAlpha] = [MUL_ALPHA, DIV_ALPHA];
const s = new Int32Array(16); // LFSR; s[(head + i) & 15] is the specification's s_i

/**
 * Fills `keystream` with the first `count` words of SNOW 3G under a key k0 … k3 and an initialisation variable
 * IV0 … IV3, in the numbering of TS 35.216 §4.1.
 */
export function snow3gKeystream(
  k0: number,
  k1: number,
  k2: number,
  k3: number,
  iv0: number,
  iv1: number,
  iv2: number,
  iv3: number,
  keystream: Int32Array,
  count: number,
): void {
  s[0] = ~k0;
  s[1] = ~k1;
  s[2] = ~k2;
  s[3] = ~k3;
  s[4] = k0;
  s[5] = k1;
  s[6] = k2;
  s[7] = k3;
  s[8] = ~k0;
  s[9] = ~k1 ^ iv3;
  s[10] = ~k2 ^ iv2;
  s[11] = ~k3;
  s[12] = k0 ^ iv1;
  s[13] = k1;
  s[14] = k2;
  s[15] = k3 ^ iv0;
  let r1 = 0;
  let r2 = 0;
  let r3 = 0;
  // 32 clocks of initialisation feed F back into the LFSR; one more clock whose F is dropped; then each gives a word.
  for (let clock = 0; clock < 33 + count; clock++) {
    const head = clock & 15;
    const s0 = s[head]!;
    const s11 = s[(head + 11) & 15]!;
    const f = ((s[(head + 15) & 15]! + r1) | 0) ^ r2;
    const r = (r2 + (r3 ^ s[(head + 5) & 15]!)) | 0;
    r3 = S2A[r2 >>> 24]! ^ S2B[(r2 >>> 16) & 0xff]! ^ S2C[(r2 >>> 8) & 0xff]! ^ S2D[r2 & 0xff]!;
    r2 = S1A[r1 >>> 24]! ^ S1B[(r1 >>> 16) & 0xff]! ^ S1C[(r1 >>> 8) & 0xff]! ^ S1D[r1 & 0xff]!;
    r1 = r;
    let next = (s0 << 8) ^ mulAlpha[s0 >>> 24]! ^ s[(head + 2) & 15]! ^ (s11 >>> 8) ^ divAlpha[s11 & 0xff]!;
    if (clock < 32) next ^= f;
    else if (clock > 32) keystream[clock - 33] = f ^ s0;
    s[head] = next;
  }
}
