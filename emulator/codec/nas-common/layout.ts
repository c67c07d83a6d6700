import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import { checked, significantOctets } from './coding.ts';
import { type Element, element } from './element.ts';
import { interned } from './interned.ts';

/** One field of a figure, from bit 8 of the first octet on: its name (empty = spare) and its width in bits. */
export type Bits = readonly [name: string, width: number];

/** Single bits are booleans, wider fields numbers. */
export type LayoutOf<Fields extends readonly Bits[]> = {
  readonly [F in Fields[number] as F[0] extends '' ? never : F[0]]: F[1] extends 1 ? boolean : number;
};

interface Place {
  readonly name: string;
  readonly octet: number;
  readonly shift: number;
  readonly mask: number;
  readonly flag: boolean;
}

/**
 * An element that the specification draws as a figure of bit fields. No field crosses an octet. Octets after the first
 * `least` may be absent, which means zero: octets at the end that say nothing are neither read nor written.
 */
export function layout<const Fields extends readonly Bits[]>(
  title: string,
  clause: string,
  fields: Fields,
  least?: number,
): Element<LayoutOf<Fields>> {
  const { places, octets } = place(title, fields);
  const masks = new Uint8Array(octets);
  for (const { octet, shift, mask } of places) masks[octet]! |= mask << shift;
  const mandatory = least ?? octets;
  const decode = (reader: ByteReader): LayoutOf<Fields> => {
    const end = Math.max(significantOctets(reader, masks), mandatory);
    const start = reader.position;
    reader.skip(end);
    const { bytes } = reader;
    const value: Record<string, number | boolean> = {};
    for (const { name, octet, shift, mask, flag } of places) {
      const field = octet < end ? (bytes[start + octet]! >> shift) & mask : 0;
      value[name] = flag ? field !== 0 : field;
    }
    return value as LayoutOf<Fields>;
  };
  const bits = new Uint8Array(octets);
  const encode = (value: LayoutOf<Fields>, writer: ByteWriter): void => {
    bits.fill(0);
    let end = mandatory;
    for (const { name, octet, shift, mask, flag } of places) {
      const field = (value as Record<string, number | boolean | undefined>)[name];
      if (field === undefined || field === false || field === 0) continue;
      bits[octet]! |= (flag ? 1 : fitting(name, Number(field), mask)) << shift;
      if (octet >= end) end = octet + 1;
    }
    writer.put(end === octets ? bits : bits.subarray(0, end));
  };
  return interned(element<LayoutOf<Fields>>(title, clause, { decode, encode, show: showLayout }));
}

function fitting(name: string, field: number, mask: number): number {
  return field === (field & mask) ? field : checked(name, field, mask);
}

/** Flags that are set by name, numbers as name=value. */
export function showLayout(value: object): string {
  const parts = Object.entries(value).flatMap(([name, field]) =>
    field === true ? [name] : typeof field === 'number' && field !== 0 ? [`${name}=${field}`] : [],
  );
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function place(title: string, fields: readonly Bits[]): { places: Place[]; octets: number } {
  const places: Place[] = [];
  let bit = 0;
  for (const [name, width] of fields) {
    const octet = bit >> 3;
    const shift = 8 - (bit & 7) - width;
    if (shift < 0) throw new Error(`${title}: ${name} crosses an octet`);
    if (name !== '') places.push({ name, octet, shift, mask: (1 << width) - 1, flag: width === 1 });
    bit += width;
  }
  if (bit % 8 !== 0) throw new Error(`${title}: ${bit} bits are no whole octets`);
  return { places, octets: bit / 8 };
}
