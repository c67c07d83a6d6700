import test from 'ava';
import { Double, EJSON, Int32, Long } from 'bson';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import { parseSort, plainOrder } from '../sort.ts';
import { doc, json, seeded } from '../testing/values.ts';
import { emptyChangeLog } from '../update/index.ts';
import { type Collection, planFor, Store } from './index.ts';

function collectionWith(documents: readonly object[], indexes: readonly object[]): Collection {
  const store = new Store();
  const collection = store.create('d', 'c', doc({}));
  for (const index of indexes) store.createIndex(collection, doc({ name: EJSON.stringify(index), ...index }));
  for (const document of documents) collection.insert(doc(document));
  return collection;
}

function found(collection: Collection, filter: object, sort: object = {}) {
  const parsed = parseFilter(doc(filter));
  const wished = plainOrder(doc(sort));
  const plan = planFor(collection, parsed, wished);
  let documents = [...plan.candidates].map(stored => stored.document).filter(document => parsed.matches(document));
  if (wished !== undefined && !plan.ordered) documents = parseSort(doc(sort))!(documents);
  return { stage: plan.stage, ordered: plan.ordered, documents: documents.map(json) };
}

const INDEXES = [
  { key: { a: 1 } },
  { key: { b: 1, c: -1 } },
  { key: { u: 1 }, unique: true, sparse: true },
  { key: { tags: 1 } },
  { key: { p: 1 }, partialFilterExpression: { p: { $gt: 5 } } },
];

test('with indexes and without, every filter finds the same; through changes too', t => {
  const random = seeded(23);
  const pick = (n: number) => Math.floor(random() * n);
  const value = () =>
    [pick(5), new Double(pick(10) / 2), Long.fromNumber(pick(5)), `s${pick(4)}`, null, [pick(5), pick(5)]][pick(6)];
  const make = (_id: number) => ({
    _id,
    a: value(),
    b: pick(3),
    c: pick(3),
    ...(pick(2) === 0 ? { u: _id } : {}),
    tags: Array.from({ length: pick(3) }, () => pick(6)),
    p: pick(10),
  });
  const documents = Array.from({ length: 300 }, (_, index) => make(index));
  const indexed = collectionWith(documents, INDEXES);
  const bare = collectionWith(documents, []);
  const filters = () => [
    { a: value() },
    { a: { $in: [value(), value()] } },
    { a: { $gt: pick(4) } },
    { a: { $gte: pick(4), $lt: pick(6) } },
    { a: { $lte: `s${pick(4)}` } },
    { b: pick(3), c: pick(3) },
    { b: { $in: [0, 2] }, c: pick(3) },
    { b: { $gte: pick(3) } },
    { u: pick(300) },
    { u: null },
    { tags: pick(6) },
    { tags: { $gt: 1, $lt: 3 } },
    { tags: { $all: [pick(6), pick(6)] } },
    { p: pick(10) },
    { p: { $gt: pick(8) } },
    { _id: { $in: [pick(300), pick(300)] } },
    { _id: pick(300), a: { $ne: 1 } },
    { $or: [{ a: 1 }, { b: 2 }] },
  ];
  const sorts = [
    {},
    { a: 1 },
    { a: -1 },
    { b: 1, c: 1 },
    { b: -1, c: -1 },
    { b: 1, c: -1 },
    { tags: 1 },
    { p: 1 },
    { u: -1 },
  ];
  for (let round = 0; round < 30; round++) {
    for (const filter of filters()) {
      const sort = sorts[pick(sorts.length)]!;
      const withIndexes = found(indexed, filter, sort).documents;
      const without = found(bare, filter, sort).documents;
      const what = `${EJSON.stringify(filter)} by ${EJSON.stringify(sort)}`;
      t.deepEqual(withIndexes.toSorted(), without.toSorted(), what);
    }
    for (let change = 0; change < 10; change++) {
      const _id = pick(320);
      const id = doc({ _id }).field('_id')!;
      const next = doc(make(_id));
      for (const collection of [indexed, bare]) {
        const stored = collection.findByValue(id);
        if (stored === undefined) collection.insert(next);
        else if (change % 3 === 0) collection.delete(stored);
        else collection.update(stored, next.ownBytes(), 'update', emptyChangeLog());
      }
    }
  }
});

test('an index gives an order, and its keys come in it', t => {
  const collection = collectionWith(
    Array.from({ length: 50 }, (_, index) => ({ _id: index, a: (index * 7) % 50, b: index % 3 })),
    [{ key: { a: 1 } }],
  );
  const up = found(collection, { b: 1 }, { a: 1 });
  t.is(up.stage, 'IXSCAN');
  t.true(up.ordered);
  const down = found(collection, { b: 1 }, { a: -1 });
  t.true(down.ordered);
  t.deepEqual(down.documents, up.documents.toReversed());
  t.is(found(collection, { a: { $gte: 45 } }, { a: 1 }).documents.length, 5);
  t.false(found(collection, {}, { b: 1 }).ordered);
});

test('which way is taken', t => {
  const collection = collectionWith([{ _id: 1, a: 1 }], INDEXES);
  t.is(found(collection, { _id: 1 }).stage, 'IDHACK');
  t.is(found(collection, { a: 1 }).stage, 'IXSCAN');
  t.is(found(collection, { a: [1] }).stage, 'COLLSCAN');
  t.is(found(collection, { p: 7 }).stage, 'COLLSCAN');
  t.is(found(collection, { c: 1 }).stage, 'COLLSCAN');
});

test('a unique index refuses on insert and on update, and nothing is half done', t => {
  const collection = collectionWith(
    [
      { _id: 1, u: 1, a: 1 },
      { _id: 2, u: 2, a: 2 },
    ],
    INDEXES,
  );
  const refused = {
    instanceOf: CommandError,
    message: /E11000 duplicate key error collection: d\.c index: .* dup key: \{ u: 1/,
  };
  t.throws(() => collection.insert(doc({ _id: 3, u: new Double(1), a: 3 })), refused);
  const second = collection.findByValue(doc({ x: 2 }).field('x')!)!;
  t.throws(
    () => collection.update(second, doc({ _id: 2, u: new Int32(1), a: 9 }).ownBytes(), 'update', emptyChangeLog()),
    refused,
  );
  t.is(collection.size, 2);
  t.is(found(collection, { a: 9 }).documents.length, 0);
  t.is(found(collection, { a: 2 }).documents.length, 1);
  collection.insert(doc({ _id: 4 }));
  collection.insert(doc({ _id: 5 }));
  t.throws(() => collection.insert(doc({ _id: new Double(4) })), { message: /index: _id_ dup key: \{ _id: 4.0 \}/ });
});

test('a unique index cannot be made over documents that are not', t => {
  const collection = collectionWith(
    [
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ],
    [],
  );
  t.throws(() => collectionIndex(collection), { message: /E11000/ });
  t.is(collection.indexes.size, 0);
});

function collectionIndex(collection: Collection): void {
  new Store().createIndex(collection, doc({ key: { a: 1 }, name: 'a', unique: true }));
}

test('two arrays in one compound index are refused', t => {
  const collection = collectionWith([], [{ key: { a: 1, b: 1 } }]);
  t.throws(() => collection.insert(doc({ a: [1, 2], b: [1, 2] })), { message: /parallel arrays/ });
  collection.insert(doc({ a: [1, 2], b: 1 }));
  t.is(found(collection, { a: 2, b: 1 }).documents.length, 1);
});
