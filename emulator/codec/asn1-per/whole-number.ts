import type { PerReader } from './reader.ts';
import type { PerWriter } from './writer.ts';

/** How a constrained whole number lies in the bits; made once for each pair of bounds. X.691 §11.5 */
export interface WholeNumber {
  write(writer: PerWriter, value: number): void;
  read(reader: PerReader): number;
}

/** Bits that hold every number below `range`. */
export function bitsFor(range: number): number {
  let bits = 0;
  for (let limit = 1; limit < range; limit *= 2) bits++;
  return bits;
}

/** Octets that hold `value` (1 … 6). */
export function octetsFor(value: number): number {
  let octets = 1;
  for (let limit = 0x100; limit <= value; limit *= 0x100) octets++;
  return octets;
}

/**
 * A whole number from `lower` to `upper`, the range below 2^48 (aligned variant, X.691 §11.5.7): a bit-field up to a
 * range of 255, one aligned octet at 256, two up to 64K, else a length and then, aligned, as few octets as possible.
 */
export function wholeNumber(lower: number, upper: number): WholeNumber {
  const range = upper - lower + 1;
  if (range === 1) return { write() {}, read: () => lower };
  if (range < 256) return bitField(lower, upper, bitsFor(range));
  if (range === 256) return octetField(lower, upper, 1);
  if (range <= 0x10000) return octetField(lower, upper, 2);
  return countedOctets(lower, upper);
}

function bitField(lower: number, upper: number, bits: number): WholeNumber {
  return {
    write(writer, value) {
      writer.bits(value - lower, bits);
    },
    read(reader) {
      const value = lower + reader.bits(bits);
      if (value > upper) reader.fail(`${value} is above ${upper}`, -1);
      return value;
    },
  };
}

function octetField(lower: number, upper: number, octets: number): WholeNumber {
  return {
    write(writer, value) {
      writer.uint(value - lower, octets);
    },
    read(reader) {
      const value = lower + reader.uint(octets);
      if (value > upper) reader.fail(`${value} is above ${upper}`, -8);
      return value;
    },
  };
}

/** The length comes before the alignment: it is a bit-field of its own. */
function countedOctets(lower: number, upper: number): WholeNumber {
  const maximum = octetsFor(upper - lower);
  const lengthBits = bitsFor(maximum);
  return {
    write(writer, value) {
      const octets = octetsFor(value - lower);
      writer.bits(octets - 1, lengthBits);
      writer.uint(value - lower, octets);
    },
    read(reader) {
      const octets = reader.bits(lengthBits) + 1;
      if (octets > maximum) reader.fail(`a number of ${octets} octets, at most ${maximum} are allowed`, -1);
      const value = lower + reader.uint(octets);
      if (value > upper) reader.fail(`${value} is above ${upper}`, -8);
      return value;
    },
  };
}
