import type { PerReader } from './reader.ts';
import { decodeNamed, defineSchema, EncodeError, inside, type Marker, type Schema } from './schema.ts';
import { wholeNumber } from './whole-number.ts';
import type { PerWriter } from './writer.ts';

/**
 * SEQUENCE (SIZE (lower..upper)) OF element, with '...' extensible; without bounds when they are left out. A count
 * that the bits cannot hold fails before anything is allocated for it. X.691 §20
 */
export function sequenceOf<T>(
  element: Schema<T>,
  lower = 0,
  upper = Number.POSITIVE_INFINITY,
  marker?: Marker,
): Schema<readonly T[]> {
  const extensible = marker !== undefined;
  const count = upper < 0x10000 ? wholeNumber(lower, upper) : undefined;
  return defineSchema({
    encode(writer, value) {
      const inRoot = value.length >= lower && value.length <= upper;
      if (!inRoot && !extensible) throw new EncodeError(`${value.length} elements, not ${lower} to ${upper}`);
      if (extensible) writer.bits(inRoot ? 0 : 1, 1);
      if (inRoot && count !== undefined) {
        count.write(writer, value.length);
        encodeElements(writer, element, value, 0, value.length);
      } else {
        writer.fragments(value.length, (from, run) => encodeElements(writer, element, value, from, run));
      }
    },
    decode(reader) {
      const inRoot = !extensible || reader.bit() === 0;
      const value: T[] = [];
      if (inRoot && count !== undefined) {
        decodeElements(reader, element, value, count.read(reader));
        return value;
      }
      for (;;) {
        const length = reader.length();
        decodeElements(reader, element, value, Math.abs(length));
        if (length >= 0) break;
      }
      if (inRoot && (value.length < lower || value.length > upper)) {
        reader.fail(`${value.length} elements, not ${lower} to ${upper}`);
      }
      return value;
    },
    text: value => `${value.length} item${value.length === 1 ? '' : 's'}`,
  });
}

function encodeElements<T>(
  writer: PerWriter,
  element: Schema<T>,
  value: readonly T[],
  from: number,
  count: number,
): void {
  let index = from;
  try {
    for (; index < from + count; index++) element.encode(writer, value[index]!);
  } catch (error) {
    throw inside(error, String(index));
  }
}

function decodeElements<T>(reader: PerReader, element: Schema<T>, into: T[], count: number): void {
  const name = reader.trace === undefined ? undefined : (index: number) => String(index);
  try {
    for (let left = count; left > 0; left--) {
      into.push(name === undefined ? element.decode(reader) : decodeNamed(reader, name(into.length), element));
    }
  } catch (error) {
    throw inside(error, String(into.length));
  }
}
