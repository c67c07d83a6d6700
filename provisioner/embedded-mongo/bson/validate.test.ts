import test from 'ava';
import { BSONRegExp, Code, Decimal128, Long, MaxKey, MinKey, ObjectId, serialize, Timestamp } from 'bson';
import { CommandError } from '../errors.ts';
import { seeded } from '../testing/values.ts';
import { validateDocument } from './validate.ts';

const SAMPLE = Buffer.from(
  serialize({
    text: 'ä',
    n: 1,
    d: 1.5,
    l: Long.fromNumber(5),
    dec: Decimal128.fromString('1.5'),
    o: { a: [1, 'x', { y: null }] },
    b: Buffer.from([1, 2, 3]),
    id: new ObjectId(),
    when: new Date(),
    t: new Timestamp({ t: 1, i: 2 }),
    r: new BSONRegExp('a', 'i'),
    c: new Code('f', { x: 1 }),
    low: new MinKey(),
    high: new MaxKey(),
    yes: true,
  }),
);

test('a good document is accepted to its end', t => {
  t.is(validateDocument(SAMPLE, 0, SAMPLE.length), SAMPLE.length);
});

test('every truncation is refused', t => {
  for (let length = 0; length < SAMPLE.length; length++) {
    t.throws(() => validateDocument(SAMPLE, 0, length), { instanceOf: CommandError }, `${length} octets`);
    const shortened = Buffer.from(SAMPLE.subarray(0, length));
    if (length >= 4) shortened.writeInt32LE(length, 0);
    t.throws(
      () => validateDocument(shortened, 0, length),
      { instanceOf: CommandError },
      `${length} octets, length mended`,
    );
  }
});

test('damaged documents are refused or well-formed, and never crash', t => {
  const random = seeded(3);
  let refused = 0;
  for (let round = 0; round < 5000; round++) {
    const damaged = Buffer.from(SAMPLE);
    for (let hits = 0; hits < 2; hits++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    try {
      t.is(validateDocument(damaged, 0, damaged.length), damaged.readInt32LE(0));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      refused++;
    }
  }
  t.true(refused > 1000);
});

test('nesting beyond 200 levels is refused', t => {
  let deep: object = {};
  for (let level = 0; level < 200; level++) deep = { a: deep };
  const fits = Buffer.from(serialize(deep));
  t.is(validateDocument(fits, 0, fits.length), fits.length);
  const tooDeep = Buffer.from(serialize({ a: deep }));
  t.throws(() => validateDocument(tooDeep, 0, tooDeep.length), { message: /nested deeper/ });
});
