import { isDeepStrictEqual } from 'node:util';
import { type Codec, describe, dotted, type FieldRow, type Report, type Row } from './bson-codec.ts';
import { type BsonDocument, bsonTypeOf, isDocument } from './bson-values.ts';

/** The interpreter of document tables: encode, decode, check and merge by rows. */

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
      else if (row.otherType !== undefined && type !== 'missing') report(at, `is of type ${type}: ${row.otherType}`);
      else if (row.missing !== undefined) report(at, `is ${describe(stored)}: ${row.missing}`);
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

function touches<T>(rows: readonly Row<T>[], record: object): boolean {
  return rows.some(row =>
    row.kind === 'field' ? row.key in record : row.kind === 'group' ? touches(row.rows, record) : false,
  );
}
