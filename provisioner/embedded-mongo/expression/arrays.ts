import {
  arrayValue,
  boolValue,
  compareValues,
  equalValues,
  indexKey,
  int32Value,
  integerOf,
  make,
  NULL,
  showValue,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { parseSort } from '../sort.ts';
import type { OperatorContext, PlainOperator, SpecialForm } from './scope.ts';
import { isTruthy } from './truth.ts';
import { itemsOf, optional, part } from './variables.ts';

type Operands = readonly (Value | undefined)[];

const MANY = Number.POSITIVE_INFINITY;

export const ARRAY_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $arrayElemAt: { least: 2, most: 2, run: elementAt },
  $first: { least: 1, most: 1, run: ([value], context) => ends(value, context, items => items[0]) },
  $last: { least: 1, most: 1, run: ([value], context) => ends(value, context, items => items.at(-1)) },
  $size: { least: 1, most: 1, run: ([value], context) => int32Value(items(value, context, 17124).length) },
  $isArray: { least: 1, most: 1, run: ([value]) => boolValue(value?.isArray === true) },
  $slice: { least: 2, most: 3, run: slice },
  $concatArrays: { least: 0, most: MANY, run: concatArrays },
  $in: { least: 2, most: 2, run: ([value, list], context) => boolValue(contains(items(list, context, 40081), value)) },
  $indexOfArray: { least: 2, most: 4, run: indexOfArray },
  $range: { least: 2, most: 3, run: range },
  $reverseArray: {
    least: 1,
    most: 1,
    run: ([value], context) =>
      value === undefined || value.isNullish ? NULL : arrayValue(items(value, context, 34435).reverse()),
  },
  $allElementsTrue: {
    least: 1,
    most: 1,
    run: ([value], context) => boolValue(items(value, context, 17040).every(isTruthy)),
  },
  $anyElementTrue: {
    least: 1,
    most: 1,
    run: ([value], context) => boolValue(items(value, context, 17041).some(isTruthy)),
  },
  $setUnion: { least: 0, most: MANY, run: (values, context) => sets(values, context, union) },
  $setIntersection: { least: 0, most: MANY, run: (values, context) => sets(values, context, intersection) },
  $setDifference: { least: 2, most: 2, run: (values, context) => sets(values, context, difference) },
  $setEquals: { least: 2, most: MANY, run: setEquals },
  $setIsSubset: { least: 2, most: 2, run: setIsSubset },
};

export const ARRAY_FORMS: Readonly<Record<string, SpecialForm>> = {
  $sortArray: (argument, compile, { name }) => {
    const input = compile(part(argument, 'input', name));
    const by = part(argument, 'sortBy', name);
    const sort = by.isObject ? parseSort(by) : undefined;
    const direction = by.isObject ? 1 : integerOf(by);
    if (direction !== 1 && direction !== -1)
      throw new CommandError('BadValue', `$sortArray: bad sortBy ${showValue(by)}`);
    return environment => {
      const list = itemsOf(input(environment), name);
      if (list === undefined) return NULL;
      if (sort !== undefined) return arrayValue(sort(list));
      return arrayValue(list.sort((a, b) => compareValues(a, b) * direction));
    };
  },
  $zip: (argument, compile, { name }) => {
    const inputs = part(argument, 'inputs', name).items().map(compile);
    const longest = optional(argument, 'useLongestLength', compile);
    const defaults = optional(argument, 'defaults', compile);
    return environment => {
      const lists: Value[][] = [];
      for (const input of inputs) {
        const list = itemsOf(input(environment), name);
        if (list === undefined) return NULL;
        lists.push(list);
      }
      const sizes = lists.map(list => list.length);
      const size = longest !== undefined && isTruthy(longest(environment)) ? Math.max(0, ...sizes) : Math.min(...sizes);
      const filler = defaults?.(environment)?.items() ?? [];
      const rows = Array.from({ length: size }, (_, at) =>
        arrayValue(lists.map((list, index) => list[at] ?? filler[index] ?? NULL)),
      );
      return arrayValue(rows);
    };
  },
  $firstN: (argument, compile, { name }) => taking(argument, compile, name, (list, count) => list.slice(0, count)),
  $lastN: (argument, compile, { name }) => taking(argument, compile, name, (list, count) => list.slice(-count)),
  $minN: (argument, compile, { name }) =>
    taking(argument, compile, name, (list, count) => ordered(list, 1).slice(0, count)),
  $maxN: (argument, compile, { name }) =>
    taking(argument, compile, name, (list, count) => ordered(list, -1).slice(0, count)),
};

function taking(
  argument: Value,
  compile: Parameters<SpecialForm>[1],
  name: string,
  take: (list: Value[], count: number) => Value[],
): ReturnType<SpecialForm> {
  const input = compile(part(argument, 'input', name));
  const size = compile(part(argument, 'n', name));
  return environment => {
    const list = itemsOf(input(environment), name);
    const count = integerOf(size(environment));
    if (count === undefined || count < 1) throw new CommandError(5787908, `${name}: 'n' must be greater than 0`);
    return list === undefined ? NULL : arrayValue(take(list, count));
  };
}

function ordered(list: readonly Value[], sign: number): Value[] {
  return list.filter(item => !item.isNullish).sort((a, b) => compareValues(a, b) * sign);
}

function items(value: Value | undefined, context: OperatorContext, code: number): Value[] {
  if (value?.isArray) return value.items();
  const type = value === undefined ? 'missing' : typeAlias(value.type);
  throw new CommandError(code, `The argument to ${context.name} must be an array, but was of type: ${type}`);
}

function whole(value: Value, context: OperatorContext): number {
  const number = integerOf(value);
  if (number === undefined)
    throw new CommandError(28691, `${context.name} needs a whole number, not ${showValue(value, 40)}`);
  return number;
}

function elementAt([list, index]: Operands, context: OperatorContext): Value | undefined {
  if (list === undefined || index === undefined || list.isNullish || index.isNullish) return NULL;
  return items(list, context, 28689).at(whole(index, context));
}

function ends(
  value: Value | undefined,
  context: OperatorContext,
  pick: (list: Value[]) => Value | undefined,
): Value | undefined {
  return value === undefined || value.isNullish ? NULL : pick(items(value, context, 28689));
}

function slice([list, first, second]: Operands, context: OperatorContext): Value {
  if (list === undefined || first === undefined || list.isNullish || first.isNullish || second?.isNullish) return NULL;
  const all = items(list, context, 28724);
  const start = whole(first, context);
  if (second === undefined) return arrayValue(start >= 0 ? all.slice(0, start) : all.slice(start));
  const count = whole(second, context);
  if (count <= 0) throw new CommandError(28729, `Third argument to $slice must be positive: ${count}`);
  const from = start >= 0 ? start : Math.max(0, all.length + start);
  return arrayValue(all.slice(from, from + count));
}

function concatArrays(values: Operands, context: OperatorContext): Value {
  const all: Value[] = [];
  for (const value of values) {
    if (value === undefined || value.isNullish) return NULL;
    all.push(...items(value, context, 28664));
  }
  return arrayValue(all);
}

function contains(list: readonly Value[], wanted: Value | undefined): boolean {
  return wanted !== undefined && list.some(item => equalValues(item, wanted));
}

function indexOfArray([list, wanted, start, end]: Operands, context: OperatorContext): Value {
  if (list === undefined || list.isNullish) return NULL;
  const all = items(list, context, 40090);
  const from = start === undefined ? 0 : whole(start, context);
  const until = Math.min(all.length, end === undefined ? all.length : whole(end, context));
  for (let at = from; at < until; at++)
    if (wanted !== undefined && equalValues(all[at]!, wanted)) return int32Value(at);
  return int32Value(-1);
}

function range([start, end, step]: Operands, context: OperatorContext): Value {
  const from = whole(start ?? NULL, context);
  const until = whole(end ?? NULL, context);
  const by = step === undefined ? 1 : whole(step, context);
  if (by === 0) throw new CommandError(34449, '$range requires a non-zero step value');
  const count = Math.max(0, Math.ceil((until - from) / by));
  if (count > 4_000_000) throw new CommandError(146, '$range would use too much memory');
  return make(Array.from({ length: count }, (_, index) => from + index * by));
}

type Sets = readonly (readonly Value[])[];

function sets(values: Operands, context: OperatorContext, combine: (lists: Sets) => Iterable<Value>): Value {
  const lists: Value[][] = [];
  for (const value of values) {
    if (value === undefined || value.isNullish) return NULL;
    lists.push(items(value, context, 17043));
  }
  return arrayValue([...combine(lists)]);
}

function keyed(list: readonly Value[]): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const item of list) {
    const key = indexKey(item);
    if (!map.has(key)) map.set(key, item);
  }
  return map;
}

function union(lists: Sets): Iterable<Value> {
  return sortedByKey(keyed(lists.flat()));
}

function intersection(lists: Sets): Iterable<Value> {
  const [first, ...rest] = lists.map(keyed);
  if (first === undefined) return [];
  return sortedByKey(new Map([...first].filter(([key]) => rest.every(other => other.has(key)))));
}

function difference([left, right]: Sets): Iterable<Value> {
  const unwanted = keyed(right!);
  return [...keyed(left!)].filter(([key]) => !unwanted.has(key)).map(([, value]) => value);
}

function sortedByKey(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function setEquals(values: Operands, context: OperatorContext): Value {
  const [first, ...rest] = values.map(value => keyed(items(value, context, 17044)));
  return boolValue(rest.every(other => other.size === first!.size && [...other.keys()].every(key => first!.has(key))));
}

function setIsSubset([left, right]: Operands, context: OperatorContext): Value {
  const all = keyed(items(right, context, 17042));
  return boolValue(items(left, context, 17046).every(item => all.has(indexKey(item))));
}
