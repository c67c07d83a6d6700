import { BsonType, integerOf, showValue, type TextOrder, TYPE_ALIASES, toNumber, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileRegex, type Regex, regexOf } from '../regex.ts';
import { bitsTest } from './bits.ts';
import type { Bounds } from './bounds.ts';
import type { Condition } from './path-test.ts';
import { regexTest } from './regex-test.ts';
import { equals, equalsOneOf, type Found, ordered, type ValueTest } from './value-tests.ts';

export interface OperatorOptions {
  readonly textOrder?: TextOrder | undefined;
  /** Parses an `$elemMatch` argument, which may hold a whole filter again. */
  readonly parseItemTest: (argument: Value, options: OperatorOptions) => (item: Value) => boolean;
}

/** Where the operators stand, and who wants to know what they demand there. */
export interface OperatorPlace {
  readonly path: string;
  readonly bounds?: Bounds | undefined;
}

/** Whether a document holds operators: its first name begins with `$` and it is no DBRef. */
export function isOperators(value: Value): boolean {
  if (!value.isObject || value.isEmpty() || value.bytes[value.start + 5] !== 0x24) return false;
  const reader = value.fields();
  reader.next();
  return !(reader.name === '$ref' || reader.name === '$id' || reader.name === '$db');
}

/** Parses the operators under one path; all of the conditions must hold. */
export function parseOperators(value: Value, options: OperatorOptions, place: OperatorPlace): Condition[] {
  const conditions: Condition[] = [];
  const reader = value.fields();
  while (reader.next()) {
    const name = reader.name;
    if (name === '$options') {
      if (value.field('$regex') === undefined) throw new CommandError('BadValue', '$options needs a $regex');
      continue;
    }
    if (name === '$comment') continue;
    if (name === '$all') conditions.push(...allConditions(reader.value(), options));
    else conditions.push(parseOperator(name, reader.value(), value, options, place));
  }
  return conditions;
}

function parseOperator(
  name: string,
  argument: Value,
  siblings: Value,
  options: OperatorOptions,
  place: OperatorPlace,
): Condition {
  const { textOrder } = options;
  switch (name) {
    case '$eq':
      if (argument.type === BsonType.regex) return expanded(equals(argument));
      place.bounds?.addEquality(place.path, argument);
      return expanded(equals(argument, textOrder));
    case '$ne':
      if (argument.type === BsonType.regex) throw new CommandError('BadValue', "Can't have regex as arg to $ne.");
      return negated([expanded(equals(argument, textOrder))]);
    case '$gt':
    case '$gte':
      place.bounds?.addLower(place.path, argument, name === '$gte');
      return expanded(ordered(name, argument, textOrder));
    case '$lt':
    case '$lte':
      place.bounds?.addUpper(place.path, argument, name === '$lte');
      return expanded(ordered(name, argument, textOrder));
    case '$in': {
      const choices = listOf(name, argument);
      if (choices.every(choice => choice.type !== BsonType.regex)) place.bounds?.addChoices(place.path, choices);
      return expanded(oneOf(choices, options));
    }
    case '$nin':
      return negated([expanded(oneOf(listOf(name, argument), options))]);
    case '$not':
      return parseNot(argument, options);
    case '$exists': {
      const wanted = argument.isNumber ? toNumber(argument) !== 0 : argument.type !== BsonType.bool || argument.bool();
      const there = whole(value => value !== undefined);
      return wanted && !argument.isNullish ? there : negated([there]);
    }
    case '$type':
      return expanded(typeTest(argument));
    case '$regex':
      return expanded(regexTest(regexArgument(argument, siblings.field('$options'))));
    case '$mod':
      return expanded(modTest(argument));
    case '$size': {
      const size = integerOf(argument);
      if (size === undefined || size < 0) {
        throw new CommandError(
          'BadValue',
          `Failed to parse $size. Expected a non-negative integer: ${showValue(argument)}`,
        );
      }
      return whole(value => value?.type === BsonType.array && value.items().length === size);
    }
    case '$elemMatch':
      return whole(elemMatchTest(argument, options));
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return expanded(bitsTest(name, argument));
    case '$text':
    case '$near':
    case '$nearSphere':
    case '$geoWithin':
    case '$geoIntersects':
      throw new CommandError('BadValue', `${name} is not supported by the embedded store`);
    default:
      throw new CommandError('BadValue', `unknown operator: ${name}`);
  }
}

function expanded(test: ValueTest): Condition {
  return { kind: 'test', test, expand: true };
}

function whole(test: ValueTest): Condition {
  return { kind: 'test', test, expand: false };
}

function negated(parts: readonly Condition[]): Condition {
  return { kind: 'not', parts };
}

function listOf(name: string, argument: Value): Value[] {
  if (!argument.isArray) throw new CommandError('BadValue', `${name} needs an array`);
  const items = argument.items();
  if (items.some(isOperators)) throw new CommandError('BadValue', `cannot nest $ under ${name}`);
  return items;
}

function oneOf(choices: readonly Value[], options: OperatorOptions): ValueTest {
  const regexes = choices.filter(choice => choice.type === BsonType.regex).map(choice => regexTest(regexOf(choice)));
  const plain = choices.filter(choice => choice.type !== BsonType.regex);
  const tests =
    options.textOrder === undefined ? [equalsOneOf(plain)] : plain.map(choice => equals(choice, options.textOrder));
  if (tests.length === 1 && regexes.length === 0) return tests[0]!;
  return value => tests.some(test => test(value)) || regexes.some(test => test(value));
}

function parseNot(argument: Value, options: OperatorOptions): Condition {
  if (argument.type === BsonType.regex) return negated([expanded(regexTest(regexOf(argument)))]);
  if (!argument.isObject) throw new CommandError('BadValue', '$not needs a regex or a document');
  if (argument.isEmpty()) throw new CommandError('BadValue', '$not cannot be empty');
  if (!isOperators(argument)) {
    const reader = argument.fields();
    reader.next();
    throw new CommandError('BadValue', `unknown operator: ${reader.name}`);
  }
  return negated(parseOperators(argument, options, { path: '' }));
}

function typeTest(argument: Value): ValueTest {
  const wanted = new Set<number>();
  for (const item of argument.isArray ? argument.items() : [argument]) {
    if (item.type === BsonType.string && item.text() === 'number') {
      for (const type of [BsonType.int32, BsonType.int64, BsonType.double, BsonType.decimal]) wanted.add(type);
      continue;
    }
    const type = item.type === BsonType.string ? TYPE_ALIASES.get(item.text()) : typeNumber(item);
    if (type === undefined) throw new CommandError('BadValue', `Unknown type name alias: ${showValue(item)}`);
    wanted.add(type);
  }
  if (wanted.size === 0) throw new CommandError('FailedToParse', '$type must match at least one type');
  return value => value !== undefined && wanted.has(value.type);
}

function typeNumber(item: Value): number | undefined {
  const number = integerOf(item);
  if (number === -1) return BsonType.minKey;
  return number !== undefined && [...TYPE_ALIASES.values()].includes(number) ? number : undefined;
}

function regexArgument(argument: Value, options: Value | undefined): Regex {
  if (options !== undefined && options.type !== BsonType.string) {
    throw new CommandError('BadValue', '$options has to be a string');
  }
  if (argument.type === BsonType.string) {
    return { expression: compileRegex(argument.text(), options?.text() ?? '') };
  }
  if (argument.type !== BsonType.regex) throw new CommandError('BadValue', '$regex has to be a string');
  if (options === undefined) return regexOf(argument);
  const pattern = argument.bytes.toString('utf8', argument.start, argument.end).split('\0')[0]!;
  return { expression: compileRegex(pattern, options.text()), value: argument };
}

function modTest(argument: Value): ValueTest {
  const items = argument.isArray ? argument.items() : [];
  if (!argument.isArray) throw new CommandError('BadValue', 'malformed mod, needs to be an array');
  if (items.length < 2) throw new CommandError('BadValue', 'malformed mod, not enough elements');
  if (items.length > 2) throw new CommandError('BadValue', 'malformed mod, too many elements');
  const [divisor, remainder] = items.map(item => (item.isNumber ? Math.trunc(toNumber(item)) : Number.NaN));
  if (!Number.isSafeInteger(divisor)) throw new CommandError('BadValue', 'malformed mod, divisor not a number');
  if (!Number.isSafeInteger(remainder)) throw new CommandError('BadValue', 'malformed mod, remainder not a number');
  if (divisor === 0) throw new CommandError('BadValue', 'divisor cannot be 0');
  const exactDivisor = BigInt(divisor!);
  const exactRemainder = BigInt(remainder!);
  return value => {
    if (value === undefined || !value.isNumber) return false;
    if (value.type === BsonType.int64) return value.int64() % exactDivisor === exactRemainder;
    const number = Math.trunc(toNumber(value));
    return Number.isFinite(number) && (number % divisor!) + 0 === remainder;
  };
}

/** `$all` is one condition for each item, each of which may hold for another value on the path. */
function allConditions(argument: Value, options: OperatorOptions): Condition[] {
  if (!argument.isArray) throw new CommandError('BadValue', '$all needs an array');
  const items = argument.items();
  const first = items[0];
  if (first === undefined) return [whole(() => false)];
  if (!isOperators(first)) {
    return items.map(item =>
      expanded(item.type === BsonType.regex ? regexTest(regexOf(item)) : equals(item, options.textOrder)),
    );
  }
  if (first.field('$elemMatch') === undefined) throw new CommandError('BadValue', 'no $ expressions in $all');
  return items.map(item => {
    const inner = item.isObject ? item.field('$elemMatch') : undefined;
    if (inner === undefined) throw new CommandError('BadValue', '$all/$elemMatch has to be consistent');
    return whole(elemMatchTest(inner, options));
  });
}

function elemMatchTest(argument: Value, options: OperatorOptions): ValueTest {
  if (!argument.isObject) throw new CommandError('BadValue', '$elemMatch needs an Object');
  const itemTest = options.parseItemTest(argument, options);
  return (value: Value | undefined, found?: Found) => {
    if (value?.type !== BsonType.array) return false;
    const index = value.items().findIndex(itemTest);
    if (index < 0) return false;
    if (found !== undefined) found.arrayIndex = index;
    return true;
  };
}
