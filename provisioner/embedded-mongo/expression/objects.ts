import { arrayValue, BsonType, documentValue, make, NULL, stringValue, typeAlias, type Value } from '../bson/index.ts';
import { DocumentNode } from '../bson/tree.ts';
import { CommandError } from '../errors.ts';
import type { Compile, Evaluate, OperatorContext, PlainOperator, SpecialForm } from './scope.ts';
import { part } from './variables.ts';

type Operands = readonly (Value | undefined)[];

export const OBJECT_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $mergeObjects: { least: 0, most: Number.POSITIVE_INFINITY, run: mergeObjects },
  $objectToArray: { least: 1, most: 1, run: objectToArray },
  $arrayToObject: { least: 1, most: 1, run: arrayToObject },
};

export const OBJECT_FORMS: Readonly<Record<string, SpecialForm>> = {
  $getField: (argument, compile) => {
    const named = argument.isObject && argument.field('field') !== undefined;
    const field = compileName('$getField', named ? argument.field('field')! : argument, compile);
    const given = named ? argument.field('input') : undefined;
    const input: Evaluate = given === undefined ? environment => environment.root : compile(given);
    return environment => {
      const from = input(environment);
      if (from === undefined || from.isNullish) return from === undefined ? undefined : NULL;
      return from.isObject ? from.field(field(environment)) : undefined;
    };
  },
  $setField: (argument, compile) =>
    setField('$setField', argument, compile(part(argument, 'value', '$setField')), compile),
  $unsetField: (argument, compile) => setField('$unsetField', argument, () => undefined, compile),
};

function setField(name: string, argument: Value, value: Evaluate, compile: Compile): Evaluate {
  const field = compileName(name, part(argument, 'field', name), compile);
  const input = compile(part(argument, 'input', name));
  return environment => {
    const from = input(environment);
    if (from === undefined || from.isNullish) return NULL;
    if (!from.isObject) throw new CommandError(4161105, `${name} requires 'input' to evaluate to type Object`);
    const node = DocumentNode.open(from);
    const next = value(environment);
    if (next === undefined) node.delete(field(environment));
    else node.set(field(environment), next);
    return node.toValue();
  };
}

/** A field's name: constant text, which may hold dots and dollars when `$literal` or `$const` quotes it. */
function compileName(name: string, value: Value, compile: Compile): (environment: Parameters<Evaluate>[0]) => string {
  const evaluate = compile(value);
  return environment => {
    const text = evaluate(environment);
    if (text?.type === BsonType.string) return text.text();
    throw new CommandError(
      5654601,
      `${name} requires 'field' to evaluate to type String, but got ${text === undefined ? 'missing' : typeAlias(text.type)}`,
    );
  };
}

function mergeObjects(values: Operands): Value {
  const lone = values.length === 1 && values[0]?.isArray ? values[0].items() : values;
  const merged = new Map<string, Value>();
  for (const value of lone) {
    if (value === undefined || value.isNullish) continue;
    if (!value.isObject) {
      throw new CommandError(
        40400,
        `$mergeObjects requires object inputs, but input is of type ${typeAlias(value.type)}`,
      );
    }
    const reader = value.fields();
    while (reader.next()) merged.set(reader.name, reader.value());
  }
  return documentValue(merged);
}

function objectToArray([value]: Operands): Value {
  if (value === undefined || value.isNullish) return NULL;
  if (!value.isObject) {
    throw new CommandError(40390, `$objectToArray requires a document input, found: ${typeAlias(value.type)}`);
  }
  const pairs: Value[] = [];
  const reader = value.fields();
  while (reader.next()) pairs.push(make({ k: stringValue(reader.name), v: reader.value() }));
  return arrayValue(pairs);
}

function arrayToObject([value]: Operands, _: OperatorContext): Value {
  if (value === undefined || value.isNullish) return NULL;
  if (!value.isArray) {
    throw new CommandError(40386, `$arrayToObject requires an array input, found: ${typeAlias(value.type)}`);
  }
  const entries = new Map<string, Value>();
  for (const item of value.items()) {
    const [key, inner] = item.isArray ? item.items() : item.isObject ? [item.field('k'), item.field('v')] : [];
    if (key?.type !== BsonType.string || inner === undefined) {
      throw new CommandError(40392, '$arrayToObject requires [key, value] pairs or {k, v} documents with a string key');
    }
    entries.set(key.text(), inner);
  }
  return documentValue(entries);
}
