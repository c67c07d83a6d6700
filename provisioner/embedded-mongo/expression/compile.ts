import { arrayValue, BsonType, dateValue, documentOf, NULL, type TextOrder, type Value } from '../bson/index.ts';
import { BsonWriter } from '../bson/writer.ts';
import { CommandError } from '../errors.ts';
import { PLAIN_OPERATORS, SPECIAL_FORMS } from './operators.ts';
import { type Binding, EMPTY_SCOPE, type Environment, type Evaluate, type Scope } from './scope.ts';

export interface ExpressionOptions {
  readonly scope?: Scope | undefined;
  readonly textOrder?: TextOrder | undefined;
}

/** An expression as a function of a document; undefined is a missing value. */
export type Expression = (document: Value) => Value | undefined;

/** @throws {CommandError} InvalidPipelineOperator (168) for an unknown operator, 16020 for a wrong number of arguments. */
export function compileExpression(expression: Value, options: ExpressionOptions = {}): Expression {
  const scope = options.scope ?? EMPTY_SCOPE;
  const evaluate = compile(expression, options);
  return root => evaluate({ root, scope });
}

function compile(expression: Value, options: ExpressionOptions): Evaluate {
  switch (expression.type) {
    case BsonType.string: {
      const text = expression.text();
      if (text.startsWith('$$')) return compileVariable(text.slice(2));
      if (text.startsWith('$')) return compileFieldPath(text.slice(1));
      return () => expression;
    }
    case BsonType.array: {
      const items = expression.items().map(item => compile(item, options));
      return environment => arrayValue(items.map(item => item(environment) ?? NULL));
    }
    case BsonType.object:
      return compileDocument(expression, options);
    default:
      return () => expression;
  }
}

function compileDocument(expression: Value, options: ExpressionOptions): Evaluate {
  const reader = expression.fields();
  const fields: { name: string; evaluate: Evaluate }[] = [];
  while (reader.next()) {
    const { name } = reader;
    if (name.startsWith('$')) {
      if (fields.length > 0 || reader.end !== expression.end - 1) {
        throw new CommandError(15983, `an object representing an expression must have exactly one field: ${name}`);
      }
      return compileOperator(name, reader.value(), options);
    }
    if (name.includes('.')) throw new CommandError(16405, `FieldPath field names may not contain '.': ${name}`);
    fields.push({ name, evaluate: compile(reader.value(), options) });
  }
  return environment => {
    const writer = new BsonWriter(128).openRoot();
    for (const { name, evaluate } of fields) {
      const value = evaluate(environment);
      if (value !== undefined) writer.value(name, value);
    }
    return documentOf(writer.close().take());
  };
}

function compileOperator(name: string, argument: Value, options: ExpressionOptions): Evaluate {
  const form = SPECIAL_FORMS.get(name);
  if (form !== undefined) return form(argument, inner => compile(inner, options), { name });
  const operator = PLAIN_OPERATORS.get(name);
  if (operator === undefined) throw new CommandError(168, `Unrecognized expression '${name}'`);
  const operands = argument.isArray ? argument.items() : argument.isObject && operator.most === 0 ? [] : [argument];
  if (operands.length < operator.least || operands.length > operator.most) {
    const wanted =
      operator.least === operator.most ? `exactly ${operator.least}` : `${operator.least} to ${operator.most}`;
    throw new CommandError(16020, `Expression ${name} takes ${wanted} arguments. ${operands.length} were passed in.`);
  }
  const evaluates = operands.map(operand => compile(operand, options));
  const { run } = operator;
  const { textOrder } = options;
  return environment =>
    run(
      evaluates.map(evaluate => evaluate(environment)),
      { name, scope: environment.scope, textOrder },
    );
}

function compileVariable(text: string): Evaluate {
  const [name, ...path] = text.split('.') as [string, ...string[]];
  const base = variable(name);
  return path.length === 0 ? base : environment => walk(base(environment), path, 0);
}

function variable(name: string): Evaluate {
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return environment => lookUp(environment.binding, 'CURRENT') ?? environment.root;
    case 'NOW':
      return environment => dateValue(environment.scope.nowMs);
    case 'REMOVE':
      return () => undefined;
    default:
      return environment => {
        for (let at = environment.binding; at !== undefined; at = at.outer) if (at.name === name) return at.value;
        const value = environment.scope.variables.get(name);
        if (value === undefined) throw new CommandError(17276, `Use of undefined variable: ${name}`);
        return value;
      };
  }
}

function lookUp(binding: Binding | undefined, name: string): Value | undefined {
  for (let at = binding; at !== undefined; at = at.outer) if (at.name === name) return at.value;
  return undefined;
}

function compileFieldPath(text: string): Evaluate {
  const parts = text.split('.');
  if (parts.some(part => part === '')) throw new CommandError(40353, 'FieldPath must not have empty parts');
  return (environment: Environment) => walk(environment.root, parts, 0);
}

/** Follows a path; through an array it collects what each of its documents holds, in a new array. */
function walk(from: Value | undefined, parts: readonly string[], depth: number): Value | undefined {
  let current = from;
  for (let at = depth; at < parts.length; at++) {
    if (current === undefined) return undefined;
    if (current.type === BsonType.object) current = current.field(parts[at]!);
    else if (current.type === BsonType.array) {
      const found: Value[] = [];
      for (const item of current.items()) {
        const value = item.type === BsonType.object || item.type === BsonType.array ? walk(item, parts, at) : undefined;
        if (value !== undefined) found.push(value);
      }
      return arrayValue(found);
    } else return undefined;
  }
  return current;
}
