import { DecodeError } from '../../bytes/index.ts';
import { checksumOf, sumWords } from './checksum.ts';

/*
 * ICMP, RFC 792
 *  |     Type      |     Code      |           Checksum            |
 *  |      Identifier, MTU, or unused (4 octets by type)            |
 *  |   Data, or the IP header and first octets of what caused it   |
 */

export type IcmpMessage =
  | IcmpEcho
  | {
      readonly type: 'DestinationUnreachable';
      readonly code: number;
      /** Next-hop MTU of code 4 (fragmentation needed), RFC 1191; otherwise 0. */
      readonly mtu: number;
      readonly original: Uint8Array;
    }
  | { readonly type: 'TimeExceeded'; readonly code: number; readonly original: Uint8Array }
  | {
      readonly type: 'Unknown';
      readonly icmpType: number;
      readonly code: number;
      /** What follows the checksum. */
      readonly body: Uint8Array;
    };

export interface IcmpEcho {
  readonly type: 'EchoRequest' | 'EchoReply';
  readonly identifier: number;
  readonly sequenceNumber: number;
  readonly data: Uint8Array;
}

/** Codes of Destination Unreachable that the lab sends. IANA "ICMP Parameters" */
export const ICMP_UNREACHABLE_CODES: Readonly<Record<number, string>> = {
  0: 'network unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  4: 'fragmentation needed',
  5: 'source route failed',
  9: 'network administratively prohibited',
  10: 'host administratively prohibited',
  13: 'communication administratively prohibited',
};

/** @throws DecodeError also when the checksum is wrong */
export function decodeIcmp(bytes: Uint8Array): IcmpMessage {
  if (bytes.length < 8) throw new DecodeError('shorter than an ICMP header of 8 octets', bytes.length);
  if (checksumOf(sumWords(bytes)) !== 0) throw new DecodeError('checksum is wrong', 2, 'checksum');
  const icmpType = bytes[0]!;
  const code = bytes[1]!;
  const first = (bytes[4]! << 8) | bytes[5]!;
  const second = (bytes[6]! << 8) | bytes[7]!;
  if ((icmpType === 8 || icmpType === 0) && code === 0) {
    const type = icmpType === 8 ? 'EchoRequest' : 'EchoReply';
    return { type, identifier: first, sequenceNumber: second, data: bytes.subarray(8) };
  }
  if (icmpType === 3 && first === 0)
    return { type: 'DestinationUnreachable', code, mtu: second, original: bytes.subarray(8) };
  if (icmpType === 11 && first === 0 && second === 0)
    return { type: 'TimeExceeded', code, original: bytes.subarray(8) };
  return { type: 'Unknown', icmpType, code, body: bytes.subarray(4) };
}

export function encodeIcmp(message: IcmpMessage): Uint8Array {
  switch (message.type) {
    case 'EchoRequest':
      return assemble(8, 0, message.identifier, message.sequenceNumber, message.data);
    case 'EchoReply':
      return assemble(0, 0, message.identifier, message.sequenceNumber, message.data);
    case 'DestinationUnreachable':
      return assemble(3, message.code, 0, message.mtu, message.original);
    case 'TimeExceeded':
      return assemble(11, message.code, 0, 0, message.original);
    case 'Unknown': {
      const { body } = message;
      return assemble(
        message.icmpType,
        message.code,
        (body[0]! << 8) | body[1]!,
        (body[2]! << 8) | body[3]!,
        body.subarray(4),
      );
    }
  }
}

function assemble(type: number, code: number, first: number, second: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + data.length);
  bytes[0] = type;
  bytes[1] = code;
  bytes[4] = first >> 8;
  bytes[5] = first;
  bytes[6] = second >> 8;
  bytes[7] = second;
  bytes.set(data, 8);
  const checksum = checksumOf(sumWords(bytes));
  bytes[2] = checksum >> 8;
  bytes[3] = checksum;
  return bytes;
}
