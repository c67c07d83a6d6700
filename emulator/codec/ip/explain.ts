import { DecodeError } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { formatIpv4, formatIpv6, readIpv4 } from './address.ts';
import { checksumOf, type PseudoHeader, sumPseudoHeader, sumWords } from './checksum.ts';
import { describeIp } from './describe.ts';
import { explainIcmp, ICMP_TYPES, ICMPV6_TYPES } from './explain-icmp.ts';
import { checksumText, FieldList, hex16, u16 } from './field-list.ts';
import { decodeIpv4, isIpv4Fragment } from './ipv4.ts';
import { decodeIpv6, ipv6PseudoHeader } from './ipv6.ts';
import { formatIpProtocol, IP_PROTOCOL } from './protocols.ts';

/**
 * The fields of the IP packet that fills `bytes` from `start` on; offsets count from the start of `bytes`. Never throws: what
 * cannot be read is a last field `malformed` that says why.
 */
export function explainIp(bytes: Uint8Array, start = 0): FieldTree {
  const packet = bytes.subarray(start);
  const fields = new FieldList(packet, start);
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

function explainIpv4(bytes: Uint8Array, fields: FieldList): void {
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

function explainIpv6(bytes: Uint8Array, fields: FieldList): void {
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

function explainUpper(protocol: number, fields: FieldList, at: number, length: number, addresses: PseudoHeader): void {
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
