import test from 'ava';
import { Decimal128, EJSON } from 'bson';
import type { Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { EMPTY_SCOPE } from '../expression/index.ts';
import { doc, json } from '../testing/values.ts';
import { type PipelineData, parsePipeline } from './index.ts';

const SALES = [
  { _id: 1, item: 'a', price: 10, count: 2, tags: ['x', 'y'] },
  { _id: 2, item: 'b', price: 20, count: 1, tags: [] },
  { _id: 3, item: 'a', price: 30, count: 5 },
  { _id: 4, item: 'c', price: 5, count: 10, tags: ['x'] },
];
const STOCK = [
  { _id: 'a', shelf: 1 },
  { _id: 'b', shelf: 2 },
];

function data(written: { into: string; documents: readonly Value[] }[] = []): PipelineData {
  return {
    database: 'd',
    read: name => (name === 'stock' ? STOCK.map(doc) : []),
    replaceAll: async (database, collection, documents) => {
      written.push({ into: `${database}.${collection}`, documents });
    },
    findOne: () => undefined,
    insert: (database, collection, document) => {
      written.push({ into: `${database}.${collection}`, documents: [document] });
    },
    replace: () => {},
    isUnique: (_, __, fields) => fields.join() === '_id',
  };
}

async function run(stages: readonly object[], port = data()): Promise<string[]> {
  const pipeline = parsePipeline(stages.map(doc), { scope: EMPTY_SCOPE, data: port });
  return (await pipeline(SALES.map(doc))).map(json);
}

const ids = (...list: number[]) => list.map(_id => ({ _id }));
const onlyId = { $project: { _id: 1 } };

const TABLE: readonly [object[], object[]][] = [
  [[{ $match: { price: { $gte: 20 } } }, onlyId], ids(2, 3)],
  [[{ $sort: { price: -1 } }, { $limit: 2 }, onlyId], ids(3, 2)],
  [[{ $sort: { item: 1, price: -1 } }, { $skip: 1 }, onlyId], ids(1, 2, 4)],
  [[{ $count: 'all' }], [{ all: 4 }]],
  [[{ $match: { price: 99 } }, { $count: 'all' }], []],
  [
    [
      {
        $group: {
          _id: '$item',
          total: { $sum: { $multiply: ['$price', '$count'] } },
          n: { $count: {} },
          top: { $max: '$price' },
        },
      },
    ],
    [
      { _id: 'a', total: 170, n: 2, top: 30 },
      { _id: 'b', total: 20, n: 1, top: 20 },
      { _id: 'c', total: 50, n: 1, top: 5 },
    ],
  ],
  [
    [
      {
        $group: {
          _id: null,
          first: { $first: '$item' },
          last: { $last: '$item' },
          all: { $push: '$item' },
          set: { $addToSet: '$item' },
        },
      },
    ],
    [{ _id: null, first: 'a', last: 'c', all: ['a', 'b', 'a', 'c'], set: ['a', 'b', 'c'] }],
  ],
  [[{ $group: { _id: null, avg: { $avg: '$price' }, min: { $min: '$price' } } }], [{ _id: null, avg: 16.25, min: 5 }]],
  [
    [
      {
        $group: {
          _id: null,
          t: { $topN: { n: 2, sortBy: { price: -1 }, output: '$_id' } },
          b: { $bottom: { sortBy: { price: -1 }, output: '$_id' } },
        },
      },
    ],
    [{ _id: null, t: [3, 2], b: 4 }],
  ],
  [
    [
      {
        $group: {
          _id: null,
          f: { $firstN: { input: '$_id', n: 2 } },
          l: { $lastN: { input: '$_id', n: 2 } },
          m: { $minN: { input: '$price', n: 1 } },
        },
      },
    ],
    [{ _id: null, f: [1, 2], l: [3, 4], m: [5] }],
  ],
  [[{ $sortByCount: '$item' }, { $limit: 1 }], [{ _id: 'a', count: 2 }]],
  [
    [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 4, tags: 'x' },
    ],
  ],
  [
    [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
    [{ _id: 1, tags: 'x' }, { _id: 1, tags: 'y' }, { _id: 2 }, { _id: 3 }, { _id: 4, tags: 'x' }],
  ],
  [
    [{ $bucket: { groupBy: '$price', boundaries: [0, 10, 25], default: 'more' } }],
    [
      { _id: 0, count: 1 },
      { _id: 10, count: 2 },
      { _id: 'more', count: 1 },
    ],
  ],
  [
    [{ $facet: { cheap: [{ $match: { price: { $lt: 10 } } }, onlyId], n: [{ $count: 'n' }] } }],
    [{ cheap: [{ _id: 4 }], n: [{ n: 4 }] }],
  ],
  [
    [
      { $match: { _id: { $lte: 2 } } },
      { $lookup: { from: 'stock', localField: 'item', foreignField: '_id', as: 'on' } },
      { $project: { on: 1 } },
    ],
    [
      { _id: 1, on: [{ _id: 'a', shelf: 1 }] },
      { _id: 2, on: [{ _id: 'b', shelf: 2 }] },
    ],
  ],
  [
    [
      { $match: { _id: 4 } },
      {
        $lookup: {
          from: 'stock',
          let: { c: '$count' },
          pipeline: [{ $match: { $expr: { $lt: ['$shelf', '$$c'] } } }, { $count: 'n' }],
          as: 'on',
        },
      },
      { $project: { on: 1 } },
    ],
    [{ _id: 4, on: [{ n: 2 }] }],
  ],
  [
    [{ $match: { _id: 1 } }, onlyId, { $unionWith: { coll: 'stock', pipeline: [{ $match: { shelf: 2 } }] } }],
    [{ _id: 1 }, { _id: 'b', shelf: 2 }],
  ],
  [[{ $match: { _id: 1 } }, { $redact: { $cond: [{ $eq: ['$item', 'a'] }, '$$KEEP', '$$PRUNE'] } }, onlyId], ids(1)],
  [[{ $redact: { $cond: [{ $gt: ['$price', 15] }, '$$KEEP', '$$PRUNE'] } }, onlyId], ids(2, 3)],
  [[{ $sample: { size: 9 } }, { $sort: { _id: 1 } }, onlyId], ids(1, 2, 3, 4)],
];

for (const [stages, expected] of TABLE) {
  test(`pipeline ${EJSON.stringify(stages)}`, async t => {
    t.deepEqual(
      await run(stages),
      expected.map(document => json(doc(document))),
    );
  });
}

test('sums keep the number types', async t => {
  const pipeline = parsePipeline([doc({ $group: { _id: null, s: { $sum: '$a' } } })], {
    scope: EMPTY_SCOPE,
    data: data(),
  });
  const sum = async (...values: unknown[]) => json((await pipeline(values.map(a => doc({ a }))))[0]!);
  t.is(await sum(1, 2), json(doc({ _id: null, s: 3 })));
  t.is(await sum(1, Decimal128.fromString('0.5')), json(doc({ _id: null, s: Decimal128.fromString('1.5') })));
  t.is(await sum('x', null), json(doc({ _id: null, s: 0 })));
});

test('$out and $merge write and let nothing through', async t => {
  const written: { into: string; documents: readonly Value[] }[] = [];
  t.deepEqual(await run([{ $match: { _id: 1 } }, onlyId, { $out: { db: 'e', coll: 'o' } }], data(written)), []);
  t.deepEqual(await run([{ $match: { _id: 2 } }, onlyId, { $merge: { into: 'm' } }], data(written)), []);
  t.deepEqual(
    written.map(({ into, documents }) => [into, documents.map(json)]),
    [
      ['e.o', [json(doc({ _id: 1 }))]],
      ['d.m', [json(doc({ _id: 2 }))]],
    ],
  );
});

const WRONG: readonly [object[], number][] = [
  [[{ $nope: 1 }], 40324],
  [[{ $match: 5 }], 15959],
  [[{ $limit: 0 }], 15958],
  [[{ $sort: {} }], 15976],
  [[{ $out: 'x' }, { $limit: 1 }], 40601],
  [[{ $group: { n: { $sum: 1 } } }], 15955],
  [[{ $group: { _id: 1, n: { $nope: 1 } } }], 15952],
  [[{ $unwind: 'tags' }], 28818],
  [[{ $match: {}, $limit: 1 }], 40323],
  [[{ $count: 'a.b' }], 40156],
  [[{ $merge: { into: 'm', on: 'item' } }], 51183],
  [[{ $bucket: { groupBy: '$price', boundaries: [10, 0] } }], 40194],
];

test('what is no pipeline is refused by code', async t => {
  for (const [stages, code] of WRONG) {
    const error = await t.throwsAsync(() => run(stages), { instanceOf: CommandError }, EJSON.stringify(stages));
    t.is(error?.code, code, EJSON.stringify(stages));
  }
});
