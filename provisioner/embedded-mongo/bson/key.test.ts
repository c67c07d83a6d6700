import test from 'ava';
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { seeded, val, valueJson } from '../testing/values.ts';
import { compareValues } from './compare.ts';
import { indexKey } from './key.ts';
import type { Value } from './value.ts';

/** One of each kind and many close neighbours, in BSON's order; equal ones stand together. */
const ORDER: unknown[][] = [
  [new MinKey()],
  [null, undefined],
  [new Double(Number.NaN), Decimal128.fromString('NaN')],
  [new Double(Number.NEGATIVE_INFINITY), Decimal128.fromString('-Infinity')],
  [Decimal128.fromString('-1E+400')],
  [Long.MIN_VALUE, new Double(-(2 ** 63))],
  [Long.fromBigInt(-(2n ** 62n) - 1n)],
  [Long.fromBigInt(-(2n ** 62n)), new Double(-(2 ** 62))],
  [Long.fromBigInt(-(2n ** 62n) + 1n)],
  [new Int32(-2), new Double(-2)],
  [Decimal128.fromString('-1.5'), new Double(-1.5)],
  [new Double(-0.1)],
  [Decimal128.fromString('-0.1')],
  [Decimal128.fromString('-1E-6000')],
  [new Int32(0), new Double(-0), Decimal128.fromString('0E+10'), Long.ZERO],
  [Decimal128.fromString('1E-6000')],
  [Decimal128.fromString('0.1')],
  [new Double(0.1)],
  [Decimal128.fromString('0.11')],
  [new Int32(1), Decimal128.fromString('1.000')],
  [Long.fromBigInt(2n ** 53n), new Double(2 ** 53)],
  [Long.fromBigInt(2n ** 53n + 1n)],
  [Long.fromBigInt(2n ** 53n + 2n), new Double(2 ** 53 + 2)],
  [Long.MAX_VALUE],
  [new Double(2 ** 63)],
  [Decimal128.fromString('1E+400')],
  [new Double(Number.POSITIVE_INFINITY)],
  ['', new BSONSymbol('')],
  ['\0'],
  ['\0a'],
  ['a', new BSONSymbol('a')],
  ['a\0'],
  ['a\0b'],
  ['aa'],
  ['b'],
  ['ä'],
  ['日'],
  ['😀'],
  [{}],
  [{ a: 1 }],
  [{ a: 1, b: 0 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 2]],
  [[2]],
  [['a']],
  [new Binary(Buffer.from([]))],
  [new Binary(Buffer.from([9]))],
  [new Binary(Buffer.from([9]), 4)],
  [new Binary(Buffer.from([1, 2]))],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000000')],
  [false],
  [true],
  [new Date(-1000)],
  [new Date(0)],
  [new Date(1000)],
  [new Timestamp({ t: 1, i: 5 })],
  [new Timestamp({ t: 1, i: 6 })],
  [new Timestamp({ t: 4_000_000_000, i: 0 })],
  [new BSONRegExp('a')],
  [new BSONRegExp('a', 'i')],
  [new BSONRegExp('b')],
  [new MaxKey()],
];

test('comparing and index keys both give the order of BSON', t => {
  const flat = ORDER.flatMap((equal, rank) => equal.map(value => ({ rank, value: val(value) })));
  for (const a of flat) {
    for (const b of flat) {
      const wanted = Math.sign(a.rank - b.rank);
      const what = `${valueJson(a.value)} against ${valueJson(b.value)}`;
      t.is(compareValues(a.value, b.value), wanted, what);
      t.is(byKey(a.value, b.value), wanted, `keys of ${what}`);
    }
  }
});

test('random values: the keys agree with the comparison', t => {
  const random = seeded(11);
  const values = Array.from({ length: 300 }, () => val(randomValue(random, 2)));
  for (const a of values) {
    for (let round = 0; round < 40; round++) {
      const b = values[Math.floor(random() * values.length)]!;
      t.is(byKey(a, b), compareValues(a, b), `${valueJson(a)} against ${valueJson(b)}`);
    }
  }
});

test('keys of several fields: none is the beginning of another value’s key', t => {
  const keys = ORDER.map(([value]) => indexKey(val(value)));
  for (const a of keys) for (const b of keys) if (a !== b) t.false(b.startsWith(a));
});

function byKey(a: Value, b: Value): number {
  const left = indexKey(a);
  const right = indexKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function randomValue(random: () => number, depth: number): unknown {
  const whole = () =>
    BigInt(Math.floor(random() * 2 ** 32)) * 2n ** BigInt(Math.floor(random() * 31)) * (random() < 0.5 ? -1n : 1n);
  switch (Math.floor(random() * (depth > 0 ? 9 : 7))) {
    case 0:
      return new Int32(Math.floor(random() * 20) - 10);
    case 1:
      return Long.fromBigInt(whole());
    case 2:
      return new Double(Number(whole()) / (random() < 0.5 ? 1 : 8));
    case 3:
      return Decimal128.fromString(`${whole()}E${Math.floor(random() * 4) - 2}`);
    case 4:
      return ['', 'a', 'ab', 'b\0', 'é'][Math.floor(random() * 5)];
    case 5:
      return random() < 0.5;
    case 6:
      return new Date(Number(whole() % 10_000n));
    case 7:
      return Array.from({ length: Math.floor(random() * 3) }, () => randomValue(random, depth - 1));
    default:
      return Object.fromEntries(
        ['a', 'b'].slice(0, Math.floor(random() * 3)).map(name => [name, randomValue(random, depth - 1)]),
      );
  }
}
