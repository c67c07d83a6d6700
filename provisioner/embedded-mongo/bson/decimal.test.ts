import test from 'ava';
import { Decimal128 } from 'bson';
import { seeded, val } from '../testing/values.ts';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalFromDouble,
  decimalToNumber,
  decimalValue,
  divideDecimals,
  exactDecimalFromDouble,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  readDecimal,
} from './decimal.ts';

const parse = (text: string) => parseDecimal(text)!;

test('text, encoding and text again agree with the bson package', t => {
  const texts = [
    '0',
    '-0',
    '1',
    '-1',
    '0.1',
    '12.50',
    '1E+3',
    '-1.5E-10',
    '9999999999999999999999999999999999',
    '1E-6176',
    '9.999E+6144',
    '123456789.987654321',
    '0E+3',
    '0.000001234',
    '1E-7',
    'Infinity',
    '-Infinity',
    'NaN',
  ];
  for (const text of texts) {
    const theirs = Decimal128.fromString(text);
    const ours = decimalValue(parse(text));
    t.is(Buffer.from(theirs.bytes).toString('hex'), ours.ownBytes().toString('hex'), text);
    t.is(formatDecimal(readDecimal(ours.bytes, 0)), theirs.toString(), text);
  }
});

test('random decimals read and print as the bson package does', t => {
  const random = seeded(7);
  for (let round = 0; round < 500; round++) {
    const digits = Array.from({ length: 1 + Math.floor(random() * 34) }, () => Math.floor(random() * 10)).join('');
    const text = `${random() < 0.5 ? '-' : ''}${digits}E${Math.floor(random() * 200) - 100}`;
    const theirs = Decimal128.fromString(text);
    const value = val(theirs);
    t.is(formatDecimal(readDecimal(value.bytes, value.start)), theirs.toString(), text);
  }
});

const sum = (a: string, b: string) => formatDecimal(addDecimals(parse(a), parse(b)));
const product = (a: string, b: string) => formatDecimal(multiplyDecimals(parse(a), parse(b)));
const quotient = (a: string, b: string) => formatDecimal(divideDecimals(parse(a), parse(b)));

test('sums are exact and round half to even at 34 digits', t => {
  t.is(sum('0.1', '0.2'), '0.3');
  t.is(sum('1.10', '2.2'), '3.30');
  t.is(sum('9999999999999999999999999999999999', '1'), '1.000000000000000000000000000000000E+34');
  t.is(sum('1000000000000000000000000000000000', '0.5'), '1000000000000000000000000000000000');
  t.is(sum('1000000000000000000000000000000001', '0.5'), '1000000000000000000000000000000002');
  t.is(sum('1E+6000', '1E-6000'), `1.${'0'.repeat(33)}E+6000`);
  t.is(sum('-5', '5'), '0');
  t.is(sum('Infinity', '-Infinity'), 'NaN');
  t.is(sum('NaN', '1'), 'NaN');
});

test('products and quotients', t => {
  t.is(product('1.20', '3'), '3.60');
  t.is(product('-2', '0.5'), '-1.0');
  t.is(product('1E+6000', '1E+6000'), 'Infinity');
  t.is(product('Infinity', '0'), 'NaN');
  t.is(quotient('1', '3'), `0.${'3'.repeat(34)}`);
  t.is(quotient('2', '3'), `0.${'6'.repeat(33)}7`);
  t.is(quotient('10', '4'), '2.5');
  t.is(quotient('1', '0'), 'Infinity');
  t.is(quotient('0', '0'), 'NaN');
});

test('order: by exact value, NaN below all', t => {
  const order: Decimal[] = [
    'NaN',
    '-Infinity',
    '-1E+10',
    '-2',
    '-0.5',
    '0',
    '1E-6176',
    '0.1',
    '1',
    '1.5',
    '2E+3',
    'Infinity',
  ].map(parse);
  order.forEach((a, i) => {
    order.forEach((b, j) => {
      t.is(compareDecimals(a, b), Math.sign(i - j), `${formatDecimal(a)} ${formatDecimal(b)}`);
    });
  });
  t.is(compareDecimals(parse('1.0'), parse('1')), 0);
  t.is(compareDecimals(parse('-0'), parse('0')), 0);
});

test('doubles: the exact value to compare, fifteen digits to compute', t => {
  t.is(formatDecimal(decimalFromDouble(0.1)), '0.100000000000000');
  t.is(formatDecimal(exactDecimalFromDouble(0.1)), '0.1000000000000000055511151231257827021181583404541015625');
  t.is(compareDecimals(exactDecimalFromDouble(0.1), parse('0.1')), 1);
  t.is(compareDecimals(exactDecimalFromDouble(0.5), parse('0.5')), 0);
  t.is(decimalToNumber(parse('1E+400')), Number.POSITIVE_INFINITY);
  for (const number of [5e-324, 1.7976931348623157e308, -2.5, 1e22]) {
    t.is(decimalToNumber(exactDecimalFromDouble(number)), number);
  }
});

test('what is no number is refused', t => {
  for (const text of ['', '.', '1.2.3', 'e5', '0x10', '1e', 'infinit']) t.is(parseDecimal(text), undefined, text);
});
