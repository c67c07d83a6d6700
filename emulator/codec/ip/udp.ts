import { DecodeError } from '../../bytes/index.ts';
import { checksumOf, type PseudoHeader, sumPseudoHeader, sumWords } from './checksum.ts';
import { IP_PROTOCOL } from './protocols.ts';

/*
 * UDP header, RFC 768
 *  |          Source Port          |       Destination Port        |
 *  |            Length             |           Checksum            |
 */

export interface UdpDatagram {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
}

const HEADER_OCTETS = 8;

/**
 * Reads the payload of an IP packet as UDP. With `addresses` the checksum is checked; 0 means "none" over IPv4 and is
 * wrong over IPv6 (RFC 8200 §8.1).
 * @throws DecodeError
 */
export function decodeUdp(bytes: Uint8Array, addresses?: PseudoHeader): UdpDatagram {
  if (bytes.length < HEADER_OCTETS) throw new DecodeError('shorter than a UDP header of 8 octets', bytes.length);
  const length = (bytes[4]! << 8) | bytes[5]!;
  if (length < HEADER_OCTETS || length > bytes.length)
    throw new DecodeError(`length ${length}, ${bytes.length} octets are there`, 4, 'length');
  if (addresses !== undefined) {
    const absent = bytes[6] === 0 && bytes[7] === 0;
    if (absent && addresses.source.length === 16) throw new DecodeError('no checksum over IPv6', 6, 'checksum');
    const sum = sumPseudoHeader(addresses, IP_PROTOCOL.udp, length);
    if (!absent && checksumOf(sumWords(bytes, 0, length, sum)) !== 0)
      throw new DecodeError('checksum is wrong', 6, 'checksum');
  }
  return {
    sourcePort: (bytes[0]! << 8) | bytes[1]!,
    destinationPort: (bytes[2]! << 8) | bytes[3]!,
    payload: bytes.subarray(HEADER_OCTETS, length),
  };
}

/**
 * Header, checksum and payload.
 * @throws RangeError above 65527 octets of payload
 */
export function encodeUdp(datagram: UdpDatagram, addresses: PseudoHeader): Uint8Array {
  const length = HEADER_OCTETS + datagram.payload.length;
  if (length > 0xffff) throw new RangeError(`a UDP datagram of ${length} octets: 65535 are possible`);
  const bytes = new Uint8Array(length);
  bytes[0] = datagram.sourcePort >> 8;
  bytes[1] = datagram.sourcePort;
  bytes[2] = datagram.destinationPort >> 8;
  bytes[3] = datagram.destinationPort;
  bytes[4] = length >> 8;
  bytes[5] = length;
  bytes.set(datagram.payload, HEADER_OCTETS);
  const sum = sumPseudoHeader(addresses, IP_PROTOCOL.udp, length);
  // A sum that comes out as 0 is sent as all ones, because 0 means "no checksum".
  const checksum = checksumOf(sumWords(bytes, 0, length, sum)) || 0xffff;
  bytes[6] = checksum >> 8;
  bytes[7] = checksum;
  return bytes;
}
