import { ByteReader, DecodeError, toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { readLength, skipElement } from './decode.ts';
import type { AnyElement } from './element.ts';
import { type HalfField, isHalf, type OctetField, type Program } from './program.ts';
import { isComprehensionRequired } from './table.ts';

/**
 * The lines of a table as a field tree, from a reader that stands behind the message type. It never throws on octets:
 * where they stop making sense, the last node is named `malformed` and says why.
 */
export function explainFields(program: Program, reader: ByteReader, tree: FieldTree[]): void {
  try {
    for (const step of program.imperative) {
      if ('field' in step) explainOctets(step.field, reader.position, reader, tree);
      else {
        const offset = reader.position;
        const octet = reader.u8();
        tree.push(halfNode(step.halves[1], offset, octet >> 4), halfNode(step.halves[0], offset, octet & 0xf));
      }
    }
    while (reader.remaining > 0) explainTagged(program, reader, tree);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    tree.push(malformed(error, reader));
  }
}

/** What remains of a message whose octets make no sense. */
export function malformed(error: DecodeError, reader: ByteReader): FieldTree {
  return { name: 'malformed', offset: error.offset, length: reader.end - error.offset, value: error.reason };
}

function explainTagged(program: Program, reader: ByteReader, tree: FieldTree[]): void {
  const offset = reader.position;
  const iei = reader.u8();
  const field = program.byIei[iei];
  if (field === undefined) {
    skipElement(field, iei, reader);
    const octets = reader.bytes.subarray(offset, reader.position);
    const must = isComprehensionRequired({ iei }) ? ', comprehension required' : '';
    const name = `unknown element 0x${iei.toString(16).padStart(2, '0')}`;
    tree.push({ name, offset, length: octets.length, value: `${toHex(octets)}${must}` });
  } else if (isHalf(field)) tree.push(halfNode(field, offset, iei & 0xf));
  else explainOctets(field, offset, reader, tree);
}

function explainOctets(field: OctetField, offset: number, reader: ByteReader, tree: FieldTree[]): void {
  const length = readLength(field, reader);
  const start = reader.position;
  reader.skip(length);
  const node: FieldTree = { name: field.name, offset, length: reader.position - offset, clause: field.type.clause };
  tree.push(node);
  const valueReader = () => new ByteReader(reader.bytes, start, start + Math.min(length, field.most));
  try {
    if (length < field.least) throw new DecodeError(`has ${length} octets, the least is ${field.least}`, start);
    const value = valueReader();
    node.value = field.type.show(field.type.decode(value));
    if (field.type.parts !== undefined) node.children = field.type.parts(valueReader());
    if (value.position < reader.position) {
      const extra = reader.bytes.subarray(value.position, reader.position);
      node.value += ` and ${extra.length} more octets: ${toHex(extra)}`;
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    node.value = `${toHex(reader.bytes.subarray(start, start + length))}, syntactically incorrect: ${error.reason}`;
  }
}

function halfNode(field: HalfField, offset: number, bits: number): FieldTree {
  const type: AnyElement = field.type;
  return { name: field.name, offset, length: 1, value: type.show(type.decode(bits)), clause: type.clause };
}
