import type { Value } from '../source/source-node.ts';
import { formatQuantity } from './quantity.ts';
import { hexOf, numberOf, quantityOf, sameValue, show, textOf, ValueError, wholeOf } from './values.ts';

export interface FunctionRow {
  /** `lower(text)`, as messages and documentation show it. */
  readonly usage: string;
  readonly about: string;
  readonly least: number;
  readonly most: number;
  /** @throws ValueError */
  run(given: readonly Value[]): Value;
}

const ANY_NUMBER = Number.POSITIVE_INFINITY;

/** The functions of expressions. To add one: add a row; documentation, checker and error messages take it from here. */
export const FUNCTIONS: Readonly<Record<string, FunctionRow>> = {
  default: row(
    'default(value, other)',
    'the other value where the first has none',
    2,
    2,
    ([value, other]) => value ?? other,
  ),
  lower: row('lower(text)', 'in lower case', 1, 1, ([text]) => textOf(text).toLowerCase()),
  upper: row('upper(text)', 'in upper case', 1, 1, ([text]) => textOf(text).toUpperCase()),
  trim: row('trim(text)', 'without blanks at its ends', 1, 1, ([text]) => textOf(text).trim()),
  length: row('length(value)', 'characters of a text, items of a list, members of a map', 1, 1, ([value]) =>
    lengthOf(value),
  ),
  text: row('text(value)', 'a number or boolean as text', 1, 1, ([value]) => textOf(value)),
  int: row('int(value)', 'a whole number from text, leading zeros and 0x… (hex) allowed', 1, 1, ([value]) =>
    intOf(value),
  ),
  hex: row('hex(number, octets?)', 'a number in hex, filled with zeros to so many octets', 1, 2, ([number, octets]) => {
    const digits = wholeOf(number, 0, Number.MAX_SAFE_INTEGER).toString(16);
    const width = octets === undefined ? digits.length + (digits.length % 2) : wholeOf(octets, 1, 64) * 2;
    if (digits.length > width) throw new ValueError(`${show(number)} does not fit into ${width / 2} octets`);
    return digits.padStart(width, '0');
  }),
  octets: row('octets(size)', 'an amount of data such as 5MB as a number of octets', 1, 1, ([size]) =>
    amountOf(size, 'size'),
  ),
  ms: row('ms(duration)', 'a duration such as 2s as a number of milliseconds', 1, 1, ([time]) =>
    amountOf(time, 'duration'),
  ),
  size: row('size(octets)', 'a number of octets with its unit', 1, 1, ([octets]) =>
    formatQuantity({ kind: 'size', amount: wholeOf(octets, 0, Number.MAX_SAFE_INTEGER) }),
  ),
  concat: row('concat(text, …)', 'one text of several, or one list of several', 1, ANY_NUMBER, given =>
    given.some(Array.isArray) ? given.flatMap(listOf) : given.map(textOf).join(''),
  ),
  join: row('join(list, between?)', "the items of a list as one text; ',' between them", 1, 2, ([list, between]) =>
    listOf(list)
      .map(textOf)
      .join(between === undefined ? ',' : textOf(between)),
  ),
  slice: row(
    'slice(text, start, end?)',
    'characters from start (0 is the first; negative counts from the end) up to end',
    2,
    3,
    given => {
      const [text, start, end] = given;
      const [from, to] = [start, end].map(at => (at === undefined ? undefined : wholeOf(at, -1e9, 1e9)));
      return textOf(text).slice(from, to);
    },
  ),
  replace: row('replace(text, old, new)', 'the text with every `old` replaced', 3, 3, given => {
    const [text = '', old = '', fresh = ''] = given.map(textOf);
    return text.replaceAll(old, () => fresh);
  }),
  contains: row('contains(text or list, part)', 'whether it is in there', 2, 2, ([whole, part]) =>
    Array.isArray(whole) ? whole.some(item => sameValue(item as Value, part)) : textOf(whole).includes(textOf(part)),
  ),
  starts_with: row('starts_with(text, start)', 'whether the text begins so', 2, 2, ([text, start]) =>
    textOf(text).startsWith(textOf(start)),
  ),
  ends_with: row('ends_with(text, end)', 'whether the text ends so', 2, 2, ([text, end]) =>
    textOf(text).endsWith(textOf(end)),
  ),
  min: row('min(number, …)', 'the least', 1, ANY_NUMBER, given => Math.min(...given.map(numberOf))),
  max: row('max(number, …)', 'the greatest', 1, ANY_NUMBER, given => Math.max(...given.map(numberOf))),
  round: row('round(number)', 'the nearest whole number', 1, 1, ([number]) => Math.round(numberOf(number))),
  floor: row('floor(number)', 'the whole number below', 1, 1, ([number]) => Math.floor(numberOf(number))),
  add_digits: row(
    'add_digits(digits, number)',
    'an identity further on, as long as before: add_digits(imsi, 1)',
    2,
    2,
    ([digits, by]) => addDigits(textOf(digits), wholeOf(by, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  ),
  flip_bit: row(
    'flip_bit(hex, bit)',
    'octets with one bit changed; bit 0 is the most significant of the first',
    2,
    2,
    ([octets, bit]) => {
      const bytes = Buffer.from(hexOf(octets), 'hex');
      const at = wholeOf(bit, 0, bytes.length * 8 - 1);
      bytes[at >> 3]! ^= 0x80 >> (at & 7);
      return bytes.toString('hex');
    },
  ),
  xor: row('xor(hex, hex)', 'octets that are equally many, bit by bit', 2, 2, given => {
    const [a, b] = given.map(octets => Buffer.from(hexOf(octets), 'hex'));
    if (a!.length !== b!.length)
      throw new ValueError(`there are ${a!.length} octets and ${b!.length}`, 'give equally many');
    return Buffer.from(a!.map((octet, i) => octet ^ b![i]!)).toString('hex');
  }),
};

function row(usage: string, about: string, least: number, most: number, run: FunctionRow['run']): FunctionRow {
  return { usage, about, least, most, run };
}

function lengthOf(value: Value): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'object') return Object.keys(value).length;
  return Array.from(textOf(value)).length;
}

function intOf(value: Value): number {
  const text = textOf(value).trim();
  const isHex = /^0x[0-9a-f]+$/i.test(text);
  const number = isHex || /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new ValueError(Number.isNaN(number) ? `${show(value)} is not a whole number` : `${show(value)} is too big`);
}

function amountOf(value: Value, kind: 'size' | 'duration'): number {
  const quantity = quantityOf(value);
  if (quantity?.kind === kind) return quantity.amount;
  throw new ValueError(
    `${show(value)} is not ${kind === 'size' ? 'an amount of data such as 5MB' : 'a duration such as 2s'}`,
  );
}

function listOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new ValueError(`${show(value)} is not a list`);
}

function addDigits(digits: string, by: number): string {
  if (!/^\d+$/.test(digits)) throw new ValueError(`${show(digits)} is not digits only`);
  const sum = BigInt(digits) + BigInt(by);
  const text = sum.toString().padStart(digits.length, '0');
  if (sum < 0n || text.length > digits.length) throw new ValueError(`${show(digits)} has no room to count by ${by}`);
  return text;
}
