import { UserError } from '../../vocabulary/index.ts';

/**
 * Addresses. IPv4 is an unsigned 32-bit number inside (a Map key, comparable, masks are arithmetic), IPv6 is its 16 octets;
 * `formatIp` takes the 4 or 16 octets of an information element that may hold either.
 */

/**
 * Reads dotted decimal, four numbers without leading zeros, as an unsigned 32-bit number.
 * @throws UserError
 */
export function parseIpv4(text: string): number {
  const value = tryParseIpv4(text);
  if (value === undefined) throw badAddress(text, 'four numbers from 0 to 255, such as 10.45.0.2');
  return value;
}

/** As parseIpv4, but undefined where that throws. */
export function tryParseIpv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const part = match[i]!;
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** Dotted decimal of an unsigned 32-bit number. */
export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

/** The number in 4 octets at `offset`. */
export function readIpv4(bytes: Uint8Array, offset = 0): number {
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

/** Writes the 4 octets at `offset`. */
export function writeIpv4(bytes: Uint8Array, offset: number, address: number): void {
  bytes[offset] = address >>> 24;
  bytes[offset + 1] = address >>> 16;
  bytes[offset + 2] = address >>> 8;
  bytes[offset + 3] = address;
}

/**
 * Reads an IPv6 address in any form of RFC 4291 §2.2 (`::` once, a dotted IPv4 tail), without a zone.
 * @throws UserError
 */
export function parseIpv6(text: string): Uint8Array {
  const value = tryParseIpv6(text);
  if (value === undefined) throw badAddress(text, 'an IPv6 address such as 2001:db8:cafe::2');
  return value;
}

/** As parseIpv6, but undefined where that throws. */
export function tryParseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const compressed = halves.length === 2;
  const head = groups(halves[0]!, !compressed);
  const tail = compressed ? groups(halves[1]!, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group
  if (compressed ? missing < 2 : missing !== 0) return undefined;
  const address = new Uint8Array(16);
  address.set(head, 0);
  address.set(tail, 16 - tail.length);
  return address;
}

/** The text form that RFC 5952 recommends: lower case, no leading zeros, the longest run of zero groups as `::`. */
export function formatIpv6(address: Uint8Array): string {
  const words: number[] = [];
  for (let i = 0; i < 16; i += 2) words.push((address[i]! << 8) | address[i + 1]!);
  let best = 0;
  let bestLength = 1; // a single zero group is not shortened
  for (let start = 0; start < 8; ) {
    let length = 0;
    while (start + length < 8 && words[start + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [start, length];
    start += length + 1;
  }
  const hex = (part: readonly number[]) => part.map(word => word.toString(16)).join(':');
  if (bestLength < 2) return hex(words);
  if (best === 0 && bestLength === 5 && words[5] === 0xffff) return `::ffff:${formatIpv4(readIpv4(address, 12))}`;
  return `${hex(words.slice(0, best))}::${hex(words.slice(best + bestLength))}`;
}

/** Text of 4 (IPv4) or 16 (IPv6) octets. */
export function formatIp(octets: Uint8Array): string {
  return octets.length === 4 ? formatIpv4(readIpv4(octets)) : formatIpv6(octets);
}

/**
 * The 4 or 16 octets of an address text.
 * @throws UserError
 */
export function parseIp(text: string): Uint8Array {
  const ipv4 = tryParseIpv4(text);
  if (ipv4 !== undefined) return ipv4Octets(ipv4);
  const ipv6 = tryParseIpv6(text);
  if (ipv6 === undefined) throw badAddress(text, 'an IPv4 or IPv6 address, such as 10.45.0.2 or 2001:db8:cafe::2');
  return ipv6;
}

/** The 4 octets of an IPv4 number. */
export function ipv4Octets(address: number): Uint8Array {
  const octets = new Uint8Array(4);
  writeIpv4(octets, 0, address);
  return octets;
}

/** Octets of the groups of one side of `::`; a dotted IPv4 address may end the last side. */
function groups(side: string, last: boolean): number[] | undefined {
  if (side === '') return [];
  const octets: number[] = [];
  const parts = side.split(':');
  for (const [index, part] of parts.entries()) {
    const ipv4 = last && index === parts.length - 1 ? tryParseIpv4(part) : undefined;
    if (ipv4 !== undefined) octets.push(...ipv4Octets(ipv4));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part))
      octets.push(Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff);
    else return undefined;
  }
  return octets.length <= 16 ? octets : undefined;
}

function badAddress(text: string, expected: string): UserError {
  return new UserError('ip-address-invalid', `'${text}' is not an IP address`, { expected });
}
