import test from 'ava';
import { Decimal128, Double, EJSON, Int32, Long } from 'bson';
import { documentOf, nodeValue } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { EMPTY_SCOPE } from '../expression/index.ts';
import { doc, json, val, valueJson } from '../testing/values.ts';
import { documentFromEqualities, parseUpdate, withIdFirst } from './index.ts';

interface Options {
  readonly arrayFilters?: readonly object[];
  readonly matched?: number;
  readonly inserting?: boolean;
}

function apply(document: object, update: object, { arrayFilters = [], matched = -1, inserting = false }: Options = {}) {
  const parsed = parseUpdate(val(update), { arrayFilters: arrayFilters.map(doc), scope: EMPTY_SCOPE });
  const before = doc(document);
  const { bytes, log } = parsed.apply(before, { matched, inserting, nowMs: 1_700_000_000_000 });
  return {
    changed: bytes !== undefined,
    after: json(bytes === undefined ? before : documentOf(bytes)),
    updated: Object.fromEntries([...log.updated].map(([path, node]) => [path, valueJson(nodeValue(node))])),
    removed: [...log.removed],
    truncated: log.truncated,
  };
}

const L = Long.fromNumber;

/** Document, update, expected document (undefined: unchanged), options. */
const TABLE: readonly [object, object, object | undefined, Options?][] = [
  [{ a: 1 }, { $set: { a: 2 } }, { a: 2 }],
  [{ a: 1 }, { $set: { a: 1 } }, undefined],
  [{ a: new Int32(1) }, { $set: { a: L(1) } }, { a: L(1) }],
  [{ a: 1 }, { $set: { 'b.c.d': 2 } }, { a: 1, b: { c: { d: 2 } } }],
  [{ b: 1, a: 1 }, { $set: { d: 1, c: 1 } }, { b: 1, a: 1, c: 1, d: 1 }],
  [{ a: [1, 2] }, { $set: { 'a.1': 5 } }, { a: [1, 5] }],
  [{ a: [1] }, { $set: { 'a.3': 5 } }, { a: [1, null, null, 5] }],
  [{ a: [{ b: 1 }] }, { $set: { 'a.0.c': 2 } }, { a: [{ b: 1, c: 2 }] }],
  [{ a: {} }, { $set: { 'a.1': 5 } }, { a: { 1: 5 } }],
  [{ a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
  [{ a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
  [{ b: 2 }, { $unset: { a: '', 'b.c': '' } }, undefined],
  [{ a: new Int32(1) }, { $inc: { a: new Int32(2) } }, { a: new Int32(3) }],
  [
    { s: { sqn: Long.fromBigInt(2n ** 48n - 1n) } },
    { $inc: { 's.sqn': L(32) } },
    { s: { sqn: Long.fromBigInt(2n ** 48n + 31n) } },
  ],
  [
    { s: { sqn: Long.fromBigInt(2n ** 48n + 31n) } },
    { $bit: { 's.sqn': { and: Long.fromBigInt(2n ** 48n - 1n) } } },
    { s: { sqn: L(31) } },
  ],
  [{ s: L(96) }, { $bit: { s: { and: Long.fromBigInt(2n ** 48n - 1n) } } }, undefined],
  [{ a: new Int32(5) }, { $inc: { a: L(1) } }, { a: L(6) }],
  [{ a: new Int32(5) }, { $inc: { a: new Double(0.5) } }, { a: new Double(5.5) }],
  [{ a: new Int32(5) }, { $inc: { a: Decimal128.fromString('0.1') } }, { a: Decimal128.fromString('5.1') }],
  [{}, { $inc: { a: L(7) } }, { a: L(7) }],
  [{ a: new Int32(3) }, { $mul: { a: new Int32(4) } }, { a: new Int32(12) }],
  [{}, { $mul: { a: L(4) } }, { a: L(0) }],
  [{ a: 5 }, { $min: { a: 3 }, $max: { b: 1 } }, { a: 3, b: 1 }],
  [{ a: 5 }, { $min: { a: 9 } }, undefined],
  [{ a: 5 }, { $max: { a: 'x' } }, { a: 'x' }],
  [{ a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
  [{ a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  [{ b: 2 }, { $rename: { a: 'c' } }, undefined],
  [{ a: 1 }, { $setOnInsert: { b: 1 } }, undefined],
  [{ a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1, b: 1 }, { inserting: true }],
  [
    {},
    { $currentDate: { a: true, b: { $type: 'date' } } },
    { a: new Date(1_700_000_000_000), b: new Date(1_700_000_000_000) },
  ],
  [{ a: new Int32(13) }, { $bit: { a: { and: new Int32(10) } } }, { a: new Int32(8) }],
  [{ a: new Int32(1) }, { $bit: { a: { or: new Int32(4), xor: new Int32(1) } } }, { a: new Int32(4) }],
  [{ a: new Int32(-1) }, { $bit: { a: { and: Long.fromBigInt(2n ** 40n) } } }, { a: Long.fromBigInt(2n ** 40n) }],
  [{}, { $bit: { a: { or: new Int32(4) } } }, { a: new Int32(4) }],
  [{ a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  [{}, { $push: { a: 2 } }, { a: [2] }],
  [{ a: [3] }, { $push: { a: { $each: [1, 2] } } }, { a: [3, 1, 2] }],
  [{ a: [3] }, { $push: { a: { $each: [1, 2], $position: 0 } } }, { a: [1, 2, 3] }],
  [{ a: [3, 4] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [3, 9, 4] }],
  [{ a: [3] }, { $push: { a: { $each: [1, 2], $sort: 1, $slice: 2 } } }, { a: [1, 2] }],
  [{ a: [3] }, { $push: { a: { $each: [1, 2], $sort: -1, $slice: -2 } } }, { a: [2, 1] }],
  [{ a: [{ s: 2 }] }, { $push: { a: { $each: [{ s: 1 }], $sort: { s: 1 } } } }, { a: [{ s: 1 }, { s: 2 }] }],
  [{ a: [1, 2] }, { $addToSet: { a: 2 } }, undefined],
  [{ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [1, 2, 3] }],
  [{ a: [new Int32(1)] }, { $addToSet: { a: new Double(1) } }, undefined],
  [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
  [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
  [{ a: [] }, { $pop: { a: 1 } }, undefined],
  [{ a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  [{ a: [1, 5, 9] }, { $pull: { a: { $gt: 4 } } }, { a: [1] }],
  [{ a: [{ b: 1, c: 2 }, { b: 2 }] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }] }],
  [{}, { $pull: { a: 1 } }, undefined],
  [{ a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  [{ a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 3] }, { matched: 1 }],
  [{ a: [{ b: 1 }, { b: 2 }] }, { $inc: { 'a.$.b': 5 } }, { a: [{ b: 1 }, { b: 7 }] }, { matched: 1 }],
  [{ a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
  [
    { a: [{ b: 1 }, { b: 5 }] },
    { $set: { 'a.$[x].b': 0 } },
    { a: [{ b: 1 }, { b: 0 }] },
    { arrayFilters: [{ 'x.b': { $gt: 3 } }] },
  ],
  [{ a: [[1, 2], [3]] }, { $inc: { 'a.$[].$[y]': 1 } }, { a: [[1, 3], [4]] }, { arrayFilters: [{ y: { $gte: 2 } }] }],
  [{ _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
  [{ _id: 1, a: 1 }, { _id: 1, a: 1 }, undefined],
  [
    { _id: 1, a: 1 },
    { b: 2, _id: new Double(1) },
    { _id: 1, b: 2 },
  ],
  [{ _id: 1, a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }], { _id: 1, b: 2 }],
  [{ _id: 1, a: { x: 1 } }, [{ $replaceWith: '$a' }], { _id: 1, x: 1 }],
  [{ _id: 1, a: 1 }, [{ $set: { a: 1 } }], undefined],
  [{ _id: 1 }, { $set: { _id: 1, a: 2 } }, { _id: 1, a: 2 }],
];

for (const [document, update, expected, options] of TABLE) {
  const title = [document, update, options ?? {}].map(part => EJSON.stringify(part, { relaxed: false })).join(' ');
  test(title, t => {
    const result = apply(document, update, options);
    t.is(result.changed, expected !== undefined);
    t.is(result.after, json(doc(expected ?? document)));
  });
}

const WRONG: readonly [object, object, RegExp, number, Options?][] = [
  [{}, { $foo: { a: 1 } }, /Unknown modifier: \$foo/, 9],
  [{}, { $set: 5 }, /Modifiers operate on fields/, 9],
  [{}, { $set: { a: 1 }, b: 1 }, /Unknown modifier: b/, 9],
  [{}, { $set: { a: 1 }, $inc: { a: 1 } }, /conflict at 'a'/, 40],
  [{}, { $set: { a: 1, 'a.b': 1 } }, /Updating the path 'a.b' would create a conflict at 'a'/, 40],
  [{}, { $rename: { a: 'b' }, $set: { b: 1 } }, /conflict/, 40],
  [{}, { $set: { 'a..b': 1 } }, /empty field name/, 56],
  [{}, { $set: { $a: 1 } }, /dollar/, 52],
  [{ a: 1 }, { $set: { 'a.b': 1 } }, /Cannot create field 'b' in element \{a: 1\}/, 28],
  [{ a: [1] }, { $set: { 'a.x': 1 } }, /Cannot create field 'x'/, 28],
  [
    { _id: 1, a: 'x' },
    { $inc: { a: 1 } },
    /Cannot apply \$inc to a value of non-numeric type. \{_id: 1\} has the field 'a' of non-numeric type string/,
    14,
  ],
  [{ a: 1 }, { $inc: { a: 'x' } }, /Cannot increment with non-numeric argument/, 14],
  [{ a: Long.MAX_VALUE }, { $inc: { a: 1 } }, /Failed to apply \$inc/, 2],
  [{ a: new Double(1) }, { $bit: { a: { and: new Int32(1) } } }, /non-integral type/, 2],
  [{ a: 1 }, { $bit: { a: { and: new Double(1.5) } } }, /must be an Integer/, 2],
  [{ a: 1 }, { $bit: { a: {} } }, /at least one bitwise operation/, 2],
  [{ a: 1 }, { $bit: { a: { nand: new Int32(1) } } }, /only supports/, 2],
  [{ a: 1 }, { $push: { a: 1 } }, /must be an array but is of type int/, 2],
  [{ a: 1 }, { $pop: { a: 1 } }, /non-array/, 14],
  [{ a: [] }, { $pop: { a: 5 } }, /\$pop expects 1 or -1/, 9],
  [{}, { $push: { a: { $each: 5 } } }, /must be an array/, 2],
  [{}, { $push: { a: { $each: [], $foo: 1 } } }, /Unrecognized clause/, 2],
  [{}, { $currentDate: { a: { $type: 'x' } } }, /'date' or 'timestamp'/, 2],
  [{ a: [1] }, { $set: { 'a.$': 1 } }, /did not find the match needed/, 2],
  [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, /No array filter found for identifier 'x'/, 2],
  [{ a: [1] }, { $set: { a: 1 } }, /was not used in the update/, 9, { arrayFilters: [{ x: 1 }] }],
  [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, /multiple array filters/, 9, { arrayFilters: [{ x: 1 }, { 'x.y': 1 }] }],
  [{ a: 1 }, { $set: { 'a.$[]': 1 } }, /non-array element/, 2],
  [{ _id: 1 }, { $set: { _id: 2 } }, /immutable field '_id'/, 66],
  [{ _id: 1 }, { _id: 2 }, /immutable/, 66],
  [{ _id: 1 }, [{ $set: { _id: 2 } }], /immutable/, 66],
  [{ _id: 1 }, [{ $match: {} }], /not allowed to be used within an update/, 72],
  [{ _id: 1 }, [{ $replaceWith: 5 }], /must evaluate to an object/, 40228],
  [{}, { $rename: { a: 'a' } }, /must differ/, 2],
  [{}, { $rename: { a: 5 } }, /must be a string/, 2],
];

test('what makes no sense is refused, by code and reason', t => {
  for (const [document, update, message, code, options] of WRONG) {
    const error = t.throws(
      () => apply(document, update, options),
      { instanceOf: CommandError, message },
      EJSON.stringify(update),
    );
    t.is(error?.code, code, EJSON.stringify(update));
  }
});

test('the log names what changed as a change stream tells it', t => {
  t.deepEqual(apply({ a: { b: 1, c: 2 } }, { $set: { 'a.b': 5, x: 1 }, $unset: { 'a.c': '' } }), {
    changed: true,
    after: json(doc({ a: { b: 5 }, x: 1 })),
    updated: { 'a.b': valueJson(val(5)), x: valueJson(val(1)) },
    removed: ['a.c'],
    truncated: [],
  });
  t.deepEqual(apply({}, { $set: { 'a.b.c': 1 } }).updated, { a: valueJson(val({ b: { c: 1 } })) });
  t.deepEqual(apply({ a: [1] }, { $push: { a: { $each: [2, 3] } } }).updated, {
    'a.1': valueJson(val(2)),
    'a.2': valueJson(val(3)),
  });
  t.deepEqual(apply({ a: [1, 2] }, { $pull: { a: 1 } }).updated, { a: valueJson(val([2])) });
  t.deepEqual(apply({ a: 1 }, { $rename: { a: 'b' } }).removed, ['a']);
  const piped = apply({ _id: 1, a: { b: 1, c: [1, 2, 3] }, d: 1 }, [
    { $set: { 'a.b': 2, 'a.c': [1, 9] } },
    { $unset: 'd' },
  ]);
  t.deepEqual(piped.updated, { 'a.b': valueJson(val(2)), 'a.c.1': valueJson(val(9)) });
  t.deepEqual(piped.removed, ['d']);
  t.deepEqual(piped.truncated, [{ field: 'a.c', newSize: 2 }]);
});

test('an upsert starts from what the filter fixes', t => {
  const equalities = new Map([
    ['a', val(1)],
    ['b.c', val('x')],
  ]);
  t.is(json(documentFromEqualities(equalities)), json(doc({ a: 1, b: { c: 'x' } })));
});

test('_id comes first and is made up when missing', t => {
  t.is(json(documentOf(withIdFirst(doc({ a: 1, _id: 5 })).bytes)), json(doc({ _id: 5, a: 1 })));
  const made = documentOf(withIdFirst(doc({ a: 1 })).bytes);
  t.regex(json(made), /^\{"_id":\{"\$oid":"[0-9a-f]{24}"\},"a"/);
});
