import { hmacSha256 } from './hmac-sha256.ts';

/**
 * The 3GPP key derivation function: HMAC-SHA-256(key, FC ‖ P0 ‖ L0 ‖ P1 ‖ L1 …), 32 octets; each L is the length of
 * its P in 2 octets. TS 33.220 Annex B.2
 */
export function kdf(key: Uint8Array, fc: number, ...parameters: readonly Uint8Array[]): Uint8Array {
  let length = 1;
  for (const parameter of parameters) length += parameter.length + 2;
  const s = new Uint8Array(length);
  s[0] = fc;
  let at = 1;
  for (const parameter of parameters) {
    s.set(parameter, at);
    at += parameter.length;
    s[at++] = parameter.length >>> 8;
    s[at++] = parameter.length;
  }
  return hmacSha256(key, s);
}
