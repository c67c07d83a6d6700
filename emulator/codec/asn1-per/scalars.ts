import { defineSchema, EncodeError, type Marker, NotComprehendedError, type Schema } from './schema.ts';
import { wholeNumber } from './whole-number.ts';

/** BOOLEAN, one bit. X.691 §12 */
export const boolean: Schema<boolean> = defineSchema({
  encode(writer, value) {
    writer.bits(value ? 1 : 0, 1);
  },
  decode: reader => reader.bit() === 1,
});

/** NULL, no bits. In TypeScript it is `null`. X.691 §18 */
export const nothing: Schema<null> = defineSchema({
  encode() {},
  decode: () => null,
});

/** ENUMERATED {root} or, with '...', {root, ..., added}. An added value that we do not know is a NotComprehendedError. X.691 §14 */
export function enumerated<const Root extends string, const Added extends string = never>(
  root: readonly Root[],
  marker?: Marker,
  added: readonly Added[] = [],
): Schema<Root | Added> {
  return enumeration([...root, ...added], root.length, marker !== undefined, undefined);
}

/** A value that was added to an ENUMERATED after our tables were written, by its place among the added ones. */
export type AddedValue = `added-${number}`;

/**
 * An extensible ENUMERATED that also takes values added later (`added-0` is the first after the marker): for causes,
 * where a value from a newer peer must not make its whole message unreadable.
 */
export function openEnumerated<const Root extends string, const Added extends string = never>(
  root: readonly Root[],
  _marker: Marker,
  added: readonly Added[] = [],
): Schema<Root | Added | AddedValue> {
  return enumeration<Root | Added | AddedValue>([...root, ...added], root.length, true, index => `added-${index}`);
}

function enumeration<Name extends string>(
  names: readonly Name[],
  rootLength: number,
  extensible: boolean,
  later: ((index: number) => Name) | undefined,
): Schema<Name> {
  const indices = new Map<string, number>(names.map((name, index) => [name, index]));
  const root = wholeNumber(0, rootLength - 1);
  const indexOf = (value: string): number => {
    const index = indices.get(value);
    if (index !== undefined) return index;
    const place = later === undefined ? undefined : /^added-(\d{1,9})$/.exec(value)?.[1];
    if (place === undefined) throw new EncodeError(`'${value}' is none of ${names.join(', ')}`);
    return rootLength + Number(place);
  };
  return defineSchema({
    encode(writer, value) {
      const index = indexOf(value);
      if (extensible) {
        writer.bits(index < rootLength ? 0 : 1, 1);
        if (index >= rootLength) return writer.small(index - rootLength);
      }
      root.write(writer, index);
    },
    decode(reader) {
      if (!extensible || reader.bit() === 0) return names[root.read(reader)]!;
      const place = reader.small();
      const name = names[rootLength + place];
      if (name !== undefined) return name;
      if (later !== undefined) return later(place);
      throw new NotComprehendedError(`added value ${place} is not known`, reader.offset);
    },
  });
}

/** Another TypeScript form of a type: a PLMN object for three octets. `from` returns undefined for what it cannot take. */
export function mapped<T, Wire>(
  wire: Schema<Wire>,
  from: (value: Wire) => T | undefined,
  to: (value: T) => Wire,
  text?: (value: T) => string,
): Schema<T> {
  return defineSchema({
    encode(writer, value) {
      wire.encode(writer, to(value));
    },
    decode(reader) {
      const start = reader.offset;
      const value = from(wire.decode(reader));
      if (value === undefined) throw new NotComprehendedError('not a value of the type', start);
      return value;
    },
    ...(text === undefined ? undefined : { text }),
  });
}
