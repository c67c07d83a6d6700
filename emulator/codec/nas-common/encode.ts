import type { ByteWriter } from '../../bytes/index.ts';
import { isHalf, type OctetField, type Program } from './program.ts';
import type { Leftovers, OtherElement } from './table.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Writes the lines of a table, behind the message type: the inverse of decodeFields.
 * @throws RangeError when a value does not fit its element, TypeError when a mandatory one is absent: our bug, or a
 *   message that the compiler did not check
 */
export function encodeFields(program: Program, fields: Fields, writer: ByteWriter): void {
  for (const step of program.imperative) {
    if ('field' in step) writeOctets(program, step.field, fields, writer);
    else {
      const [low, high] = step.halves;
      const lowBits = low.spare ? 0 : halfOctet(program, low.name, low.type.encode(given(program, low.name, fields)));
      const highBits = high.spare
        ? 0
        : halfOctet(program, high.name, high.type.encode(given(program, high.name, fields)));
      writer.u8((highBits << 4) | lowBits);
    }
  }
  const others = fields.otherElements as readonly OtherElement[] | undefined;
  let position = 0;
  let nextOther = 0;
  for (const field of program.tagged) {
    const value = fields[field.name];
    if (value === undefined) continue;
    if (others !== undefined) {
      for (; others[nextOther]?.position === position; position++) writer.put(others[nextOther++]!.octets);
    }
    if (isHalf(field)) writer.u8(field.iei | halfOctet(program, field.name, field.type.encode(value)));
    else {
      writer.u8(field.iei);
      writeOctets(program, field, fields, writer);
    }
    position++;
  }
  if (others !== undefined) while (nextOther < others.length) writer.put(others[nextOther++]!.octets);
}

function writeOctets(program: Program, field: OctetField, fields: Fields, writer: ByteWriter): void {
  const start = writer.length;
  if (field.lengthOctets === 1) writer.u8(0);
  else if (field.lengthOctets === 2) writer.u16(0);
  const valueStart = writer.length;
  field.type.encode(given(program, field.name, fields), writer);
  const own = writer.length - valueStart;
  if (own > field.most) outOfRange(program, field, own);
  const extra = (fields as Leftovers).extraOctets?.[field.name];
  if (extra !== undefined) writer.put(extra);
  const length = writer.length - valueStart;
  if (length < field.least || length > LENGTH_LIMIT[field.lengthOctets]) outOfRange(program, field, length);
  if (field.lengthOctets === 1) writer.patchU8(start, length);
  else if (field.lengthOctets === 2) writer.patchU16(start, length);
}

/** What a length indicator of 0, 1 or 2 octets can say. */
const LENGTH_LIMIT = [Number.POSITIVE_INFINITY, 0xff, 0xffff] as const;

function outOfRange(program: Program, field: OctetField, length: number): never {
  const limit = Math.min(field.most, LENGTH_LIMIT[field.lengthOctets]);
  throw new RangeError(`${program.message}.${field.name} has ${length} octets, ${field.least} to ${limit} are allowed`);
}

function given(program: Program, name: string, fields: Fields): unknown {
  const value = fields[name];
  if (value === undefined) throw new TypeError(`${program.message} needs ${name}`);
  return value;
}

function halfOctet(program: Program, name: string, bits: number): number {
  if (!(bits >= 0 && bits <= 0xf)) throw new RangeError(`${program.message}.${name}: ${bits} does not fit four bits`);
  return bits;
}
