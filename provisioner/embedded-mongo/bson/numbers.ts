import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalFromBigInt,
  decimalFromDouble,
  decimalToNumber,
  decimalValue,
  exactDecimalFromDouble,
  multiplyDecimals,
  readDecimal,
  truncateDecimal,
} from './decimal.ts';
import { BsonType } from './element-type.ts';
import { doubleValue, int32Value, int64Value } from './make.ts';
import { readInt32, type Value } from './value.ts';

/**
 * Arithmetic on BSON numbers by the server's widening rules: int32 with int32 stays int32 and widens to int64 when it does
 * not fit; anything with int64 is int64; with double, double; with decimal, decimal. Integers are exact throughout.
 * `undefined` means that an int64 overflowed, which `$inc` refuses and `$add` turns into a double.
 */
export function addNumbers(a: Value, b: Value): Value | undefined {
  const type = wider(a.type, b.type);
  if (type === BsonType.decimal) return decimalValue(addDecimals(toDecimal(a), toDecimal(b)));
  if (type === BsonType.double) return doubleValue(a.number() + b.number());
  const sum = a.number() + b.number();
  if (Number.isSafeInteger(sum) && isSafe(a) && isSafe(b)) return integerValue(sum, type);
  return bigIntegerValue(toBigInt(a) + toBigInt(b));
}

export function multiplyNumbers(a: Value, b: Value): Value | undefined {
  const type = wider(a.type, b.type);
  if (type === BsonType.decimal) return decimalValue(multiplyDecimals(toDecimal(a), toDecimal(b)));
  if (type === BsonType.double) return doubleValue(a.number() * b.number());
  const product = a.number() * b.number();
  if (Number.isSafeInteger(product)) return integerValue(product, type);
  return bigIntegerValue(toBigInt(a) * toBigInt(b));
}

/** −1, 0 or 1 by exact value across all four number types; NaN is below every number and equal to itself. */
export function compareNumbers(a: Value, b: Value): number {
  if (a.type === BsonType.decimal || b.type === BsonType.decimal)
    return compareDecimals(exactDecimal(a), exactDecimal(b));
  const left = a.number();
  const right = b.number();
  if (left < right) return -1;
  if (left > right) return 1;
  if (left === right) {
    // Only an int64 beyond 2^53 is rounded by number(): then the exact values decide.
    if (Number.isSafeInteger(left) || !Number.isFinite(left)) return 0;
    if (a.type !== BsonType.int64 && b.type !== BsonType.int64) return 0;
    const exactLeft = toBigInt(a);
    const exactRight = toBigInt(b);
    return exactLeft < exactRight ? -1 : exactLeft > exactRight ? 1 : 0;
  }
  const leftNan = Number.isNaN(left);
  return leftNan === Number.isNaN(right) ? 0 : leftNan ? -1 : 1;
}

export function isNan(value: Value): boolean {
  if (value.type === BsonType.double) return Number.isNaN(value.double());
  return value.type === BsonType.decimal && readDecimal(value.bytes, value.start).kind === 'nan';
}

/** The wider of two number types. */
export function wider(a: number, b: number): number {
  return WIDTH[a]! >= WIDTH[b]! ? a : b;
}

/** The number as a decimal; a double keeps 15 digits. */
export function toDecimal(value: Value): Decimal {
  if (value.type === BsonType.double) return decimalFromDouble(value.double());
  return exactDecimal(value);
}

/** The number's exact value. */
export function exactDecimal(value: Value): Decimal {
  if (value.type === BsonType.decimal) return readDecimal(value.bytes, value.start);
  if (value.type === BsonType.double) return exactDecimalFromDouble(value.double());
  return decimalFromBigInt(toBigInt(value));
}

/** An integer, or the whole part of a double or decimal; NaN and infinities count as 0. */
export function toBigInt(value: Value): bigint {
  if (value.type === BsonType.int64) return value.int64();
  if (value.type === BsonType.decimal) {
    const decimal = readDecimal(value.bytes, value.start);
    return decimal.kind === 'finite' ? truncateDecimal(decimal) : 0n;
  }
  const number = value.number();
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
}

/** The number as a double, rounded. */
export function toNumber(value: Value): number {
  return value.type === BsonType.decimal ? decimalToNumber(readDecimal(value.bytes, value.start)) : value.number();
}

/** The value as an exact integer within ±2^53, or undefined when it is no number, has a fraction or is larger. */
export function integerOf(value: Value | undefined): number | undefined {
  if (value === undefined || !value.isNumber) return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A safe integer as int32 where the type is int32 and it fits, else as int64. */
export function integerValue(value: number, type: number): Value {
  return type === BsonType.int32 && (value | 0) === value ? int32Value(value) : int64Value(BigInt(value));
}

function bigIntegerValue(value: bigint): Value | undefined {
  return BigInt.asIntN(64, value) === value ? int64Value(value) : undefined;
}

function isSafe(value: Value): boolean {
  if (value.type === BsonType.int32) return true;
  const high = readInt32(value.bytes, value.start + 4);
  return high < 0x20_0000 && high >= -0x20_0000;
}

const WIDTH: number[] = [];
WIDTH[BsonType.int32] = 1;
WIDTH[BsonType.int64] = 2;
WIDTH[BsonType.double] = 3;
WIDTH[BsonType.decimal] = 4;
