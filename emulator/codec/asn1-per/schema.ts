import { DecodeError } from '../../bytes/index.ts';
import type { PerReader } from './reader.ts';
import type { PerWriter } from './writer.ts';

/**
 * One ASN.1 type: how its values are written and read in aligned PER. The combinators beside this file make them;
 * `T` is inferred from their arguments, so a table of schemas is also the table of TypeScript types.
 */
export interface Schema<T> {
  /** Appends the value. @throws EncodeError when the value is not of the type: a mistake of the caller, not of a peer */
  encode(writer: PerWriter, value: T): void;
  /** Reads a value and moves on. @throws DecodeError */
  decode(reader: PerReader): T;
  /** How a tree shows the value, where the general way (see trace.ts) does not do. */
  text?(value: T): string;
  /** The clause that defines the type, for trees. */
  readonly clause?: string | undefined;
}

/**
 * Makes a schema. All have the same properties in the same order: the engine then finds their closures fast, which
 * halves the time of a message with many types.
 */
export function defineSchema<T>({ encode, decode, text, clause }: Schema<T>): Schema<T> {
  return { encode, decode, text, clause } as Schema<T>;
}

/** The same schema with the clause that defines it. */
export function withClause<S extends Schema<unknown>>(clause: string, schema: S): S {
  return { ...schema, clause };
}

/** The TypeScript type of a schema's values. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

/** A component that may be absent: `undefined` or no property in the object. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

/** Marks a component of a SEQUENCE as OPTIONAL. */
export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema };
}

/** The components of a SEQUENCE by name, in their order. */
export type Components = Readonly<Record<string, Schema<unknown> | Optional<unknown>>>;

/** The object type of some components: OPTIONAL ones may be left out. */
export type InferComponents<C extends Components> = Flat<
  { readonly [K in keyof C as C[K] extends Optional<unknown> ? never : K]: Infer<C[K]> } & {
    readonly [K in keyof C as C[K] extends Optional<unknown> ? K : never]?: C[K] extends Optional<infer T> ? T : never;
  }
>;

/** Writes an intersection of object types out as one object type. */
export type Flat<T> = { [K in keyof T]: T[K] } & {};

/** ASN.1's extension marker, as an argument: what follows it was added in a later version. */
export type Marker = '...';

/** A value that its schema does not allow. `path` names the field, outermost first. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
  readonly reason: string;
  path = '';

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }

  /** Puts an outer field name before the path, while the error travels outwards. */
  inside(field: string): this {
    this.path = this.path === '' ? field : `${field}.${this.path}`;
    this.message = `${this.reason} in ${this.path}`;
    return this;
  }
}

/**
 * Well-formed bytes that use something this version of the tables does not know: an added CHOICE alternative or
 * ENUMERATED value. Protocol IE containers keep such an IE undecoded, as they keep an IE with an unknown id.
 */
export class NotComprehendedError extends DecodeError {}

/** Adds a field name to an error on its way out; other errors (our bugs) pass as they are. */
export function inside(error: unknown, field: string): unknown {
  return error instanceof DecodeError || error instanceof EncodeError ? error.inside(field) : error;
}

/** Decodes a part of a larger value, noting it in the tree under its name when it has one and the reader traces. */
export function decodeNamed<T>(reader: PerReader, name: string | undefined, schema: Schema<T>): T {
  const trace = reader.trace;
  if (trace === undefined || name === undefined) return schema.decode(reader);
  trace.open(name, reader.absolute);
  const value = schema.decode(reader);
  trace.close(reader.absolute, value, schema.text?.(value), schema.clause);
  return value;
}
