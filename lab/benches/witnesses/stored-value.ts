import { Binary, Double, Int32, Long, ObjectId } from 'bson';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import { type BsonDocument, bsonTypeOf, numberOf } from '../../../provisioner/index.ts';
import type { StoredValue } from '../../../scenarios/runner/index.ts';

/** A document's value as plain data that keeps its BSON type; documents as the driver reads them with `promoteValues: false`. */
export function storedValueOf(value: unknown): StoredValue {
  const type = bsonTypeOf(value);
  switch (type) {
    case 'int32':
    case 'double':
      return { bson: type, value: Number(numberOf(value)) };
    case 'int64':
      return { bson: 'int64', value: String(numberOf(value)) };
    case 'string':
      return { bson: 'string', value: value as string };
    case 'bool':
      return { bson: 'bool', value: value as boolean };
    case 'missing':
    case 'null':
      return { bson: 'null' };
    case 'date':
      return { bson: 'date', value: (value as Date).toISOString() };
    case 'binary':
      return { bson: 'binary', value: hexOf(value) };
    case 'array':
      return { bson: 'array', items: (value as unknown[]).map(storedValueOf) };
    case 'document':
      return { bson: 'document', members: membersOf(value as BsonDocument) };
    case 'other':
      return isObjectId(value)
        ? { bson: 'objectId', value: value.toHexString() }
        : { bson: 'other', value: String(value) };
  }
}

/** The value that the driver writes as exactly this BSON type. @throws UserError for a text that is none of its type */
export function bsonValueOf(value: StoredValue, path: string): unknown {
  switch (value.bson) {
    case 'int32':
      return new Int32(whole(value.value, path, -(2 ** 31), 2 ** 31 - 1));
    case 'double':
      return new Double(value.value);
    case 'int64':
      if (!/^-?\d{1,19}$/.test(value.value)) throw invalid(path, 'int64', value.value, 'whole digits');
      return Long.fromString(value.value);
    case 'string':
    case 'bool':
      return value.value;
    case 'null':
      return null;
    case 'objectId':
      if (!ObjectId.isValid(value.value)) throw invalid(path, 'objectId', value.value, '24 hex digits');
      return new ObjectId(value.value);
    case 'date': {
      const date = new Date(value.value);
      if (Number.isNaN(date.getTime())) throw invalid(path, 'date', value.value, 'ISO 8601');
      return date;
    }
    case 'binary':
      return new Binary(Buffer.from(value.value, 'hex'));
    case 'array':
      return value.items.map((item, index) => bsonValueOf(item, `${path}.${index}`));
    case 'document':
      return Object.fromEntries(
        Object.entries(value.members).map(([name, member]) => [name, bsonValueOf(member, `${path}.${name}`)]),
      );
    case 'other':
      throw invalid(path, 'other', value.value, 'a BSON type that has a name');
  }
}

/** By its tag: the driver's class is another than that of this module's bson. */
function isObjectId(value: unknown): value is ObjectId {
  return (value as { readonly _bsontype?: unknown })._bsontype === 'ObjectId';
}

function membersOf(document: BsonDocument): Record<string, StoredValue> {
  return Object.fromEntries(Object.entries(document).map(([name, member]) => [name, storedValueOf(member)]));
}

function hexOf(value: unknown): string {
  const octets = value instanceof Uint8Array ? value : (value as Binary).buffer.subarray(0, (value as Binary).position);
  return Buffer.from(octets).toString('hex');
}

function whole(value: number, path: string, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalid(path, 'int32', String(value), `a whole number, ${low} … ${high}`);
}

function invalid(path: string, type: string, text: string, expected: string): UserError {
  return new UserError('bson-value-invalid', `'${text}' is no ${type}`, { place: path, expected });
}
