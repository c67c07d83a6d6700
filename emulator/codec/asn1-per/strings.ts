import type { PerReader } from './reader.ts';
import { defineSchema, EncodeError, type Marker, NotComprehendedError, type Schema } from './schema.ts';
import { wholeNumber } from './whole-number.ts';
import type { PerWriter } from './writer.ts';

/** A BIT STRING of any length: `length` bits, the first is the highest bit of the first octet; unused low bits are 0. */
export interface Bits {
  readonly bytes: Uint8Array;
  readonly lengthBits: number;
}

/** OCTET STRING without a size: a length and octets, fragmented from 16K on. X.691 §17 */
export const octetString: Schema<Uint8Array> = defineSchema({
  encode(writer, value) {
    writer.lengthAndOctets(value);
  },
  decode: reader => reader.lengthAndOctets(),
});

/** OCTET STRING (SIZE (size)): no length; not aligned up to two octets. X.691 §17.5 … 7 */
export function fixedOctetString(size: number): Schema<Uint8Array> {
  return defineSchema({
    encode(writer, value) {
      if (value.length !== size) throw new EncodeError(`${value.length} octets, not ${size}`);
      if (size > 2) return writer.octets(value);
      for (const octet of value) writer.bits(octet, 8);
    },
    decode(reader) {
      if (size > 2) return reader.octets(size);
      return size === 1 ? Uint8Array.of(reader.bits(8)) : Uint8Array.of(reader.bits(8), reader.bits(8));
    },
  });
}

/** OCTET STRING (SIZE (size)) of at most 4 octets as a number, big-endian: a TEID, a TAC, an M-TMSI. */
export function octetNumber(size: 1 | 2 | 3 | 4): Schema<number> {
  const limit = 256 ** size;
  return defineSchema({
    encode(writer, value) {
      checkNumber(value, limit);
      if (size > 2) writer.uint(value, size);
      else writer.bits(value, size * 8);
    },
    decode: size > 2 ? reader => reader.uint(size) : reader => reader.bits(size * 8),
    text: value => `0x${value.toString(16).padStart(size * 2, '0')}`,
  });
}

/** OCTET STRING (SIZE (lower..upper)), with '...' extensible; `upper` below 64K. X.691 §17.8 */
export function octetStringBetween(lower: number, upper: number, marker?: Marker): Schema<Uint8Array> {
  const length = wholeNumber(lower, upper);
  const extensible = marker !== undefined;
  return defineSchema({
    encode(writer, value) {
      const inRoot = value.length >= lower && value.length <= upper;
      if (!inRoot && !extensible) throw new EncodeError(`${value.length} octets, not ${lower} to ${upper}`);
      if (extensible) writer.bits(inRoot ? 0 : 1, 1);
      if (!inRoot) return writer.lengthAndOctets(value);
      length.write(writer, value.length);
      if (value.length > 0) writer.octets(value);
    },
    decode(reader) {
      if (extensible && reader.bit() === 1) return reader.lengthAndOctets();
      const octets = length.read(reader);
      return octets === 0 ? new Uint8Array(0) : reader.octets(octets);
    },
  });
}

/**
 * BIT STRING (SIZE (bits)) of at most 48 bits as a number, the first bit highest; not aligned up to 16 bits (X.691 §16.9).
 * With '...' another length may come; that is a NotComprehendedError.
 */
export function bitNumber(bits: number, marker?: Marker): Schema<number> {
  const limit = 2 ** bits;
  const extensible = marker !== undefined;
  const low = Math.max(0, bits - 32);
  return defineSchema({
    encode(writer, value) {
      checkNumber(value, limit);
      if (extensible) writer.bits(0, 1);
      if (bits > 16) writer.align();
      if (low > 0) writer.bits(Math.floor(value / 2 ** low), 32);
      writer.bits(low > 0 ? value % 2 ** low : value, bits - (low > 0 ? 32 : 0));
    },
    decode(reader) {
      if (extensible && reader.bit() === 1) {
        throw new NotComprehendedError(`a length other than ${bits} bits`, reader.offset);
      }
      if (bits > 16) reader.align();
      return low > 0 ? reader.bits(32) * 2 ** low + reader.bits(low) : reader.bits(bits);
    },
    text: value => `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`,
  });
}

/** BIT STRING (SIZE (8 × octets)) as octets, 3 or more: a key. X.691 §16.10 */
export function bitOctets(octets: number): Schema<Uint8Array> {
  return fixedOctetString(octets);
}

/** BIT STRING (SIZE (lower..upper)), with '...' extensible; without bounds when `lower` is left out. X.691 §16 */
export function bitString(lower = 0, upper = Number.POSITIVE_INFINITY, marker?: Marker): Schema<Bits> {
  const extensible = marker !== undefined;
  const bounded = upper < 0x10000;
  const length = bounded ? wholeNumber(lower, upper) : undefined;
  const aligned = lower !== upper || upper > 16;
  return defineSchema({
    encode(writer, value) {
      const bits = value.lengthBits;
      if (value.bytes.length !== Math.ceil(bits / 8))
        throw new EncodeError(`${bits} bits in ${value.bytes.length} octets`);
      const inRoot = bits >= lower && bits <= upper;
      if (!inRoot && !extensible) throw new EncodeError(`${bits} bits, not ${lower} to ${upper}`);
      if (extensible) writer.bits(inRoot ? 0 : 1, 1);
      if (!inRoot || length === undefined) {
        writer.fragments(bits, (from, count) => writeBits(writer, value.bytes, from, count));
        return;
      }
      length.write(writer, bits);
      if (aligned && bits > 0) writer.align();
      writeBits(writer, value.bytes, 0, bits);
    },
    decode(reader) {
      const inRoot = !extensible || reader.bit() === 0;
      if (!inRoot || length === undefined) {
        const value = readFragments(reader);
        if (inRoot && (value.lengthBits < lower || value.lengthBits > upper)) {
          reader.fail(`${value.lengthBits} bits, not ${lower} to ${upper}`);
        }
        return value;
      }
      const lengthBits = length.read(reader);
      if (aligned && lengthBits > 0) reader.align();
      return { bytes: readBits(reader, lengthBits), lengthBits };
    },
    text: value => `${value.lengthBits} bits`,
  });
}

function checkNumber(value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= limit) {
    throw new EncodeError(`${value} is not an integer from 0 to ${limit - 1}`);
  }
}

/** `from` is a multiple of 8. */
function writeBits(writer: PerWriter, bytes: Uint8Array, from: number, count: number): void {
  let index = from >>> 3;
  let left = count;
  for (; left >= 8; left -= 8) writer.bits(bytes[index++]!, 8);
  if (left > 0) writer.bits(bytes[index]! >>> (8 - left), left);
}

function readBits(reader: PerReader, count: number): Uint8Array {
  if (reader.end - reader.position < count) reader.fail(`${count} bits, ${reader.end - reader.position} remain`);
  const bytes = new Uint8Array(Math.ceil(count / 8));
  let left = count;
  for (let index = 0; left > 0; index++, left -= 8) {
    bytes[index] = left >= 8 ? reader.bits(8) : reader.bits(left) << (8 - left);
  }
  return bytes;
}

function readFragments(reader: PerReader): Bits {
  const parts: Uint8Array[] = [];
  let lengthBits = 0;
  for (;;) {
    const length = reader.length();
    const count = Math.abs(length);
    parts.push(readBits(reader, count));
    lengthBits += count;
    if (length >= 0) break;
  }
  const bytes = new Uint8Array(Math.ceil(lengthBits / 8));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, lengthBits };
}
