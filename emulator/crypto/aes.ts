import { S_BOX, T0, T1, T2, T3 } from './aes-tables.ts';
import { getWord, putWord } from './words.ts';

// V8 treats a module's own constants as constants, imported ones as variables: a third of a block's time.
const [t0, t1, t2, t3, sBox] = [T0, T1, T2, T3, S_BOX];

const ROUNDS = 10;
const SCHEDULE_WORDS = 4 * (ROUNDS + 1);

/** Copied for each key: a plain array, because a typed array of this size costs ten times as much to allocate. */
const EMPTY_SCHEDULE: readonly number[] = Array.from({ length: SCHEDULE_WORDS }, () => 0);

/**
 * An AES-128 key, expanded. Encrypts single blocks (all that Milenage, CTR and CMAC need); nothing here decrypts.
 *
 * The table look-ups depend on the key, so the time taken does too: not for keys that an attacker on the same machine
 * must not learn. A lab's subscribers and sessions are its own, and Node offers no cheaper way than a call into OpenSSL
 * with a new cipher object per key, which costs more than the blocks themselves.
 */
export class AesKey {
  readonly #schedule: number[] = EMPTY_SCHEDULE.slice();

  /** `octets`: 16. */
  constructor(octets: Uint8Array) {
    this.rekey(octets);
  }

  /** Replaces the key in place; for a key that is used once, this avoids allocating a schedule. */
  rekey(octets: Uint8Array): void {
    if (octets.length !== 16) throw new RangeError(`an AES-128 key has 16 octets, not ${octets.length}`);
    const w = this.#schedule;
    const s = sBox;
    let w0 = (w[0] = getWord(octets, 0));
    let w1 = (w[1] = getWord(octets, 4));
    let w2 = (w[2] = getWord(octets, 8));
    let w3 = (w[3] = getWord(octets, 12));
    let roundConstant = 1;
    for (let i = 4; i < SCHEDULE_WORDS; i += 4) {
      w0 ^=
        ((s[(w3 >>> 16) & 0xff]! ^ roundConstant) << 24) |
        (s[(w3 >>> 8) & 0xff]! << 16) |
        (s[w3 & 0xff]! << 8) |
        s[w3 >>> 24]!;
      w[i] = w0;
      w[i + 1] = w1 ^= w0;
      w[i + 2] = w2 ^= w1;
      w[i + 3] = w3 ^= w2;
      roundConstant = (roundConstant << 1) ^ (roundConstant & 0x80 ? 0x11b : 0);
    }
  }

  /** Encrypts one block in place: four words, most significant octet first. FIPS-197 §5.1 */
  encryptWords(block: Int32Array): void {
    const w = this.#schedule;
    let a = block[0]! ^ w[0]!;
    let b = block[1]! ^ w[1]!;
    let c = block[2]! ^ w[2]!;
    let d = block[3]! ^ w[3]!;
    let i = 4;
    for (; i < 4 * ROUNDS; i += 4) {
      const e = t0[a >>> 24]! ^ t1[(b >>> 16) & 0xff]! ^ t2[(c >>> 8) & 0xff]! ^ t3[d & 0xff]! ^ w[i]!;
      const f = t0[b >>> 24]! ^ t1[(c >>> 16) & 0xff]! ^ t2[(d >>> 8) & 0xff]! ^ t3[a & 0xff]! ^ w[i + 1]!;
      const g = t0[c >>> 24]! ^ t1[(d >>> 16) & 0xff]! ^ t2[(a >>> 8) & 0xff]! ^ t3[b & 0xff]! ^ w[i + 2]!;
      d = t0[d >>> 24]! ^ t1[(a >>> 16) & 0xff]! ^ t2[(b >>> 8) & 0xff]! ^ t3[c & 0xff]! ^ w[i + 3]!;
      a = e;
      b = f;
      c = g;
    }
    block[0] = substitute(a, b, c, d) ^ w[i]!;
    block[1] = substitute(b, c, d, a) ^ w[i + 1]!;
    block[2] = substitute(c, d, a, b) ^ w[i + 2]!;
    block[3] = substitute(d, a, b, c) ^ w[i + 3]!;
  }

  /** Encrypts one block of 16 octets into a new array. */
  encryptBlock(block: Uint8Array): Uint8Array {
    if (block.length !== 16) throw new RangeError(`an AES block has 16 octets, not ${block.length}`);
    for (let i = 0; i < 4; i++) scratch[i] = getWord(block, 4 * i);
    this.encryptWords(scratch);
    const out = new Uint8Array(16);
    for (let i = 0; i < 4; i++) putWord(out, 4 * i, scratch[i]!);
    return out;
  }
}

const scratch = new Int32Array(4);

/** Expands an AES-128 key of 16 octets. @throws RangeError on another length */
export function expandAesKey(octets: Uint8Array): AesKey {
  return new AesKey(octets);
}

/** The last round's SubBytes and ShiftRows for one column. */
function substitute(a: number, b: number, c: number, d: number): number {
  const s = sBox;
  return (s[a >>> 24]! << 24) | (s[(b >>> 16) & 0xff]! << 16) | (s[(c >>> 8) & 0xff]! << 8) | s[d & 0xff]!;
}
