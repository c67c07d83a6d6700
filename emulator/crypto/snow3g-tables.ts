import { S_BOX } from './aes-tables.ts';
import { multiplyByX } from './gf256.ts';

/** S1 as four look-ups, one for each octet of the word, most significant first: SR, then a mixing over 0x1b. TS 35.216 §3.3.1 */
export const S1: readonly [Int32Array, Int32Array, Int32Array, Int32Array] = substitution(S_BOX, 0x1b);

/** S2 likewise, from SQ over 0x69. TS 35.216 §3.3.2 */
export const S2: readonly [Int32Array, Int32Array, Int32Array, Int32Array] = substitution(buildSq(), 0x69);

/** MULα. TS 35.216 §3.4.2 */
export const MUL_ALPHA: Int32Array = powers([23, 245, 48, 239]);

/** DIVα. TS 35.216 §3.4.3 */
export const DIV_ALPHA: Int32Array = powers([16, 39, 6, 64]);

/** Column (2, 1, 1, 3) · box[x] for the first octet, most significant first; the others are its rotations. */
function substitution(box: Uint8Array, polynomial: number): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const column = (x: number) => {
    const s = box[x]!;
    const twice = multiplyByX(s, polynomial);
    return (twice << 24) | ((s ^ twice) << 16) | (s << 8) | s;
  };
  const rotated = (bits: number) =>
    Int32Array.from({ length: 256 }, (_, x) => (column(x) >>> bits) | (column(x) << (32 - bits)));
  return [rotated(0), rotated(8), rotated(16), rotated(24)];
}

/** SQ(x) = x ⊕ x⁹ ⊕ x¹³ ⊕ x¹⁵ ⊕ x³³ ⊕ x⁴¹ ⊕ x⁴⁵ ⊕ x⁴⁷ ⊕ x⁴⁹ ⊕ 0x25 over x⁸+x⁶+x⁵+x³+1. TS 35.216 §3.3.2 */
function buildSq(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, x) => {
    let sum = 0x25;
    let power = 1;
    for (let exponent = 1; exponent <= 49; exponent++) {
      power = multiply(power, x, 0x69);
      if ([1, 9, 13, 15, 33, 41, 45, 47, 49].includes(exponent)) sum ^= power;
    }
    return sum;
  });
}

function multiply(a: number, b: number, polynomial: number): number {
  let product = 0;
  let x = a;
  for (let bits = b; bits !== 0; bits >>= 1) {
    if (bits & 1) product ^= x;
    x = multiplyByX(x, polynomial);
  }
  return product;
}

/** For each octet c, the word of c · x^e over 0xa9 for four exponents e, most significant first (MULxPOW). */
function powers(exponents: readonly [number, number, number, number]): Int32Array {
  return Int32Array.from({ length: 256 }, (_, c) => {
    let word = 0;
    for (const exponent of exponents) {
      let x = c;
      for (let i = 0; i < exponent; i++) x = multiplyByX(x, 0xa9);
      word = (word << 8) | x;
    }
    return word;
  });
}
