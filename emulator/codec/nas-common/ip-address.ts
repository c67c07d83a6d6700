import type { ByteReader } from '../../bytes/index.ts';

/** `10.45.0.2` of four octets. */
export function formatIpv4(octets: Uint8Array): string {
  return `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;
}

/** The four octets of `10.45.0.2`. @throws RangeError when it is no IPv4 address */
export function ipv4Octets(text: string): Uint8Array {
  const octets = new Uint8Array(4);
  const parts = text.split('.');
  for (let i = 0; i < 4; i++) {
    const part = Number(parts[i]);
    if (parts.length !== 4 || !/^\d{1,3}$/.test(parts[i]!) || part > 255) {
      throw new RangeError(`'${text}' is no IPv4 address`);
    }
    octets[i] = part;
  }
  return octets;
}

export function readIpv4(reader: ByteReader): string {
  return formatIpv4(reader.take(4));
}

/** The canonical text of 16 octets: lower case, the longest run of zero groups as `::`. RFC 5952 */
export function formatIpv6(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (octets[2 * i]! << 8) | octets[2 * i + 1]!);
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end++;
    if (end - start > bestLength) {
      bestStart = start;
      bestLength = end - start;
    }
  }
  const hex = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map(group => group.toString(16))
      .join(':');
  return bestStart < 0 ? hex(0, 8) : `${hex(0, bestStart)}::${hex(bestStart + bestLength, 8)}`;
}
