import { multiplyByX } from './gf256.ts';

/** The Rijndael S-box (FIPS-197 §5.1.1), which SNOW 3G calls SR: inverse in GF(2^8), then the affine map. */
export const S_BOX: Uint8Array = buildSBox();

/**
 * SubBytes and MixColumns of one state octet in one look-up: `T0[x]` is the column (2, 1, 1, 3) · S_BOX[x], most
 * significant octet first; T1, T2, T3 are the same column rotated for the octet's row.
 */
export const T0: Int32Array = buildColumns(0);
export const T1: Int32Array = buildColumns(8);
export const T2: Int32Array = buildColumns(16);
export const T3: Int32Array = buildColumns(24);

function buildSBox(): Uint8Array {
  const box = new Uint8Array(256);
  // p runs through all non-zero elements as powers of the generator 3, q through their inverses.
  let p = 1;
  let q = 1;
  do {
    p ^= multiplyByX(p, 0x1b);
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q &= 0xff;
    if (q & 0x80) q ^= 0x09;
    const spread = q * 0x101;
    box[p] = q ^ (spread >> 7) ^ (spread >> 6) ^ (spread >> 5) ^ (spread >> 4) ^ 0x63;
  } while (p !== 1);
  box[0] = 0x63;
  return box;
}

function buildColumns(rotation: number): Int32Array {
  return Int32Array.from(S_BOX, s => {
    const twice = multiplyByX(s, 0x1b);
    const column = (twice << 24) | (s << 16) | (s << 8) | (s ^ twice);
    return (column >>> rotation) | (column << (32 - rotation));
  });
}
