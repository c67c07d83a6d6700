import {
  CRITICALITIES,
  type Criticality,
  type IeCriticality,
  type IeRows,
  MissingIesError,
  type UnknownIe,
} from './ie-table.ts';
import { readOpenType, writeOpenType } from './open-type.ts';
import type { PerReader, TraceSink } from './reader.ts';
import { EncodeError, inside, NotComprehendedError, type Schema } from './schema.ts';
import type { Fields, Spread } from './sequence.ts';
import type { PerWriter } from './writer.ts';

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
export function ieContainer(table: IeRows, lower: 0 | 1, unknownKey: UnknownKey): Spread {
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

/** Id and criticality of an IE. */
export function writeHead(writer: PerWriter, id: number, criticality: Criticality): void {
  writer.uint(id, 2);
  writer.bits(CRITICALITIES.indexOf(criticality), 2);
}

export function readCriticality(reader: PerReader): Criticality {
  return CRITICALITIES[reader.bits(2)] ?? reader.fail('criticality 3', -2);
}
