import { type ByteReader, toHex } from '../../bytes/index.ts';
import { type Element, element, type HalfElement, halfElement } from './element.ts';

/** Octets that this layer does not look into: challenges, containers, signatures. */
export function octets(title: string, clause: string): Element<Uint8Array> {
  return element<Uint8Array>(title, clause, {
    decode: reader => reader.rest(),
    encode: (value, writer) => {
      writer.put(value);
    },
    show: toHex,
  });
}

/** An unsigned number of one or two octets. */
export function unsigned(
  title: string,
  clause: string,
  length: 1 | 2,
  show: (value: number) => string = String,
): Element<number> {
  return element<number>(title, clause, {
    decode: reader => (length === 1 ? reader.u8() : reader.u16()),
    encode: (value, writer) => {
      checked(title, value, length === 1 ? 0xff : 0xffff);
      if (length === 1) writer.u8(value);
      else writer.u16(value);
    },
    show,
  });
}

/** An unsigned number in the low `bits` bits of a half octet; higher bits are spare. */
export function halfNumber(title: string, clause: string, bits: number): HalfElement<number> {
  const mask = (1 << bits) - 1;
  return halfElement<number>(title, clause, {
    decode: half => half & mask,
    encode: value => checked(title, value, mask),
    show: String,
  });
}

/** The lowest bit of a half octet; higher bits are spare. `yes` and `no` are what people read. */
export function halfFlag(title: string, clause: string, yes: string, no: string): HalfElement<boolean> {
  return halfElement<boolean>(title, clause, {
    decode: half => (half & 1) !== 0,
    encode: value => (value ? 1 : 0),
    show: value => (value ? yes : no),
  });
}

type Names = Readonly<Record<number, string>>;

/** A named value, or the number of one that the specification reserves. */
export type Word<N extends Names> = Extract<N[keyof N], string> | number;

export interface Words<N extends Names> {
  decode(bits: number): Word<N>;
  encode(value: Word<N>): number;
}

/** Number ↔ name of an enumerated field; a reserved value stays a number and so survives a round trip. */
export function words<const N extends Names>(title: string, names: N, mask: number): Words<N> {
  const table: Word<N>[] = Array.from({ length: mask + 1 }, (_, bits) => (names[bits] as Word<N> | undefined) ?? bits);
  const numbers = new Map<string, number>(Object.entries(names).map(([bits, name]) => [name, Number(bits)]));
  return {
    decode: bits => table[bits & mask]!,
    encode: value => {
      if (typeof value === 'number') return checked(title, value, mask);
      const bits = numbers.get(value);
      if (bits === undefined) throw new RangeError(`${title}: '${value}' is none of ${[...numbers.keys()].join(', ')}`);
      return bits;
    },
  };
}

/** An enumerated type 1 element: names in the low `bits` bits, higher bits spare. */
export function halfWord<const N extends Names>(
  title: string,
  clause: string,
  names: N,
  bits: 1 | 2 | 3 | 4 = 3,
): HalfElement<Word<N>> {
  const { decode, encode } = words(title, names, (1 << bits) - 1);
  return halfElement<Word<N>>(title, clause, { decode, encode, show: showWord });
}

/** An enumerated element of one octet: names in the low `bits` bits, higher bits spare. */
export function octetWord<const N extends Names>(title: string, clause: string, names: N, bits = 8): Element<Word<N>> {
  const { decode, encode } = words(title, names, (1 << bits) - 1);
  return element<Word<N>>(title, clause, {
    decode: reader => decode(reader.u8()),
    encode: (value, writer) => {
      writer.u8(encode(value));
    },
    show: showWord,
  });
}

/** `combinedEpsImsiAttach`, or `5 (reserved)`. */
export function showWord(value: string | number): string {
  return typeof value === 'number' ? `${value} (reserved)` : value;
}

/** `value` when it is a whole number from 0 to `most`. @throws RangeError otherwise */
export function checked(title: string, value: number, most: number): number {
  if (!(Number.isInteger(value) && value >= 0 && value <= most)) {
    throw new RangeError(`${title}: ${value} is not a whole number from 0 to ${most}`);
  }
  return value;
}

/** `octets` when they are `length` long. @throws RangeError otherwise */
export function exactly(title: string, octets: Uint8Array, length: number): Uint8Array {
  if (octets.length !== length) throw new RangeError(`${title} has ${octets.length} octets instead of ${length}`);
  return octets;
}

/**
 * How many of the next octets say something: up to the last one that has a bit of its mask set, `masks` being the
 * bits that are known of each. What follows is left unread, so that it survives as octets of a later version.
 */
export function significantOctets(reader: ByteReader, masks: ArrayLike<number>): number {
  let count = Math.min(reader.remaining, masks.length);
  while (count > 0 && (reader.bytes[reader.position + count - 1]! & masks[count - 1]!) === 0) count--;
  return count;
}
