/** The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words. */

/** The addresses of the IP header that a checksum covers, 4 or 16 octets each. */
export interface PseudoHeader {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

/** Adds the octets from `start` to `end` (an odd last octet counts as a high octet) to a running sum; fold with `checksumOf`. */
export function sumWords(bytes: Uint8Array, start = 0, end = bytes.length, sum = 0): number {
  let at = start;
  for (; at + 1 < end; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!;
  return at < end ? sum + (bytes[at]! << 8) : sum;
}

/** The checksum field for a running sum; over data that contains a right checksum it is 0. */
export function checksumOf(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/** Running sum of the pseudo-header: addresses, protocol and upper-layer length. RFC 768, RFC 8200 §8.1 */
export function sumPseudoHeader(addresses: PseudoHeader, protocol: number, length: number): number {
  const { source, destination } = addresses;
  return sumWords(source) + sumWords(destination) + protocol + Math.floor(length / 0x10000) + (length & 0xffff);
}
