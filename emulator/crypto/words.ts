/** Reads 4 octets as a big-endian word (signed 32 bit, as all words in this folder). */
export function getWord(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}

/** Writes a word as 4 big-endian octets. */
export function putWord(octets: Uint8Array, at: number, word: number): void {
  octets[at] = word >>> 24;
  octets[at + 1] = word >>> 16;
  octets[at + 2] = word >>> 8;
  octets[at + 3] = word;
}

/** Reads the word at `at`, taking zeros for the octets at and after `end`. */
export function getWordZeroPadded(octets: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) return getWord(octets, at);
  let word = 0;
  for (let i = 0; i < 4; i++) word = (word << 8) | (at + i < end ? octets[at + i]! : 0);
  return word;
}
