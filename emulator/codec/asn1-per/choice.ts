import { readOpenType, writeOpenType } from './open-type.ts';
import {
  decodeNamed,
  defineSchema,
  EncodeError,
  type Infer,
  inside,
  type Marker,
  NotComprehendedError,
  type Schema,
} from './schema.ts';
import { wholeNumber } from './whole-number.ts';

type Alternatives = Readonly<Record<string, Schema<unknown>>>;

/** `{[key]: 'name of the alternative', value}` for each alternative. */
export type InferChoice<Key extends string, A extends Alternatives> = {
  readonly [Name in keyof A]: { readonly [K in Key]: Name } & { readonly value: Infer<A[Name]> };
}[keyof A];

/**
 * CHOICE {root} or, with '...', {root, ..., added}, in the order of ASN.1's automatic tags. `key` is the property
 * that names the alternative. An added alternative that we do not know is a NotComprehendedError. X.691 §23
 */
export function choice<
  const Key extends string,
  const Root extends Alternatives,
  const Added extends Alternatives = Record<never, never>,
>(key: Key, root: Root, marker?: Marker, added?: Added): Schema<InferChoice<Key, Root> | InferChoice<Key, Added>>;
export function choice(key: string, root: Alternatives, marker?: Marker, added: Alternatives = {}): Schema<never> {
  const alternatives = Object.entries({ ...root, ...added });
  const rootLength = Object.keys(root).length;
  const indices = new Map(alternatives.map(([name], index) => [name, index]));
  const number = wholeNumber(0, rootLength - 1);
  const extensible = marker !== undefined;
  const schema: Schema<Record<string, unknown>> = defineSchema({
    encode(writer, value) {
      const name = String(value[key]);
      const index = indices.get(name);
      if (index === undefined) throw new EncodeError(`'${name}' is none of ${[...indices.keys()].join(', ')}`);
      const alternative = alternatives[index]![1];
      if (value.value === undefined) throw new EncodeError('missing').inside(name);
      if (extensible) writer.bits(index < rootLength ? 0 : 1, 1);
      try {
        if (index < rootLength) {
          number.write(writer, index);
          alternative.encode(writer, value.value);
        } else {
          writer.small(index - rootLength);
          writeOpenType(writer, alternative, value.value);
        }
      } catch (error) {
        throw inside(error, name);
      }
    },
    decode(reader) {
      const isAdded = extensible && reader.bit() === 1;
      const index = isAdded ? rootLength + reader.small() : number.read(reader);
      const alternative = alternatives[index];
      if (alternative === undefined) {
        throw new NotComprehendedError(`added alternative ${index - rootLength} is not known`, reader.offset);
      }
      const [name, type] = alternative;
      try {
        const value = isAdded ? readOpenType(reader, name, type) : decodeNamed(reader, name, type);
        return { [key]: name, value };
      } catch (error) {
        throw inside(error, name);
      }
    },
    text: value => String(value[key]),
  });
  return schema as Schema<never>;
}
