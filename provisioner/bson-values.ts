/** A BSON document as the driver reads it with `promoteValues: false`: numbers keep their BSON type. */
export type BsonDocument = Record<string, unknown>;

export type BsonTypeName =
  | 'missing'
  | 'null'
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'double'
  | 'document'
  | 'array'
  | 'binary'
  | 'date'
  | 'other';

const BY_TAG: Readonly<Record<string, BsonTypeName>> = {
  Int32: 'int32',
  Long: 'int64',
  Double: 'double',
  Binary: 'binary',
};

/** The BSON type that a value has, or that a plain JavaScript value gets when it is written. */
export function bsonTypeOf(value: unknown): BsonTypeName {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int64';
    case 'number':
      return (value | 0) === value && !Object.is(value, -0) ? 'int32' : 'double';
    case 'object':
      return bsonTypeOfObject(value);
    default:
      return 'other';
  }
}

/** A number of any BSON type as a bigint or number that compares exactly; undefined when it is no number. */
export function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (!isTagged(value)) return undefined;
  if (value._bsontype === 'Long') return (value as unknown as { toBigInt(): bigint }).toBigInt();
  if (value._bsontype === 'Int32' || value._bsontype === 'Double') return Number(value.valueOf());
  return undefined;
}

/** True when both have the same BSON type and value; documents compare field by field in any order. */
export function sameBson(a: unknown, b: unknown): boolean {
  const type = bsonTypeOf(a);
  if (type !== bsonTypeOf(b)) return false;
  switch (type) {
    case 'missing':
    case 'null':
      return true;
    case 'int32':
    case 'int64':
    case 'double':
      // biome-ignore lint/suspicious/noDoubleEquals: a Long compares as bigint with a number that may be either
      return numberOf(a) == numberOf(b);
    case 'array': {
      const [left, right] = [a as unknown[], b as unknown[]];
      return left.length === right.length && left.every((item, i) => sameBson(item, right[i]));
    }
    case 'document': {
      const [left, right] = [a as BsonDocument, b as BsonDocument];
      const keys = Object.keys(left);
      return keys.length === Object.keys(right).length && keys.every(key => sameBson(left[key], right[key]));
    }
    case 'binary':
    case 'date':
    case 'other':
      return JSON.stringify(a) === JSON.stringify(b);
    default:
      return a === b;
  }
}

export function isDocument(value: unknown): value is BsonDocument {
  return bsonTypeOf(value) === 'document';
}

/** The value at a dotted path (array indexes as digits). */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of path.split('.')) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isDocument(value)) value = value[key];
    else return undefined;
  }
  return value;
}

function bsonTypeOfObject(value: object | null): BsonTypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof Uint8Array) return 'binary';
  if (isTagged(value)) return BY_TAG[value._bsontype] ?? 'other';
  return 'document';
}

function isTagged(value: unknown): value is { readonly _bsontype: string } {
  return typeof value === 'object' && value !== null && typeof (value as BsonDocument)._bsontype === 'string';
}
