import { DecodeError } from '../../bytes/index.ts';
import { readOpenType, writeOpenType } from './open-type.ts';
import type { PerReader, TraceSink } from './reader.ts';
import { enumerated } from './scalars.ts';
import {
  type Components,
  defineSchema,
  EncodeError,
  type Flat,
  type InferComponents,
  inside,
  NotComprehendedError,
  type Schema,
} from './schema.ts';
import { componentsOf, type Fields, makeSequence, type Spread, type WithUnknownAdditions } from './sequence.ts';
import type { PerWriter } from './writer.ts';

/** What a receiver does with an IE that it does not comprehend. TS 36.413 §10.3.2 */
export type Criticality = 'reject' | 'ignore' | 'notify';

const CRITICALITIES: readonly Criticality[] = ['reject', 'ignore', 'notify'];

export const CriticalitySchema = enumerated(CRITICALITIES);

export type Presence = 'mandatory' | 'optional' | 'conditional';

/** One row of a message's table: protocol IE id, assigned criticality, type and presence. */
export interface IeRow<T, P extends Presence> {
  readonly id: number;
  readonly criticality: Criticality;
  readonly schema: Schema<T>;
  readonly presence: P;
}

/** The rows by field name, in the order of the specification. */
export type IeRows = Readonly<Record<string, IeRow<unknown, Presence>>>;

export function mandatory<T>(id: number, criticality: Criticality, schema: Schema<T>): IeRow<T, 'mandatory'> {
  return { id, criticality, schema, presence: 'mandatory' };
}

export function optionalIe<T>(id: number, criticality: Criticality, schema: Schema<T>): IeRow<T, 'optional'> {
  return { id, criticality, schema, presence: 'optional' };
}

/** Present under a condition that the specification gives in words; optional for the codec. */
export function conditional<T>(id: number, criticality: Criticality, schema: Schema<T>): IeRow<T, 'conditional'> {
  return { id, criticality, schema, presence: 'conditional' };
}

/** The object type of some rows: mandatory ones must be there. */
export type InferIes<R extends IeRows> = {
  readonly [K in keyof R as R[K]['presence'] extends 'mandatory' ? K : never]: IeValue<R[K]>;
} & {
  readonly [K in keyof R as R[K]['presence'] extends 'mandatory' ? never : K]?: IeValue<R[K]>;
};

type IeValue<R> = R extends IeRow<infer T, Presence> ? T : never;

/**
 * An IE kept as it came: its id is unknown, or it came twice, or its value uses something newer than our tables.
 * `position` is its place in the container, 0 the first; when encoding, one beyond the end goes to the end.
 */
export interface UnknownIe {
  readonly id: number;
  readonly criticality: Criticality;
  readonly value: Uint8Array;
  readonly position: number;
}

/** What a message may carry besides the fields of its table. */
export interface WithUnknownIes {
  readonly unknownIes?: readonly UnknownIe[];
  /** The ids of the known IEs as they came, only when that is not the order of the table. */
  readonly ieOrder?: readonly number[];
  /** Known IEs that came with another criticality than the table's. */
  readonly ieCriticalities?: readonly IeCriticality[];
}

/** The criticality with which a peer sent an IE, where it is not the one of the table. */
export interface IeCriticality {
  readonly id: number;
  readonly criticality: Criticality;
}

/** What an IE with an extension container may carry besides its fields. */
export interface WithUnknownExtensions {
  readonly unknownExtensions?: readonly UnknownIe[];
  /** As in a message, for the known extensions. */
  readonly ieOrder?: readonly number[];
  /** As in a message, for the known extensions. */
  readonly ieCriticalities?: readonly IeCriticality[];
}

/** A mandatory IE that is not there, or is there with a value that we do not comprehend. */
export interface AbsentIe {
  readonly id: number;
  readonly field: string;
  readonly criticality: Criticality;
  readonly typeOfError: 'missing' | 'not-understood';
}

/** Every mandatory IE that a container lacks. `partial` has all that could be read. */
export class MissingIesError extends DecodeError {
  readonly absent: readonly AbsentIe[];
  readonly partial: Readonly<Fields>;

  constructor(absent: readonly AbsentIe[], partial: Readonly<Fields>, offset: number) {
    super(absent.map(each => `${each.field} (id ${each.id}) is ${each.typeOfError}`).join(', '), offset);
    this.absent = absent;
    this.partial = partial;
  }
}

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

/** A message's codec and its name, which each value carries as its discriminator. */
export interface MessageSchema<T> extends Schema<T> {
  readonly message: string;
  readonly rows: IeRows;
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

interface Row {
  readonly index: number;
  readonly name: string;
  readonly id: number;
  readonly criticality: number;
  readonly schema: Schema<unknown>;
  readonly mandatory: boolean;
}

type UnknownKey = 'unknownIes' | 'unknownExtensions';

/** ProtocolIE-Container (`lower` 0) and ProtocolExtensionContainer (1): (SIZE (lower..65535)) OF {id, criticality, value}. */
function ieContainer(table: IeRows, lower: 0 | 1, unknownKey: UnknownKey): Spread {
  const rows: readonly Row[] = Object.entries(table).map(([name, row], index) => ({
    index,
    name,
    id: row.id,
    criticality: CRITICALITIES.indexOf(row.criticality),
    schema: row.schema,
    mandatory: row.presence === 'mandatory',
  }));
  const byId = new Map(rows.map(row => [row.id, row]));
  const mandatoryRows = lower === 0 ? rows.filter(row => row.mandatory) : [];
  return {
    present(value) {
      if (value[unknownKey] !== undefined) return (value[unknownKey] as UnknownIe[]).length > 0 || hasAny(rows, value);
      return hasAny(rows, value);
    },
    encode(writer, value) {
      const mark = writer.openUint16();
      const count =
        value[unknownKey] === undefined && value.ieOrder === undefined && value.ieCriticalities === undefined
          ? encodeInOrder(writer, rows, value)
          : encodeAsItCame(writer, rows, value, unknownKey);
      writer.closeUint16(mark, count - lower);
    },
    decodeInto(reader, value) {
      const absent = decodeRows(reader, byId, reader.uint(2) + lower, value, unknownKey);
      for (const row of mandatoryRows) {
        if (value[row.name] === undefined) throw missing(mandatoryRows, absent, value, reader.offset);
      }
    },
  };
}

function hasAny(rows: readonly Row[], value: Fields): boolean {
  for (const row of rows) if (value[row.name] !== undefined) return true;
  return false;
}

function encodeInOrder(writer: PerWriter, rows: readonly Row[], value: Fields): number {
  let count = 0;
  for (const row of rows) {
    const field = value[row.name];
    if (field === undefined) {
      if (row.mandatory) throw new EncodeError('missing').inside(row.name);
      continue;
    }
    encodeRow(writer, row, row.criticality, field);
    count++;
  }
  return count;
}

function encodeRow(writer: PerWriter, row: Row, criticality: number, field: unknown): void {
  try {
    writer.uint(row.id, 2);
    writer.bits(criticality, 2);
    writeOpenType(writer, row.schema, field);
  } catch (error) {
    throw inside(error, row.name);
  }
}

/** The known IEs in the order in which they came, the unknown ones at their positions. */
function encodeAsItCame(writer: PerWriter, rows: readonly Row[], value: Fields, unknownKey: UnknownKey): number {
  const order = (value.ieOrder ?? []) as readonly number[];
  const rank = (row: Row) => (order.includes(row.id) ? order.indexOf(row.id) : order.length + row.index);
  const present = rows.filter(row => row.mandatory || value[row.name] !== undefined).sort((a, b) => rank(a) - rank(b));
  const unknown = [...((value[unknownKey] ?? []) as readonly UnknownIe[])].sort((a, b) => a.position - b.position);
  const total = present.length + unknown.length;
  let nextKnown = 0;
  let nextUnknown = 0;
  for (let position = 0; position < total; position++) {
    const raw = unknown[nextUnknown];
    const row = present[nextKnown];
    if (raw !== undefined && (raw.position <= position || row === undefined)) {
      writeHead(writer, raw.id, raw.criticality);
      writer.lengthAndOctets(raw.value);
      nextUnknown++;
    } else if (row !== undefined) {
      const field = value[row.name];
      if (field === undefined) throw new EncodeError('missing').inside(row.name);
      encodeRow(writer, row, criticalityOf(row, value), field);
      nextKnown++;
    }
  }
  return total;
}

function criticalityOf(row: Row, value: Fields): number {
  const list = (value.ieCriticalities ?? []) as readonly IeCriticality[];
  const came = list.find(each => each.id === row.id);
  return came === undefined ? row.criticality : CRITICALITIES.indexOf(came.criticality);
}

/** Reads `count` IEs; returns the rows whose values were not comprehended. */
function decodeRows(
  reader: PerReader,
  byId: ReadonlyMap<number, Row>,
  count: number,
  value: Fields,
  unknownKey: UnknownKey,
): Set<Row> | undefined {
  let notUnderstood: Set<Row> | undefined;
  let inOrder = true;
  let last = -1;
  for (let position = 0; position < count; position++) {
    const trace = reader.trace;
    const field = reader.absolute;
    const id = reader.uint(2);
    const criticality = readCriticality(reader);
    const row = byId.get(id);
    if (trace !== undefined) traceHead(trace, field, row?.name ?? `unknown IE ${id}`, id, criticality);
    if (row === undefined || value[row.name] !== undefined) {
      keepRaw(reader, value, unknownKey, id, criticality, position);
      continue;
    }
    const start = reader.position;
    const end = reader.end;
    const depth = trace?.depth ?? 0;
    let decoded: unknown;
    try {
      decoded = readOpenType(reader, undefined, row.schema);
    } catch (error) {
      if (!(error instanceof NotComprehendedError)) throw inside(error, row.name);
      reader.position = start;
      reader.end = end;
      trace?.unwind(depth);
      (notUnderstood ??= new Set()).add(row);
      keepRaw(reader, value, unknownKey, id, criticality, position);
      continue;
    }
    value[row.name] = decoded;
    trace?.close(reader.absolute, decoded, row.schema.text?.(decoded), row.schema.clause);
    if (criticality !== CRITICALITIES[row.criticality]) {
      ((value.ieCriticalities ??= []) as IeCriticality[]).push({ id, criticality });
    }
    if (row.index < last) inOrder = false;
    last = row.index;
  }
  if (!inOrder) {
    reader.irregular = true;
    value.ieOrder = idsOf(value, byId);
  }
  return notUnderstood;
}

/** Opens the field of an IE and shows its id and criticality. */
function traceHead(trace: TraceSink, start: number, name: string, id: number, criticality: Criticality): void {
  trace.open(name, start);
  trace.open('id', start);
  trace.close(start + 16, id);
  trace.open('criticality', start + 16);
  trace.close(start + 18, criticality);
}

/** Objects keep the order in which their fields were set. */
function idsOf(value: Fields, byId: ReadonlyMap<number, Row>): number[] {
  const ids = new Map([...byId.values()].map(row => [row.name, row.id]));
  return Object.keys(value).flatMap(name => ids.get(name) ?? []);
}

function keepRaw(
  reader: PerReader,
  value: Fields,
  key: UnknownKey,
  id: number,
  criticality: Criticality,
  position: number,
): void {
  reader.irregular = true;
  const list = (value[key] ??= []) as UnknownIe[];
  const octets = reader.lengthAndOctets();
  reader.trace?.close(reader.absolute, octets);
  list.push({ id, criticality, value: octets, position });
}

function missing(
  rows: readonly Row[],
  notUnderstood: ReadonlySet<Row> | undefined,
  value: Fields,
  offset: number,
): MissingIesError {
  const absent = rows
    .filter(row => value[row.name] === undefined)
    .map(row => ({
      id: row.id,
      field: row.name,
      criticality: CRITICALITIES[row.criticality]!,
      typeOfError: notUnderstood?.has(row) ? ('not-understood' as const) : ('missing' as const),
    }));
  return new MissingIesError(absent, value, offset);
}

function writeHead(writer: PerWriter, id: number, criticality: Criticality): void {
  writer.uint(id, 2);
  writer.bits(CRITICALITIES.indexOf(criticality), 2);
}

function readCriticality(reader: PerReader): Criticality {
  return CRITICALITIES[reader.bits(2)] ?? reader.fail('criticality 3', -2);
}
