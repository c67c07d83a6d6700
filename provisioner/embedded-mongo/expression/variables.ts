import { arrayValue, BsonType, NULL, type Value } from '../bson/index.ts';
import { integerOf } from '../bson/numbers.ts';
import { CommandError } from '../errors.ts';
import { bind, type Compile, type Evaluate, type SpecialForm } from './scope.ts';
import { isTruthy } from './truth.ts';

/** Operators that bind variables for a part of their argument. */
export const VARIABLE_FORMS: Readonly<Record<string, SpecialForm>> = {
  $literal: argument => () => argument,
  $expr: (argument, compile) => compile(argument),
  $let: parseLet,
  $map: (argument, compile, { name }) => {
    const input = compile(part(argument, 'input', name));
    const inner = compile(part(argument, 'in', name));
    const as = nameOf(argument, 'this');
    return environment => {
      const items = itemsOf(input(environment), name);
      if (items === undefined) return NULL;
      return arrayValue(items.map(item => inner(bind(environment, as, item)) ?? NULL));
    };
  },
  $filter: (argument, compile, { name }) => {
    const input = compile(part(argument, 'input', name));
    const condition = compile(part(argument, 'cond', name));
    const limit = optional(argument, 'limit', compile);
    const as = nameOf(argument, 'this');
    return environment => {
      const items = itemsOf(input(environment), name);
      if (items === undefined) return NULL;
      const kept = items.filter(item => isTruthy(condition(bind(environment, as, item))));
      const most = limit === undefined ? undefined : integerOf(limit(environment));
      return arrayValue(most === undefined ? kept : kept.slice(0, most));
    };
  },
  $reduce: (argument, compile, { name }) => {
    const input = compile(part(argument, 'input', name));
    const initial = compile(part(argument, 'initialValue', name));
    const inner = compile(part(argument, 'in', name));
    return environment => {
      const items = itemsOf(input(environment), name);
      if (items === undefined) return NULL;
      return items.reduce<Value | undefined>(
        (value, item) => inner(bind(bind(environment, 'value', value), 'this', item)),
        initial(environment),
      );
    };
  },
};

function parseLet(argument: Value, compile: Compile, { name }: { readonly name: string }): Evaluate {
  const variables = part(argument, 'vars', name);
  const inner = compile(part(argument, 'in', name));
  const bindings: { name: string; evaluate: Evaluate }[] = [];
  const reader = variables.fields();
  while (reader.next()) bindings.push({ name: reader.name, evaluate: compile(reader.value()) });
  return environment => {
    let inside = environment;
    for (const binding of bindings) inside = bind(inside, binding.name, binding.evaluate(environment));
    return inner(inside);
  };
}

/** A named part that must be there. */
export function part(argument: Value, name: string, operator: string): Value {
  const value = argument.isObject ? argument.field(name) : undefined;
  if (value === undefined) throw new CommandError(16879, `Missing '${name}' parameter to ${operator}`);
  return value;
}

export function optional(argument: Value, name: string, compile: Compile): Evaluate | undefined {
  const value = argument.field(name);
  return value === undefined ? undefined : compile(value);
}

function nameOf(argument: Value, fallback: string): string {
  const name = argument.field('as');
  if (name === undefined) return fallback;
  if (name.type !== BsonType.string || !/^[a-z]/.test(name.text())) {
    throw new CommandError(16866, 'a variable name must start with a lowercase letter');
  }
  return name.text();
}

/** The items of an array; undefined for null or missing. */
export function itemsOf(value: Value | undefined, operator: string): Value[] | undefined {
  if (value === undefined || value.isNullish) return undefined;
  if (!value.isArray) throw new CommandError(28651, `input to ${operator} must be an array`);
  return value.items();
}
