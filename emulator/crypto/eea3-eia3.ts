import { keystreamWords, xorKeystream } from './keystream.ts';
import { getWordZeroPadded, putWord } from './words.ts';
import { zucKeystream } from './zuc.ts';

const iv = new Uint8Array(16);

/** 128-EEA3: ZUC. TS 33.401 §B.1.4, TS 35.221 §3 */
export function applyEea3(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  data: Uint8Array,
): Uint8Array {
  putWord(iv, 0, count);
  putWord(iv, 4, (bearer << 27) | (direction << 26));
  iv.copyWithin(8, 0, 8);
  const words = Math.ceil(data.length / 4);
  const keystream = keystreamWords(words);
  zucKeystream(key, iv, keystream, words);
  return xorKeystream(data, keystream);
}

/**
 * 128-EIA3: the sum of the 32-bit windows of ZUC's keystream that start where the message has a 1 bit, of the window
 * after the last bit, and of the last word. TS 33.401 §B.2.4, TS 35.221 §4
 */
export function computeEia3(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  putWord(iv, 0, count);
  putWord(iv, 4, bearer << 27);
  iv.copyWithin(8, 0, 8);
  iv[8]! ^= direction << 7;
  iv[14]! ^= direction << 7;
  const words = Math.ceil(lengthBits / 32) + 2;
  const keystream = keystreamWords(words);
  zucKeystream(key, iv, keystream, words);
  let sum = 0;
  for (let at = 0; at < lengthBits; at += 32) {
    let bits = getWordZeroPadded(message, at >>> 3, message.length);
    if (lengthBits - at < 32) bits &= -1 << (32 - (lengthBits - at));
    const here = keystream[at >>> 5]!;
    const next = keystream[(at >>> 5) + 1]!;
    while (bits !== 0) {
      const offset = Math.clz32(bits);
      sum ^= window(here, next, offset);
      bits &= ~(0x80000000 >>> offset);
    }
  }
  sum ^= window(keystream[lengthBits >>> 5]!, keystream[(lengthBits >>> 5) + 1]!, lengthBits & 31);
  return sum ^ keystream[words - 1]!;
}

/** The 32 bits that start `offset` bits into the first of two words. */
function window(first: number, second: number, offset: number): number {
  return offset === 0 ? first : (first << offset) | (second >>> (32 - offset));
}
