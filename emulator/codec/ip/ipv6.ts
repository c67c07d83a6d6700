import { DecodeError } from '../../bytes/index.ts';
import type { PseudoHeader } from './checksum.ts';
import { IP_PROTOCOL } from './protocols.ts';

/*
 * IPv6 header, RFC 8200 §3
 *  |Version| Traffic Class |              Flow Label               |
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  |                 Source Address, 16 octets                     |
 *  |               Destination Address, 16 octets                  |
 */

export interface Ipv6Packet {
  readonly trafficClass: number;
  /** 20 bit. */
  readonly flowLabel: number;
  readonly hopLimit: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** Extension headers in order, each whole except that its first octet (next header) follows from what comes next. */
  readonly extensionHeaders: readonly Ipv6ExtensionHeader[];
  /** Protocol of the payload: the last next-header value. */
  readonly protocol: number;
  readonly payload: Uint8Array;
}

export interface Ipv6ExtensionHeader {
  /** Hop-by-hop options 0, routing 43, fragment 44, destination options 60 or authentication header 51. */
  readonly type: number;
  /** All octets but the first. */
  readonly body: Uint8Array;
}

const HEADER_OCTETS = 40;

/**
 * Reads one IPv6 packet, walking its extension headers; octets behind its payload length are ignored. Views, no copies.
 * @throws DecodeError
 */
export function decodeIpv6(bytes: Uint8Array): Ipv6Packet {
  if (bytes.length < HEADER_OCTETS) throw new DecodeError('shorter than an IPv6 header of 40 octets', bytes.length);
  if (bytes[0]! >> 4 !== 6) throw new DecodeError(`IP version ${bytes[0]! >> 4}, not 6`, 0, 'version');
  const payloadLength = (bytes[4]! << 8) | bytes[5]!;
  const end = HEADER_OCTETS + payloadLength;
  if (end > bytes.length)
    throw new DecodeError(
      `payload length ${payloadLength}, ${bytes.length - HEADER_OCTETS} octets are there`,
      4,
      'payloadLength',
    );
  const extensionHeaders: Ipv6ExtensionHeader[] = [];
  let protocol = bytes[6]!;
  let at = HEADER_OCTETS;
  let fragment = false;
  // What follows the header of a later fragment is not a header.
  while (!fragment && isExtensionHeader(protocol)) {
    if (end - at < 8)
      throw new DecodeError(`needs 8 octets for an extension header, has ${end - at}`, at, 'extensionHeaders');
    const length = extensionHeaderOctets(protocol, bytes[at + 1]!);
    if (end - at < length)
      throw new DecodeError(`needs ${length} octets for an extension header, has ${end - at}`, at, 'extensionHeaders');
    extensionHeaders.push({ type: protocol, body: bytes.subarray(at + 1, at + length) });
    if (protocol === IP_PROTOCOL.fragment) fragment = (((bytes[at + 2]! << 8) | bytes[at + 3]!) & 0xfff8) !== 0;
    protocol = bytes[at]!;
    at += length;
  }
  return {
    trafficClass: ((bytes[0]! & 0xf) << 4) | (bytes[1]! >> 4),
    flowLabel: ((bytes[1]! & 0xf) << 16) | (bytes[2]! << 8) | bytes[3]!,
    hopLimit: bytes[7]!,
    source: bytes.subarray(8, 24),
    destination: bytes.subarray(24, 40),
    extensionHeaders,
    protocol,
    payload: bytes.subarray(at, end),
  };
}

/** What a sender says about an IPv6 packet; the rest has the values of an ordinary packet (hop limit 64, no extensions). */
export type Ipv6Fields = Pick<Ipv6Packet, 'protocol' | 'source' | 'destination' | 'payload'> & Partial<Ipv6Packet>;

/** @throws RangeError when the payload with the extension headers would exceed 65535 octets */
export function encodeIpv6(packet: Ipv6Fields): Uint8Array {
  const { extensionHeaders = [], payload, trafficClass = 0, flowLabel = 0 } = packet;
  let payloadLength = payload.length;
  for (const header of extensionHeaders) payloadLength += 1 + header.body.length;
  if (payloadLength > 0xffff) throw new RangeError(`an IPv6 payload of ${payloadLength} octets: 65535 are possible`);
  const bytes = new Uint8Array(HEADER_OCTETS + payloadLength);
  bytes[0] = 0x60 | (trafficClass >> 4);
  bytes[1] = ((trafficClass & 0xf) << 4) | (flowLabel >> 16);
  bytes[2] = flowLabel >> 8;
  bytes[3] = flowLabel;
  bytes[4] = payloadLength >> 8;
  bytes[5] = payloadLength;
  bytes[7] = packet.hopLimit ?? 64;
  bytes.set(packet.source, 8);
  bytes.set(packet.destination, 24);
  let next = 6;
  let at = HEADER_OCTETS;
  for (const header of extensionHeaders) {
    bytes[next] = header.type;
    next = at;
    bytes.set(header.body, at + 1);
    at += 1 + header.body.length;
  }
  bytes[next] = packet.protocol;
  bytes.set(payload, at);
  return bytes;
}

/**
 * The addresses that upper-layer checksums cover: behind a routing header that is not used up, the destination is the final
 * one, which that header names. RFC 8200 §8.1; RFC 5095 (type 0), RFC 6275 §6.4 (type 2), RFC 8754 §2 (type 4)
 */
export function ipv6PseudoHeader(
  packet: Pick<Ipv6Packet, 'source' | 'destination' | 'extensionHeaders'>,
): PseudoHeader {
  const { source } = packet;
  const routing = packet.extensionHeaders.find(header => header.type === IP_PROTOCOL.routing)?.body;
  if (routing === undefined || routing[2] === 0 || routing.length < 23)
    return { source, destination: packet.destination };
  // the body begins behind the octet of the next header: length, routing type, segments left, 4 octets, addresses
  if (routing[1] === 4) return { source, destination: routing.subarray(7, 23) };
  if (routing[1] === 0 || routing[1] === 2) return { source, destination: routing.subarray(routing.length - 16) };
  return { source, destination: packet.destination };
}

/** The fragment header's place in the datagram; undefined for a packet that is whole. RFC 8200 §4.5 */
export function ipv6Fragment(
  packet: Pick<Ipv6Packet, 'extensionHeaders'>,
): { readonly offset: number; readonly moreFragments: boolean; readonly identification: number } | undefined {
  const header = packet.extensionHeaders.find(each => each.type === IP_PROTOCOL.fragment);
  if (header === undefined) return undefined;
  const [, high, low, a, b, c, d] = header.body;
  const word = (high! << 8) | low!;
  return {
    offset: word & 0xfff8,
    moreFragments: (word & 1) === 1,
    identification: ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0,
  };
}

function isExtensionHeader(protocol: number): boolean {
  return (
    protocol === IP_PROTOCOL.hopByHopOptions ||
    protocol === IP_PROTOCOL.routing ||
    protocol === IP_PROTOCOL.fragment ||
    protocol === IP_PROTOCOL.destinationOptions ||
    protocol === IP_PROTOCOL.authenticationHeader
  );
}

/** The length octet counts 8-octet units after the first; in the authentication header 4-octet units minus 2. */
function extensionHeaderOctets(type: number, lengthField: number): number {
  if (type === IP_PROTOCOL.fragment) return 8;
  return type === IP_PROTOCOL.authenticationHeader ? (lengthField + 2) * 4 : (lengthField + 1) * 8;
}
