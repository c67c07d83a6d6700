import test from 'ava';
import { BSONRegExp, Decimal128, Double, EJSON, Int32, Long, MaxKey, MinKey } from 'bson';
import { CommandError } from '../errors.ts';
import { doc } from '../testing/values.ts';
import { type Found, parseFilter, parseItemTest } from './index.ts';

const matches = (filter: object, document: object) => parseFilter(doc(filter)).matches(doc(document));

/** Filter, documents that it selects, documents that it does not. */
const TABLE: readonly [object, readonly object[], readonly object[]][] = [
  [{}, [{}, { a: 1 }], []],
  [
    { a: 5 },
    [
      { a: new Int32(5) },
      { a: Long.fromNumber(5) },
      { a: new Double(5) },
      { a: Decimal128.fromString('5.0') },
      { a: [1, 5] },
    ],
    [{ a: '5' }, { a: 6 }, {}, { a: [[5]] }, { b: 5 }],
  ],
  [{ a: Long.fromBigInt(2n ** 53n + 1n) }, [{ a: Long.fromBigInt(2n ** 53n + 1n) }], [{ a: new Double(2 ** 53) }]],
  [{ a: null }, [{ a: null }, {}, { a: undefined }, { a: [1, null] }], [{ a: 0 }, { a: [] }]],
  [{ 'a.b': null }, [{}, { a: {} }, { a: 5 }, { a: [{ b: 1 }, {}] }], [{ a: { b: 1 } }, { a: [1, 2] }, { a: [] }]],
  [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2], 3] }], [{ a: [2, 1] }, { a: [1, 2, 3] }]],
  [{ a: { b: 1, c: 2 } }, [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }], [{ a: { c: 2, b: 1 } }, { a: { b: 1 } }]],
  [{ a: {} }, [{ a: {} }], [{ a: { b: 1 } }, {}]],
  [
    { 'a.b': 1 },
    [{ a: { b: 1 } }, { a: [{ b: 2 }, { b: 1 }] }, { a: { b: [1, 2] } }],
    [{ a: [[{ b: 1 }]] }, { 'a.b': 1 }],
  ],
  [{ 'a.0': 1 }, [{ a: [1, 2] }, { a: { 0: 1 } }], [{ a: [2, 1] }]],
  [{ 'a.1.b': 1 }, [{ a: [{ b: 0 }, { b: 1 }] }], [{ a: [{ b: 1 }, { b: 0 }] }]],
  [
    { a: { $gt: 5 } },
    [{ a: 6 }, { a: [1, 6] }, { a: Decimal128.fromString('5.1') }],
    [{ a: 5 }, { a: '6' }, {}, { a: new Date() }],
  ],
  [{ a: { $gt: 5, $lt: 3 } }, [{ a: [1, 6] }], [{ a: 4 }]],
  [{ a: { $gte: null } }, [{ a: null }, {}], [{ a: 1 }]],
  [{ a: { $lt: 'b' } }, [{ a: 'a' }, { a: '' }], [{ a: 'b' }, { a: 1 }]],
  [{ a: { $gte: new Double(Number.NaN) } }, [{ a: new Double(Number.NaN) }], [{ a: 1 }]],
  [{ a: { $lt: 5 } }, [{ a: 4 }], [{ a: new Double(Number.NaN) }]],
  [{ a: { $gt: new MinKey() } }, [{ a: 1 }, { a: 'x' }], [{ a: new MinKey() }]],
  [{ a: { $lt: new MaxKey() } }, [{ a: 1 }], [{ a: new MaxKey() }, {}]],
  [{ a: { $ne: 1 } }, [{ a: 2 }, {}, { a: [2] }], [{ a: 1 }, { a: [1, 2] }]],
  [{ 'a.b': { $ne: 1 } }, [{ a: [{ b: 2 }] }, {}], [{ a: [{ b: 2 }, { b: 1 }] }]],
  [{ a: { $in: [1, 'x', null] } }, [{ a: 1 }, { a: 'x' }, {}, { a: [7, 'x'] }], [{ a: 2 }]],
  [{ a: { $in: [new BSONRegExp('^x'), 3] } }, [{ a: 'xy' }, { a: 3 }], [{ a: 'yx' }]],
  [{ a: { $in: [] } }, [], [{}, { a: 1 }]],
  [{ a: { $nin: [1, 2] } }, [{ a: 3 }, {}], [{ a: 1 }, { a: [2, 3] }]],
  [{ a: { $exists: true } }, [{ a: null }, { a: 1 }], [{}]],
  [{ a: { $exists: 0 } }, [{}], [{ a: null }]],
  [{ 'a.b': { $exists: false } }, [{ a: [] }, { a: 1 }], [{ a: [{ b: 1 }] }]],
  [
    { a: { $type: 'int' } },
    [{ a: new Int32(1) }, { a: ['x', new Int32(1)] }],
    [{ a: new Double(1) }, { a: Long.fromNumber(1) }],
  ],
  [{ a: { $type: 'number' } }, [{ a: new Double(1) }, { a: Decimal128.fromString('1') }], [{ a: '1' }]],
  [{ a: { $type: ['string', 10] } }, [{ a: 'x' }, { a: null }], [{}, { a: 1 }]],
  [{ a: { $type: 'array' } }, [{ a: [] }, { a: [[1]] }], [{ a: 1 }]],
  [{ a: { $type: -1 } }, [{ a: new MinKey() }], [{ a: 1 }]],
  [
    { a: new BSONRegExp('^ab', 'i') },
    [{ a: 'ABc' }, { a: ['x', 'ab'] }, { a: new BSONRegExp('^ab', 'i') }],
    [{ a: 'cab' }, { a: 1 }],
  ],
  [{ a: { $regex: 'a b # c', $options: 'x' } }, [{ a: 'ab' }], [{ a: 'a b' }]],
  [{ a: { $regex: 'a.b', $options: 's' } }, [{ a: 'a\nb' }], [{ a: 'ab' }]],
  [{ a: { $not: { $gt: 5 } } }, [{ a: 5 }, {}, { a: 'x' }], [{ a: 6 }, { a: [1, 6] }]],
  [{ a: { $not: new BSONRegExp('^x') } }, [{ a: 'y' }, {}], [{ a: 'xy' }]],
  [
    { a: { $mod: [4, 1] } },
    [{ a: 5 }, { a: new Double(9.7) }, { a: Long.fromBigInt(2n ** 60n + 1n) }],
    [{ a: 4 }, { a: '5' }, {}],
  ],
  [{ a: { $mod: [4, -1] } }, [{ a: -5 }], [{ a: 5 }]],
  [{ a: { $size: 2 } }, [{ a: [1, [2, 3]] }], [{ a: [1] }, { a: 'xx' }, {}]],
  [{ a: { $all: [1, 2] } }, [{ a: [2, 3, 1] }], [{ a: [1] }, { a: 1 }, {}]],
  [{ a: { $all: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [1] }]],
  [{ 'a.b': { $all: [1, 2] } }, [{ a: [{ b: 1 }, { b: 2 }] }], [{ a: [{ b: 1 }] }]],
  [{ a: { $all: [] } }, [], [{ a: [] }, {}]],
  [{ a: { $elemMatch: { $gt: 1, $lt: 5 } } }, [{ a: [0, 3] }], [{ a: [0, 6] }, { a: 3 }]],
  [{ a: { $elemMatch: { b: 1, c: 2 } } }, [{ a: [{ b: 1, c: 2 }] }], [{ a: [{ b: 1 }, { c: 2 }] }]],
  [{ a: { $elemMatch: { $or: [{ b: 1 }, { c: 2 }] } } }, [{ a: [{ c: 2 }] }], [{ a: [{ b: 2 }] }]],
  [
    { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } },
    [{ a: [{ b: 1 }, { b: 2 }] }],
    [{ a: [{ b: 1 }] }],
  ],
  [{ $and: [{ a: 1 }, { b: 2 }] }, [{ a: 1, b: 2 }], [{ a: 1 }]],
  [{ $or: [{ a: 1 }, { b: { $gt: 2 } }] }, [{ a: 1 }, { b: 3 }], [{ b: 2 }]],
  [{ $nor: [{ a: 1 }, { b: 2 }] }, [{}, { a: 2 }], [{ a: 1 }, { b: 2 }]],
  [{ a: { $bitsAllSet: 5 } }, [{ a: 7 }, { a: Long.fromNumber(5) }], [{ a: 4 }, { a: 'x' }]],
  [{ a: { $bitsAnyClear: [0, 40] } }, [{ a: 1 }], [{ a: Long.fromBigInt(2n ** 40n + 1n) }]],
  [{ a: { $bitsAllClear: Buffer.from([2]) } }, [{ a: 5 }, { a: Buffer.from([0xf1]) }], [{ a: 2 }]],
  [{ a: { $bitsAnySet: 6 } }, [{ a: 2 }, { a: -1 }], [{ a: 9 }]],
  [{ $expr: { $gt: ['$a', '$b'] } }, [{ a: 2, b: 1 }, { a: 1 }], [{ a: 1, b: 2 }]],
  [{ a: { $eq: { $x: 1 } } }, [{ a: { $x: 1 } }], [{ a: 1 }]],
  [{ $comment: 'why', a: 1 }, [{ a: 1 }], [{}]],
  [{ a: { $ref: 'c', $id: 5 } }, [{ a: { $ref: 'c', $id: 5 } }], [{ a: 5 }]],
];

for (const [filter, yes, no] of TABLE) {
  test(`filter ${EJSON.stringify(filter, { relaxed: false })}`, t => {
    for (const document of yes) t.true(matches(filter, document), `selects ${JSON.stringify(document)}`);
    for (const document of no) t.false(matches(filter, document), `passes over ${JSON.stringify(document)}`);
  });
}

const WRONG: readonly [object, RegExp][] = [
  [{ a: { $foo: 1 } }, /unknown operator: \$foo/],
  [{ $foo: 1 }, /unknown top level operator: \$foo/],
  [{ $and: [] }, /non-empty array/],
  [{ $or: { a: 1 } }, /non-empty array/],
  [{ $nor: [1] }, /full objects/],
  [{ a: { $in: 5 } }, /\$in needs an array/],
  [{ a: { $in: [{ $gt: 1 }] } }, /cannot nest \$ under \$in/],
  [{ a: { $not: 5 } }, /\$not needs/],
  [{ a: { $not: {} } }, /cannot be empty/],
  [{ a: { $size: -1 } }, /\$size/],
  [{ a: { $size: 'x' } }, /\$size/],
  [{ a: { $mod: [0, 1] } }, /divisor cannot be 0/],
  [{ a: { $mod: [1] } }, /not enough elements/],
  [{ a: { $type: 'nonsense' } }, /Unknown type name alias/],
  [{ a: { $regex: '(' } }, /Regular expression is invalid/],
  [{ a: { $regex: 'a', $options: 'q' } }, /invalid flag/],
  [{ a: { $options: 'i' } }, /\$options needs a \$regex/],
  [{ a: { $elemMatch: 5 } }, /needs an Object/],
  [{ a: { $all: 5 } }, /\$all needs an array/],
  [{ a: { $bitsAllSet: -1 } }, /non-negative/],
  [{ a: { $ne: new BSONRegExp('a') } }, /regex/],
  [{ $where: 'true' }, /not supported/],
  [{ a: { $near: [1, 2] } }, /not supported/],
  [{ $expr: { $nope: 1 } }, /Unrecognized expression/],
];

test('what is no filter is refused', t => {
  for (const [filter, message] of WRONG) {
    t.throws(() => parseFilter(doc(filter)), { instanceOf: CommandError, message }, JSON.stringify(filter));
  }
});

test('the place in the array that matched', t => {
  const place = (filter: object, document: object) => {
    const found: Found = { arrayIndex: -1 };
    parseFilter(doc(filter)).matches(doc(document), found);
    return found.arrayIndex;
  };
  t.is(place({ a: 3 }, { a: [1, 2, 3] }), 2);
  t.is(place({ 'a.b': 3 }, { a: [{ b: 1 }, { b: 3 }] }), 1);
  t.is(place({ 'a.b': 3 }, { a: [{ b: 1 }, { b: [0, 3] }] }), 1);
  t.is(place({ a: { $elemMatch: { b: 3 } } }, { a: [{ b: 1 }, { b: 3 }] }), 1);
  t.is(place({ a: 3 }, { a: 3 }), -1);
});

test('what every match must satisfy', t => {
  const { bounds } = parseFilter(
    doc({ a: 1, $and: [{ b: { $in: [1, 2] } }, { c: { $gt: 5, $lte: 9 } }], d: { $ne: 1 }, $or: [{ e: 1 }, { e: 2 }] }),
  );
  t.is(bounds.get('a')?.equals?.length, 1);
  t.is(bounds.get('b')?.equals?.length, 2);
  t.is(bounds.get('c')?.lower?.value.int32(), 5);
  t.is(bounds.get('c')?.upper?.inclusive, true);
  t.is(bounds.get('d'), undefined);
  t.is(bounds.get('e'), undefined);
  t.deepEqual([...bounds.equalities.keys()], ['a']);
});

test('the test of one item, as $pull and $elemMatch apply it', t => {
  const item = (argument: unknown) => parseItemTest(doc({ argument }).field('argument')!);
  const value = (inner: unknown) => doc({ inner }).field('inner')!;
  t.true(item({ $gte: 3 })(value(3)));
  t.false(item({ $gte: 3 })(value(2)));
  t.true(item({ a: 1 })(value({ a: 1, b: 2 })));
  t.false(item({ a: 1 })(value(1)));
  t.true(item('x')(value('x')));
  t.true(item(new BSONRegExp('^x'))(value('xy')));
});
