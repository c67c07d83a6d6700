import { boolValue, FALSE, TRUE, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { Evaluate, PlainOperator, SpecialForm } from './scope.ts';
import { isTruthy } from './truth.ts';

export const LOGIC_OPERATORS: Readonly<Record<string, PlainOperator>> = {
  $not: { least: 1, most: 1, run: ([value]) => boolValue(!isTruthy(value)) },
};

/** Operators that leave branches unevaluated. */
export const LOGIC_FORMS: Readonly<Record<string, SpecialForm>> = {
  $and: (argument, compile) => {
    const terms = operands(argument).map(compile);
    return environment => (terms.every(term => isTruthy(term(environment))) ? TRUE : FALSE);
  },
  $or: (argument, compile) => {
    const terms = operands(argument).map(compile);
    return environment => (terms.some(term => isTruthy(term(environment))) ? TRUE : FALSE);
  },
  $cond: (argument, compile) => {
    const [test, then, otherwise] = conditionParts(argument).map(compile) as [Evaluate, Evaluate, Evaluate];
    return environment => (isTruthy(test(environment)) ? then(environment) : otherwise(environment));
  },
  $ifNull: (argument, compile) => {
    const terms = operands(argument);
    if (terms.length < 2) {
      throw new CommandError(1257300, `$ifNull needs at least two arguments, had: ${terms.length}`);
    }
    const compiled = terms.map(compile);
    return environment => {
      let value: Value | undefined;
      for (const term of compiled) {
        value = term(environment);
        if (value !== undefined && !value.isNullish) return value;
      }
      return value;
    };
  },
  $switch: (argument, compile) => {
    if (!argument.isObject) throw new CommandError(40060, '$switch requires an object as an argument');
    const branches = argument.field('branches')?.items() ?? [];
    if (branches.length === 0) throw new CommandError(40068, '$switch requires at least one branch.');
    const cases = branches.map(branch => {
      const test = branch.isObject ? branch.field('case') : undefined;
      const then = branch.isObject ? branch.field('then') : undefined;
      if (test === undefined) throw new CommandError(40064, "$switch requires each branch have a 'case' expression");
      if (then === undefined) throw new CommandError(40065, "$switch requires each branch have a 'then' expression.");
      return { test: compile(test), result: compile(then) };
    });
    const fallback = argument.field('default');
    const otherwise = fallback === undefined ? undefined : compile(fallback);
    return environment => {
      for (const { test, result } of cases) if (isTruthy(test(environment))) return result(environment);
      if (otherwise !== undefined) return otherwise(environment);
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    };
  },
};

/** The operands of a form: the items of its array, or its lone argument. */
export function operands(argument: Value): Value[] {
  return argument.isArray ? argument.items() : [argument];
}

function conditionParts(argument: Value): [Value, Value, Value] {
  if (argument.isArray) {
    const items = argument.items();
    if (items.length !== 3) {
      throw new CommandError(16020, `Expression $cond takes exactly 3 arguments. ${items.length} were passed in.`);
    }
    return items as [Value, Value, Value];
  }
  const part = (name: string, code: number) => {
    const value = argument.isObject ? argument.field(name) : undefined;
    if (value === undefined) throw new CommandError(code, `Missing '${name}' parameter to $cond`);
    return value;
  };
  return [part('if', 17080), part('then', 17081), part('else', 17082)];
}
