import { PerReader } from './reader.ts';
import { decodeNamed, defineSchema, type Schema } from './schema.ts';
import type { PerWriter } from './writer.ts';

/** Writes a value as an open type: its complete encoding behind a length. X.691 §11.2 */
export function writeOpenType<T>(writer: PerWriter, schema: Schema<T>, value: T): void {
  const mark = writer.openOpenType();
  schema.encode(writer, value);
  writer.closeOpenType(mark);
}

/**
 * Reads an open type whose type is known; octets left over in it are an error. `name` is for the tree; without one
 * the value's parts go to the field that is open already.
 */
export function readOpenType<T>(reader: PerReader, name: string | undefined, schema: Schema<T>): T {
  const start = reader.position;
  const length = reader.length();
  if (length < 0) {
    reader.position = start;
    return readFragmented(reader, name, schema);
  }
  const outer = reader.end;
  const content = reader.position;
  const end = content + length * 8;
  if (end > outer) reader.fail(`an open type of ${length} octets, ${(outer - content) >>> 3} remain`);
  reader.end = end;
  const value = decodeNamed(reader, name, schema);
  finishOpenType(reader, content);
  reader.end = outer;
  return value;
}

/** An open type as octets, for a type that we do not know. */
export const openType: Schema<Uint8Array> = defineSchema({
  encode(writer, value) {
    writer.lengthAndOctets(value);
  },
  decode: reader => reader.lengthAndOctets(),
});

/** From 16K on the octets lie apart: they are joined, and read in a buffer of their own. */
function readFragmented<T>(reader: PerReader, name: string | undefined, schema: Schema<T>): T {
  const base = reader.offset + 1;
  const inner = new PerReader(reader.lengthAndOctets(), base, reader.trace);
  const value = decodeNamed(inner, name, schema);
  finishOpenType(inner, 0);
  reader.irregular ||= inner.irregular;
  return value;
}

/** Nothing may follow the value but padding; a value without bits has one octet of it (X.691 §11.1.3). */
function finishOpenType(reader: PerReader, content: number): void {
  if (reader.position === content) reader.bits(8);
  reader.align();
  const left = (reader.end - reader.position) >>> 3;
  if (left > 0) reader.fail(`${left} octet${left === 1 ? '' : 's'} too many`);
}
