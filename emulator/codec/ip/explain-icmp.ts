import { DecodeError } from '../../bytes/index.ts';
import { formatIpv6 } from './address.ts';
import { checksumText, type FieldList, u16, u32 } from './field-list.ts';
import { ICMP_UNREACHABLE_CODES } from './icmp.ts';
import { ICMPV6_UNREACHABLE_CODES } from './icmpv6.ts';

/** Names of ICMP types and the shape of what follows their checksum. */
export type IcmpTypes = Readonly<Record<number, readonly [name: string, body: 'echo' | 'error' | 'other']>>;

export const ICMP_TYPES: IcmpTypes = {
  0: ['echo reply', 'echo'],
  3: ['destination unreachable', 'error'],
  5: ['redirect', 'other'],
  8: ['echo request', 'echo'],
  11: ['time exceeded', 'error'],
};
export const ICMPV6_TYPES: IcmpTypes = {
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

/** Adds the fields of the ICMP or ICMPv6 message between `at` and `end`, 8 octets at least. */
export function explainIcmp(
  bytes: Uint8Array,
  fields: FieldList,
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
function explainRouterDiscovery(
  bytes: Uint8Array,
  fields: FieldList,
  at: number,
  end: number,
  advertised: boolean,
): void {
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
