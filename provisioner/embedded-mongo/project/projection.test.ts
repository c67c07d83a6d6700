import test from 'ava';
import { EJSON } from 'bson';
import { CommandError } from '../errors.ts';
import { EMPTY_SCOPE } from '../expression/index.ts';
import { parseFilter } from '../match/index.ts';
import { doc, json } from '../testing/values.ts';
import { parseDocumentPipeline, parseProjection } from './index.ts';

const DOCUMENT = { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }, 5, [{ f: 3 }]], h: [1, 2, 3, 4] };

/** Projection of find, expected document. */
const FIND: readonly [object, object][] = [
  [{ a: 1 }, { _id: 1, a: 1 }],
  [{ a: 1, _id: 0 }, { a: 1 }],
  [{ _id: 1 }, { _id: 1 }],
  [{ _id: 0 }, { a: 1, b: { c: 2, d: 3 }, e: DOCUMENT.e, h: DOCUMENT.h }],
  [{ 'b.c': 1, _id: 0 }, { b: { c: 2 } }],
  [{ b: { c: 1 }, _id: 0 }, { b: { c: 2 } }],
  [{ 'a.x': 1, _id: 0 }, {}],
  [{ 'e.f': 1, _id: 0 }, { e: [{ f: 1 }, [{ f: 3 }]] }],
  [
    { 'e.f': 0, a: 0, b: 0, h: 0 },
    { _id: 1, e: [{ g: 2 }, 5, [{}]] },
  ],
  [
    { h: { $slice: 2 }, a: 0, b: 0, e: 0 },
    { _id: 1, h: [1, 2] },
  ],
  [
    { h: { $slice: -1 }, a: 1 },
    { _id: 1, a: 1, h: [4] },
  ],
  [
    { h: { $slice: [1, 2] }, _id: 0, a: 1 },
    { a: 1, h: [2, 3] },
  ],
  [
    { h: { $slice: [-3, 2] }, _id: 0, a: 1 },
    { a: 1, h: [2, 3] },
  ],
  [{ h: { $elemMatch: { $gt: 2 } }, _id: 0 }, { h: [3] }],
  [{ h: { $elemMatch: { $gt: 9 } }, _id: 0 }, {}],
  [{ e: { $elemMatch: { f: 1 } }, _id: 0 }, { e: [{ f: 1, g: 2 }] }],
  [{ x: { $add: ['$a', '$b.c'] }, _id: 0 }, { x: 3 }],
  [{ x: '$b.d', _id: 0 }, { x: 3 }],
  [{ 'b.x': { $literal: 1 }, 'b.c': 1, _id: 0 }, { b: { c: 2, x: 1 } }],
  [
    { a: true, h: { $slice: ['$h', 2] }, _id: 0 },
    { a: 1, h: [1, 2] },
  ],
];

for (const [projection, expected] of FIND) {
  test(`find with ${EJSON.stringify(projection)}`, t => {
    const project = parseProjection(doc(projection), { scope: EMPTY_SCOPE, inFind: true });
    t.is(json(project(doc(DOCUMENT))), json(doc(expected)));
  });
}

test('positional projection gives the item that matched', t => {
  const { matches } = parseFilter(doc({ h: { $gte: 3 } }));
  const project = parseProjection(doc({ 'h.$': 1, _id: 0 }), { scope: EMPTY_SCOPE, inFind: true, matches });
  t.is(json(project(doc(DOCUMENT))), json(doc({ h: [3] })));
});

const WRONG: readonly [object, number][] = [
  [{ a: 1, b: 0 }, 31254],
  [{ a: 1, 'a.b': 1 }, 31249],
  [{ 'a.b': 1, a: 1 }, 31250],
  [{ $a: 1 }, 16410],
  [{ h: { $slice: [1, 0] } }, 28724],
  [{ a: { $nope: 1 } }, 168],
  [{ 'a..b': 1 }, 40353],
];

test('what is no projection is refused', t => {
  for (const [projection, code] of WRONG) {
    const error = t.throws(
      () => parseProjection(doc(projection), { scope: EMPTY_SCOPE, inFind: true }),
      { instanceOf: CommandError },
      EJSON.stringify(projection),
    );
    t.is(error?.code, code, EJSON.stringify(projection));
  }
});

/** Stages, expected document. */
const STAGES: readonly [object[], object][] = [
  [[{ $project: { a: 1 } }], { _id: 1, a: 1 }],
  [[{ $set: { a: 9, z: 1 } }, { $project: { a: 1, z: 1, _id: 0 } }], { a: 9, z: 1 }],
  [[{ $addFields: { 'b.c': 9 } }, { $project: { b: 1, _id: 0 } }], { b: { c: 9, d: 3 } }],
  [[{ $addFields: { b: { x: 1 } } }, { $project: { b: 1, _id: 0 } }], { b: { c: 2, d: 3, x: 1 } }],
  [
    [{ $addFields: { 'e.z': 0 } }, { $project: { e: 1, _id: 0 } }],
    { e: [{ f: 1, g: 2, z: 0 }, { z: 0 }, [{ f: 3, z: 0 }]] },
  ],
  [[{ $addFields: { 'a.z': 0 } }, { $project: { a: 1, _id: 0 } }], { a: { z: 0 } }],
  [[{ $set: { a: '$$REMOVE' } }, { $unset: ['b', 'e', 'h'] }], { _id: 1 }],
  [[{ $replaceRoot: { newRoot: '$b' } }], { c: 2, d: 3 }],
  [[{ $replaceWith: { $mergeObjects: ['$b', { x: 1 }] } }], { c: 2, d: 3, x: 1 }],
];

for (const [stages, expected] of STAGES) {
  test(`stages ${EJSON.stringify(stages)}`, t => {
    const transform = parseDocumentPipeline(stages.map(doc), { scope: EMPTY_SCOPE });
    t.is(json(transform(doc(DOCUMENT))), json(doc(expected)));
  });
}
