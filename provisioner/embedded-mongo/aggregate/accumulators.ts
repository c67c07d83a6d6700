import { addNumbers, compareValues, doubleValue, int32Value, toNumber, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression, type Expression, type ExpressionOptions } from '../expression/index.ts';

/** Gathers one field of one group. */
export interface Accumulator {
  add(document: Value): void;
  /** Undefined leaves the field out. */
  result(): Value | undefined;
}

export type ParseAccumulator = (argument: Value, options: ExpressionOptions) => () => Accumulator;

export const ACCUMULATORS: ReadonlyMap<string, ParseAccumulator> = new Map<string, ParseAccumulator>([
  ['$sum', simple(sum)],
  ['$min', simple(expression => extreme(expression, -1))],
  ['$max', simple(expression => extreme(expression, 1))],
  ['$count', parseCount],
]);

function simple(make: (expression: Expression) => Accumulator): ParseAccumulator {
  return (argument, options) => {
    const expression = compileExpression(argument, options);
    return () => make(expression);
  };
}

function sum(expression: Expression): Accumulator {
  let total = int32Value(0);
  return {
    add(document) {
      const value = expression(document);
      if (value?.isNumber) total = addNumbers(total, value) ?? doubleValue(toNumber(total) + toNumber(value));
    },
    result: () => total,
  };
}

function extreme(expression: Expression, sign: number): Accumulator {
  let best: Value | undefined;
  return {
    add(document) {
      const value = expression(document);
      if (value === undefined || value.isNullish) return;
      if (best === undefined || compareValues(value, best) * sign > 0) best = value;
    },
    result: () => best,
  };
}

function parseCount(argument: Value): () => Accumulator {
  if (!argument.isObject || !argument.isEmpty())
    throw new CommandError('TypeMismatch', '$count takes no arguments, i.e. $count:{}');
  return () => {
    let count = 0;
    return {
      add: () => {
        count++;
      },
      result: () => int32Value(count),
    };
  };
}
