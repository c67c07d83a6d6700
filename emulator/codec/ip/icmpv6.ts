import { ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';
import { checksumOf, type PseudoHeader, sumPseudoHeader, sumWords } from './checksum.ts';
import { decodeNdOptions, encodeNdOptions, type NdOption } from './nd-options.ts';
import { IP_PROTOCOL } from './protocols.ts';

/*
 * ICMPv6, RFC 4443; router discovery, RFC 4861 §4.1, §4.2
 *  |     Type      |     Code      |           Checksum            |
 *  |                    Body, by type                              |
 */

export type Icmpv6Message =
  | {
      readonly type: 'EchoRequest' | 'EchoReply';
      readonly identifier: number;
      readonly sequenceNumber: number;
      readonly data: Uint8Array;
    }
  | { readonly type: 'DestinationUnreachable'; readonly code: number; readonly original: Uint8Array }
  | { readonly type: 'PacketTooBig'; readonly mtu: number; readonly original: Uint8Array }
  | { readonly type: 'TimeExceeded'; readonly code: number; readonly original: Uint8Array }
  | { readonly type: 'RouterSolicitation'; readonly options: readonly NdOption[] }
  | RouterAdvertisement
  | {
      readonly type: 'Unknown';
      readonly icmpType: number;
      readonly code: number;
      /** What follows the checksum. */
      readonly body: Uint8Array;
    };

export interface RouterAdvertisement {
  readonly type: 'RouterAdvertisement';
  readonly curHopLimit: number;
  readonly managed: boolean;
  readonly otherConfiguration: boolean;
  /** The flags octet below M and O (home agent, preference, proxy), as sent. */
  readonly otherFlags: number;
  readonly routerLifetimeSeconds: number;
  readonly reachableTimeMs: number;
  readonly retransTimerMs: number;
  readonly options: readonly NdOption[];
}

/** RFC 4443 §3.1 */
export const ICMPV6_UNREACHABLE_CODES: Readonly<Record<number, string>> = {
  0: 'no route to destination',
  1: 'administratively prohibited',
  2: 'beyond scope of source address',
  3: 'address unreachable',
  4: 'port unreachable',
  5: 'source address failed policy',
  6: 'reject route to destination',
};

const TYPE = {
  unreachable: 1,
  tooBig: 2,
  timeExceeded: 3,
  echoRequest: 128,
  echoReply: 129,
  rs: 133,
  ra: 134,
} as const;

/**
 * Reads the payload of an IPv6 packet as ICMPv6. Reserved fields that are not zero make it `Unknown`, so that nothing is lost.
 * @throws DecodeError also when the checksum is wrong
 */
export function decodeIcmpv6(bytes: Uint8Array, addresses: PseudoHeader): Icmpv6Message {
  if (bytes.length < 4) throw new DecodeError('shorter than an ICMPv6 header of 4 octets', bytes.length);
  const sum = sumPseudoHeader(addresses, IP_PROTOCOL.icmpv6, bytes.length);
  if (checksumOf(sumWords(bytes, 0, bytes.length, sum)) !== 0)
    throw new DecodeError('checksum is wrong', 2, 'checksum');
  const reader = new ByteReader(bytes);
  const icmpType = reader.u8();
  const code = reader.u8();
  reader.skip(2);
  return readKnown(icmpType, code, reader) ?? { type: 'Unknown', icmpType, code, body: bytes.subarray(4) };
}

export function encodeIcmpv6(message: Icmpv6Message, addresses: PseudoHeader): Uint8Array {
  const writer = new ByteWriter(64);
  writeBody(message, writer);
  const bytes = writer.finish();
  const sum = sumPseudoHeader(addresses, IP_PROTOCOL.icmpv6, bytes.length);
  const checksum = checksumOf(sumWords(bytes, 0, bytes.length, sum));
  bytes[2] = checksum >> 8;
  bytes[3] = checksum;
  return bytes;
}

function readKnown(icmpType: number, code: number, reader: ByteReader): Icmpv6Message | undefined {
  if (icmpType === TYPE.echoRequest || icmpType === TYPE.echoReply) {
    if (code !== 0) return undefined;
    const type = icmpType === TYPE.echoRequest ? 'EchoRequest' : 'EchoReply';
    return { type, identifier: reader.u16(), sequenceNumber: reader.u16(), data: reader.rest() };
  }
  if (icmpType === TYPE.unreachable || icmpType === TYPE.timeExceeded) {
    if (reader.u32() !== 0) return undefined;
    const type = icmpType === TYPE.unreachable ? 'DestinationUnreachable' : 'TimeExceeded';
    return { type, code, original: reader.rest() };
  }
  if (code !== 0) return undefined;
  if (icmpType === TYPE.tooBig) return { type: 'PacketTooBig', mtu: reader.u32(), original: reader.rest() };
  if (icmpType === TYPE.rs)
    return reader.u32() === 0 ? { type: 'RouterSolicitation', options: decodeNdOptions(reader) } : undefined;
  if (icmpType !== TYPE.ra) return undefined;
  const curHopLimit = reader.u8();
  const flags = reader.u8();
  return {
    type: 'RouterAdvertisement',
    curHopLimit,
    managed: (flags & 0x80) !== 0,
    otherConfiguration: (flags & 0x40) !== 0,
    otherFlags: flags & 0x3f,
    routerLifetimeSeconds: reader.u16(),
    reachableTimeMs: reader.u32(),
    retransTimerMs: reader.u32(),
    options: decodeNdOptions(reader),
  };
}

function writeBody(message: Icmpv6Message, writer: ByteWriter): void {
  const header = (type: number, code: number) => writer.u8(type).u8(code).u16(0);
  switch (message.type) {
    case 'EchoRequest':
    case 'EchoReply':
      header(message.type === 'EchoRequest' ? TYPE.echoRequest : TYPE.echoReply, 0);
      writer.u16(message.identifier).u16(message.sequenceNumber).put(message.data);
      return;
    case 'DestinationUnreachable':
      header(TYPE.unreachable, message.code).u32(0).put(message.original);
      return;
    case 'TimeExceeded':
      header(TYPE.timeExceeded, message.code).u32(0).put(message.original);
      return;
    case 'PacketTooBig':
      header(TYPE.tooBig, 0).u32(message.mtu).put(message.original);
      return;
    case 'RouterSolicitation':
      header(TYPE.rs, 0).u32(0);
      encodeNdOptions(message.options, writer);
      return;
    case 'RouterAdvertisement':
      header(TYPE.ra, 0)
        .u8(message.curHopLimit)
        .u8((message.managed ? 0x80 : 0) | (message.otherConfiguration ? 0x40 : 0) | message.otherFlags)
        .u16(message.routerLifetimeSeconds)
        .u32(message.reachableTimeMs)
        .u32(message.retransTimerMs);
      encodeNdOptions(message.options, writer);
      return;
    case 'Unknown':
      header(message.icmpType, message.code).put(message.body);
      return;
  }
}
