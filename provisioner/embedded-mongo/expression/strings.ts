import {
  arrayValue,
  BsonType,
  boolValue,
  int32Value,
  make,
  NULL,
  showValue,
  stringValue,
  toNumber,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileRegex, regexOf } from '../regex.ts';
import type { Compile, Evaluate, OperatorContext, PlainOperator, SpecialForm } from './scope.ts';
import { optional, part } from './variables.ts';

type Operands = readonly (Value | undefined)[];

export const STRING_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $concat: { least: 0, most: Number.POSITIVE_INFINITY, run: concat },
  $toLower: {
    least: 1,
    most: 1,
    run: ([value]) => stringValue(loose(value).replace(/[A-Z]+/g, text => text.toLowerCase())),
  },
  $toUpper: {
    least: 1,
    most: 1,
    run: ([value]) => stringValue(loose(value).replace(/[a-z]+/g, text => text.toUpperCase())),
  },
  $strLenBytes: { least: 1, most: 1, run: ([value], context) => int32Value(Buffer.byteLength(strict(value, context))) },
  $strLenCP: { least: 1, most: 1, run: ([value], context) => int32Value([...strict(value, context)].length) },
  $substr: { least: 3, most: 3, run: substringOctets },
  $substrBytes: { least: 3, most: 3, run: substringOctets },
  $substrCP: { least: 3, most: 3, run: substringCharacters },
  $split: { least: 2, most: 2, run: split },
  $strcasecmp: {
    least: 2,
    most: 2,
    run: ([a, b]) => {
      const left = loose(a).toUpperCase();
      const right = loose(b).toUpperCase();
      return int32Value(left < right ? -1 : left > right ? 1 : 0);
    },
  },
  $indexOfBytes: {
    least: 2,
    most: 4,
    run: (values, context) => indexOf(values, context, text => [...Buffer.from(text)]),
  },
  $indexOfCP: { least: 2, most: 4, run: (values, context) => indexOf(values, context, text => [...text]) },
};

export const STRING_FORMS: Readonly<Record<string, SpecialForm>> = {
  $trim: (argument, compile) => trim(argument, compile, true, true),
  $ltrim: (argument, compile) => trim(argument, compile, true, false),
  $rtrim: (argument, compile) => trim(argument, compile, false, true),
  $replaceOne: (argument, compile, { name }) =>
    replace(argument, compile, name, (text, find, by) => {
      const at = text.indexOf(find);
      return at < 0 ? text : text.slice(0, at) + by + text.slice(at + find.length);
    }),
  $replaceAll: (argument, compile, { name }) =>
    replace(argument, compile, name, (text, find, by) => text.split(find).join(by)),
  $regexMatch: (argument, compile) => {
    const search = regexSearch(argument, compile, false);
    return environment => boolValue((search(environment)?.length ?? 0) > 0);
  },
  $regexFind: (argument, compile) => {
    const search = regexSearch(argument, compile, false);
    return environment => search(environment)?.[0] ?? NULL;
  },
  $regexFindAll: (argument, compile) => {
    const search = regexSearch(argument, compile, true);
    return environment => arrayValue(search(environment) ?? []);
  },
};

/** Text of a string, number or date; null and missing are empty. */
function loose(value: Value | undefined): string {
  if (value === undefined || value.isNullish) return '';
  if (value.type === BsonType.string || value.type === BsonType.symbol || value.type === BsonType.code)
    return value.text();
  if (value.type === BsonType.date) return new Date(value.dateMs()).toISOString();
  if (value.isNumber) return value.type === BsonType.double ? String(value.double()) : showValue(value);
  throw new CommandError(16007, `can't convert from BSON type ${typeAlias(value.type)} to String`);
}

function strict(value: Value | undefined, context: OperatorContext): string {
  if (value?.type === BsonType.string) return value.text();
  const type = value === undefined ? 'missing' : typeAlias(value.type);
  throw new CommandError(34471, `${context.name} requires a string argument, found: ${type}`);
}

function concat(values: Operands): Value {
  let text = '';
  for (const value of values) {
    if (value === undefined || value.isNullish) return NULL;
    if (value.type !== BsonType.string) {
      throw new CommandError(16702, `$concat only supports strings, not ${typeAlias(value.type)}`);
    }
    text += value.text();
  }
  return stringValue(text);
}

function place(value: Value | undefined, context: OperatorContext): number {
  if (value?.isNumber) return Math.trunc(toNumber(value));
  throw new CommandError(16034, `${context.name}: starting index and length must be numeric types`);
}

function substringOctets([value, start, length]: Operands, context: OperatorContext): Value {
  const octets = Buffer.from(loose(value));
  const from = place(start, context);
  const count = place(length, context);
  if (from < 0) throw new CommandError(50752, `${context.name}: starting index must be non-negative (got: ${from})`);
  const end = count < 0 ? octets.length : Math.min(octets.length, from + count);
  const splits = (at: number) => at < octets.length && (octets[at]! & 0xc0) === 0x80;
  if (splits(from) || (end > from && splits(end))) {
    throw new CommandError(28656, `${context.name}: Invalid range, a UTF-8 character would be cut`);
  }
  return stringValue(octets.toString('utf8', from, Math.max(from, end)));
}

function substringCharacters([value, start, length]: Operands, context: OperatorContext): Value {
  const characters = [...loose(value)];
  const from = place(start, context);
  const count = place(length, context);
  if (from < 0 || count < 0) throw new CommandError(34455, `${context.name}: start and length must be non-negative`);
  return stringValue(characters.slice(from, from + count).join(''));
}

function split([value, separator]: Operands, context: OperatorContext): Value {
  if (value === undefined || separator === undefined || value.isNullish || separator.isNullish) return NULL;
  const by = strict(separator, context);
  if (by === '') throw new CommandError(40087, '$split requires a non-empty separator');
  return arrayValue(strict(value, context).split(by).map(stringValue));
}

function indexOf<T>(
  [value, wanted, start, end]: Operands,
  context: OperatorContext,
  cut: (text: string) => readonly T[],
): Value {
  if (value === undefined || value.isNullish) return NULL;
  const units = cut(strict(value, context));
  const find = cut(strict(wanted, context));
  const from = start === undefined ? 0 : place(start, context);
  const until = Math.min(units.length, end === undefined ? units.length : place(end, context));
  if (from < 0 || until < 0) throw new CommandError(40097, `${context.name} requires non-negative indexes`);
  for (let at = from; at + find.length <= until; at++) {
    if (find.every((unit, index) => units[at + index] === unit)) return int32Value(at);
  }
  return int32Value(-1);
}

/** White space as `$trim` knows it. */
const BLANKS = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

function trim(argument: Value, compile: Compile, left: boolean, right: boolean): Evaluate {
  const input = compile(part(argument, 'input', '$trim'));
  const chars = optional(argument, 'chars', compile);
  return environment => {
    const value = input(environment);
    if (value === undefined || value.isNullish) return NULL;
    if (value.type !== BsonType.string) {
      throw new CommandError(50699, `$trim requires its input to be a string, got ${showValue(value, 40)}`);
    }
    const given = chars?.(environment);
    if (given?.isNullish) return NULL;
    const unwanted = new Set(given === undefined ? BLANKS : given.text());
    const characters = [...value.text()];
    let start = 0;
    let end = characters.length;
    while (left && start < end && unwanted.has(characters[start]!)) start++;
    while (right && end > start && unwanted.has(characters[end - 1]!)) end--;
    return stringValue(characters.slice(start, end).join(''));
  };
}

function replace(
  argument: Value,
  compile: Compile,
  name: string,
  run: (text: string, find: string, by: string) => string,
): Evaluate {
  const parts = ['input', 'find', 'replacement'].map(key => compile(part(argument, key, name)));
  return environment => {
    const values = parts.map(evaluate => evaluate(environment));
    const texts: string[] = [];
    for (const value of values) {
      if (value === undefined || value.isNullish) return NULL;
      if (value.type !== BsonType.string) throw new CommandError(51746, `${name} requires strings`);
      texts.push(value.text());
    }
    return stringValue(run(texts[0]!, texts[1]!, texts[2]!));
  };
}

/** Matches as `{match, idx, captures}`; idx counts characters. Undefined for a null input. */
function regexSearch(
  argument: Value,
  compile: Compile,
  all: boolean,
): (environment: Parameters<Evaluate>[0]) => Value[] | undefined {
  const input = compile(part(argument, 'input', '$regexMatch'));
  const regex = compile(part(argument, 'regex', '$regexMatch'));
  const options = optional(argument, 'options', compile);
  return environment => {
    const text = input(environment);
    const pattern = regex(environment);
    if (text === undefined || pattern === undefined || text.isNullish || pattern.isNullish) return undefined;
    if (text.type !== BsonType.string) throw new CommandError(51104, "input needs to be of type 'string'");
    const expression = expressionOf(pattern, options?.(environment));
    const subject = text.text();
    const matches = all
      ? [...subject.matchAll(new RegExp(expression.source, `${expression.flags}g`))]
      : [expression.exec(subject)];
    return matches
      .filter(match => match !== null)
      .map(match =>
        make({
          match: match[0],
          idx: [...subject.slice(0, match.index)].length,
          captures: match.slice(1).map(capture => capture ?? null),
        }),
      );
  };
}

function expressionOf(pattern: Value, options: Value | undefined): RegExp {
  if (pattern.type !== BsonType.string && pattern.type !== BsonType.regex) {
    throw new CommandError(51105, 'regex needs to be of type string or regex');
  }
  if (pattern.type === BsonType.string)
    return compileRegex(pattern.text(), options?.isNullish === false ? options.text() : '');
  const { expression } = regexOf(pattern);
  return options?.isNullish === false
    ? new RegExp(expression.source, compileRegex('', options.text()).flags)
    : expression;
}
