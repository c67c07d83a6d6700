import type { PerReader } from './reader.ts';
import { defineSchema, EncodeError, type Marker, type Schema } from './schema.ts';
import { octetsFor, wholeNumber } from './whole-number.ts';
import type { PerWriter } from './writer.ts';

/** INTEGER (lower..upper), with '...' extensible. Numbers up to 2^48 apart. X.691 §13 */
export function integer(lower: number, upper: number, marker?: Marker): Schema<number> {
  const root = wholeNumber(lower, upper);
  const extensible = marker !== undefined;
  return defineSchema({
    encode(writer, value) {
      const inRoot = value >= lower && value <= upper;
      if (!Number.isInteger(value) || (!inRoot && !extensible)) {
        throw new EncodeError(`${value} is not an integer from ${lower} to ${upper}`);
      }
      if (extensible) {
        writer.bits(inRoot ? 0 : 1, 1);
        if (!inRoot) return writeUnconstrained(writer, value);
      }
      root.write(writer, value);
    },
    decode(reader) {
      if (extensible && reader.bit() === 1) return readUnconstrained(reader);
      return root.read(reader);
    },
  });
}

/** INTEGER (lower..MAX): a length and as few octets as possible. X.691 §11.7, §13.2.3 */
export function integerFrom(lower: number): Schema<number> {
  return defineSchema({
    encode(writer, value) {
      if (!Number.isSafeInteger(value) || value < lower || value - lower > 0xffffffffffff) {
        throw new EncodeError(`${value} is not an integer from ${lower}`);
      }
      const octets = octetsFor(value - lower);
      writer.length(octets);
      writer.uint(value - lower, octets);
    },
    decode(reader) {
      const octets = reader.length();
      if (octets < 1 || octets > 6) reader.fail(`a number of ${octets} octets`, -8);
      return lower + reader.uint(octets);
    },
  });
}

/** INTEGER without bounds: a length and two's complement. X.691 §11.8, §13.2.4 */
export const anyInteger: Schema<number> = defineSchema({
  encode(writer, value) {
    if (!Number.isInteger(value)) throw new EncodeError(`${value} is not an integer`);
    writeUnconstrained(writer, value);
  },
  decode: readUnconstrained,
});

/** INTEGER (0..upper) for numbers above 2^48, as bigint. X.691 §11.5.7.4 */
export function bigInteger(upper: bigint): Schema<bigint> {
  const maximum = Math.ceil(upper.toString(16).length / 2);
  const length = wholeNumber(1, maximum);
  return defineSchema({
    encode(writer, value) {
      if (value < 0n || value > upper) throw new EncodeError(`${value} is not an integer from 0 to ${upper}`);
      const octets = Math.ceil(value.toString(16).length / 2);
      length.write(writer, octets);
      for (let shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
        writer.uint(Number((value >> BigInt(shift)) & 0xffn), 1);
      }
    },
    decode(reader) {
      let value = 0n;
      for (let left = length.read(reader); left > 0; left--) value = (value << 8n) | BigInt(reader.uint(1));
      if (value > upper) reader.fail(`${value} is above ${upper}`, -8);
      return value;
    },
  });
}

const LIMIT = 2 ** 47;

function writeUnconstrained(writer: PerWriter, value: number): void {
  if (value < -LIMIT || value >= LIMIT) throw new EncodeError(`${value} does not fit 6 octets`);
  const octets = octetsFor(2 * (value < 0 ? -value - 1 : value));
  writer.length(octets);
  writer.uint(value < 0 ? value + 256 ** octets : value, octets);
}

function readUnconstrained(reader: PerReader): number {
  const octets = reader.length();
  if (octets < 1 || octets > 6) reader.fail(`a number of ${octets} octets`, -8);
  const value = reader.uint(octets);
  return value >= 256 ** octets / 2 ? value - 256 ** octets : value;
}
