import { ByteReader, DecodeError } from '../../bytes/index.ts';
import { type HalfField, isHalf, type OctetField, type Program } from './program.ts';
import type { OtherElement } from './table.ts';

type Fields = Record<string, unknown>;

/**
 * Reads the lines of a table into `fields`, from a reader that stands behind the message type.
 * Byte strings in the result are views of the reader's octets.
 * @throws DecodeError when a mandatory element is missing or no value of its type, or an element runs past the end.
 *   Optional elements that are no value are set aside in `otherElements` instead (TS 24.301 §7.7.1).
 */
export function decodeFields(program: Program, reader: ByteReader, fields: Fields): void {
  for (const step of program.imperative) {
    if ('field' in step) decodeMandatory(step.field, reader, fields);
    else {
      const [low, high] = step.halves;
      if (reader.remaining === 0) missing(reader, low.name);
      const octet = reader.u8();
      if (!low.spare) fields[low.name] = low.type.decode(octet & 0xf);
      if (!high.spare) fields[high.name] = high.type.decode(octet >> 4);
    }
  }
  if (reader.remaining > 0) decodeTagged(program, reader, fields);
}

function decodeMandatory(field: OctetField, reader: ByteReader, fields: Fields): void {
  if (reader.remaining === 0 && (field.lengthOctets > 0 || field.least > 0)) missing(reader, field.name);
  try {
    const length = readLength(field, reader);
    const start = reader.position;
    reader.skip(length);
    if (length < field.least) {
      throw new DecodeError(`has ${length} octets, the least is ${field.least}`, start);
    }
    decodeValue(field, reader.bytes, start, reader.position, fields);
  } catch (error) {
    throw error instanceof DecodeError ? error.inside(field.name) : error;
  }
}

function decodeTagged(program: Program, reader: ByteReader, fields: Fields): void {
  let last = -1;
  for (let position = 0; reader.remaining > 0; position++) {
    const start = reader.position;
    const iei = reader.u8();
    const field = program.byIei[iei];
    const reason =
      field === undefined
        ? 'unknown'
        : field.order > last
          ? undefined
          : field.order === last || field.name in fields
            ? 'repeated'
            : 'outOfSequence';
    if (field !== undefined && reason === undefined) {
      last = field.order;
      if (decodeOptional(field, iei, reader, fields)) continue;
    } else skipElement(field, iei, reader);
    const others = (fields.otherElements ??= []) as OtherElement[];
    const octets = reader.bytes.subarray(start, reader.position);
    others.push({ iei, position, reason: reason ?? 'syntacticallyIncorrect', octets });
  }
}

/** Reads the value behind an IEI; false when its octets are no value of the type. They are skipped in either case. */
function decodeOptional(field: OctetField | HalfField, iei: number, reader: ByteReader, fields: Fields): boolean {
  if (isHalf(field)) {
    fields[field.name] = field.type.decode(iei & 0xf);
    return true;
  }
  let start: number;
  try {
    const length = readLength(field, reader);
    start = reader.position;
    reader.skip(length);
  } catch (error) {
    throw error instanceof DecodeError ? error.inside(field.name) : error;
  }
  if (reader.position - start < field.least) return false;
  try {
    decodeValue(field, reader.bytes, start, reader.position, fields);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/**
 * Gives the element as many octets as its row allows; what it leaves, and what is behind, belongs to a later version.
 * "It is not a syntactical error that a type 4 IE specifies a greater length." TS 24.301 §7.1
 */
function decodeValue(field: OctetField, bytes: Uint8Array, start: number, end: number, fields: Fields): void {
  const value = new ByteReader(bytes, start, end - start > field.most ? start + field.most : end);
  fields[field.name] = field.type.decode(value);
  if (value.position < end) {
    const extra = (fields.extraOctets ??= {}) as Record<string, Uint8Array>;
    extra[field.name] = bytes.subarray(value.position, end);
  }
}

/** Jumps over an element whose value nobody reads. Unknown ones show their format in the IEI: TS 24.007 §11.2.4. */
export function skipElement(field: OctetField | HalfField | undefined, iei: number, reader: ByteReader): void {
  if (field !== undefined && !isHalf(field)) reader.skip(readLength(field, reader));
  else if (field === undefined && iei < 0x80) reader.skip((iei & 0xf0) === 0x70 ? reader.u16() : reader.u8());
}

export function readLength(field: OctetField, reader: ByteReader): number {
  return field.lengthOctets === 0 ? field.least : field.lengthOctets === 1 ? reader.u8() : reader.u16();
}

function missing(reader: ByteReader, name: string): never {
  throw new DecodeError('the mandatory element is missing', reader.position, name);
}
