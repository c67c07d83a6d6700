import { BsonType, parsePath, type TextOrder, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression, isTruthy, type Scope } from '../expression/index.ts';
import { regexOf } from '../regex.ts';
import { Bounds } from './bounds.ts';
import { isOperators, parseOperators } from './operators.ts';
import { conditionHolds, conditionOnPath, testOnPath } from './path-test.ts';
import { regexTest } from './regex-test.ts';
import { allOf, type DocumentTest, equals } from './value-tests.ts';

export interface FilterOptions {
  readonly textOrder?: TextOrder | undefined;
  /** What `$expr` sees besides the document: `let` variables and the time. */
  readonly scope?: Scope | undefined;
}

/** A query filter, parsed once: tests documents, and tells the planner and upsert what it demands of which path. */
export class Filter {
  readonly matches: DocumentTest;
  readonly bounds: Bounds;

  constructor(matches: DocumentTest, bounds: Bounds) {
    this.matches = matches;
    this.bounds = bounds;
  }
}

/** @throws {CommandError} BadValue for an operator or argument that is none. */
export function parseFilter(filter: Value, options: FilterOptions = {}): Filter {
  const bounds = new Bounds(options.textOrder === undefined);
  return new Filter(parseClauses(filter, options, bounds), bounds);
}

/** The test of one array item that `$elemMatch` or `$pull` stands for: operators on the item, or a filter on it. */
export function parseItemTest(argument: Value, options: FilterOptions = {}): (item: Value) => boolean {
  if (argument.type === BsonType.regex) return regexTest(regexOf(argument));
  if (!argument.isObject) return equals(argument, options.textOrder);
  if (isOperators(argument) && !LOGICAL.has(firstName(argument))) {
    const conditions = parseOperators(argument, { ...options, parseItemTest }, { path: '' });
    return item => conditions.every(condition => conditionHolds(condition, item));
  }
  const clauses = parseClauses(argument, options);
  return item => (item.isObject || item.isArray) && clauses(item);
}

/** Parses the clauses of a document as one conjunction; `bounds` collects what every match must satisfy. */
function parseClauses(filter: Value, options: FilterOptions, bounds?: Bounds): DocumentTest {
  const tests: DocumentTest[] = [];
  const reader = filter.fields();
  while (reader.next()) {
    const name = reader.name;
    if (!name.startsWith('$')) tests.push(parseField(name, reader.value(), options, bounds));
    else tests.push(parseLogical(name, reader.value(), options, bounds));
  }
  return allOf(tests);
}

function parseField(name: string, value: Value, options: FilterOptions, bounds?: Bounds): DocumentTest {
  const path = parsePath(name);
  if (value.type === BsonType.regex) return testOnPath(path, regexTest(regexOf(value)), true);
  if (isOperators(value)) {
    const conditions = parseOperators(value, { ...options, parseItemTest }, { path: name, bounds });
    return allOf(conditions.map(condition => conditionOnPath(path, condition)));
  }
  bounds?.addEquality(name, value);
  return testOnPath(path, equals(value, options.textOrder), true);
}

function parseLogical(name: string, value: Value, options: FilterOptions, bounds: Bounds | undefined): DocumentTest {
  switch (name) {
    case '$and':
      return allOf(clauseList(name, value).map(clause => parseClauses(clause, options, bounds)));
    case '$or': {
      const clauses = clauseList(name, value);
      const only = clauses.length === 1 ? bounds : undefined;
      const tests = clauses.map(clause => parseClauses(clause, options, only));
      return (document, found) => tests.some(test => test(document, found));
    }
    case '$nor': {
      const tests = clauseList(name, value).map(clause => parseClauses(clause, options));
      return document => !tests.some(test => test(document));
    }
    case '$expr': {
      const expression = compileExpression(value, options);
      return document => isTruthy(expression(document));
    }
    case '$comment':
    case '$alwaysTrue':
      return () => true;
    case '$alwaysFalse':
      return () => false;
    case '$sampleRate': {
      const rate = value.isNumber ? value.number() : Number.NaN;
      if (!(rate >= 0 && rate <= 1)) throw new CommandError('BadValue', '$sampleRate must be a number from 0 to 1');
      return () => Math.random() < rate;
    }
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw new CommandError('BadValue', `${name} is not supported by the embedded store`);
    default:
      throw new CommandError('BadValue', `unknown top level operator: ${name}`);
  }
}

function clauseList(name: string, value: Value): Value[] {
  const clauses = value.isArray ? value.items() : [];
  if (clauses.length === 0) throw new CommandError('BadValue', `${name} argument must be a non-empty array`);
  if (clauses.some(clause => !clause.isObject)) {
    throw new CommandError('BadValue', `${name} entries need to be full objects`);
  }
  return clauses;
}

function firstName(document: Value): string {
  const reader = document.fields();
  reader.next();
  return reader.name;
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where', '$comment']);
