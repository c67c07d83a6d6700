import test from 'ava';
import { DecodeError, toHex } from '../../bytes/index.ts';
import {
  anyInteger,
  bigInteger,
  bitNumber,
  bitOctets,
  bitString,
  boolean,
  choice,
  EncodeError,
  enumerated,
  fixedOctetString,
  integer,
  integerFrom,
  NotComprehendedError,
  nothing,
  numericString,
  octetNumber,
  octetString,
  octetStringBetween,
  openEnumerated,
  openType,
  optional,
  PerReader,
  PerWriter,
  printableString,
  type Schema,
  sequence,
  sequenceOf,
  utf8String,
} from './index.ts';

/** One bit before the value makes alignment visible. */
function bitsOf<T>(schema: Schema<T>, value: T): string {
  const writer = new PerWriter(1);
  writer.bits(1, 1);
  schema.encode(writer, value);
  return toHex(writer.finish());
}

function octetsOf<T>(schema: Schema<T>, value: T): Uint8Array {
  const writer = new PerWriter(1);
  schema.encode(writer, value);
  return writer.finish();
}

function readBack<T>(schema: Schema<T>, value: T): T {
  return schema.decode(new PerReader(octetsOf(schema, value)));
}

const bytes = (length: number, fill = 0x5a) => new Uint8Array(length).fill(fill);

/** X.691 clause, schema, value, and the octets behind one bit that is 1. */
const VECTORS: readonly (readonly [clause: string, schema: Schema<never>, value: unknown, hex: string])[] = [
  ['11.5.4 one value: no bits', integer(7, 7), 7, '80'],
  ['11.5.7.1 range 2: one bit', integer(0, 1), 1, 'c0'],
  ['11.5.7.1 range 255: eight bits, not aligned', integer(1, 255), 255, 'ff00'],
  ['11.5.7.2 range 256: one aligned octet', integer(0, 255), 255, '80ff'],
  ['11.5.7.3 range 257: two aligned octets', integer(0, 256), 256, '800100'],
  ['11.5.7.3 range 64K: two aligned octets', integer(0, 65535), 258, '800102'],
  ['11.5.7.4 the length is before the alignment', integer(0, 65536), 65536, 'c0010000'],
  ['11.5.7.4 as few octets as possible', integer(0, 0xffffffff), 1, '8001'],
  ['11.5.7.4 four octets', integer(0, 0xffffffff), 0xffffffff, 'e0ffffffff'],
  ['11.5.7.4 relative to the lower bound', integer(1000, 1000000), 1000, '8000'],
  ['11.5.7.4 a bit rate of 10 Gbit/s', integer(0, 10_000_000_000), 10_000_000_000, 'c002540be400'],
  ['11.5.7.4 64 bits', bigInteger(2n ** 64n - 1n), 2n ** 64n - 1n, 'f0ffffffffffffffff'],
  ['13.1 extensible, in the root', integer(0, 15, '...'), 5, '94'],
  ['13.1 extensible, outside it', integer(0, 15, '...'), 16, 'c00110'],
  ['13.1 extensible, negative', integer(0, 15, '...'), -129, 'c002ff7f'],
  ['11.7 semi-constrained', integerFrom(5), 5 + 256, '80020100'],
  ['11.8 two octets for 128', anyInteger, 128, '80020080'],
  ['11.8 one octet for -128', anyInteger, -128, '800180'],
  ['12 boolean', boolean, true, 'c0'],
  ['14 enumerated', enumerated(['a', 'b', 'c']), 'c', 'c0'],
  ['14 extensible, in the root', enumerated(['a', 'b'], '...', ['x']), 'b', 'a0'],
  ['14 extensible, added', enumerated(['a', 'b'], '...', ['x', 'y']), 'y', 'c080'],
  ['14 of one value: the extension bit alone', enumerated(['a'], '...'), 'a', '80'],
  ['16.9 fixed up to 16 bits: not aligned', bitNumber(10), 0x3ff, 'ffe0'],
  ['16.9 with a marker', bitNumber(16, '...'), 0xe000, 'b80000'],
  ['16.10 fixed above 16 bits: aligned', bitNumber(17), 0x1ffff, '80ffff80'],
  ['16.10 of 36 bits', bitNumber(36), 0xfedcba987, '80fedcba9870'],
  ['16.10 256 bits', bitOctets(32), bytes(32), `80${'5a'.repeat(32)}`],
  [
    '16.11 an address: extension bit, length, alignment',
    address(),
    { bytes: bytes(4), lengthBits: 32 },
    '87c05a5a5a5a',
  ],
  [
    '16.6 an address longer than the root',
    address(),
    { bytes: bytes(21), lengthBits: 168 },
    `c080a8${'5a'.repeat(21)}`,
  ],
  ['16.11 without bounds', bitString(), { bytes: Uint8Array.of(0xa0), lengthBits: 3 }, '8003a0'],
  ['17.6 two octets: not aligned', fixedOctetString(2), Uint8Array.of(0xff, 0xff), 'ffff80'],
  ['17.6 as a number', octetNumber(2), 0xffff, 'ffff80'],
  ['17.7 three octets: aligned', fixedOctetString(3), Uint8Array.of(1, 2, 3), '80010203'],
  ['17.7 as a number', octetNumber(4), 0x01020304, '8001020304'],
  ['17.8 variable', octetStringBetween(3, 8), bytes(4), '905a5a5a5a'],
  ['17.8 empty: nothing to align', octetStringBetween(0, 7), bytes(0), '80'],
  ['17.3 longer than the root', octetStringBetween(1, 2, '...'), bytes(3), 'c0035a5a5a'],
  ['17.8 without bounds', octetString, bytes(2), '80025a5a'],
  ['18 null', nothing, null, '80'],
  ['19 an empty extensible sequence', sequence({}, '...'), {}, '80'],
  ['19.2 optional bits first', sequence({ a: optional(boolean), b: boolean, c: optional(nothing) }), { b: true }, '90'],
  ['20 a fixed count: no length', sequenceOf(boolean, 2, 2), [true, false], 'c0'],
  ['20 a bounded count', sequenceOf(integer(0, 255), 1, 16), [255, 1], '88ff01'],
  ['20 a count up to 64K', sequenceOf(boolean, 0, 65535), [true], '80000180'],
  ['20 without bounds', sequenceOf(boolean), [true], '800180'],
  ['20 more than the root', sequenceOf(boolean, 1, 1, '...'), [true, true], 'c002c0'],
  ['23 a choice', choice('type', { a: boolean, b: boolean, c: boolean }), { type: 'c', value: true }, 'd0'],
  ['23 one alternative: no index', choice('type', { a: boolean }, '...'), { type: 'a', value: true }, 'a0'],
  ['23.8 an added one: an open type', choice('type', { a: nothing }, '...', { b: boolean }), added(), 'c0000180'],
  ['30 PrintableString of any length', printableString(), 'Ab1', '8003416231'],
  ['30.5.7 a bounded one, aligned', printableString({ lower: 1, upper: 150, marker: '...' }), 'Ab', '80404162'],
  ['30.5.6 16 bits: not aligned', printableString({ lower: 2, upper: 2 }), 'AB', 'a0a100'],
  ['30.5.6 above 16 bits: aligned', printableString({ lower: 3, upper: 3 }), 'ABC', '80414243'],
  ['30.5.3 four bits a digit, by index', numericString({ lower: 3, upper: 3 }), '109', '90d0'],
  ['30.6 UTF-8', utf8String, 'é', '8002c3a9'],
  ['11.2 an open type', openType, bytes(1), '80015a'],
] as unknown as readonly (readonly [string, Schema<never>, unknown, string])[];

function address() {
  return bitString(1, 160, '...');
}

function added() {
  return { type: 'b', value: true };
}

for (const [clause, schema, value, hex] of VECTORS) {
  test(`X.691 §${clause}`, t => {
    t.is(bitsOf(schema as Schema<unknown>, value), hex);
    const reader = new PerReader(Uint8Array.from(hex.match(/../g)!, pair => Number.parseInt(pair, 16)));
    t.is(reader.bit(), 1);
    t.deepEqual(schema.decode(reader) as unknown, value);
    t.true(reader.end - reader.position < 8);
  });
}

test('X.691 §11.9.3.8: lengths of 16K and more are fragmented', t => {
  const heads = (length: number) => {
    const octets = octetsOf(octetString, bytes(length));
    const found: string[] = [];
    for (let at = 0; at < octets.length; ) {
      const first = octets[at]!;
      const fragments = first >= 0xc0 ? first & 0x3f : 0;
      const rest = first >= 0xc0 ? 0 : first >= 0x80 ? ((first & 0x3f) << 8) | octets[at + 1]! : first;
      const size = first >= 0xc0 || first < 0x80 ? 1 : 2;
      found.push(toHex(octets.subarray(at, at + size)));
      at += size + fragments * 16384 + rest;
    }
    return found.join(' ');
  };
  t.is(heads(16383), 'bfff');
  t.is(heads(16384), 'c1 00');
  t.is(heads(16385), 'c1 01');
  t.is(heads(65536), 'c4 00');
  t.is(heads(65536 + 49152 + 200), 'c4 c3 80c8');
});

test('what is fragmented comes back whole', t => {
  for (const length of [16383, 16384, 16385, 49152, 65535, 65536, 65537, 131073]) {
    const octets = Uint8Array.from({ length }, (_, index) => index * 7);
    t.deepEqual(readBack(octetString, octets), octets);
    t.deepEqual(readBack(bitString(), { bytes: octets, lengthBits: length * 8 }).bytes, octets);
    const list = Array.from(octets, octet => octet & 1);
    t.deepEqual(readBack(sequenceOf(integer(0, 1)), list), list);
    const text = 'x'.repeat(length);
    t.is(readBack(printableString(), text), text);
    const nested = choice('type', { a: nothing }, '...', { b: sequence({ octets: octetString, last: boolean }) });
    const value = { type: 'b', value: { octets, last: true } } as const;
    t.deepEqual(readBack(nested, value), value);
  }
});

test('a large bit string behind fragments keeps its last bits', t => {
  const wide = bitString(1, 131072);
  const value = { bytes: Uint8Array.from({ length: 8751 }, (_, index) => index | 1), lengthBits: 70001 };
  value.bytes[8750] = 0x80;
  t.deepEqual(readBack(wide, value), value);
});

test('extension additions of a newer peer survive', t => {
  const newer = sequence({ a: boolean }, '...', { b: integer(0, 255), c: octetString, d: boolean });
  const older = sequence({ a: boolean }, '...', { b: integer(0, 255) });
  const octets = octetsOf(newer, { a: true, b: 3, c: bytes(2), d: false });
  const seen = older.decode(new PerReader(octets));
  t.deepEqual(seen, {
    a: true,
    b: 3,
    unknownAdditions: [
      { place: 1, value: Uint8Array.of(2, 0x5a, 0x5a) },
      { place: 2, value: Uint8Array.of(0) },
    ],
  });
  t.is(toHex(octetsOf(older, seen)), toHex(octets));
  const without = older.decode(new PerReader(octetsOf(newer, { a: true, d: true })));
  t.deepEqual(newer.decode(new PerReader(octetsOf(older, without))), { a: true, d: true });
});

test('more than 64 extension additions', t => {
  const names = Array.from({ length: 70 }, (_, index) => [`n${index}`, integer(0, 255)] as const);
  const wide = sequence({}, '...', Object.fromEntries(names));
  const value = { n0: 1, n69: 2 };
  t.deepEqual(readBack(wide, value) as unknown, value);
});

test('additions that we do not know are not comprehended', t => {
  const newer = enumerated(['a'], '...', ['b', 'c']);
  t.throws(() => enumerated(['a'], '...', ['b']).decode(new PerReader(octetsOf(newer, 'c'))), {
    instanceOf: NotComprehendedError,
    message: 'added value 1 is not known at octet 1',
  });
  const choices = choice('type', { a: nothing }, '...', { b: nothing });
  t.throws(
    () => choice('type', { a: nothing }, '...').decode(new PerReader(octetsOf(choices, { type: 'b', value: null }))),
    {
      instanceOf: NotComprehendedError,
    },
  );
  t.throws(() => bitNumber(16, '...').decode(new PerReader(Uint8Array.of(0x80, 1, 0))), {
    instanceOf: NotComprehendedError,
  });
});

test('an open enumeration passes later values through', t => {
  const cause = openEnumerated(['a'], '...', ['b']);
  t.is(readBack(cause, 'added-70'), 'added-70');
  t.is(readBack(cause, 'b'), 'b');
  t.is(readBack(cause, 'added-0'), 'b');
  t.throws(() => octetsOf(cause, 'c' as 'b'), { instanceOf: EncodeError, message: "'c' is none of a, b" });
});

const WRONG: readonly (readonly [why: string, schema: unknown, value: unknown])[] = [
  ['above the bounds', integer(0, 15), 16],
  ['below the bounds', integer(0, 15), -1],
  ['no integer', integer(0, 15), 1.5],
  ['not a number', integer(0, 15, '...'), Number.NaN],
  ['beyond 48 bits', anyInteger, 2 ** 50],
  ['too many bits', bitNumber(10), 1024],
  ['too many octets', octetNumber(2), 65536],
  ['too short', octetStringBetween(3, 8), bytes(2)],
  ['another size', fixedOctetString(3), bytes(4)],
  ['too many', sequenceOf(boolean, 1, 2), [true, true, true]],
  ['none', sequenceOf(boolean, 1, 2), []],
  ['bits and octets differ', bitString(), { bytes: bytes(2), lengthBits: 3 }],
  ['no such name', enumerated(['a', 'b']), 'c'],
  ['no such alternative', choice('type', { a: boolean }), { type: 'b', value: true }],
  ['no value', choice('type', { a: boolean }), { type: 'a' }],
  ['not of the alphabet', printableString(), 'a_b'],
  ['too long', printableString({ lower: 1, upper: 2 }), 'abc'],
  ['a missing component', sequence({ a: boolean }), {}],
];

test('values outside their type are refused', t => {
  for (const [why, schema, value] of WRONG) {
    t.throws(() => octetsOf(schema as Schema<unknown>, value), { instanceOf: EncodeError }, why);
  }
});

test('errors name the field, outermost first, and the octet', t => {
  const inner = sequence({ count: integer(0, 10), rest: octetString });
  const outer = sequence({ first: integer(0, 255), list: sequenceOf(inner, 0, 255) });
  t.throws(() => octetsOf(outer, { first: 1, list: [{ count: 11, rest: bytes(0) }] }), {
    instanceOf: EncodeError,
    message: '11 is not an integer from 0 to 10 in list.0.count',
  });
  const good = octetsOf(outer, { first: 1, list: [{ count: 10, rest: bytes(3) }] });
  const error = t.throws(() => outer.decode(new PerReader(good.subarray(0, 5))), { instanceOf: DecodeError });
  t.is(error.message, 'needs 24 more bits, has 8 at octet 4 in list.0.rest');
  t.is(error.path, 'list.0.rest');
  t.is(error.offset, 4);
});

test('a decoded value owns its octets', t => {
  const octets = octetsOf(octetString, bytes(4));
  const value = octetString.decode(new PerReader(octets));
  octets.fill(0);
  t.deepEqual(value, bytes(4));
});

test('what an encoder must not send is refused', t => {
  const refused: readonly (readonly [Schema<never>, string, RegExp])[] = [
    [integer(0, 10), 'f0', /15 is above 10/],
    [integer(0, 300), '0130', /304 is above 300/],
    [integer(0, 70000), '80ffffff', /16777215 is above 70000/],
    [octetString, 'c5', /a fragment of 5 × 16K/],
    [octetString, 'c0', /a fragment of 0 × 16K/],
    [anyInteger, '00', /a number of 0 octets/],
    [anyInteger, '07ffffffffffffff', /a number of 7 octets/],
    [enumerated(['a', 'b', 'c']), 'c0', /3 is above 2/],
    [sequenceOf(boolean, 3, 5), 'c0', /6 is above 5/],
    [printableString(), '015f', /character 95 is not of the alphabet/],
    [utf8String, '02c328', /no UTF-8/],
    [choice('type', { a: nothing }, '...', { b: boolean }), '80028000', /1 octet too many/],
  ] as unknown as readonly (readonly [Schema<never>, string, RegExp])[];
  for (const [schema, hex, message] of refused) {
    const octets = Uint8Array.from(hex.match(/../g)!, pair => Number.parseInt(pair, 16));
    t.throws(() => schema.decode(new PerReader(octets)), { instanceOf: DecodeError, message }, hex);
  }
});
