import { DecodeError } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { formatIpv4, formatIpv6, readIpv4 } from './address.ts';
import { checksumOf, type PseudoHeader, sumPseudoHeader, sumWords } from './checksum.ts';
import { describeIp } from './describe.ts';
import { ICMP_UNREACHABLE_CODES } from './icmp.ts';
import { ICMPV6_UNREACHABLE_CODES } from './icmpv6.ts';
import { decodeIpv4, isIpv4Fragment } from './ipv4.ts';
import { decodeIpv6, ipv6PseudoHeader } from './ipv6.ts';
import { formatIpProtocol, IP_PROTOCOL } from './protocols.ts';

/**
 * The fields of the IP packet that fills `bytes` from `start` on; offsets count from the start of `bytes`. Never throws: what
 * cannot be read is a last field `malformed` that says why.
 */
export function explainIp(bytes: Uint8Array, start = 0): FieldTree {
  const packet = bytes.subarray(start);
  const fields = new Fields(packet, start);
  const version = (packet[0] ?? 0) >> 4;
  try {
    if (version === 4) explainIpv4(packet, fields);
    else if (version === 6) explainIpv6(packet, fields);
    else throw new DecodeError(packet.length === 0 ? 'no octets' : `IP version ${version}`, 0, 'version');
    fields.rest('padding');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    fields.malformed(error);
  }
  const name = version === 6 ? 'IPv6' : version === 4 ? 'IPv4' : 'packet';
  return { name, offset: start, length: packet.length, value: describeIp(packet), children: fields.children };
}

/** Collects sibling fields; offsets given to it count from the packet's start. */
class Fields {
  readonly children: FieldTree[] = [];
  readonly packet: Uint8Array;
  private readonly base: number;
  private end = 0;

  constructor(packet: Uint8Array, base: number) {
    this.packet = packet;
    this.base = base;
  }

  add(name: string, at: number, length: number, value: string | number, clause?: string): void {
    const field: FieldTree = { name, offset: this.base + at, length, value: String(value) };
    if (clause !== undefined) field.clause = clause;
    this.children.push(field);
    this.end = at + length;
  }

  /** Fields of an inner header under one node. */
  group(name: string, at: number, length: number, clause: string, fill: (fields: Fields) => void): void {
    const inner = new Fields(this.packet, this.base);
    fill(inner);
    this.children.push({ name, offset: this.base + at, length, clause, children: inner.children });
    this.end = at + length;
  }

  rest(name: string): void {
    const length = this.packet.length - this.end;
    if (length > 0) this.add(name, this.end, length, `${length} octets`);
  }

  malformed(error: DecodeError): void {
    // from behind the last field that could be read, where the offset may already be further on
    const at = Math.min(error.offset, this.end);
    this.add('malformed', at, this.packet.length - at, error.message);
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

function checksumText(bytes: Uint8Array, at: number, good: boolean): string {
  return `${hex16(u16(bytes, at))} (${good ? 'right' : 'wrong'})`;
}

function explainIpv4(bytes: Uint8Array, fields: Fields): void {
  if (bytes.length < 20) throw new DecodeError('shorter than an IPv4 header of 20 octets', bytes.length);
  const headerOctets = (bytes[0]! & 0xf) * 4;
  const flags = bytes[6]! >> 5;
  const flagNames = [
    flags & 4 ? 'reserved' : '',
    flags & 2 ? 'do not fragment' : '',
    flags & 1 ? 'more fragments' : '',
  ];
  const good = checksumOf(sumWords(bytes, 0, Math.min(headerOctets, bytes.length))) === 0;
  fields.add('version', 0, 1, 4, 'RFC 791 §3.1');
  fields.add('header length', 0, 1, `${headerOctets} octets`);
  fields.add('DSCP', 1, 1, bytes[1]! >> 2, 'RFC 2474');
  fields.add('ECN', 1, 1, bytes[1]! & 3, 'RFC 3168');
  fields.add('total length', 2, 2, u16(bytes, 2));
  fields.add('identification', 4, 2, hex16(u16(bytes, 4)));
  fields.add('flags', 6, 1, flagNames.filter(Boolean).join(', ') || 'none');
  fields.add('fragment offset', 6, 2, `${(u16(bytes, 6) & 0x1fff) * 8} octets`);
  fields.add('time to live', 8, 1, bytes[8]!);
  fields.add('protocol', 9, 1, formatIpProtocol(bytes[9]!));
  fields.add('header checksum', 10, 2, checksumText(bytes, 10, good));
  fields.add('source', 12, 4, formatIpv4(readIpv4(bytes, 12)));
  fields.add('destination', 16, 4, formatIpv4(readIpv4(bytes, 16)));
  if (headerOctets > 20 && headerOctets <= bytes.length)
    fields.add('options', 20, headerOctets - 20, `${headerOctets - 20} octets`);
  const packet = decodeIpv4(bytes);
  const pseudo = { source: bytes.subarray(12, 16), destination: bytes.subarray(16, 20) };
  if (isIpv4Fragment(packet))
    fields.add('fragment', headerOctets, packet.payload.length, `${packet.payload.length} octets`);
  else explainUpper(packet.protocol, fields, headerOctets, packet.payload.length, pseudo);
}

function explainIpv6(bytes: Uint8Array, fields: Fields): void {
  if (bytes.length < 40) throw new DecodeError('shorter than an IPv6 header of 40 octets', bytes.length);
  fields.add('version', 0, 1, 6, 'RFC 8200 §3');
  fields.add('traffic class', 0, 2, (u16(bytes, 0) >> 4) & 0xff);
  fields.add('flow label', 1, 3, `0x${(((bytes[1]! & 0xf) << 16) | u16(bytes, 2)).toString(16).padStart(5, '0')}`);
  fields.add('payload length', 4, 2, u16(bytes, 4));
  fields.add('next header', 6, 1, formatIpProtocol(bytes[6]!));
  fields.add('hop limit', 7, 1, bytes[7]!);
  fields.add('source', 8, 16, formatIpv6(bytes.subarray(8, 24)));
  fields.add('destination', 24, 16, formatIpv6(bytes.subarray(24, 40)));
  const packet = decodeIpv6(bytes);
  let at = 40;
  for (const header of packet.extensionHeaders) {
    fields.add(
      `${formatIpProtocol(header.type)} header`,
      at,
      header.body.length + 1,
      `${header.body.length + 1} octets`,
      'RFC 8200 §4',
    );
    at += header.body.length + 1;
  }
  if (packet.extensionHeaders.some(header => header.type === IP_PROTOCOL.fragment))
    fields.add('fragment', at, packet.payload.length, `${packet.payload.length} octets`);
  else explainUpper(packet.protocol, fields, at, packet.payload.length, ipv6PseudoHeader(packet));
}

function explainUpper(protocol: number, fields: Fields, at: number, length: number, addresses: PseudoHeader): void {
  const bytes = fields.packet;
  const end = at + length;
  const pseudo = sumPseudoHeader(addresses, protocol, length);
  if (protocol === IP_PROTOCOL.udp && length >= 8) {
    const absent = u16(bytes, at + 6) === 0;
    const good = checksumOf(sumWords(bytes, at, end, pseudo)) === 0;
    fields.group('UDP', at, length, 'RFC 768', udp => {
      udp.add('source port', at, 2, u16(bytes, at));
      udp.add('destination port', at + 2, 2, u16(bytes, at + 2));
      udp.add('length', at + 4, 2, u16(bytes, at + 4));
      udp.add('checksum', at + 6, 2, absent ? 'none' : checksumText(bytes, at + 6, good));
      udp.add('data', at + 8, length - 8, `${length - 8} octets`);
    });
  } else if (protocol === IP_PROTOCOL.icmp && length >= 8) {
    const good = checksumOf(sumWords(bytes, at, end)) === 0;
    fields.group('ICMP', at, length, 'RFC 792', icmp => explainIcmp(bytes, icmp, at, end, ICMP_TYPES, good));
  } else if (protocol === IP_PROTOCOL.icmpv6 && length >= 8) {
    const good = checksumOf(sumWords(bytes, at, end, pseudo)) === 0;
    fields.group('ICMPv6', at, length, 'RFC 4443', icmp => explainIcmp(bytes, icmp, at, end, ICMPV6_TYPES, good));
  } else {
    fields.add(formatIpProtocol(protocol), at, length, `${length} octets`);
  }
}

type IcmpTypes = Readonly<Record<number, readonly [name: string, body: 'echo' | 'error' | 'other']>>;

const ICMP_TYPES: IcmpTypes = {
  0: ['echo reply', 'echo'],
  3: ['destination unreachable', 'error'],
  5: ['redirect', 'other'],
  8: ['echo request', 'echo'],
  11: ['time exceeded', 'error'],
};
const ICMPV6_TYPES: IcmpTypes = {
  1: ['destination unreachable', 'error'],
  2: ['packet too big', 'error'],
  3: ['time exceeded', 'error'],
  128: ['echo request', 'echo'],
  129: ['echo reply', 'echo'],
  133: ['router solicitation', 'other'],
  134: ['router advertisement', 'other'],
  135: ['neighbour solicitation', 'other'],
  136: ['neighbour advertisement', 'other'],
};

function explainIcmp(
  bytes: Uint8Array,
  fields: Fields,
  at: number,
  end: number,
  types: IcmpTypes,
  goodChecksum: boolean,
): void {
  const type = bytes[at]!;
  const code = bytes[at + 1]!;
  const [name, body] = types[type] ?? ['unknown', 'other'];
  const codes = types === ICMP_TYPES ? ICMP_UNREACHABLE_CODES : ICMPV6_UNREACHABLE_CODES;
  const codeName = name === 'destination unreachable' ? codes[code] : undefined;
  fields.add('type', at, 1, `${type} (${name})`);
  fields.add('code', at + 1, 1, codeName === undefined ? code : `${code} (${codeName})`);
  fields.add('checksum', at + 2, 2, checksumText(bytes, at + 2, goodChecksum));
  if (body === 'echo') {
    fields.add('identifier', at + 4, 2, u16(bytes, at + 4));
    fields.add('sequence number', at + 6, 2, u16(bytes, at + 6));
    if (end > at + 8) fields.add('data', at + 8, end - at - 8, `${end - at - 8} octets`);
  } else if (body === 'error') {
    fields.add(name === 'packet too big' ? 'MTU' : 'unused, or next-hop MTU', at + 4, 4, u32(bytes, at + 4));
    if (end > at + 8) fields.add('original packet', at + 8, end - at - 8, `${end - at - 8} octets`);
  } else if (name === 'router solicitation' || name === 'router advertisement') {
    explainRouterDiscovery(bytes, fields, at, end, name === 'router advertisement');
  } else {
    fields.add('body', at + 4, end - at - 4, `${end - at - 4} octets`);
  }
}

/** RFC 4861 §4.1, §4.2; the message is long enough when it was read as a whole before. */
function explainRouterDiscovery(bytes: Uint8Array, fields: Fields, at: number, end: number, advertised: boolean): void {
  if (advertised && end - at >= 16) {
    const flags = bytes[at + 5]!;
    fields.add('hop limit for hosts', at + 4, 1, bytes[at + 4]!, 'RFC 4861 §4.2');
    fields.add('flags', at + 5, 1, `managed ${flags >> 7}, other configuration ${(flags >> 6) & 1}`);
    fields.add('router lifetime', at + 6, 2, `${u16(bytes, at + 6)} s`);
    fields.add('reachable time', at + 8, 4, `${u32(bytes, at + 8)} ms`);
    fields.add('retransmission timer', at + 12, 4, `${u32(bytes, at + 12)} ms`);
  } else {
    fields.add('reserved', at + 4, Math.min(4, end - at - 4), '');
  }
  for (let option = at + (advertised ? 16 : 8); option + 2 <= end; ) {
    const length = bytes[option + 1]! * 8;
    if (length === 0 || option + length > end) throw new DecodeError('option of a wrong length', option, 'options');
    const type = bytes[option]!;
    if (type === 3 && length === 32) {
      const flags = bytes[option + 3]!;
      const prefix = `${formatIpv6(bytes.subarray(option + 16, option + 32))}/${bytes[option + 2]!}`;
      const uses = `on link ${flags >> 7}, autonomous ${(flags >> 6) & 1}, valid ${u32(bytes, option + 4)} s`;
      fields.add('prefix information', option, length, `${prefix}, ${uses}`, 'RFC 4861 §4.6.2');
    } else if (type === 5 && length === 8) {
      fields.add('MTU', option, length, u32(bytes, option + 4), 'RFC 4861 §4.6.4');
    } else {
      fields.add(`option ${type}`, option, length, `${length} octets`, 'RFC 4861 §4.6');
    }
    option += length;
  }
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}
