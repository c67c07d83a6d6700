import { decimalFromBigInt, decimalValue, divideDecimals } from '../bson/decimal.ts';
import { BsonType, compareValues, doubleValue, int32Value, NULL, toNumber, type Value } from '../bson/index.ts';
import { toDecimal } from '../bson/numbers.ts';
import { plus } from './arithmetic.ts';
import type { PlainOperator } from './scope.ts';

/** Statistics over a list: the accumulators in their form as expressions. A lone array argument is the list. */
export const STATISTIC_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $sum: overList(sumOf),
  $avg: overList(averageOf),
  $min: overList(values => extremeOf(values, -1)),
  $max: overList(values => extremeOf(values, 1)),
  $stdDevPop: overList(values => deviationOf(values, false)),
  $stdDevSamp: overList(values => deviationOf(values, true)),
};

function overList(run: (values: readonly Value[]) => Value): PlainOperator {
  return {
    least: 0,
    most: Number.POSITIVE_INFINITY,
    run: operands => {
      const list = operands.length === 1 && operands[0]?.isArray ? operands[0].items() : operands;
      return run(list.filter(value => value !== undefined));
    },
  };
}

export function sumOf(values: readonly Value[]): Value {
  let total = int32Value(0);
  for (const value of values) if (value.isNumber) total = plus(total, value);
  return total;
}

/** Null when there is no number; decimal when one of them is, double otherwise. */
export function averageOf(values: readonly Value[]): Value {
  const numbers = values.filter(value => value.isNumber);
  if (numbers.length === 0) return NULL;
  const total = sumOf(numbers);
  if (total.type === BsonType.decimal) {
    return decimalValue(divideDecimals(toDecimal(total), decimalFromBigInt(BigInt(numbers.length))));
  }
  return doubleValue(toNumber(total) / numbers.length);
}

export function extremeOf(values: readonly Value[], sign: number): Value {
  let best: Value | undefined;
  for (const value of values) {
    if (value.isNullish) continue;
    if (best === undefined || compareValues(value, best) * sign > 0) best = value;
  }
  return best ?? NULL;
}

export function deviationOf(values: readonly Value[], sample: boolean): Value {
  const numbers = values.filter(value => value.isNumber).map(toNumber);
  const divisor = sample ? numbers.length - 1 : numbers.length;
  if (divisor < 1) return NULL;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return doubleValue(Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / divisor));
}
