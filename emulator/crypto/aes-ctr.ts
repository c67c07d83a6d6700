import type { AesKey } from './aes.ts';
import { putWord } from './words.ts';

const keystream = new Int32Array(4);
const octets = new Uint8Array(16);

/**
 * AES in counter mode: `data` xor the keystream that starts at the counter block (4 words); the last word counts and
 * carries into the one before. Returns a new array. NIST SP 800-38A §6.5
 */
export function aesCtr(key: AesKey, counter: readonly [number, number, number, number], data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length);
  let [c0, c1, c2, c3] = counter;
  for (let at = 0; at < data.length; at += 16) {
    keystream[0] = c0;
    keystream[1] = c1;
    keystream[2] = c2;
    keystream[3] = c3;
    key.encryptWords(keystream);
    for (let i = 0; i < 4; i++) putWord(octets, 4 * i, keystream[i]!);
    const end = Math.min(16, data.length - at);
    for (let i = 0; i < end; i++) out[at + i] = data[at + i]! ^ octets[i]!;
    if ((c3 = (c3 + 1) | 0) === 0 && (c2 = (c2 + 1) | 0) === 0 && (c1 = (c1 + 1) | 0) === 0) c0 = (c0 + 1) | 0;
  }
  return out;
}
