import {
  arrayValue,
  BsonType,
  compareValues,
  documentValue,
  indexKey,
  int32Value,
  integerOf,
  NULL,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import {
  averageOf,
  compileExpression,
  deviationOf,
  type Expression,
  type ExpressionOptions,
  plus,
} from '../expression/index.ts';
import { parseSort } from '../sort.ts';

/** Gathers one field of one group. */
export interface Accumulator {
  add(document: Value): void;
  result(): Value;
}

export type ParseAccumulator = (argument: Value, options: ExpressionOptions) => () => Accumulator;

export const ACCUMULATORS: ReadonlyMap<string, ParseAccumulator> = new Map<string, ParseAccumulator>([
  ['$sum', simple(sum)],
  ['$avg', collecting(averageOf)],
  ['$min', simple(expression => extreme(expression, -1))],
  ['$max', simple(expression => extreme(expression, 1))],
  ['$first', simple(first)],
  ['$last', simple(last)],
  ['$push', collecting(arrayValue)],
  ['$addToSet', collecting(values => arrayValue([...new Map(values.map(value => [indexKey(value), value])).values()]))],
  ['$mergeObjects', collecting(merged)],
  ['$stdDevPop', collecting(values => deviationOf(values, false))],
  ['$stdDevSamp', collecting(values => deviationOf(values, true))],
  ['$count', parseCount],
  ['$firstN', several(values => values)],
  ['$lastN', several(values => [...values].reverse(), true)],
  ['$minN', several(values => sorted(values, 1))],
  ['$maxN', several(values => sorted(values, -1))],
  ['$top', top(1)],
  ['$bottom', top(-1)],
  ['$topN', top(1)],
  ['$bottomN', top(-1)],
]);

function simple(make: (expression: Expression) => Accumulator): ParseAccumulator {
  return (argument, options) => {
    const expression = compileExpression(argument, options);
    return () => make(expression);
  };
}

/** Keeps every value until the end. */
function collecting(finish: (values: readonly Value[]) => Value): ParseAccumulator {
  return simple(expression => {
    const values: Value[] = [];
    return {
      add(document) {
        const value = expression(document);
        if (value !== undefined) values.push(value);
      },
      result: () => finish(values),
    };
  });
}

function sum(expression: Expression): Accumulator {
  let total = int32Value(0);
  return {
    add(document) {
      const value = expression(document);
      if (value?.isNumber) total = plus(total, value);
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
    result: () => best ?? NULL,
  };
}

function first(expression: Expression): Accumulator {
  let value: Value | undefined;
  return {
    add(document) {
      value ??= expression(document) ?? NULL;
    },
    result: () => value ?? NULL,
  };
}

function last(expression: Expression): Accumulator {
  let value: Value | undefined;
  return {
    add(document) {
      value = expression(document);
    },
    result: () => value ?? NULL,
  };
}

function merged(values: readonly Value[]): Value {
  const entries = new Map<string, Value>();
  for (const value of values) {
    if (value.isNullish) continue;
    if (!value.isObject) throw new CommandError(40400, '$mergeObjects requires object inputs');
    const reader = value.fields();
    while (reader.next()) entries.set(reader.name, reader.value());
  }
  return documentValue(entries);
}

function sorted(values: readonly Value[], sign: number): readonly Value[] {
  return values.filter(value => !value.isNullish).sort((a, b) => compareValues(a, b) * sign);
}

/** `$firstN` and its kin: `{input, n}`; `backwards` gives them in the order they came all the same. */
function several(order: (values: readonly Value[]) => readonly Value[], backwards = false): ParseAccumulator {
  return (argument, options) => {
    const { input, count } = inputAndCount(argument, options);
    return () => {
      const values: Value[] = [];
      return {
        add: document => {
          values.push(input(document) ?? NULL);
        },
        result: () => {
          const chosen = order(values).slice(0, count);
          return arrayValue(backwards ? chosen.reverse() : chosen);
        },
      };
    };
  };
}

function inputAndCount(argument: Value, options: ExpressionOptions): { input: Expression; count: number } {
  const input = argument.isObject ? argument.field('input') : undefined;
  const size = argument.isObject ? argument.field('n') : undefined;
  if (input === undefined || size === undefined) throw new CommandError(5787906, "needs 'input' and 'n'");
  const count = integerOf(compileExpression(size, options)(documentValue([])));
  if (count === undefined || count < 1) throw new CommandError(5787908, "'n' must be greater than 0");
  return { input: compileExpression(input, options), count };
}

/** `$top`, `$bottom` (`{sortBy, output}`) and, with `n`, their lists. */
function top(sign: 1 | -1): ParseAccumulator {
  return (argument, options) => {
    const sortBy = argument.isObject ? argument.field('sortBy') : undefined;
    const output = argument.isObject ? argument.field('output') : undefined;
    if (sortBy?.type !== BsonType.object || output === undefined) {
      throw new CommandError(5788005, "needs 'sortBy' and 'output'");
    }
    const sort = parseSort(sortBy, options.textOrder) ?? (documents => [...documents]);
    const size = argument.field('n');
    const count = size === undefined ? undefined : integerOf(compileExpression(size, options)(documentValue([])));
    const expression = compileExpression(output, options);
    return () => {
      const documents: Value[] = [];
      return {
        add: document => {
          documents.push(document);
        },
        result: () => {
          const ordered = sort(documents);
          const values = (chosen: readonly Value[]) => chosen.map(document => expression(document) ?? NULL);
          if (count === undefined) return values(ordered.slice(sign > 0 ? 0 : -1))[0] ?? NULL;
          return arrayValue(values(sign > 0 ? ordered.slice(0, count) : ordered.slice(-count)));
        },
      };
    };
  };
}

function parseCount(argument: Value): () => Accumulator {
  if (!argument.isObject || !argument.isEmpty()) {
    throw new CommandError('TypeMismatch', '$count takes no arguments, i.e. $count:{}');
  }
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
