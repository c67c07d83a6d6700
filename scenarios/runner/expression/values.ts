import type { Value } from '../source/source-node.ts';
import { parseQuantity, type Quantity } from './quantity.ts';

/** Why a value cannot be used as it was; the caller knows where it stands. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** A number, or text that is one. Texts with leading zeros are identities, not numbers. @throws ValueError */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(value))
    throw new ValueError(`${show(value)} is not a number`);
  if (!DECIMAL.test(value)) {
    throw new ValueError(
      `${show(value)} begins with a zero: digits such as an IMSI's, not a number`,
      'add_digits counts with them',
    );
  }
  const number = Number(value);
  if (!value.includes('.') && !Number.isSafeInteger(number)) {
    throw new ValueError(`${show(value)} is too big to calculate with`, 'add_digits counts with long identities');
  }
  return number;
}

/** A whole number of the range. @throws ValueError */
export function wholeOf(value: Value, least: number, most: number): number {
  const number = numberOf(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new ValueError(`${show(value)} is not a whole number from ${least} to ${most}`);
}

/** Text, or a number or boolean as text. @throws ValueError for lists, maps and nothing */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ValueError(`${show(value)} is not a text`);
}

/** Octets in hex, in lower case. @throws ValueError */
export function hexOf(value: Value): string {
  const digits = typeof value === 'string' ? value.replaceAll(/[\s:]/g, '').toLowerCase() : '';
  if (digits === '' || digits.length % 2 !== 0 || /[^0-9a-f]/.test(digits)) {
    throw new ValueError(
      typeof value === 'string' ? 'the text is not octets in hex' : `${show(value)} is not octets in hex`,
    );
  }
  return digits;
}

/** @throws ValueError unless it is true or false */
export function truthOf(value: Value): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new ValueError(`${show(value)} is neither true nor false`, "compare it with something, such as x == 'y'");
}

/** A quantity with its unit; undefined for numbers and other text. */
export function quantityOf(value: Value): Quantity | undefined {
  return typeof value === 'string' ? parseQuantity(value) : undefined;
}

/** Whether two values are the same: numbers and texts of numbers by value, quantities by amount, lists and maps by their parts. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (typeof a === 'object' || typeof b === 'object') {
    if (typeof a !== 'object' || typeof b !== 'object') return false;
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every(key => Object.hasOwn(b, key) && sameValue(memberOf(a, key), memberOf(b, key)))
    );
  }
  if (a === undefined || b === undefined) return false;
  const [left, right] = [quantityOf(a), quantityOf(b)];
  if (left !== undefined && right !== undefined) return left.kind === right.kind && left.amount === right.amount;
  if (typeof a === 'number' || typeof b === 'number') {
    return DECIMAL.test(String(a)) && DECIMAL.test(String(b)) && Number(a) === Number(b);
  }
  return String(a) === String(b);
}

/** A member of a map or an item of a list; undefined when there is none. */
export function memberOf(value: Value, name: string): Value {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? (value[Number(name)] as Value) : undefined;
  if (typeof value !== 'object') return undefined;
  return Object.hasOwn(value, name) ? (value as { readonly [name: string]: Value })[name] : undefined;
}

/** A value for a message, shortened; whoever prints it redacts. */
export function show(value: Value): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length > 40 ? `${text.slice(0, 38)}…'` : text;
}
