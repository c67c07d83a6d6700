import { DecodeError } from '../../bytes/index.ts';
import { readIpv4, writeIpv4 } from './address.ts';
import { checksumOf, sumWords } from './checksum.ts';

/*
 * IPv4 header, RFC 791 §3.1
 *   0                   1                   2                   3
 *  |Version|  IHL  |   DSCP    |ECN|          Total Length         |
 *  |         Identification        |R|D|M|     Fragment Offset     |
 *  |  Time to Live |    Protocol   |        Header Checksum        |
 *  |                         Source Address                        |
 *  |                      Destination Address                      |
 *  |                  Options, padded to 32 bit                    |
 */

export interface Ipv4Packet {
  /** Differentiated services code point, 6 bit. */
  readonly dscp: number;
  /** Explicit congestion notification, 2 bit. */
  readonly ecn: number;
  readonly identification: number;
  readonly reservedBit: boolean;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In octets, a multiple of 8. */
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly source: number;
  readonly destination: number;
  /** 0 … 40 octets, padded to a multiple of 4. */
  readonly options: Uint8Array;
  readonly payload: Uint8Array;
}

const HEADER_OCTETS = 20;

/**
 * Reads one IPv4 packet; octets behind its total length (padding of a link) are ignored. The payload is a view.
 * @throws DecodeError also when the header checksum is wrong
 */
export function decodeIpv4(bytes: Uint8Array): Ipv4Packet {
  if (bytes.length < HEADER_OCTETS) throw new DecodeError('shorter than an IPv4 header of 20 octets', bytes.length);
  if (bytes[0]! >> 4 !== 4) throw new DecodeError(`IP version ${bytes[0]! >> 4}, not 4`, 0, 'version');
  const headerOctets = (bytes[0]! & 0xf) * 4;
  if (headerOctets < HEADER_OCTETS || headerOctets > bytes.length)
    throw new DecodeError(`header length ${headerOctets} octets`, 0, 'ihl');
  const totalLength = (bytes[2]! << 8) | bytes[3]!;
  if (totalLength < headerOctets || totalLength > bytes.length)
    throw new DecodeError(`total length ${totalLength}, packet has ${bytes.length} octets`, 2, 'totalLength');
  if (checksumOf(sumWords(bytes, 0, headerOctets)) !== 0)
    throw new DecodeError('header checksum is wrong', 10, 'headerChecksum');
  const flags = bytes[6]! >> 5;
  return {
    dscp: bytes[1]! >> 2,
    ecn: bytes[1]! & 3,
    identification: (bytes[4]! << 8) | bytes[5]!,
    reservedBit: (flags & 4) !== 0,
    dontFragment: (flags & 2) !== 0,
    moreFragments: (flags & 1) !== 0,
    fragmentOffset: (((bytes[6]! & 0x1f) << 8) | bytes[7]!) * 8,
    ttl: bytes[8]!,
    protocol: bytes[9]!,
    source: readIpv4(bytes, 12),
    destination: readIpv4(bytes, 16),
    options: bytes.subarray(HEADER_OCTETS, headerOctets),
    payload: bytes.subarray(headerOctets, totalLength),
  };
}

/** What a sender says about an IPv4 packet; the rest has the values of an ordinary packet (TTL 64, no options). */
export type Ipv4Fields = Pick<Ipv4Packet, 'protocol' | 'source' | 'destination' | 'payload'> & Partial<Ipv4Packet>;

/**
 * The packet with its lengths and header checksum.
 * @throws RangeError when it would exceed 65535 octets or the options are no multiple of 4 up to 40
 */
export function encodeIpv4(packet: Ipv4Fields): Uint8Array {
  const { options = NO_OCTETS, payload, fragmentOffset = 0 } = packet;
  if (options.length % 4 !== 0 || options.length > 40)
    throw new RangeError(`${options.length} octets of IPv4 options: a multiple of 4 up to 40 is possible`);
  if (fragmentOffset % 8 !== 0 || fragmentOffset > 0xfff8)
    throw new RangeError(`fragment offset ${fragmentOffset}: a multiple of 8 up to 65528 is possible`);
  const headerOctets = HEADER_OCTETS + options.length;
  const totalLength = headerOctets + payload.length;
  if (totalLength > 0xffff) throw new RangeError(`an IPv4 packet of ${totalLength} octets: 65535 are possible`);
  const bytes = new Uint8Array(totalLength);
  bytes[0] = 0x40 | (headerOctets / 4);
  bytes[1] = ((packet.dscp ?? 0) << 2) | (packet.ecn ?? 0);
  bytes[2] = totalLength >> 8;
  bytes[3] = totalLength;
  bytes[4] = (packet.identification ?? 0) >> 8;
  bytes[5] = packet.identification ?? 0;
  const flags = (packet.reservedBit ? 0x80 : 0) | (packet.dontFragment ? 0x40 : 0) | (packet.moreFragments ? 0x20 : 0);
  bytes[6] = flags | (fragmentOffset >> 11);
  bytes[7] = fragmentOffset >> 3;
  bytes[8] = packet.ttl ?? 64;
  bytes[9] = packet.protocol;
  writeIpv4(bytes, 12, packet.source);
  writeIpv4(bytes, 16, packet.destination);
  bytes.set(options, HEADER_OCTETS);
  const checksum = checksumOf(sumWords(bytes, 0, headerOctets));
  bytes[10] = checksum >> 8;
  bytes[11] = checksum;
  bytes.set(payload, headerOctets);
  return bytes;
}

/** True when the payload is a piece of a datagram, so that no upper-layer header can be trusted to be there. */
export function isIpv4Fragment(packet: Pick<Ipv4Packet, 'moreFragments' | 'fragmentOffset'>): boolean {
  return packet.moreFragments || packet.fragmentOffset > 0;
}

/** Lowers the TTL of a packet in place and corrects its checksum (RFC 1624 §3); false when the TTL would become 0. */
export function decrementTtl(bytes: Uint8Array): boolean {
  if (bytes[8]! <= 1) return false;
  const oldWord = (bytes[8]! << 8) | bytes[9]!;
  bytes[8] = bytes[8]! - 1;
  const checksum = (bytes[10]! << 8) | bytes[11]!;
  const corrected = checksumOf((~checksum & 0xffff) + (~oldWord & 0xffff) + (oldWord - 0x100));
  bytes[10] = corrected >> 8;
  bytes[11] = corrected;
  return true;
}

const NO_OCTETS = new Uint8Array(0);
