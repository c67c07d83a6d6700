import { inspect } from 'node:util';
import test from 'ava';
import { Binary, Decimal128, Double, deserialize, Int32, Long, ObjectId, serialize, Timestamp } from 'bson';
import { bsonTypeOf, numberOf, sameBson, valueAt } from './bson-values.ts';

const values: [value: unknown, type: string][] = [
  [undefined, 'missing'],
  [null, 'null'],
  ['', 'string'],
  [true, 'bool'],
  [1, 'int32'],
  [2147483647, 'int32'],
  [2147483648, 'double'],
  [-0, 'double'],
  [0.5, 'double'],
  [1n, 'int64'],
  [new Int32(1), 'int32'],
  [new Double(1), 'double'],
  [Long.fromNumber(1), 'int64'],
  [[], 'array'],
  [{}, 'document'],
  [new Date(0), 'date'],
  [new Uint8Array(1), 'binary'],
  [new Binary(new Uint8Array(1)), 'binary'],
  [new ObjectId(), 'other'],
  [new Timestamp(1n), 'other'],
  [Decimal128.fromString('1'), 'other'],
];
for (const [value, type] of values) test(`${type} of ${inspect(value)}`, t => t.is(bsonTypeOf(value), type as never));

test('a value has the type that the driver writes it with', t => {
  for (const [value, type] of values) {
    if (value === undefined) continue;
    const { read } = deserialize(serialize({ read: value }), { promoteValues: false, promoteBuffers: false });
    t.is(bsonTypeOf(read), type as never, String(value));
  }
});

test('equal needs the same type', t => {
  t.true(sameBson(1, new Int32(1)));
  t.false(sameBson(new Int32(1), Long.fromNumber(1)));
  t.true(sameBson(2n ** 48n - 1n, Long.fromString('281474976710655')));
  t.false(sameBson(Long.fromString('281474976710655'), Long.fromString('281474976710654')));
  t.true(sameBson({ a: 1, b: [null, { c: 'x' }] }, { b: [null, { c: 'x' }], a: new Int32(1) }));
  t.false(sameBson({ a: 1 }, { a: 1, b: 1 }));
  t.false(sameBson([1], [1, 2]));
  const id = new ObjectId();
  t.true(sameBson(id, new ObjectId(id.toHexString())));
  t.false(sameBson(id, new ObjectId()));
});

test('numbers and paths', t => {
  t.is(numberOf(Long.fromString('9223372036854775807')), 9223372036854775807n);
  t.is(numberOf(new Double(0.5)), 0.5);
  t.is(numberOf('1'), undefined);
  t.is(valueAt({ a: [{ b: 7 }] }, 'a.0.b'), 7);
  t.is(valueAt({ a: 1 }, 'a.b.c'), undefined);
});
