import test from 'ava';
import { Binary, Double, Int32, Long, ObjectId } from 'bson';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { StoredValue } from '../../../scenarios/runner/index.ts';
import { bsonValueOf, storedValueOf } from './stored-value.ts';

const VALUES: readonly (readonly [unknown, StoredValue])[] = [
  [new Int32(5), { bson: 'int32', value: 5 }],
  [new Double(5), { bson: 'double', value: 5 }],
  [Long.fromString('9223372036854775807'), { bson: 'int64', value: '9223372036854775807' }],
  ['x', { bson: 'string', value: 'x' }],
  [true, { bson: 'bool', value: true }],
  [null, { bson: 'null' }],
  [new ObjectId('65f000000000000000000001'), { bson: 'objectId', value: '65f000000000000000000001' }],
  [new Date(0), { bson: 'date', value: '1970-01-01T00:00:00.000Z' }],
  [new Binary(Buffer.from('0102', 'hex')), { bson: 'binary', value: '0102' }],
  [[new Int32(1)], { bson: 'array', items: [{ bson: 'int32', value: 1 }] }],
  [
    { a: { b: 'c' } },
    { bson: 'document', members: { a: { bson: 'document', members: { b: { bson: 'string', value: 'c' } } } } },
  ],
];

for (const [value, stored] of VALUES) {
  test(`${stored.bson}: both ways`, t => {
    t.deepEqual(storedValueOf(value), stored);
    const back = bsonValueOf(stored, 'path');
    t.deepEqual(storedValueOf(back), stored);
    t.is((back as { _bsontype?: string } | null)?._bsontype, (value as { _bsontype?: string } | null)?._bsontype);
  });
}

for (const stored of [
  { bson: 'int32', value: 2 ** 31 },
  { bson: 'int32', value: 1.5 },
  { bson: 'int64', value: '1e3' },
  { bson: 'objectId', value: 'x' },
  { bson: 'date', value: 'yesterday' },
  { bson: 'other', value: 'MinKey' },
] satisfies StoredValue[]) {
  test(`${JSON.stringify(stored)} is refused`, t => {
    t.throws(() => bsonValueOf(stored, 'path'), { instanceOf: UserError });
  });
}
