/** Octets that look random and are the same for the same seed (xorshift32). For tests only. */
export function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return length => {
    const octets = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      octets[i] = state >>> 24;
    }
    return octets;
  };
}
