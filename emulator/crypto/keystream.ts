let buffer = new Int32Array(64);

/** Room for at least `words` words of keystream; shared, so to be used up before the next call. */
export function keystreamWords(words: number): Int32Array {
  if (buffer.length < words) buffer = new Int32Array(Math.max(words, 2 * buffer.length));
  return buffer;
}

/** `data` xor the octets of the keystream's words, most significant first, in a new array. */
export function xorKeystream(data: Uint8Array, keystream: Int32Array): Uint8Array {
  const out = new Uint8Array(data.length);
  const whole = data.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    const word = keystream[at >>> 2]!;
    out[at] = data[at]! ^ (word >>> 24);
    out[at + 1] = data[at + 1]! ^ (word >>> 16);
    out[at + 2] = data[at + 2]! ^ (word >>> 8);
    out[at + 3] = data[at + 3]! ^ word;
  }
  for (let at = whole; at < data.length; at++) out[at] = data[at]! ^ (keystream[at >>> 2]! >>> (24 - 8 * (at & 3)));
  return out;
}
