import { type Cipher, createCipheriv } from 'node:crypto';

/** Texts to seal, one behind the other, each with what is authenticated beside it. */
export interface GcmTexts {
  readonly plain: Uint8Array;
  /** Where each text ends. */
  readonly plainEnds: Uint32Array;
  readonly owners: Uint8Array;
  readonly ownerEnds: Uint32Array;
  readonly count: number;
}

export const IV_OCTETS = 12;
export const TAG_OCTETS = 16;
const BLOCK = 16;
/** The first counter block makes the tag, the text has those after it. NIST SP 800-38D §7.1 */
const TAG_COUNTER = 1;

/**
 * AES-256-GCM for many short texts at once: what the cipher of the library gives text by text, at a third of its time, most of which goes into making
 * and asking a cipher object for each. AES is the library's still, in one piece for all counter blocks; only GHASH is here, by tables of 64 KB as
 * libraries without carry-less multiplication do it. NIST SP 800-38D
 */
export class GcmMany {
  readonly #blocks: Cipher;
  readonly #table: Int32Array;

  /** `key`: 32 octets. */
  constructor(key: Uint8Array) {
    this.#blocks = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.#table = tableOf(this.#blocks.update(new Uint8Array(BLOCK)));
  }

  /**
   * Writes IV, tag and ciphertext of each text to `out`, from `at[i]` on: 28 octets more than the text has. `ivs`: 12 octets for each that were never
   * used with this key.
   */
  seal(texts: GcmTexts, ivs: Uint8Array, out: Uint8Array, at: Uint32Array): void {
    const { plain, plainEnds, owners, ownerEnds, count } = texts;
    const stream = this.#blocks.update(counterBlocks(texts, ivs));
    let from = 0;
    let ownerFrom = 0;
    let streamAt = 0;
    for (let i = 0; i < count; i++) {
      const length = plainEnds[i]! - from;
      const start = at[i]!;
      const text = start + IV_OCTETS + TAG_OCTETS;
      for (let k = 0; k < IV_OCTETS; k++) out[start + k] = ivs[i * IV_OCTETS + k]!;
      for (let k = 0; k < length; k++) out[text + k] = plain[from + k]! ^ stream[streamAt + BLOCK + k]!;
      this.#tag(owners, ownerFrom, ownerEnds[i]!, out, text, text + length, stream, streamAt, start + IV_OCTETS);
      from = plainEnds[i]!;
      ownerFrom = ownerEnds[i]!;
      streamAt += BLOCK * (1 + Math.ceil(length / BLOCK));
    }
  }

  /** GHASH of owner, ciphertext and their lengths, under the first block of the stream. */
  #tag(
    owners: Uint8Array,
    ownerFrom: number,
    ownerEnd: number,
    out: Uint8Array,
    textFrom: number,
    textEnd: number,
    stream: Uint8Array,
    streamAt: number,
    tagAt: number,
  ): void {
    const y = Y;
    y[0] = y[1] = y[2] = y[3] = 0;
    this.#hash(y, owners, ownerFrom, ownerEnd);
    this.#hash(y, out, textFrom, textEnd);
    y[1]! ^= (ownerEnd - ownerFrom) * 8;
    y[3]! ^= (textEnd - textFrom) * 8;
    multiply(y, this.#table);
    for (let k = 0; k < TAG_OCTETS; k++)
      out[tagAt + k] = ((y[k >> 2]! >>> (24 - 8 * (k & 3))) & 0xff) ^ stream[streamAt + k]!;
  }

  #hash(y: Int32Array, bytes: Uint8Array, from: number, end: number): void {
    let at = from;
    for (; at + BLOCK <= end; at += BLOCK) {
      for (let word = 0, k = at; word < 4; word++, k += 4)
        y[word]! ^= (bytes[k]! << 24) | (bytes[k + 1]! << 16) | (bytes[k + 2]! << 8) | bytes[k + 3]!;
      multiply(y, this.#table);
    }
    if (at === end) return;
    for (let k = 0; at + k < end; k++) y[k >> 2]! ^= bytes[at + k]! << (24 - 8 * (k & 3));
    multiply(y, this.#table);
  }
}

const Y = new Int32Array(4);

function counterBlocks({ plainEnds, count }: GcmTexts, ivs: Uint8Array): Uint8Array {
  let blocks = 0;
  let from = 0;
  for (let i = 0; i < count; i++) {
    blocks += 1 + Math.ceil((plainEnds[i]! - from) / BLOCK);
    from = plainEnds[i]!;
  }
  const counters = new Uint8Array(blocks * BLOCK);
  let at = 0;
  from = 0;
  for (let i = 0; i < count; i++) {
    const last = TAG_COUNTER + Math.ceil((plainEnds[i]! - from) / BLOCK);
    from = plainEnds[i]!;
    for (let counter = TAG_COUNTER; counter <= last; counter++, at += BLOCK) {
      for (let k = 0; k < IV_OCTETS; k++) counters[at + k] = ivs[i * IV_OCTETS + k]!;
      counters[at + 14] = counter >>> 8;
      counters[at + 15] = counter;
    }
  }
  return counters;
}

/** The longest text: its counter has two octets here. */
export const LONGEST_TEXT = BLOCK * 0xfffe;

/** For each of the 16 octets of a block and each of its values what it is times H: four words. */
function tableOf(h: Uint8Array): Int32Array {
  const table = new Int32Array(16 * 256 * 4);
  const v = new Int32Array(4);
  for (let k = 0; k < BLOCK; k++) v[k >> 2]! |= h[k]! << (24 - 8 * (k & 3));
  for (let octet = 0; octet < 16; octet++)
    for (let bit = 0x80; bit > 0; bit >>= 1) {
      for (let value = bit; value < 256; value++)
        if ((value & bit) !== 0)
          for (let word = 0; word < 4; word++) table[(octet * 256 + value) * 4 + word]! ^= v[word]!;
      const carry = v[3]! & 1; // times x: §6.3
      v[3] = (v[3]! >>> 1) | (v[2]! << 31);
      v[2] = (v[2]! >>> 1) | (v[1]! << 31);
      v[1] = (v[1]! >>> 1) | (v[0]! << 31);
      v[0] = (v[0]! >>> 1) ^ (carry === 1 ? 0xe1000000 : 0);
    }
  return table;
}

function multiply(y: Int32Array, table: Int32Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let word = 0, base = 0; word < 4; word++) {
    const value = y[word]!;
    for (let shift = 24; shift >= 0; shift -= 8, base += 1024) {
      const at = base + (((value >>> shift) & 0xff) << 2);
      a ^= table[at]!;
      b ^= table[at + 1]!;
      c ^= table[at + 2]!;
      d ^= table[at + 3]!;
    }
  }
  y[0] = a;
  y[1] = b;
  y[2] = c;
  y[3] = d;
}
