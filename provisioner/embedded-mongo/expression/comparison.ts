import { boolValue, compareValues, int32Value, typeRank, type Value } from '../bson/index.ts';
import type { OperatorContext, PlainOperator } from './scope.ts';

type Operands = readonly (Value | undefined)[];

/** `$cmp` and its kin compare any two values in BSON's order; a missing value is below null. */
export const COMPARISON_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $eq: comparison(order => order === 0),
  $ne: comparison(order => order !== 0),
  $gt: comparison(order => order > 0),
  $gte: comparison(order => order >= 0),
  $lt: comparison(order => order < 0),
  $lte: comparison(order => order <= 0),
  $cmp: { least: 2, most: 2, run: (values, context) => int32Value(orderOf(values, context)) },
};

function comparison(holds: (order: number) => boolean): PlainOperator {
  return { least: 2, most: 2, run: (values, context) => boolValue(holds(orderOf(values, context))) };
}

function orderOf([left, right]: Operands, context: OperatorContext): number {
  if (left === undefined || right === undefined) {
    const leftRank = left === undefined ? 0 : typeRank(left.type);
    const rightRank = right === undefined ? 0 : typeRank(right.type);
    return Math.sign(leftRank - rightRank);
  }
  return compareValues(left, right, context.textOrder);
}
