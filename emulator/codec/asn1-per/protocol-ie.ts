import { ieContainer, readCriticality, writeHead } from './ie-container.ts';
import type {
  Criticality,
  IeRows,
  InferIes,
  MessageSchema,
  UnknownIe,
  WithUnknownExtensions,
  WithUnknownIes,
} from './ie-table.ts';
import { readOpenType, writeOpenType } from './open-type.ts';
import {
  type Components,
  defineSchema,
  type Flat,
  type InferComponents,
  NotComprehendedError,
  type Schema,
} from './schema.ts';
import { componentsOf, makeSequence, type WithUnknownAdditions } from './sequence.ts';

/** SEQUENCE {components, iE-Extensions ProtocolExtensionContainer {extensions} OPTIONAL, ...}: the shape of nearly every IE. */
export function ieSequence<const C extends Components, const E extends IeRows = Record<never, never>>(
  components: C,
  extensions?: E,
): Schema<Flat<InferComponents<C> & InferIes<E> & WithUnknownExtensions & WithUnknownAdditions>> {
  const container = ieContainer(extensions ?? {}, 1, 'unknownExtensions');
  const parts = [...componentsOf(components), { name: 'iE-Extensions', optional: true, type: container }];
  return makeSequence(parts, true, {}) as unknown as ReturnType<typeof ieSequence<C, E>>;
}

/** As `ieSequence`, for the few types without an extension marker. */
export function ieSequenceFixed<const C extends Components, const E extends IeRows = Record<never, never>>(
  components: C,
  extensions?: E,
): Schema<Flat<InferComponents<C> & InferIes<E> & WithUnknownExtensions>> {
  const container = ieContainer(extensions ?? {}, 1, 'unknownExtensions');
  const parts = [...componentsOf(components), { name: 'iE-Extensions', optional: true, type: container }];
  return makeSequence(parts, false, {}) as unknown as ReturnType<typeof ieSequenceFixed<C, E>>;
}

/**
 * SEQUENCE {protocolIEs ProtocolIE-Container {rows}, ...}: the shape of every message. The object carries the
 * message's name as its discriminator. @throws MissingIesError from decode
 */
export function ieMessage<const Name extends string, const R extends IeRows>(
  message: Name,
  rows: R,
): MessageSchema<Flat<{ readonly message: Name } & InferIes<R> & WithUnknownIes & WithUnknownAdditions>> {
  const container = ieContainer(rows, 0, 'unknownIes');
  const parts = [{ name: 'protocolIEs', optional: false, type: container }];
  const schema = makeSequence(parts, true, {}, () => ({ message }));
  return { ...schema, message, rows } as unknown as ReturnType<typeof ieMessage<Name, R>>;
}

/** ProtocolIE-SingleContainer {{id, criticality, schema}}: the shape of a list element. Another id is a NotComprehendedError. */
export function singleIe<T>(id: number, criticality: Criticality, schema: Schema<T>): Schema<T> {
  return defineSchema({
    encode(writer, value) {
      writeHead(writer, id, criticality);
      writeOpenType(writer, schema, value);
    },
    decode(reader) {
      const start = reader.offset;
      const got = reader.uint(2);
      readCriticality(reader);
      if (got !== id) throw new NotComprehendedError(`IE ${got}, not ${id}`, start);
      return readOpenType(reader, undefined, schema);
    },
    ...(schema.text === undefined ? undefined : { text: schema.text }),
    clause: schema.clause,
  });
}

/** ProtocolIE-SingleContainer of a set without members yet: NGAP's choice-Extensions, and some in S1AP. */
export const anyIe: Schema<Omit<UnknownIe, 'position'>> = defineSchema({
  encode(writer, { id, criticality, value }) {
    writeHead(writer, id, criticality);
    writer.lengthAndOctets(value);
  },
  decode(reader) {
    const id = reader.uint(2);
    const criticality = readCriticality(reader);
    return { id, criticality, value: reader.lengthAndOctets() };
  },
  text: ({ id }) => `IE ${id}`,
});
