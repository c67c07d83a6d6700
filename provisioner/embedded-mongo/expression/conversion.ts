import {
  decimalFromBigInt,
  decimalFromDouble,
  decimalValue,
  formatDecimal,
  parseDecimal,
  readDecimal,
} from '../bson/decimal.ts';
import {
  BsonType,
  boolValue,
  dateValue,
  doubleValue,
  int32Value,
  int64Value,
  NULL,
  objectIdValue,
  showValue,
  stringValue,
  TYPE_ALIASES,
  toNumber,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { integerOf, toBigInt } from '../bson/numbers.ts';
import { CommandError } from '../errors.ts';
import type { PlainOperator, SpecialForm } from './scope.ts';
import { isTruthy } from './truth.ts';
import { optional, part } from './variables.ts';

export const CONVERSION_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $type: { least: 1, most: 1, run: ([value]) => stringValue(value === undefined ? 'missing' : typeAlias(value.type)) },
  $isNumber: { least: 1, most: 1, run: ([value]) => boolValue(value?.isNumber === true) },
  $toInt: to(BsonType.int32),
  $toLong: to(BsonType.int64),
  $toDouble: to(BsonType.double),
  $toDecimal: to(BsonType.decimal),
  $toString: to(BsonType.string),
  $toBool: to(BsonType.bool),
  $toDate: to(BsonType.date),
  $toObjectId: to(BsonType.objectId),
};

export const CONVERSION_FORMS: Readonly<Record<string, SpecialForm>> = {
  $convert: (argument, compile, { name }) => {
    const input = compile(part(argument, 'input', name));
    const target = compile(part(argument, 'to', name));
    const onError = optional(argument, 'onError', compile);
    const onNull = optional(argument, 'onNull', compile);
    return environment => {
      const value = input(environment);
      if (value === undefined || value.isNullish) return onNull === undefined ? NULL : onNull(environment);
      const wanted = target(environment);
      if (wanted === undefined || wanted.isNullish) return NULL;
      const type = wanted.type === BsonType.string ? TYPE_ALIASES.get(wanted.text()) : integerOf(wanted);
      if (type === undefined) throw new CommandError('FailedToParse', `Unknown type name: ${showValue(wanted)}`);
      try {
        return convert(value, type);
      } catch (error) {
        if (onError === undefined || !(error instanceof CommandError)) throw error;
        return onError(environment);
      }
    };
  },
};

function to(type: number): PlainOperator {
  return {
    least: 1,
    most: 1,
    run: ([value]) => (value === undefined || value.isNullish ? NULL : convert(value, type)),
  };
}

function convert(value: Value, type: number): Value {
  if (value.type === type) return value;
  switch (type) {
    case BsonType.bool:
      return boolValue(value.isNumber || value.type === BsonType.bool ? isTruthy(value) : true);
    case BsonType.int32:
    case BsonType.int64:
      return toInteger(value, type);
    case BsonType.double:
      return toDouble(value);
    case BsonType.decimal:
      return toDecimalValue(value);
    case BsonType.string:
      return toText(value);
    case BsonType.date:
      return toDate(value);
    case BsonType.objectId:
      if (value.type === BsonType.string && /^[0-9a-f]{24}$/i.test(value.text())) {
        return objectIdValue(Buffer.from(value.text(), 'hex'));
      }
      throw failed(value, type);
    default:
      throw failed(value, type);
  }
}

function toInteger(value: Value, type: number): Value {
  let exact: bigint | undefined;
  if (value.type === BsonType.bool) exact = value.bool() ? 1n : 0n;
  else if (value.type === BsonType.date && type === BsonType.int64) exact = value.int64();
  else if (value.isNumber && Number.isFinite(toNumber(value))) exact = toBigInt(value);
  else if (value.type === BsonType.string && /^[+-]?\d+$/.test(value.text()))
    exact = BigInt(value.text().replace('+', ''));
  if (exact === undefined || BigInt.asIntN(type === BsonType.int32 ? 32 : 64, exact) !== exact)
    throw failed(value, type);
  return type === BsonType.int32 ? int32Value(Number(exact)) : int64Value(exact);
}

function toDouble(value: Value): Value {
  if (value.type === BsonType.bool) return doubleValue(value.bool() ? 1 : 0);
  if (value.isNumber) return doubleValue(toNumber(value));
  if (value.type === BsonType.date) return doubleValue(value.dateMs());
  if (value.type === BsonType.string) {
    const decimal = parseDecimal(value.text());
    if (decimal !== undefined)
      return doubleValue(decimal.kind === 'finite' ? Number(value.text()) : toNumber(decimalValue(decimal)));
  }
  throw failed(value, BsonType.double);
}

function toDecimalValue(value: Value): Value {
  if (value.type === BsonType.bool) return decimalValue(decimalFromBigInt(value.bool() ? 1n : 0n));
  if (value.type === BsonType.double) return decimalValue(decimalFromDouble(value.double()));
  if (value.isNumber || value.type === BsonType.date) {
    return decimalValue(decimalFromBigInt(value.type === BsonType.date ? value.int64() : toBigInt(value)));
  }
  const decimal = value.type === BsonType.string ? parseDecimal(value.text()) : undefined;
  if (decimal === undefined) throw failed(value, BsonType.decimal);
  return decimalValue(decimal);
}

function toText(value: Value): Value {
  switch (value.type) {
    case BsonType.bool:
    case BsonType.int32:
    case BsonType.int64:
      return stringValue(showValue(value));
    case BsonType.double:
      return stringValue(String(value.double()));
    case BsonType.decimal:
      return stringValue(formatDecimal(readDecimal(value.bytes, value.start)));
    case BsonType.date:
      return stringValue(new Date(value.dateMs()).toISOString());
    case BsonType.objectId:
      return stringValue(value.bytes.toString('hex', value.start, value.end));
    case BsonType.symbol:
      return stringValue(value.text());
    default:
      throw failed(value, BsonType.string);
  }
}

function toDate(value: Value): Value {
  if (value.type === BsonType.int64 || value.type === BsonType.double || value.type === BsonType.decimal) {
    return dateValue(toNumber(value));
  }
  if (value.type === BsonType.objectId) return dateValue(value.bytes.readUInt32BE(value.start) * 1000);
  if (value.type === BsonType.timestamp) return dateValue(Number(BigInt.asUintN(64, value.int64()) >> 32n) * 1000);
  if (value.type === BsonType.string) {
    const ms = Date.parse(value.text());
    if (!Number.isNaN(ms)) return dateValue(ms);
  }
  throw failed(value, BsonType.date);
}

function failed(value: Value, type: number): CommandError {
  return new CommandError(
    'ConversionFailure',
    `Failed to convert ${typeAlias(value.type)} ${showValue(value, 60)} to ${typeAlias(type)} in $convert with no onError value`,
  );
}
