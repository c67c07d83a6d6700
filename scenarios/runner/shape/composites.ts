import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import type { SourceNode } from '../source/source-node.ts';
import { isEmpty } from '../source/source-node.ts';
import { type JsonSchema, type Read, type Reading, type Shape, wrong } from './shape.ts';

/** A key of a map: its shape, whether it must be there, and the line of documentation that editors show. */
export interface Field<T> {
  readonly shape: Shape<T>;
  readonly required: boolean;
  readonly about: string;
}

export function required<T>(shape: Shape<T>, about: string): Field<T> & { readonly required: true } {
  return { shape, required: true, about };
}

export function optional<T>(shape: Shape<T>, about: string): Field<T> & { readonly required: false } {
  return { shape, required: false, about };
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

type RequiredKeys<F extends Fields> = { [K in keyof F]: F[K]['required'] extends true ? K : never }[keyof F];

/** The value of a map: required keys are there, others perhaps. */
export type MapOf<F extends Fields> = { readonly [K in RequiredKeys<F>]: Read<F[K]['shape']> } & {
  readonly [K in Exclude<keyof F, RequiredKeys<F>>]?: Read<F[K]['shape']>;
};

export interface MapOptions {
  /** What it is called in messages: `a SIM`. */
  readonly what: string;
  /** A bare text stands for a map with this one key, where no other is required: `detach: phone` for `detach: { ue: phone }`. */
  readonly shorthand?: string;
}

/** A map with these keys and no others. */
export function map<const F extends Fields>(fields: F, given: MapOptions): Shape<MapOf<F>> & { readonly fields: F } {
  const known = Object.keys(fields);
  const needsMore = known.some(key => key !== given.shorthand && fields[key]!.required);
  const options: MapOptions = needsMore ? { what: given.what } : given;
  const shape: Shape<MapOf<F>> & { readonly fields: F } = {
    expects:
      known.length === 0 ? `${options.what} (nothing more to say)` : `${options.what}: a map with ${known.join(', ')}`,
    fields,
    read(node, reading) {
      if (reading.isDeferred(node)) return undefined;
      return readMap(node, fields, options, shape, reading) as MapOf<F> | undefined;
    },
    jsonSchema: () => mapSchema(fields, options),
  };
  return shape;
}

function readMap(
  node: SourceNode,
  fields: Fields,
  options: MapOptions,
  shape: Pick<Shape<unknown>, 'expects'>,
  reading: Reading,
): Readonly<Record<string, unknown>> | undefined {
  const { shorthand, what } = options;
  if (shorthand !== undefined && (node.type === 'text' || node.type === 'value') && !isEmpty(node)) {
    const value = fields[shorthand]?.shape.read(node, reading);
    return value === undefined ? undefined : { [shorthand]: value };
  }
  const read = readEntries(node, fields, what, reading);
  if (read === undefined) return wrong(node, shape, reading);
  return read.isWhole ? read.values : undefined;
}

/**
 * What can be read of a map with these keys, mistakes in some of them left out (the findings say which); undefined when it is no map.
 * Without a finding a key is missing from `values` only when its value is deferred.
 */
export function readEntries(
  node: SourceNode,
  fields: Fields,
  what: string,
  reading: Reading,
): { readonly values: Readonly<Record<string, unknown>>; readonly isWhole: boolean } | undefined {
  const entries = isEmpty(node) ? [] : node.type === 'map' ? node.entries : undefined;
  if (entries === undefined) return undefined;
  const values: Record<string, unknown> = {};
  let isWhole = true;
  for (const { key, keyPlace, value } of entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) {
      reportKey(key, keyPlace, Object.keys(fields), what, reading);
      isWhole = false;
      continue;
    }
    const read = field.shape.read(value, reading);
    if (read === undefined) isWhole = false;
    else values[key] = read;
  }
  for (const [key, field] of Object.entries(fields)) {
    if (!field.required || entries.some(entry => entry.key === key)) continue;
    reading.findings.error('key-missing', `${what} needs '${key}': ${field.about}`, node.place, {
      expected: `${key}: ${field.shape.expects}`,
    });
    isWhole = false;
  }
  return { values, isWhole };
}

function reportKey(
  key: string,
  place: SourceNode['place'],
  known: readonly string[],
  what: string,
  reading: Reading,
): void {
  const guess = didYouMean(key, known);
  reading.findings.error('key-unknown', `${what} has no '${key}'`, place, {
    expected: known.length === 0 ? 'no key' : `one of ${known.join(', ')}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}

function mapSchema(fields: Fields, options: MapOptions): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([key, { shape, about }]) => [key, { description: about, ...shape.jsonSchema() }]),
  );
  const must = Object.keys(fields).filter(key => fields[key]!.required);
  const schema = {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(must.length > 0 ? { required: must } : {}),
  };
  if (options.shorthand !== undefined) return { anyOf: [schema, { type: ['string', 'number'] }] };
  return must.length === 0 ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** A map from free names to values of one shape. */
export function record<T>(of: Shape<T>, what: string): Shape<Readonly<Record<string, T>>> {
  const shape: Shape<Readonly<Record<string, T>>> = {
    expects: `${what}: a map from names to ${of.expects}`,
    read(node, reading) {
      if (reading.isDeferred(node)) return undefined;
      if (isEmpty(node)) return {};
      if (node.type !== 'map') return wrong(node, shape, reading);
      const values: [string, T][] = [];
      for (const { key, value } of node.entries) {
        const read = of.read(value, reading);
        if (read !== undefined) values.push([key, read]);
      }
      return values.length === node.entries.length ? Object.fromEntries(values) : undefined;
    },
    jsonSchema: () => ({ type: 'object', additionalProperties: of.jsonSchema() }),
  };
  return shape;
}

/** A list of values of one shape; a single value stands for a list of one when `single` says so. */
export function list<T>(of: Shape<T>, options: { readonly single?: boolean } = {}): Shape<readonly T[]> {
  const { single = false } = options;
  const shape: Shape<readonly T[]> = {
    expects: `a list of ${of.expects}`,
    read(node, reading) {
      if (reading.isDeferred(node)) return undefined;
      const items = node.type === 'list' ? node.items : single && !isEmpty(node) ? [node] : undefined;
      if (items === undefined) return wrong(node, shape, reading);
      const values = items.map(item => of.read(item, reading));
      return values.includes(undefined) ? undefined : (values as T[]);
    },
    jsonSchema() {
      const items = { type: 'array', items: of.jsonSchema() };
      return single ? { anyOf: [items, of.jsonSchema()] } : items;
    },
  };
  return shape;
}

/** One shape or another, chosen by looking at the piece: the first whose test is true, else the last. */
export function either<A, B>(isFirst: (node: SourceNode) => boolean, first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return {
    expects: `${first.expects}, or ${second.expects}`,
    read: (node, reading) => (isFirst(node) ? first.read(node, reading) : second.read(node, reading)),
    jsonSchema: () => ({ anyOf: [first.jsonSchema(), second.jsonSchema()] }),
  };
}

/** Taken as it stands; somebody else reads it later (steps, expectations). */
export function source(expects: string, schema: JsonSchema = {}): Shape<SourceNode> {
  return { expects, read: node => node, jsonSchema: () => schema };
}

/** The same values in another form. */
export function mapped<A, B>(shape: Shape<A>, change: (value: A) => B): Shape<B> {
  return {
    expects: shape.expects,
    read(node, reading) {
      const value = shape.read(node, reading);
      return value === undefined ? undefined : change(value);
    },
    jsonSchema: shape.jsonSchema,
    ...fieldsOf(shape),
  };
}

/** The keys of a map survive a change of its values: documentation reads them. */
function fieldsOf(shape: Shape<unknown>): { readonly fields?: Fields } {
  return 'fields' in shape ? { fields: shape.fields as Fields } : {};
}
