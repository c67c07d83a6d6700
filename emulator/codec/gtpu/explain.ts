import { ByteReader, DecodeError, toHex } from '../../bytes/index.ts';
import { explainIp, formatIp } from '../ip/index.ts';
import type { FieldTree } from '../tree.ts';
import { decodeGtpu } from './decode.ts';
import { describeGtpu, formatTeid, nameGtpuMessage } from './describe.ts';
import { decodePduSessionContainer, GTPU_EXTENSION_HEADER, nameGtpuExtensionHeader } from './extension-header.ts';
import { decodeGtpuIe, GTPU_IE, nameGtpuIe } from './information-element.ts';
import { GTPU_MESSAGE_TYPE } from './message.ts';

/**
 * The fields of a GTP-U datagram and of the IP packet in it. Never throws: what cannot be read is a last field `malformed`
 * that says why.
 */
export function explainGtpu(bytes: Uint8Array): FieldTree {
  const children: FieldTree[] = [];
  const tree: FieldTree = { name: 'GTP-U', offset: 0, length: bytes.length, clause: 'TS 29.281', children };
  try {
    explainFields(new ByteReader(bytes), children);
    tree.value = describeGtpu(decodeGtpu(bytes));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const last = children.at(-1);
    const offset = Math.min(error.offset, last === undefined ? 0 : last.offset + last.length);
    children.push({ name: 'malformed', offset, length: bytes.length - offset, value: error.message });
  }
  return tree;
}

function explainFields(reader: ByteReader, fields: FieldTree[]): void {
  const add = (name: string, from: number, value: string | number, clause?: string) =>
    fields.push(field(name, from, reader.position - from, value, clause));
  const flags = reader.u8();
  add('version', 0, flags >> 5, HEADER);
  add('protocol type', 0, (flags & 0x10) === 0 ? "GTP' (0)" : 'GTP (1)');
  const on = [flags & 4 ? 'extension header' : '', flags & 2 ? 'sequence number' : '', flags & 1 ? 'N-PDU number' : ''];
  add('flags', 0, on.filter(Boolean).join(', ') || 'none');
  const messageType = reader.u8();
  const name = nameGtpuMessage(messageType);
  add('message type', 1, `${messageType} (${name ?? 'unknown'})`, 'TS 29.281 §6.1');
  add('length', 2, reader.u16());
  add('TEID', 4, formatTeid(reader.u32()));
  if ((flags & 7) !== 0) {
    add('sequence number', 8, meaningful(reader.u16(), flags & 2));
    add('N-PDU number', 10, meaningful(reader.u8(), flags & 1));
    const next = reader.u8();
    add('next extension header type', 11, meaningful(next, flags & 4, extensionName(next)));
    if ((flags & 4) !== 0) explainExtensionHeaders(reader, next, fields);
  }
  const at = reader.position;
  if (messageType === GTPU_MESSAGE_TYPE.GPdu) {
    if (reader.remaining > 0) fields.push(explainIp(reader.bytes, at));
  } else if (name === undefined) {
    if (reader.remaining > 0) add('body', at, `${reader.rest().length} octets`);
  } else {
    while (reader.remaining > 0) explainIe(reader, fields);
  }
}

function explainExtensionHeaders(reader: ByteReader, firstType: number, fields: FieldTree[]): void {
  for (let type = firstType; type !== 0; ) {
    const offset = reader.position;
    const units = reader.u8();
    if (units === 0) throw new DecodeError('extension header of length 0', offset, 'extensionHeaders');
    const content = reader.take(units * 4 - 2);
    const next = reader.u8();
    const { name, clause } = nameGtpuExtensionHeader(type);
    fields.push({
      ...field(name, offset, units * 4, '', clause),
      children: [
        field('length', offset, 1, `${units} × 4 octets`),
        ...explainContent(type, content, offset + 1),
        field('next extension header type', offset + units * 4 - 1, 1, extensionName(next)),
      ],
    });
    type = next;
  }
}

function explainContent(type: number, content: Uint8Array, offset: number): FieldTree[] {
  const number = (content[0]! << 8) | content[1]!;
  if (type === GTPU_EXTENSION_HEADER.udpPort) return [field('UDP port', offset, 2, number)];
  if (type === GTPU_EXTENSION_HEADER.pdcpPduNumber) return [field('PDCP PDU number', offset, 2, number)];
  if (type !== GTPU_EXTENSION_HEADER.pduSessionContainer || content[0]! >> 4 > 1)
    return [field('content', offset, content.length, toHex(content))];
  const session = decodePduSessionContainer(content);
  const fields = [
    field(
      'PDU type',
      offset,
      1,
      session.direction === 'downlink' ? 'downlink (0)' : 'uplink (1)',
      'TS 38.415 §5.5.3.1',
    ),
    field('flags', offset, 1, `0x${session.flags.toString(16)}`),
    field('QFI', offset + 1, 1, session.qfi, 'TS 38.415 §5.5.3.3'),
  ];
  if (session.direction === 'downlink') {
    fields.push(field('paging policy presence', offset + 1, 1, String(session.pagingPolicyPresence)));
    fields.push(field('reflective QoS indicator', offset + 1, 1, String(session.reflectiveQosIndicator)));
  }
  if (session.rest.length > 0) fields.push(field('rest', offset + 2, session.rest.length, toHex(session.rest)));
  return fields;
}

function explainIe(reader: ByteReader, fields: FieldTree[]): void {
  const offset = reader.position;
  const ie = decodeGtpuIe(reader);
  const { name, clause } = nameGtpuIe(ie.type);
  fields.push(field(name, offset, reader.position - offset, ieText(ie.type, ie.value), clause));
}

function ieText(type: number, value: Uint8Array): string {
  if (type === GTPU_IE.recovery) return String(value[0]);
  if (type === GTPU_IE.peerAddress && (value.length === 4 || value.length === 16)) return formatIp(value);
  if (type === GTPU_IE.extensionHeaderTypeList) return Array.from(value, extensionName).join(', ');
  return type === GTPU_IE.teidDataI ? `0x${toHex(value)}` : toHex(value);
}

/** A field that is there but whose flag is off is not evaluated. §5.1 */
function meaningful(value: number, flag: number, text = String(value)): string {
  return flag === 0 ? `${text} (not evaluated)` : text;
}

function extensionName(type: number): string {
  return type === 0 ? 'none' : nameGtpuExtensionHeader(type).name;
}

function field(name: string, offset: number, length: number, value: string | number, clause?: string): FieldTree {
  const tree: FieldTree = { name, offset, length };
  if (value !== '') tree.value = String(value);
  if (clause !== undefined) tree.clause = clause;
  return tree;
}

const HEADER = 'TS 29.281 §5.1';
