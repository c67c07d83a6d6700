import type { TextOrder, Value } from '../bson/index.ts';

/** What an expression sees besides the document. */
export interface Scope {
  /** `let` variables of the command, without `$$`. */
  readonly variables: ReadonlyMap<string, Value>;
  /** `$$NOW`: milliseconds since 1970, the same throughout a command. */
  readonly nowMs: number;
}

/** What an expression is evaluated in: the document and the variables bound around it. */
export interface Environment {
  /** `$$ROOT`: undefined where there is no document. */
  readonly root: Value;
  readonly scope: Scope;
  readonly binding?: Binding | undefined;
}

/** One variable and those bound outside it. */
export interface Binding {
  readonly name: string;
  readonly value: Value | undefined;
  readonly outer: Binding | undefined;
}

/** A compiled expression; undefined is a missing value, which is not null. */
export type Evaluate = (environment: Environment) => Value | undefined;

export type Compile = (expression: Value) => Evaluate;

/** An operator whose arguments are all evaluated first. */
export interface PlainOperator {
  /** How many arguments it takes; a lone argument need not be in an array. */
  readonly least: number;
  readonly most: number;
  readonly run: (values: readonly (Value | undefined)[], context: OperatorContext) => Value | undefined;
}

export interface OperatorContext {
  readonly name: string;
  readonly scope: Scope;
  readonly textOrder: TextOrder | undefined;
}

/** An operator that sees its argument unevaluated: it has named parts, binds variables or skips branches. */
export type SpecialForm = (argument: Value, compile: Compile, context: { readonly name: string }) => Evaluate;

export const EMPTY_SCOPE: Scope = { variables: new Map(), nowMs: 0 };

export function bind(environment: Environment, name: string, value: Value | undefined): Environment {
  return {
    root: environment.root,
    scope: environment.scope,
    binding: { name, value, outer: environment.binding },
  };
}
