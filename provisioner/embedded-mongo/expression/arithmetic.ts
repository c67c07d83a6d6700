import { decimalValue, divideDecimals } from '../bson/decimal.ts';
import {
  addNumbers,
  BsonType,
  dateValue,
  doubleValue,
  int32Value,
  int64Value,
  isNan,
  multiplyNumbers,
  NULL,
  showValue,
  toNumber,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { integerValue, toBigInt, toDecimal, wider } from '../bson/numbers.ts';
import { CommandError } from '../errors.ts';
import { roundTo } from './rounding.ts';
import type { OperatorContext, PlainOperator } from './scope.ts';

type Operands = readonly (Value | undefined)[];

const MANY = Number.POSITIVE_INFINITY;

export const ARITHMETIC_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $add: { least: 0, most: MANY, run: add },
  $subtract: { least: 2, most: 2, run: subtract },
  $multiply: { least: 0, most: MANY, run: multiply },
  $divide: { least: 2, most: 2, run: divide },
  $mod: { least: 2, most: 2, run: modulo },
  $abs: { least: 1, most: 1, run: absolute },
  $ceil: { least: 1, most: 1, run: ([value], context) => whole(value, context, Math.ceil) },
  $floor: { least: 1, most: 1, run: ([value], context) => whole(value, context, Math.floor) },
  $round: { least: 1, most: 2, run: (values, context) => rounded(values, context, 'half-even') },
  $trunc: { least: 1, most: 2, run: (values, context) => rounded(values, context, 'cut') },
  $sqrt: real(Math.sqrt, value => value >= 0, 28714, 'must be greater than or equal to 0'),
  $exp: real(Math.exp),
  $ln: real(Math.log, value => value > 0, 28766, 'must be a positive number'),
  $log10: real(Math.log10, value => value > 0, 28761, 'must be a positive number'),
  $log: { least: 2, most: 2, run: logarithm },
  $pow: { least: 2, most: 2, run: power },
  $sin: real(Math.sin),
  $cos: real(Math.cos),
  $tan: real(Math.tan),
  $asin: real(Math.asin),
  $acos: real(Math.acos),
  $atan: real(Math.atan),
  $sinh: real(Math.sinh),
  $cosh: real(Math.cosh),
  $tanh: real(Math.tanh),
  $asinh: real(Math.asinh),
  $acosh: real(Math.acosh),
  $atanh: real(Math.atanh),
  $atan2: { least: 2, most: 2, run: ([y, x], context) => realOf2(y, x, context, Math.atan2) },
  $degreesToRadians: real(value => (value * Math.PI) / 180),
  $radiansToDegrees: real(value => (value * 180) / Math.PI),
  $bitAnd: bits(-1, (a, b) => a & b),
  $bitOr: bits(0, (a, b) => a | b),
  $bitXor: bits(0, (a, b) => a ^ b),
  $bitNot: { least: 1, most: 1, run: ([value], context) => (absent(value) ? NULL : bitNot(value!, context)) },
};

export function absent(value: Value | undefined): boolean {
  return value === undefined || value.isNullish;
}

function number(value: Value, context: OperatorContext): Value {
  if (value.isNumber) return value;
  throw new CommandError(
    'TypeMismatch',
    `${context.name} only supports numeric types, not ${typeAlias(value.type)} (${showValue(value, 40)})`,
  );
}

/** A sum that leaves int64 becomes a double. */
export function plus(a: Value, b: Value): Value {
  return addNumbers(a, b) ?? doubleValue(toNumber(a) + toNumber(b));
}

function add(values: Operands, context: OperatorContext): Value {
  let total = int32Value(0);
  let date: Value | undefined;
  for (const value of values) {
    if (value === undefined || value.isNullish) return NULL;
    if (value.type === BsonType.date) {
      if (date !== undefined) throw new CommandError(16612, 'only one date allowed in an $add expression');
      date = value;
    } else total = plus(total, number(value, context));
  }
  return date === undefined ? total : dateValue(date.dateMs() + Math.round(toNumber(total)));
}

function subtract([left, right]: Operands, context: OperatorContext): Value {
  if (left === undefined || right === undefined || left.isNullish || right.isNullish) return NULL;
  if (left.type === BsonType.date) {
    if (right.type === BsonType.date) return int64Value(left.int64() - right.int64());
    return dateValue(left.dateMs() - Math.round(toNumber(number(right, context))));
  }
  return plus(number(left, context), negative(number(right, context)));
}

function negative(value: Value): Value {
  if (value.type === BsonType.double) return doubleValue(-value.double());
  return multiplyNumbers(value, int32Value(-1)) ?? doubleValue(-toNumber(value));
}

function multiply(values: Operands, context: OperatorContext): Value {
  let product = int32Value(1);
  for (const value of values) {
    if (value === undefined || value.isNullish) return NULL;
    const factor = number(value, context);
    product = multiplyNumbers(product, factor) ?? doubleValue(toNumber(product) * toNumber(factor));
  }
  return product;
}

function divide([left, right]: Operands, context: OperatorContext): Value {
  if (left === undefined || right === undefined || left.isNullish || right.isNullish) return NULL;
  const numerator = number(left, context);
  const divisor = number(right, context);
  if (toNumber(divisor) === 0) throw new CommandError('BadValue', "can't $divide by zero");
  if (numerator.type === BsonType.decimal || divisor.type === BsonType.decimal) {
    return decimalValue(divideDecimals(toDecimal(numerator), toDecimal(divisor)));
  }
  return doubleValue(toNumber(numerator) / toNumber(divisor));
}

function modulo([left, right]: Operands, context: OperatorContext): Value {
  if (left === undefined || right === undefined || left.isNullish || right.isNullish) return NULL;
  const a = number(left, context);
  const b = number(right, context);
  if (toNumber(b) === 0) throw new CommandError(16610, "can't $mod by zero");
  const type = wider(a.type, b.type);
  if (type === BsonType.int32) return int32Value((a.int32() % b.int32()) | 0);
  if (type === BsonType.int64) return int64Value(toBigInt(a) % toBigInt(b));
  const rest = toNumber(a) % toNumber(b);
  return type === BsonType.decimal ? decimalValue(toDecimal(doubleValue(rest))) : doubleValue(rest);
}

function absolute([value]: Operands, context: OperatorContext): Value {
  if (value === undefined || value.isNullish) return NULL;
  if (toNumber(number(value, context)) >= 0 || isNan(value)) return value;
  if (value.type === BsonType.int64 && value.int64() === -(2n ** 63n)) {
    throw new CommandError(28680, "can't take $abs of long long min");
  }
  return negative(value);
}

function whole(value: Value | undefined, context: OperatorContext, cut: (number: number) => number): Value {
  if (value === undefined || value.isNullish) return NULL;
  const checked = number(value, context);
  if (checked.type === BsonType.double) return doubleValue(cut(checked.double()));
  if (checked.type !== BsonType.decimal) return checked;
  return roundTo(checked, 0, cut === Math.ceil ? 'up' : 'down');
}

function rounded([value, places]: Operands, context: OperatorContext, mode: 'half-even' | 'cut'): Value {
  if (value === undefined || value.isNullish || (places?.isNullish ?? false)) return NULL;
  const digits = places === undefined ? 0 : toNumber(number(places, context));
  if (!Number.isInteger(digits) || digits < -20 || digits > 100) {
    throw new CommandError(
      51083,
      `cannot apply ${context.name} with precision value ${digits} value must be in [-20, 100]`,
    );
  }
  return roundTo(number(value, context), digits, mode);
}

/** An operator on one real number. */
function real(
  compute: (value: number) => number,
  allowed: (value: number) => boolean = () => true,
  code = 50989,
  complaint = '',
): PlainOperator {
  return {
    least: 1,
    most: 1,
    run: ([value], context) => {
      if (value === undefined || value.isNullish) return NULL;
      const argument = toNumber(number(value, context));
      if (!Number.isNaN(argument) && !allowed(argument)) {
        throw new CommandError(code, `${context.name}'s argument ${complaint}, but is ${argument}`);
      }
      return realLike(value, compute(argument));
    },
  };
}

function realLike(like: Value, result: number): Value {
  return like.type === BsonType.decimal ? decimalValue(toDecimal(doubleValue(result))) : doubleValue(result);
}

function realOf2(
  a: Value | undefined,
  b: Value | undefined,
  context: OperatorContext,
  compute: (a: number, b: number) => number,
): Value {
  if (a === undefined || b === undefined || a.isNullish || b.isNullish) return NULL;
  const result = compute(toNumber(number(a, context)), toNumber(number(b, context)));
  return realLike(a.type === BsonType.decimal ? a : b, result);
}

function logarithm([value, base]: Operands, context: OperatorContext): Value {
  return realOf2(value, base, context, (a, b) => {
    if (!(a > 0)) throw new CommandError(28758, `$log's argument must be a positive number, but is ${a}`);
    if (!(b > 0) || b === 1)
      throw new CommandError(28759, `$log's base must be a positive number not equal to 1, but is ${b}`);
    return Math.log(a) / Math.log(b);
  });
}

function power([base, exponent]: Operands, context: OperatorContext): Value {
  if (base === undefined || exponent === undefined || base.isNullish || exponent.isNullish) return NULL;
  const a = number(base, context);
  const b = number(exponent, context);
  const type = wider(a.type, b.type);
  if (toNumber(a) === 0 && toNumber(b) < 0) {
    throw new CommandError(28764, '$pow cannot take a base of 0 and a negative exponent');
  }
  if ((type === BsonType.int32 || type === BsonType.int64) && toNumber(b) >= 0 && toNumber(b) <= 64) {
    const exact = toBigInt(a) ** toBigInt(b);
    if (BigInt.asIntN(64, exact) === exact) {
      const small = Number(exact);
      return Number.isSafeInteger(small) ? integerValue(small, type) : int64Value(exact);
    }
  }
  const result = toNumber(a) ** toNumber(b);
  return type === BsonType.decimal ? decimalValue(toDecimal(doubleValue(result))) : doubleValue(result);
}

function bits(start: number, combine: (a: bigint, b: bigint) => bigint): PlainOperator {
  return {
    least: 0,
    most: MANY,
    run: (values, context) => {
      let total = BigInt(start);
      let type: number = BsonType.int32;
      for (const value of values) {
        if (value === undefined || value.isNullish) return NULL;
        if (value.type !== BsonType.int32 && value.type !== BsonType.int64) throw noInteger(value, context);
        type = wider(type, value.type);
        total = combine(total, toBigInt(value));
      }
      return type === BsonType.int32 ? int32Value(Number(total)) : int64Value(total);
    },
  };
}

function bitNot(value: Value, context: OperatorContext): Value {
  if (value.type === BsonType.int32) return int32Value(~value.int32());
  if (value.type === BsonType.int64) return int64Value(~value.int64());
  throw noInteger(value, context);
}

function noInteger(value: Value, context: OperatorContext): CommandError {
  return new CommandError(
    'TypeMismatch',
    `${context.name} only supports int and long operands, not ${typeAlias(value.type)}`,
  );
}
