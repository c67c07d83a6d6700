import { CommandError } from '../errors.ts';
import { BsonType } from './element-type.ts';
import { readInt32 } from './value.ts';

/** Deepest nesting that the server takes, as MongoDB's own limit. */
export const MOST_NESTING = 200;

/**
 * Checks that a well-formed document starts at `start` and ends by `limit`: lengths, NULs, known types, nesting. After
 * this nothing else needs to look out for broken BSON. Returns one past its end.
 *
 * @throws {CommandError} InvalidBSON with the offset of what is wrong.
 */
export function validateDocument(bytes: Buffer, start: number, limit: number, depth = 0): number {
  if (depth > MOST_NESTING) broken(start, `nested deeper than ${MOST_NESTING}`);
  if (limit - start < 5) broken(start, 'document shorter than 5 octets');
  const length = readInt32(bytes, start);
  const end = start + length;
  if (length < 5 || end > limit) broken(start, `document length ${length}`);
  if (bytes[end - 1] !== 0) broken(end - 1, 'document without closing NUL');
  let at = start + 4;
  while (at < end - 1) {
    const type = bytes[at++]!;
    at = cstringEnd(bytes, at, end - 1);
    at = validateValue(bytes, type, at, end - 1, depth);
  }
  if (at !== end - 1) broken(at, 'element past the end of its document');
  return end;
}

function validateValue(bytes: Buffer, type: number, at: number, limit: number, depth: number): number {
  switch (type) {
    case BsonType.string:
    case BsonType.code:
    case BsonType.symbol:
      return stringEnd(bytes, at, limit);
    case BsonType.object:
    case BsonType.array:
      return validateDocument(bytes, at, limit, depth + 1);
    case BsonType.int32:
      return fixedEnd(at, 4, limit);
    case BsonType.double:
    case BsonType.int64:
    case BsonType.date:
    case BsonType.timestamp:
      return fixedEnd(at, 8, limit);
    case BsonType.bool:
      if (at < limit && bytes[at]! > 1) broken(at, 'bool neither 0 nor 1');
      return fixedEnd(at, 1, limit);
    case BsonType.objectId:
      return fixedEnd(at, 12, limit);
    case BsonType.decimal:
      return fixedEnd(at, 16, limit);
    case BsonType.null:
    case BsonType.undefined:
    case BsonType.minKey:
    case BsonType.maxKey:
      return at;
    case BsonType.binary: {
      const header = fixedEnd(at, 5, limit);
      const length = readInt32(bytes, at);
      if (length < 0) broken(at, `binary length ${length}`);
      return fixedEnd(header, length, limit);
    }
    case BsonType.regex:
      return cstringEnd(bytes, cstringEnd(bytes, at, limit), limit);
    case BsonType.dbPointer:
      return fixedEnd(stringEnd(bytes, at, limit), 12, limit);
    case BsonType.codeWithScope: {
      fixedEnd(at, 4, limit);
      const end = fixedEnd(at, readInt32(bytes, at), limit);
      const scope = stringEnd(bytes, at + 4, end);
      if (validateDocument(bytes, scope, end, depth + 1) !== end) broken(at, 'code with scope length');
      return end;
    }
    default:
      return broken(at, `unknown element type ${type}`);
  }
}

function fixedEnd(at: number, length: number, limit: number): number {
  if (length < 0 || at + length > limit) broken(at, `${length} octets expected`);
  return at + length;
}

function stringEnd(bytes: Buffer, at: number, limit: number): number {
  fixedEnd(at, 5, limit);
  const length = readInt32(bytes, at);
  if (length < 1) broken(at, `string length ${length}`);
  const end = fixedEnd(at + 4, length, limit);
  if (bytes[end - 1] !== 0) broken(end - 1, 'string without closing NUL');
  return end;
}

function cstringEnd(bytes: Buffer, at: number, limit: number): number {
  let end = at;
  while (end < limit && bytes[end] !== 0) end++;
  if (end >= limit) broken(at, 'name without closing NUL');
  return end + 1;
}

function broken(at: number, what: string): never {
  throw new CommandError('InvalidBSON', `invalid BSON at octet ${at}: ${what}`);
}
