import { isDeepStrictEqual } from 'node:util';
import type { Document } from './unified-format.ts';

/**
 * The format's matching: numbers of any type are equal by value, `$$` operators stand for conditions, and a document at the
 * root may have more keys than expected. Returns what differs, or undefined.
 */
export function mismatch(actual: unknown, expected: unknown, path = '', root = true): string | undefined {
  if (actual instanceof Map) return mismatch(Object.fromEntries(actual), expected, path, root);
  if (isDocument(expected)) {
    const operator = Object.keys(expected)[0];
    if (operator?.startsWith('$$')) return special(actual, operator, expected[operator], path, root);
    if (!isDocument(actual)) return `${path}: expected a document, got ${show(actual)}`;
    for (const [key, value] of Object.entries(expected)) {
      const inner = path === '' ? key : `${path}.${key}`;
      const operation = isDocument(value) ? Object.keys(value)[0] : undefined;
      if (operation === '$$exists') {
        const exists = key in actual && actual[key] !== undefined;
        if (exists !== (value as Document)[operation]) return `${inner}: ${exists ? 'is there' : 'is missing'}`;
        continue;
      }
      if (operation === '$$unsetOrMatches' && actual[key] === undefined) continue;
      if (!(key in actual)) return `${inner}: is missing`;
      const found = mismatch(actual[key], value, inner, false);
      if (found !== undefined) return found;
    }
    const extra = root ? undefined : Object.keys(actual).find(key => !(key in expected) && actual[key] !== undefined);
    return extra === undefined ? undefined : `${path}: unexpected key ${extra}`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return `${path}: expected an array, got ${show(actual)}`;
    if (actual.length !== expected.length)
      return `${path}: ${actual.length} items instead of ${expected.length}: ${show(actual)}`;
    for (let index = 0; index < expected.length; index++) {
      const found = mismatch(actual[index], expected[index], `${path}[${index}]`, root && path === '');
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return isDeepStrictEqual(plain(actual), plain(expected))
    ? undefined
    : `${path}: ${show(actual)} instead of ${show(expected)}`;
}

function special(
  actual: unknown,
  operator: string,
  argument: unknown,
  path: string,
  root: boolean,
): string | undefined {
  switch (operator) {
    case '$$unsetOrMatches':
      return actual === undefined || actual === null ? undefined : mismatch(actual, argument, path, root);
    case '$$type': {
      const types = Array.isArray(argument) ? argument : [argument];
      return types.some(type => hasType(actual, type)) ? undefined : `${path}: ${show(actual)} is no ${types}`;
    }
    case '$$exists':
      return (actual !== undefined) === argument ? undefined : `${path}: existence`;
    case '$$matchAsRoot':
      return mismatch(actual, argument, path, true);
    default:
      throw new Error(`the runner does not know ${operator}`);
  }
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isDocument(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'int':
    case 'long':
    case 'double':
    case 'number':
      return typeof plain(value) === 'number';
    case 'date':
      return value instanceof Date;
    case 'objectId':
      return bsonType(value) === 'ObjectId';
    case 'bool':
      return typeof value === 'boolean';
    case 'timestamp':
      return bsonType(value) === 'Timestamp';
    default:
      throw new Error(`the runner does not know type ${type}`);
  }
}

function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return false;
  return !('_bsontype' in value) && !ArrayBuffer.isView(value);
}

/** The driver carries a `bson` of its own, so its classes are known by name only. */
function bsonType(value: unknown): string | undefined {
  return (value as { _bsontype?: string } | null | undefined)?._bsontype;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  switch (bsonType(value)) {
    case 'Int32':
    case 'Double':
      return Number((value as { valueOf(): number }).valueOf());
    case 'Long':
      return (value as { toNumber(): number }).toNumber();
    case 'Decimal128':
    case 'ObjectId':
      return String(value);
    default:
      return value;
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}
