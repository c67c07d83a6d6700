import { readOpenType, writeOpenType } from './open-type.ts';
import type { PerReader } from './reader.ts';
import {
  type Components,
  decodeNamed,
  defineSchema,
  EncodeError,
  type Flat,
  type InferComponents,
  inside,
  type Marker,
  type Optional,
  type Schema,
} from './schema.ts';
import type { PerWriter } from './writer.ts';

/** An extension addition that we do not know, by its place after the marker; it survives a round trip. */
export interface UnknownAddition {
  readonly place: number;
  readonly value: Uint8Array;
}

/** What every extensible SEQUENCE may carry besides its components. */
export interface WithUnknownAdditions {
  readonly unknownAdditions?: readonly UnknownAddition[];
}

export type Additions = Readonly<Record<string, Schema<unknown>>>;

/** Components after the extension marker: each may be absent. */
export type InferAdditions<A extends Additions> = {
  readonly [K in keyof A]?: A[K] extends Schema<infer T> ? T : never;
};

/** A value under construction. */
export type Fields = Record<string, unknown>;

/** A component that spreads its own fields over the object of its SEQUENCE, as an IE container does. */
export interface Spread {
  /** Whether the object has any of its fields. */
  present(value: Fields): boolean;
  encode(writer: PerWriter, value: Fields): void;
  decodeInto(reader: PerReader, value: Fields): void;
}

/** One component of the root, as `makeSequence` takes it. */
export interface Component {
  readonly name: string;
  readonly optional: boolean;
  readonly type: Schema<unknown> | Spread;
}

/** SEQUENCE {components}: not extensible. At most 31 may be OPTIONAL. X.691 §19 */
export function sequence<const C extends Components>(components: C): Schema<InferComponents<C>>;
/** SEQUENCE {components, ..., additions}. What a newer peer adds is kept in `unknownAdditions`. X.691 §19 */
export function sequence<const C extends Components, const A extends Additions = Record<never, never>>(
  components: C,
  marker: Marker,
  additions?: A,
): Schema<Flat<InferComponents<C> & InferAdditions<A> & WithUnknownAdditions>>;
export function sequence(components: Components, marker?: Marker, additions: Additions = {}): Schema<never> {
  return makeSequence(componentsOf(components), marker !== undefined, additions) as Schema<never>;
}

export function componentsOf(components: Components): Component[] {
  return Object.entries(components).map(([name, schema]: [string, Schema<unknown> | Optional<unknown>]) =>
    'optional' in schema ? { name, type: schema.optional, optional: true } : { name, type: schema, optional: false },
  );
}

/** The codec of a SEQUENCE from its compiled parts. `fresh` makes the object that decoding fills. */
export function makeSequence(
  root: readonly Component[],
  extensible: boolean,
  additions: Additions,
  fresh: () => Fields = () => ({}),
): Schema<Fields> {
  const optionals = root.filter(each => each.optional);
  if (optionals.length > 31) throw new RangeError('more than 31 OPTIONAL components');
  const firstBit = 2 ** optionals.length;
  const added = Object.entries(additions).map(([name, type]) => ({ name, type }));
  return defineSchema({
    encode(writer, value) {
      const extended = extensible && hasAdditions(added, value);
      if (extensible) writer.bits(extended ? 1 : 0, 1);
      if (optionals.length > 0) writer.bits(presenceOf(optionals, value), optionals.length);
      for (const each of root) {
        if (!each.optional || isPresent(each, value)) encodeComponent(writer, each, value);
      }
      if (extended) encodeAdditions(writer, added, value);
    },
    decode(reader) {
      const extended = extensible && reader.bit() === 1;
      const present = reader.bits(optionals.length);
      let mask = firstBit;
      const value = fresh();
      let index = 0;
      try {
        for (; index < root.length; index++) {
          const each = root[index]!;
          if (each.optional && (present & (mask >>>= 1)) === 0) continue;
          const type = each.type;
          if ('decodeInto' in type) type.decodeInto(reader, value);
          else value[each.name] = decodeNamed(reader, each.name, type);
        }
      } catch (error) {
        const { name, type } = root[index]!;
        throw 'decodeInto' in type ? error : inside(error, name);
      }
      if (extended) decodeAdditions(reader, added, value);
      return value;
    },
  });
}

function isPresent({ name, type }: Component, value: Fields): boolean {
  return 'decodeInto' in type ? type.present(value) : value[name] !== undefined;
}

function presenceOf(optionals: readonly Component[], value: Fields): number {
  let bits = 0;
  for (const each of optionals) bits = (bits << 1) | (isPresent(each, value) ? 1 : 0);
  return bits;
}

function encodeComponent(writer: PerWriter, { name, type }: Component, value: Fields): void {
  try {
    if ('decodeInto' in type) {
      type.encode(writer, value);
      return;
    }
    const field = value[name];
    if (field === undefined) throw new EncodeError('missing');
    type.encode(writer, field);
  } catch (error) {
    throw 'decodeInto' in type ? error : inside(error, name);
  }
}

interface Addition {
  readonly name: string;
  readonly type: Schema<unknown>;
}

function hasAdditions(added: readonly Addition[], value: Fields): boolean {
  if (value.unknownAdditions !== undefined) return (value.unknownAdditions as UnknownAddition[]).length > 0;
  for (const each of added) if (value[each.name] !== undefined) return true;
  return false;
}

function encodeAdditions(writer: PerWriter, added: readonly Addition[], value: Fields): void {
  const unknown = (value.unknownAdditions ?? []) as readonly UnknownAddition[];
  const count = Math.max(added.length, ...unknown.map(each => each.place + 1));
  const at = (place: number) => unknown.find(each => each.place === place);
  writer.smallLength(count);
  for (let place = 0; place < count; place++) {
    const known = added[place];
    const present = known === undefined ? at(place) !== undefined : value[known.name] !== undefined;
    writer.bits(present ? 1 : 0, 1);
  }
  for (let place = 0; place < count; place++) {
    const known = added[place];
    if (known === undefined) {
      const raw = at(place);
      if (raw !== undefined) writer.lengthAndOctets(raw.value);
    } else if (value[known.name] !== undefined) {
      try {
        writeOpenType(writer, known.type, value[known.name]);
      } catch (error) {
        throw inside(error, known.name);
      }
    }
  }
}

function decodeAdditions(reader: PerReader, added: readonly Addition[], value: Fields): void {
  const count = reader.smallLength();
  const remain = reader.end - reader.position;
  if (remain < count) reader.fail(`${count} extension bits, ${remain} remain`);
  const present = Array.from({ length: count }, () => reader.bit());
  const unknown: UnknownAddition[] = [];
  for (let place = 0; place < count; place++) {
    if (present[place] === 0) continue;
    const known = added[place];
    try {
      if (known === undefined) unknown.push({ place, value: reader.lengthAndOctets() });
      else value[known.name] = readOpenType(reader, known.name, known.type);
    } catch (error) {
      throw inside(error, known?.name ?? `addition ${place}`);
    }
  }
  if (unknown.length > 0) value.unknownAdditions = unknown;
}
