import test from 'ava';
import { Decimal128, Double, Int32, Long } from 'bson';
import { val, valueJson } from '../testing/values.ts';
import { addNumbers, compareNumbers, integerOf, multiplyNumbers } from './numbers.ts';

const MAX = Long.MAX_VALUE;
const MIN = Long.MIN_VALUE;

const SUMS: [unknown, unknown, unknown][] = [
  [new Int32(1), new Int32(2), new Int32(3)],
  [new Int32(2147483647), new Int32(1), Long.fromNumber(2147483648)],
  [new Int32(-2147483648), new Int32(-1), Long.fromNumber(-2147483649)],
  [Long.fromNumber(1), new Int32(2), Long.fromNumber(3)],
  [Long.fromBigInt(2n ** 53n), new Int32(1), Long.fromBigInt(2n ** 53n + 1n)],
  [Long.fromBigInt(2n ** 62n), Long.fromBigInt(2n ** 61n + 1n), Long.fromBigInt(2n ** 62n + 2n ** 61n + 1n)],
  [MAX, new Int32(-1), MAX.subtract(1)],
  [MAX, new Int32(1), undefined],
  [MIN, new Int32(-1), undefined],
  [new Int32(1), new Double(0.5), new Double(1.5)],
  [Long.fromNumber(1), new Double(1), new Double(2)],
  [new Int32(1), Decimal128.fromString('0.10'), Decimal128.fromString('1.10')],
];

test('sums widen as the server widens them', t => {
  for (const [a, b, expected] of SUMS) {
    const wanted = expected === undefined ? 'missing' : valueJson(val(expected));
    t.is(valueJson(addNumbers(val(a), val(b))), wanted, `${a} + ${b}`);
    t.is(valueJson(addNumbers(val(b), val(a))), wanted, `${b} + ${a}`);
  }
});

const PRODUCTS: [unknown, unknown, unknown][] = [
  [new Int32(6), new Int32(7), new Int32(42)],
  [new Int32(65536), new Int32(65536), Long.fromBigInt(2n ** 32n)],
  [Long.fromBigInt(2n ** 40n), Long.fromNumber(1000), Long.fromBigInt(2n ** 40n * 1000n)],
  [Long.fromBigInt(2n ** 40n), Long.fromBigInt(2n ** 22n), Long.fromBigInt(2n ** 62n)],
  [Long.fromBigInt(2n ** 40n), Long.fromBigInt(2n ** 23n), undefined],
  [new Int32(3), new Double(0.5), new Double(1.5)],
];

test('products widen likewise', t => {
  for (const [a, b, expected] of PRODUCTS) {
    t.is(valueJson(multiplyNumbers(val(a), val(b))), expected === undefined ? 'missing' : valueJson(val(expected)));
  }
});

test('numbers of all types compare by exact value', t => {
  const order = [
    new Double(Number.NaN),
    new Double(Number.NEGATIVE_INFINITY),
    MIN,
    Long.fromBigInt(-(2n ** 53n) - 1n),
    new Double(-(2 ** 53)),
    new Int32(-1),
    new Double(0),
    new Double(0.1),
    Decimal128.fromString('0.1000000000000000055511151231257828'),
    new Int32(1),
    Decimal128.fromString('1.5'),
    Long.fromBigInt(2n ** 53n),
    Long.fromBigInt(2n ** 53n + 1n),
    new Double(2 ** 53 + 2),
    MAX,
    new Double(2 ** 63),
    new Double(Number.POSITIVE_INFINITY),
  ];
  order.forEach((a, i) => {
    order.forEach((b, j) => {
      t.is(compareNumbers(val(a), val(b)), Math.sign(i - j), `${a} against ${b}`);
    });
  });
  t.is(compareNumbers(val(new Int32(5)), val(Long.fromNumber(5))), 0);
  t.is(compareNumbers(val(new Int32(5)), val(new Double(5))), 0);
  t.is(compareNumbers(val(new Double(-0)), val(new Int32(0))), 0);
});

test('integerOf takes whole numbers of any type and nothing else', t => {
  t.is(integerOf(val(new Double(3))), 3);
  t.is(integerOf(val(Decimal128.fromString('4E+1'))), 40);
  t.is(integerOf(val(new Double(3.5))), undefined);
  t.is(integerOf(val('3')), undefined);
  t.is(integerOf(val(MAX)), undefined);
  t.is(integerOf(undefined), undefined);
});
