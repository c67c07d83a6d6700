import { isDeepStrictEqual } from 'node:util';
import { type BsonDocument, type BsonTypeName, bsonTypeOf, isDocument, numberOf } from './bson-values.ts';

/** What is wrong with a field, and what Open5GS makes of it. */
export interface Finding {
  /** Dotted path with array indexes: `slice.0.session.1.ambr.downlink.value`. */
  readonly path: string;
  /** error: Open5GS ignores, misreads or aborts; warning: works, but seldom meant. */
  readonly severity: 'error' | 'warning';
  /** A sentence that begins with the path and holds no secret. */
  readonly text: string;
}

export type Report = (path: string, text: string, severity?: Finding['severity']) => void;

/** How one value is stored: value ⇄ BSON, of exactly one BSON type. */
export interface Codec<T> {
  readonly bson: BsonTypeName;
  encode(value: T): unknown;
  /** undefined = Open5GS does not take it. */
  decode(stored: unknown): T | undefined;
  /** Reports what is wrong inside a value of the right type. */
  check(stored: unknown, path: string, report: Report): void;
  /** The stored value, changed only where its meaning differs from `wanted`; fields that the table does not know are kept. */
  merge(stored: unknown, wanted: T): unknown;
}

/** One line of a table: a document field and the record's key that it holds. */
export type Row<T> = FieldRow<T> | GroupRow<T> | InitialRow;

interface FieldRow<T> extends FieldRules {
  readonly kind: 'field';
  readonly field: string;
  readonly key: keyof T & string;
  readonly codec: Codec<unknown>;
}

/** A nested document whose fields belong to the same record. */
interface GroupRow<T> {
  readonly kind: 'group';
  readonly field: string;
  readonly rows: readonly Row<T>[];
  /** What Open5GS does without it; when not given, the group is optional and left out when it would be empty. */
  readonly missing: string | undefined;
  /** What it does with a value that is no document; when not given, the same as with none. */
  readonly otherType: string | undefined;
}

/** Written with a new document only, then left alone. */
interface InitialRow {
  readonly kind: 'initial';
  readonly field: string;
  readonly value: () => unknown;
}

export interface FieldRules {
  /** Ends the sentence "… is double 32: Open5GS ignores it" of a value of another type. */
  readonly ignored: string;
  /** What Open5GS does when the field is missing; when not given, missing is fine. */
  readonly missing?: string;
  /** The record's value when the field is missing or ignored. */
  readonly absent?: unknown;
  /** Stored instead of leaving the field out. */
  readonly empty?: null;
  /** Other types that are known and harmless here. */
  readonly alsoFine?: readonly BsonTypeName[];
  /** Never show the stored value. */
  readonly secret?: true;
}

/** Makes the rows of a table for records of type T; keys and codecs are checked against T. */
export function rowsFor<T>() {
  return {
    field<K extends keyof T & string>(
      field: string,
      key: K,
      codec: Codec<NonNullable<T[K]>>,
      rules: FieldRules & { absent?: T[K] },
    ): Row<T> {
      return { kind: 'field', field, key, codec: codec as unknown as Codec<unknown>, ...rules };
    },
    group(field: string, missing: string | undefined, rows: readonly Row<T>[], otherType?: string): Row<T> {
      return { kind: 'group', field, missing, otherType, rows };
    },
    initial(field: string, value: () => unknown): Row<T> {
      return { kind: 'initial', field, value };
    },
  };
}

/** A document described by rows; `also` checks what no single row can. */
export function documentOf<T extends object>(
  rows: readonly Row<T>[],
  also: (document: BsonDocument, path: string, report: Report) => void = () => {},
): Codec<T> {
  return {
    bson: 'document',
    encode: value => encodeRows(rows, value),
    decode: stored => (isDocument(stored) ? (decodeRows(rows, stored) as T) : undefined),
    check(stored, path, report) {
      checkRows(rows, stored as BsonDocument, path, report);
      also(stored as BsonDocument, path, report);
    },
    merge: (stored, wanted) => mergeRows(rows, isDocument(stored) ? stored : undefined, wanted, false),
  };
}

/** An array; `beyond` says what Open5GS does with more than `limit` items, `otherItem` what with one of another type. `identity` finds the stored item that an item continues. */
export function arrayOf<T>(
  item: Codec<T>,
  rules: { limit: number; beyond: string; otherItem?: string; identity?: (value: T) => string },
): Codec<readonly T[]> {
  const decodeItem = (element: unknown) => (bsonTypeOf(element) === item.bson ? item.decode(element) : undefined);
  return {
    bson: 'array',
    encode: values => values.map(value => item.encode(value)),
    decode: stored => (Array.isArray(stored) ? stored.map(decodeItem).filter(value => value !== undefined) : undefined),
    check(stored, path, report) {
      const items = stored as unknown[];
      if (items.length > rules.limit) report(path, `has ${items.length} items: beyond ${rules.limit} ${rules.beyond}`);
      items.forEach((element, i) => {
        const type = bsonTypeOf(element);
        if (type === item.bson) item.check(element, dotted(path, i), report);
        else report(dotted(path, i), `is ${describe(element)}: ${rules.otherItem ?? 'Open5GS ignores it'}`);
      });
    },
    merge(stored, wanted) {
      const items = Array.isArray(stored) ? stored : [];
      const { identity } = rules;
      if (identity === undefined) return wanted.map((value, i) => item.merge(items[i], value));
      const left = items.map(element => ({ element, value: decodeItem(element) }));
      return wanted.map(value => {
        const at = left.findIndex(({ value: old }) => old !== undefined && identity(old) === identity(value));
        const [match] = at < 0 ? [] : left.splice(at, 1);
        return item.merge(match?.element, value);
      });
    },
  };
}

/** A value without parts: it is rewritten when it is of another type or means something else. */
export function leaf<T>(codec: Omit<Codec<T>, 'merge' | 'check'> & Partial<Pick<Codec<T>, 'check'>>): Codec<T> {
  return {
    check: () => {},
    ...codec,
    merge(stored, wanted) {
      const old = bsonTypeOf(stored) === codec.bson ? codec.decode(stored) : undefined;
      return old !== undefined && sameMeaning(old, wanted) ? stored : codec.encode(wanted);
    },
  };
}

export function encodeRows<T extends object>(rows: readonly Row<T>[], record: T): BsonDocument {
  return mergeRows(rows, undefined, record, false);
}

/**
 * The stored document with the record's values in it. With `partial`, the keys that the record has are meant: they are
 * written in their right type, and undefined removes the field. Without, a value that is as it was read is left as it is
 * stored, even where Open5GS ignores it: it is not what the change is about.
 */
export function mergeRows<T extends object>(
  rows: readonly Row<T>[],
  stored: BsonDocument | undefined,
  record: Partial<T>,
  partial: boolean,
): BsonDocument {
  const document: BsonDocument = { ...stored };
  for (const row of rows) {
    if (row.kind === 'initial') {
      if (stored === undefined) document[row.field] = row.value();
    } else if (row.kind === 'group') {
      if (partial && !touches(row.rows, record)) continue;
      const inner = document[row.field];
      const merged = mergeRows(row.rows, isDocument(inner) ? inner : undefined, record, partial);
      if (row.missing !== undefined || Object.keys(merged).length > 0) document[row.field] = merged;
      else delete document[row.field];
    } else {
      if (partial && !(row.key in record)) continue;
      const value = record[row.key];
      if (!partial && stored !== undefined && isDeepStrictEqual(value, readRow(row, stored))) continue;
      if (value !== undefined) document[row.field] = row.codec.merge(document[row.field], value);
      else if (row.empty === null) document[row.field] = null;
      else delete document[row.field];
    }
  }
  return document;
}

/** The record as Open5GS reads the document: what it ignores has the row's `absent` value. */
export function decodeRows<T>(rows: readonly Row<T>[], document: BsonDocument): Partial<T> {
  const record: Record<string, unknown> = {};
  for (const row of rows) {
    const stored = document[row.kind === 'initial' ? '' : row.field];
    if (row.kind === 'group') Object.assign(record, decodeRows(row.rows, isDocument(stored) ? stored : {}));
    if (row.kind !== 'field') continue;
    const value = readRow(row, document);
    if (value !== undefined) record[row.key] = value;
  }
  return record as Partial<T>;
}

function readRow<T>(row: FieldRow<T>, document: BsonDocument): unknown {
  const stored = document[row.field];
  return (bsonTypeOf(stored) === row.codec.bson ? row.codec.decode(stored) : undefined) ?? row.absent;
}

export function checkRows<T>(rows: readonly Row<T>[], document: BsonDocument, path: string, report: Report): void {
  for (const row of rows) {
    if (row.kind === 'initial') continue;
    const stored = document[row.field];
    const at = dotted(path, row.field);
    const type = bsonTypeOf(stored);
    if (row.kind === 'group') {
      if (type === 'document') checkRows(row.rows, stored as BsonDocument, at, report);
      else if (row.missing !== undefined)
        report(at, `is ${describe(stored)}: ${type === 'missing' ? row.missing : (row.otherType ?? row.missing)}`);
      else if (type !== 'missing') report(at, `is ${describe(stored)}: Open5GS ignores it`);
    } else if (type === row.codec.bson) {
      row.codec.check(stored, at, report);
    } else if (type === 'missing' || type === 'null') {
      if (row.missing !== undefined) report(at, `is ${type}: ${row.missing}`);
    } else if (row.alsoFine?.includes(type) !== true) {
      report(
        at,
        `is ${row.secret === true ? `of type ${type}` : describe(stored)}: Open5GS ignores it ${row.ignored}`.trimEnd(),
      );
    }
  }
}

export function dotted(path: string, key: string | number): string {
  return path === '' ? `${key}` : `${path}.${key}`;
}

/** `double 32`, `string "12"`, `array`. */
export function describe(stored: unknown): string {
  const type = bsonTypeOf(stored);
  const number = numberOf(stored);
  if (number !== undefined) return `${type} ${number}`;
  if (type === 'string') return `string ${JSON.stringify(stored).slice(0, 40)}`;
  return type === 'bool' ? `bool ${stored}` : type;
}

function touches<T>(rows: readonly Row<T>[], record: object): boolean {
  return rows.some(row =>
    row.kind === 'field' ? row.key in record : row.kind === 'group' ? touches(row.rows, record) : false,
  );
}

function sameMeaning(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const [left, right] = [octetsOf(a), octetsOf(b)];
  if (left !== undefined && right !== undefined)
    return left.length === right.length && left.every((octet, i) => octet === right[i]);
  return false;
}

/** The octets of a byte array or of a Secret. */
function octetsOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  const reveal = (value as { reveal?: () => Uint8Array } | undefined)?.reveal;
  return typeof reveal === 'function' ? reveal.call(value) : undefined;
}
