import { BsonType, type Value } from '../bson/index.ts';
import { toNumber } from '../bson/numbers.ts';

/** Null, missing, false and zero are false; all else is true. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value.isNullish) return false;
  if (value.type === BsonType.bool) return value.bool();
  return !value.isNumber || toNumber(value) !== 0;
}
