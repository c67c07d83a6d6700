import { documentOf, int64Value, make, type Plain, type Value } from '../bson/index.ts';
import { binaryValue } from '../bson/make.ts';

/** What the journal tells of collections and indexes rather than of documents. */
export type CatalogEntry =
  | {
      readonly op: 'create';
      readonly number: number;
      readonly database: string;
      readonly name: string;
      readonly options: Value;
      readonly uuid: Buffer;
    }
  | { readonly op: 'drop'; readonly number: number }
  | { readonly op: 'rename'; readonly number: number; readonly name: string }
  | { readonly op: 'options'; readonly number: number; readonly options: Value }
  | { readonly op: 'createIndex'; readonly number: number; readonly specification: Value }
  | { readonly op: 'dropIndex'; readonly number: number; readonly name: string }
  /** Its collections were dropped one by one before; this only keeps the count of changes. */
  | { readonly op: 'dropDatabase' };

export function encodeCatalogEntry(entry: CatalogEntry): Buffer {
  const fields: Record<string, Plain | undefined> = { ...entry };
  if ('number' in entry) fields.number = int64Value(BigInt(entry.number));
  if (entry.op === 'create') fields.uuid = binaryValue(entry.uuid, 4);
  return make(fields).ownBytes();
}

export function decodeCatalogEntry(bytes: Buffer): CatalogEntry {
  const document = documentOf(bytes);
  const text = (name: string) => document.field(name)!.text();
  const value = (name: string) => documentOf(document.field(name)!.ownBytes());
  const op = text('op') as CatalogEntry['op'];
  if (op === 'dropDatabase') return { op };
  const number = document.field('number')!.number();
  switch (op) {
    case 'create': {
      const uuid = document.field('uuid')!;
      return {
        op,
        number,
        database: text('database'),
        name: text('name'),
        options: value('options'),
        uuid: Buffer.from(uuid.bytes.subarray(uuid.start + 5, uuid.end)),
      };
    }
    case 'drop':
      return { op, number };
    case 'rename':
    case 'dropIndex':
      return { op, number, name: text('name') };
    case 'options':
      return { op, number, options: value('options') };
    case 'createIndex':
      return { op, number, specification: value('specification') };
  }
}
