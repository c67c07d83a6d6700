import test from 'ava';
import { BSONRegExp, Decimal128, Double, EJSON, Long, ObjectId } from 'bson';
import { CommandError } from '../errors.ts';
import { doc, val, valueJson } from '../testing/values.ts';
import { compileExpression, isTruthy } from './index.ts';

const DOCUMENT = {
  _id: 1,
  n: 5,
  x: -2.5,
  s: 'Hello',
  o: { a: 1, b: { c: 2 } },
  list: [3, 1, 2],
  docs: [{ k: 'a', v: 1 }, { k: 'b', v: 2 }, { k: 'c' }],
  when: new Date(Date.UTC(2024, 1, 29, 13, 5, 9, 42)),
  nothing: null,
  l: Long.fromBigInt(2n ** 53n),
};

const evaluate = (expression: unknown) =>
  compileExpression(val(expression), { scope: { variables: new Map([['given', val(7)]]), nowMs: 1_700_000_000_000 } })(
    doc(DOCUMENT),
  );

/** A branch of `$switch`: a literal with the property `then` would pass for a promise. */
const branch = (test: unknown, result: unknown) =>
  Object.fromEntries([
    ['case', test],
    ['then', result],
  ]);

const MISSING = Symbol('missing');
const D = (n: number) => new Double(n);
const date = (text: string) => new Date(text);

/** Expression and the value it must have, type and all. */
const TABLE: readonly [unknown, unknown][] = [
  ['$n', 5],
  ['$o.b.c', 2],
  ['$o.zzz', MISSING],
  ['$docs.v', [1, 2]],
  ['$$ROOT.n', 5],
  ['$$CURRENT.s', 'Hello'],
  ['$$given', 7],
  ['$$NOW', new Date(1_700_000_000_000)],
  ['$$REMOVE', MISSING],
  [
    { a: '$n', b: ['$n', '$zzz'] },
    { a: 5, b: [5, null] },
  ],
  [{ $literal: '$n' }, '$n'],
  [{ $add: [1, 2, 3] }, 6],
  [{ $add: ['$l', 1] }, Long.fromBigInt(2n ** 53n + 1n)],
  [{ $add: [Long.MAX_VALUE, 1] }, D(2 ** 63)],
  [{ $add: ['$when', 1000] }, date('2024-02-29T13:05:10.042Z')],
  [{ $add: [1, null] }, null],
  [{ $add: [] }, 0],
  [{ $subtract: [5, 7] }, -2],
  [{ $subtract: ['$when', '$when'] }, Long.ZERO],
  [{ $subtract: ['$when', 9042] }, date('2024-02-29T13:05:00.000Z')],
  [{ $multiply: [2, 3, Decimal128.fromString('0.5')] }, Decimal128.fromString('3.0')],
  [{ $divide: [1, 4] }, D(0.25)],
  [{ $divide: [Decimal128.fromString('1'), 8] }, Decimal128.fromString('0.125')],
  [{ $mod: [7, 3] }, 1],
  [{ $mod: [-7, 3] }, -1],
  [{ $mod: [7.5, 2] }, D(1.5)],
  [{ $abs: '$x' }, D(2.5)],
  [{ $abs: Long.fromNumber(-3) }, Long.fromNumber(3)],
  [{ $ceil: '$x' }, D(-2)],
  [{ $floor: '$x' }, D(-3)],
  [{ $floor: Decimal128.fromString('-2.5') }, Decimal128.fromString('-3')],
  [{ $round: [D(2.5), 0] }, D(2)],
  [{ $round: [D(3.5)] }, D(4)],
  [{ $round: [D(1.25), 1] }, D(1.2)],
  [{ $round: [1275, -1] }, 1280],
  [{ $trunc: [D(-7.89), 1] }, D(-7.8)],
  [{ $sqrt: 16 }, D(4)],
  [{ $pow: [2, 10] }, 1024],
  [{ $pow: [2, 40] }, Long.fromBigInt(2n ** 40n)],
  [{ $pow: [2, -1] }, D(0.5)],
  [{ $log10: 1000 }, D(3)],
  [{ $log: [8, 2] }, D(3)],
  [{ $ln: 1 }, D(0)],
  [{ $exp: 0 }, D(1)],
  [{ $bitAnd: [12, Long.fromNumber(10)] }, Long.fromNumber(8)],
  [{ $bitOr: [1, 6] }, 7],
  [{ $bitXor: [5, 1] }, 4],
  [{ $bitNot: 0 }, -1],
  [{ $eq: ['$n', D(5)] }, true],
  [{ $ne: ['$n', 5] }, false],
  [{ $gt: ['$s', 10] }, true],
  [{ $lt: ['$zzz', null] }, true],
  [{ $cmp: [1, 2] }, -1],
  [{ $and: ['$n', { $gt: ['$n', 4] }] }, true],
  [{ $and: [] }, true],
  [{ $or: ['$nothing', 0] }, false],
  [{ $not: ['$nothing'] }, true],
  [{ $cond: [{ $gt: ['$n', 4] }, 'big', { $divide: [1, 0] }] }, 'big'],
  [
    {
      $cond: Object.fromEntries([
        ['if', false],
        ['then', 1],
        ['else', '$zzz'],
      ]),
    },
    MISSING,
  ],
  [{ $ifNull: ['$nothing', '$zzz', 'x'] }, 'x'],
  [
    {
      $switch: {
        branches: [branch(false, 1), branch({ $eq: ['$n', 5] }, 2)],
        default: 3,
      },
    },
    2,
  ],
  [{ $let: { vars: { a: 2, b: '$n' }, in: { $multiply: ['$$a', '$$b'] } } }, 10],
  [{ $concat: ['$s', ' ', 'you'] }, 'Hello you'],
  [{ $concat: ['a', '$nothing'] }, null],
  [{ $toLower: '$s' }, 'hello'],
  [{ $toUpper: 'straße' }, 'STRAßE'],
  [{ $strLenCP: 'ä😀' }, 2],
  [{ $strLenBytes: 'ä😀' }, 6],
  [{ $substrCP: ['ä😀b', 1, 2] }, '😀b'],
  [{ $substrBytes: ['äbc', 2, 1] }, 'b'],
  [{ $substr: ['abc', 1, -1] }, 'bc'],
  [{ $split: ['a-b-c', '-'] }, ['a', 'b', 'c']],
  [{ $trim: { input: '  a b \n' } }, 'a b'],
  [{ $ltrim: { input: 'xxaxx', chars: 'x' } }, 'axx'],
  [{ $rtrim: { input: 'xxaxx', chars: 'x' } }, 'xxa'],
  [{ $indexOfCP: ['ääb', 'b'] }, 2],
  [{ $indexOfBytes: ['ääb', 'b'] }, 4],
  [{ $indexOfCP: ['abc', 'x'] }, -1],
  [{ $strcasecmp: ['abc', 'ABD'] }, -1],
  [{ $replaceOne: { input: 'aXbX', find: 'X', replacement: '-$&' } }, 'a-$&bX'],
  [{ $replaceAll: { input: 'aXbX', find: 'X', replacement: '-' } }, 'a-b-'],
  [{ $regexMatch: { input: '$s', regex: new BSONRegExp('^h', 'i') } }, true],
  [{ $regexFind: { input: 'äab', regex: 'a(b)' } }, { match: 'ab', idx: 1, captures: ['b'] }],
  [{ $regexFind: { input: 'x', regex: 'y' } }, null],
  [
    { $regexFindAll: { input: 'a1b2', regex: '[0-9]', options: 'i' } },
    [
      { match: '1', idx: 1, captures: [] },
      { match: '2', idx: 3, captures: [] },
    ],
  ],
  [{ $arrayElemAt: ['$list', -1] }, 2],
  [{ $arrayElemAt: ['$list', 9] }, MISSING],
  [{ $first: '$list' }, 3],
  [{ $last: '$list' }, 2],
  [{ $size: '$list' }, 3],
  [{ $slice: ['$list', -2] }, [1, 2]],
  [{ $slice: ['$list', 1, 1] }, [1]],
  [{ $concatArrays: ['$list', [9]] }, [3, 1, 2, 9]],
  [{ $in: [2, '$list'] }, true],
  [{ $indexOfArray: ['$list', 2] }, 2],
  [{ $range: [0, 10, 4] }, [0, 4, 8]],
  [{ $range: [3, 0, -1] }, [3, 2, 1]],
  [{ $reverseArray: '$list' }, [2, 1, 3]],
  [{ $sortArray: { input: '$list', sortBy: 1 } }, [1, 2, 3]],
  [{ $sortArray: { input: '$docs', sortBy: { v: -1 } } }, [{ k: 'b', v: 2 }, { k: 'a', v: 1 }, { k: 'c' }]],
  [{ $isArray: ['$list'] }, true],
  [{ $map: { input: '$list', as: 'i', in: { $add: ['$$i', '$n'] } } }, [8, 6, 7]],
  [{ $filter: { input: '$list', cond: { $gte: ['$$this', 2] } } }, [3, 2]],
  [{ $filter: { input: '$list', as: 'e', cond: true, limit: 1 } }, [3]],
  [{ $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
  [
    { $zip: { inputs: [[1, 2], [3]], useLongestLength: true, defaults: [0, 9] } },
    [
      [1, 3],
      [2, 9],
    ],
  ],
  [
    {
      $setUnion: [
        [2, 1],
        [1, 3],
      ],
    },
    [1, 2, 3],
  ],
  [
    {
      $setIntersection: [
        [1, 2, 3],
        [3, 2],
      ],
    },
    [2, 3],
  ],
  [{ $setDifference: [[1, 2, 3], [2]] }, [1, 3]],
  [
    {
      $setEquals: [
        [1, 2],
        [2, 1, 1],
      ],
    },
    true,
  ],
  [{ $setIsSubset: [[1], [1, 2]] }, true],
  [{ $allElementsTrue: [[1, true]] }, true],
  [{ $anyElementTrue: [[0, null]] }, false],
  [{ $firstN: { input: '$list', n: 2 } }, [3, 1]],
  [{ $maxN: { input: '$list', n: 2 } }, [3, 2]],
  [{ $mergeObjects: ['$o', { a: 9 }, null] }, { a: 9, b: { c: 2 } }],
  [{ $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
  [
    {
      $arrayToObject: [
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
    },
    { a: 1, b: 2 },
  ],
  [{ $arrayToObject: { $slice: ['$docs', 2] } }, { a: 1, b: 2 }],
  [{ $getField: 's' }, 'Hello'],
  [{ $getField: { field: 'a', input: '$o' } }, 1],
  [{ $setField: { field: 'x.y', input: '$o.b', value: 1 } }, { c: 2, 'x.y': 1 }],
  [{ $unsetField: { field: 'a', input: '$o' } }, { b: { c: 2 } }],
  [{ $type: '$n' }, 'int'],
  [{ $type: '$zzz' }, 'missing'],
  [{ $isNumber: '$s' }, false],
  [{ $toInt: '42' }, 42],
  [{ $toLong: D(3.9) }, Long.fromNumber(3)],
  [{ $toDouble: '1.5e3' }, D(1500)],
  [{ $toDecimal: '0.10' }, Decimal128.fromString('0.10')],
  [{ $toString: D(1) }, '1'],
  [{ $toString: '$when' }, '2024-02-29T13:05:09.042Z'],
  [{ $toBool: 'false' }, true],
  [{ $toDate: Long.ZERO }, new Date(0)],
  [{ $toObjectId: '0123456789abcdef01234567' }, new ObjectId('0123456789abcdef01234567')],
  [{ $convert: { input: 'x', to: 'int', onError: 'bad' } }, 'bad'],
  [{ $convert: { input: null, to: 'int', onNull: 0 } }, 0],
  [{ $year: '$when' }, 2024],
  [{ $month: '$when' }, 2],
  [{ $dayOfMonth: { date: '$when', timezone: '+11' } }, 1],
  [{ $hour: { date: '$when', timezone: 'Europe/Paris' } }, 14],
  [{ $minute: '$when' }, 5],
  [{ $second: '$when' }, 9],
  [{ $millisecond: '$when' }, 42],
  [{ $dayOfWeek: '$when' }, 5],
  [{ $dayOfYear: '$when' }, 60],
  [{ $isoWeek: date('2021-01-03T00:00:00Z') }, 53],
  [{ $isoWeekYear: date('2021-01-03T00:00:00Z') }, Long.fromNumber(2020)],
  [{ $isoDayOfWeek: date('2021-01-03T00:00:00Z') }, 7],
  [{ $week: date('2021-01-03T00:00:00Z') }, 1],
  [{ $dateToString: { date: '$when', format: '%Y-%m-%d %H:%M:%S.%L %j %%' } }, '2024-02-29 13:05:09.042 060 %'],
  [{ $dateToString: { date: '$nothing', onNull: 'never' } }, 'never'],
  [{ $dateFromString: { dateString: '2024-02-29T13:05:09.042Z' } }, date('2024-02-29T13:05:09.042Z')],
  [
    { $dateFromParts: { year: 2024, month: 2, day: 29, hour: 13, timezone: 'Europe/Paris' } },
    date('2024-02-29T12:00:00Z'),
  ],
  [
    { $dateToParts: { date: '$when' } },
    { year: 2024, month: 2, day: 29, hour: 13, minute: 5, second: 9, millisecond: 42 },
  ],
  [{ $dateAdd: { startDate: date('2024-01-31T00:00:00Z'), unit: 'month', amount: 1 } }, date('2024-02-29T00:00:00Z')],
  [{ $dateSubtract: { startDate: '$when', unit: 'hour', amount: 14 } }, date('2024-02-28T23:05:09.042Z')],
  [{ $dateDiff: { startDate: date('2023-12-31T23:59:00Z'), endDate: '$when', unit: 'year' } }, Long.fromNumber(1)],
  [{ $dateDiff: { startDate: date('2024-02-28T23:59:00Z'), endDate: '$when', unit: 'day' } }, Long.fromNumber(1)],
  [{ $dateTrunc: { date: '$when', unit: 'month' } }, date('2024-02-01T00:00:00Z')],
  [{ $dateTrunc: { date: '$when', unit: 'hour' } }, date('2024-02-29T13:00:00Z')],
  [{ $sum: '$list' }, 6],
  [{ $sum: [1, 'x', 2.5] }, D(3.5)],
  [{ $avg: '$list' }, D(2)],
  [{ $avg: [[]] }, null],
  [{ $min: ['$n', '$x', null] }, D(-2.5)],
  [{ $max: '$list' }, 3],
  [{ $stdDevPop: [[2, 4]] }, D(1)],
];

for (const [expression, expected] of TABLE) {
  test(`expression ${EJSON.stringify(expression, { relaxed: false })}`, t => {
    t.is(valueJson(evaluate(expression)), expected === MISSING ? 'missing' : valueJson(val(expected)));
  });
}

const WRONG: readonly [unknown, number][] = [
  [{ $nope: 1 }, 168],
  [{ $divide: [1, 0] }, 2],
  [{ $mod: [1, 0] }, 16610],
  [{ $subtract: [1] }, 16020],
  [{ $add: ['x', 1] }, 14],
  [{ $concat: [1] }, 16702],
  [{ $toInt: 'x' }, 241],
  [{ $toInt: D(1e10) }, 241],
  [{ $size: 5 }, 17124],
  [{ $cond: [1, 2] }, 16020],
  [{ $switch: { branches: [branch(false, 1)] } }, 40066],
  [{ $sqrt: -1 }, 28714],
  [{ $year: 'x' }, 16006],
  [{ $dateToString: { date: '$when', format: '%q' } }, 18536],
  [{ $hour: { date: '$when', timezone: 'Mars/Base' } }, 40485],
  ['$$undefinedName', 17276],
  [{ a: 1, $add: [1] }, 15983],
  [{ 'a.b': 1 }, 16405],
  ['$a..b', 40353],
];

test('what is no expression, or cannot be computed, is refused by code', t => {
  for (const [expression, code] of WRONG) {
    const error = t.throws(() => evaluate(expression), { instanceOf: CommandError }, EJSON.stringify(expression));
    t.is(error?.code, code, EJSON.stringify(expression));
  }
});

test('what is true', t => {
  for (const yes of [1, -1, 'false', '', [], {}, true, Decimal128.fromString('0.1'), new Date(0)])
    t.true(isTruthy(val(yes)), String(yes));
  for (const no of [0, D(0), D(-0), false, null, Decimal128.fromString('0E+3'), Long.ZERO])
    t.false(isTruthy(val(no)), String(no));
  t.false(isTruthy(undefined));
});
