import { ByteReader, DecodeError, toHex } from '../../bytes/index.ts';
import { explainFields, malformed } from '../nas-common/explain.ts';
import type { FieldTree } from '../tree.ts';
import { decodeNasEps, readHeader } from './codec.ts';
import { nameInWords } from './describe.ts';
import type { Direction, NasEpsMessageName } from './message.ts';
import { EMM } from './message-table.ts';
import { decodeNasHeader, type NasHeader, type SecurityProtected } from './security-header.ts';
import { explainServiceRequest } from './service-request-short.ts';

/**
 * A NAS message as a field tree, down to the ESM message inside an EMM message. A protected message shows its header
 * and, when that makes sense (integrity protection only, or EEA0), the message inside; else the octets. Never throws
 * on octets: what makes no sense is a node named `malformed`.
 */
export function explainNas(bytes: Uint8Array, direction: Direction = 'uplink'): FieldTree {
  return explainAt(new ByteReader(bytes), direction);
}

function explainAt(reader: ByteReader, direction: Direction): FieldTree {
  const root: FieldTree = { name: 'NAS message', offset: reader.position, length: reader.remaining, children: [] };
  try {
    const header = headerAt(reader);
    if (header.type === 'serviceRequest') {
      root.name = 'Service request';
      root.clause = 'TS 24.301 §8.2.25';
      root.children = explainServiceRequest(header.serviceRequest, root.offset);
    } else if (header.type === 'protected') explainProtected(header, reader, direction, root);
    else explainPlain(reader, direction, root);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    root.children!.push(malformed(error, reader));
  }
  return root;
}

/** The security header, with offsets in errors counted from the outermost octet. */
function headerAt(reader: ByteReader): NasHeader {
  const start = reader.position;
  try {
    return decodeNasHeader(reader.bytes.subarray(start, reader.end));
  } catch (error) {
    throw error instanceof DecodeError ? new DecodeError(error.reason, error.offset + start) : error;
  }
}

function explainPlain(reader: ByteReader, direction: Direction, root: FieldTree): void {
  const offset = reader.position;
  const fields: Record<string, unknown> = {};
  const program = readHeader(reader, direction, fields);
  const tree = root.children!;
  root.name = nameInWords(program.message as NasEpsMessageName);
  root.clause = program.clause;
  const protocol = program.protocolDiscriminator === EMM ? 'EPS mobility management' : 'EPS session management';
  tree.push({ name: 'protocolDiscriminator', offset, length: 1, value: protocol, clause: 'TS 24.301 §9.2' });
  if (program.protocolDiscriminator === EMM) {
    tree.push({ name: 'securityHeaderType', offset, length: 1, value: '0 (plain)', clause: 'TS 24.301 §9.3.1' });
  } else {
    const ebi = String(fields.epsBearerIdentity);
    const pti = String(fields.procedureTransactionIdentity);
    tree.push({ name: 'epsBearerIdentity', offset, length: 1, value: ebi, clause: 'TS 24.301 §9.3.2' });
    const clause = 'TS 24.301 §9.4';
    tree.push({ name: 'procedureTransactionIdentity', offset: offset + 1, length: 1, value: pti, clause });
  }
  const type = `0x${program.messageType.toString(16)} (${root.name})`;
  tree.push({
    name: 'messageType',
    offset: reader.position - 1,
    length: 1,
    value: type,
    clause: 'TS 24.301 §9.8',
  });
  explainFields(program, reader, tree);
  for (const node of tree) {
    if (node.name !== 'esmMessageContainer' && node.name !== 'replayedNasMessageContainer') continue;
    // Both are type 6: a length of two octets, an IEI before it where there is one.
    const overhead = program.tagged.some(field => field.name === node.name) ? 3 : 2;
    const inner = new ByteReader(reader.bytes, node.offset + overhead, node.offset + node.length);
    node.children = [explainAt(inner, direction)];
  }
}

function explainProtected(header: SecurityProtected, reader: ByteReader, direction: Direction, root: FieldTree): void {
  const { offset } = root;
  root.name = 'Security protected NAS message';
  root.clause = 'TS 24.301 §8.2.23';
  const type = `${header.securityHeaderType} (${HEADER_TYPES[header.securityHeaderType]})`;
  const mac = toHex(header.messageAuthenticationCode);
  const sequenceNumber = String(header.sequenceNumber);
  root.children!.push(
    { name: 'securityHeaderType', offset, length: 1, value: type, clause: 'TS 24.301 §9.3.1' },
    { name: 'messageAuthenticationCode', offset: offset + 1, length: 4, value: mac, clause: 'TS 24.301 §9.5' },
    { name: 'sequenceNumber', offset: offset + 5, length: 1, value: sequenceNumber, clause: 'TS 24.301 §9.6' },
  );
  const { nasMessage } = header;
  const node: FieldTree = {
    name: 'nasMessage',
    offset: offset + 6,
    length: nasMessage.length,
    clause: 'TS 24.301 §9.7',
  };
  root.children!.push(node);
  const integrityOnly = header.securityHeaderType === 1 || header.securityHeaderType === 3;
  if (integrityOnly || isPlain(nasMessage, direction)) {
    node.children = [explainAt(new ByteReader(reader.bytes, offset + 6, reader.end), direction)];
  } else node.value = `${toHex(nasMessage)} (ciphered)`;
}

const HEADER_TYPES = {
  1: 'integrity protected',
  2: 'integrity protected and ciphered',
  3: 'integrity protected with new EPS security context',
  4: 'integrity protected and ciphered with new EPS security context',
  5: 'integrity protected and partially ciphered',
} as const;

/** With EEA0 a "ciphered" message is plain: octets that decode without anything left over are taken for that. */
function isPlain(bytes: Uint8Array, direction: Direction): boolean {
  try {
    return decodeNasEps(bytes, direction).message !== 'ServiceRequest';
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
