import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import type { Value } from '../source/source-node.ts';
import { FUNCTIONS } from './functions.ts';
import { formatQuantity, type Quantity } from './quantity.ts';
import { type BinaryOperator, type Expression, ExpressionError, type Reference } from './syntax.ts';
import { memberOf, numberOf, quantityOf, sameValue, show, textOf, truthOf, ValueError } from './values.ts';

/** Values by namespace: `vars`, `matrix`, `secret`, … */
export type Scope = Readonly<Record<string, Value>>;

export interface Evaluated {
  readonly value: Exclude<Value, undefined>;
  /** A text that was made of `secret.…`. */
  readonly secret: boolean;
}

const SECRET = 'secret';

/** The value of an expression. @throws ExpressionError also where a name has no value */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  const evaluator = new Evaluator(scope);
  const value = evaluator.valueOf(expression);
  if (value === undefined) throw nothing(expression);
  // Numbers and booleans say little, and whoever protects a secret by its value must not hide every 1 and every true.
  return { value, secret: evaluator.touchedSecret && typeof value !== 'boolean' && typeof value !== 'number' };
}

class Evaluator {
  readonly #scope: Scope;
  touchedSecret = false;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  valueOf(expression: Expression): Value {
    switch (expression.type) {
      case 'literal':
        return expression.value;
      case 'reference':
        return this.#reference(expression);
      case 'unary':
        return this.#unary(expression);
      case 'choice':
        return this.valueOf(this.#truth(expression.condition) ? expression.then : expression.otherwise);
      case 'call':
        return this.#call(expression);
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right);
    }
  }

  #unary({ operator, operand }: Extract<Expression, { type: 'unary' }>): Value {
    if (operator === '!') return !this.#truth(operand);
    const value = this.valueOf(operand);
    return at(operand, () => -numberOf(value));
  }

  #binary(operator: BinaryOperator, left: Expression, right: Expression): Value {
    if (operator === '&&') return this.#truth(left) && this.#truth(right);
    if (operator === '||') return this.#truth(left) || this.#truth(right);
    const [a, b] = [this.valueOf(left), this.valueOf(right)];
    if (operator === '==') return sameValue(a, b);
    if (operator === '!=') return !sameValue(a, b);
    const [first, second] = [quantityOf(a), quantityOf(b)];
    if (first !== undefined || second !== undefined) {
      return at({ at: left.at, end: right.end }, () => ofQuantities(operator, first ?? a, second ?? b));
    }
    const x = at(left, () => numberOf(a));
    const y = at(right, () => numberOf(b));
    return at(right, () => ofNumbers(operator, x, y));
  }

  #truth(expression: Expression): boolean {
    const value = this.valueOf(expression);
    return at(expression, () => truthOf(value));
  }

  #call(call: Extract<Expression, { type: 'call' }>): Value {
    const row = FUNCTIONS[call.name]!;
    const given =
      call.name === 'default'
        ? this.#withDefault(call.arguments)
        : call.arguments.map(argument => this.valueOf(argument));
    return at(call, () => row.run(given), row.usage);
  }

  /** The first value may be missing; the other is looked at only then. */
  #withDefault([first, other]: readonly Expression[]): Value[] {
    try {
      const value = this.valueOf(first!);
      if (value !== undefined) return [value, undefined];
    } catch (error) {
      if (!(error instanceof ExpressionError) || error.code !== 'expression-name') throw error;
    }
    return [undefined, this.valueOf(other!)];
  }

  #reference(reference: Reference): Value {
    const { namespace, segments } = reference;
    if (!Object.hasOwn(this.#scope, namespace)) throw unknownNamespace(reference, Object.keys(this.#scope));
    if (namespace === SECRET) this.touchedSecret = true;
    let value: Value = this.#scope[namespace];
    let path = namespace;
    for (const segment of segments) {
      const { name } = segment;
      const key = typeof name === 'string' ? name : this.#key(name);
      const member = memberOf(value, key);
      if (member === undefined) throw unknownName(path, key, value, segment);
      value = member;
      path += `.${key}`;
    }
    return value;
  }

  #key(expression: Expression): string {
    const value = this.valueOf(expression);
    return at(expression, () => textOf(value));
  }
}

function ofNumbers(operator: BinaryOperator, x: number, y: number): number | boolean {
  const number = calculate(operator, x, y);
  if (typeof number === 'number' && !Number.isFinite(number)) {
    throw new ValueError(y === 0 ? 'division by zero' : 'the result is too big');
  }
  return number;
}

function calculate(operator: BinaryOperator, x: number, y: number): number | boolean {
  switch (operator) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return y === 0 ? Number.POSITIVE_INFINITY : x % y;
    default:
      throw new Error(`no arithmetic of ${operator}`);
  }
}

/** `5MB * 2`, `2s + 500ms`, `10MB / 5MB`, `1s < 200ms`: the unit stays where it has a meaning. */
function ofQuantities(operator: BinaryOperator, a: Quantity | Value, b: Quantity | Value): Value {
  const [x, y] = [a, b].map(side => (isQuantityValue(side) ? side.amount : numberOf(side as Value))) as [
    number,
    number,
  ];
  const [first, second] = [a, b].map(side => (isQuantityValue(side) ? side.kind : undefined));
  const result = ofNumbers(operator, x, y);
  const same = first === second;
  if (typeof result === 'boolean' || operator === '+' || operator === '-' || operator === '%') {
    if (!same) throw new ValueError(`${named(a)} and ${named(b)} do not go together`, 'give both the same unit');
    return typeof result === 'boolean' ? result : quantity(result, first!);
  }
  if (operator === '*' && (first === undefined || second === undefined)) return quantity(result, first ?? second!);
  if (operator === '/' && first !== undefined && second === undefined) return quantity(result, first);
  if (operator === '/' && same) return result;
  throw new ValueError(`${named(a)} ${operator} ${named(b)} has no meaning`);
}

function quantity(amount: number, kind: Quantity['kind']): string {
  if (amount < 0) throw new ValueError('the result is less than nothing');
  return formatQuantity({ kind, amount: kind === 'duration' ? amount : Math.round(amount) });
}

function isQuantityValue(side: Quantity | Value): side is Quantity {
  return typeof side === 'object' && !Array.isArray(side) && 'kind' in side;
}

function named(side: Quantity | Value): string {
  return isQuantityValue(side) ? formatQuantity(side) : show(side);
}

/** Runs what may throw a ValueError and says where in the expression it was. */
function at<T>(where: { readonly at: number; readonly end: number }, run: () => T, expected?: string): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ExpressionError('expression-type', error.message, where, {
      ...(expected === undefined ? {} : { expected }),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** A namespace that does not exist. */
export function unknownNamespace(reference: Reference, known: readonly string[]): ExpressionError {
  const { namespace, at, segments } = reference;
  const where = { at, end: at + namespace.length };
  const guess = didYouMean(namespace, known);
  const isText = segments.length === 0;
  const hint =
    guess === undefined ? (isText ? `put a text in quotes: '${namespace}'` : undefined) : `did you mean '${guess}'?`;
  return new ExpressionError('expression-namespace', `there is no '${namespace}' here`, where, {
    expected: oneOfThese(known),
    ...(hint === undefined ? {} : { hint }),
  });
}

function unknownName(
  path: string,
  key: string,
  value: Value,
  where: { readonly at: number; readonly end: number },
): ExpressionError {
  const known = typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  return unknownMember(path, key, known, where);
}

/** `vars` has no member of that name. */
export function unknownMember(
  path: string,
  key: string,
  known: readonly string[],
  where: { readonly at: number; readonly end: number },
): ExpressionError {
  const guess = didYouMean(key, known);
  const hint =
    guess !== undefined
      ? `did you mean '${guess}'?`
      : key.includes('-')
        ? "write blanks around '-' to subtract"
        : undefined;
  return new ExpressionError('expression-name', `${path} has no '${key}'`, where, {
    expected: known.length === 0 ? `a member of ${path}, of which there is none` : oneOfThese(known),
    ...(hint === undefined ? {} : { hint }),
  });
}

function nothing(expression: Expression): ExpressionError {
  return new ExpressionError('expression-name', 'the expression has no value', expression, {
    hint: 'default(…, other) gives another value then',
  });
}

function oneOfThese(names: readonly string[]): string {
  const [first, second] = names;
  if (second === undefined) return `'${first}'`;
  return `one of ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;
}
