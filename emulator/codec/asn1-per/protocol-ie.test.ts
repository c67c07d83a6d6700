import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import {
  anyIe,
  conditional,
  EncodeError,
  enumerated,
  type Infer,
  ieMessage,
  ieSequence,
  integer,
  MissingIesError,
  mandatory,
  NotComprehendedError,
  octetString,
  optionalIe,
  PerReader,
  PerWriter,
  type Schema,
  sequenceOf,
  singleIe,
} from './index.ts';

const Colour = enumerated(['red', 'green'], '...');
const Item = ieSequence({ number: integer(0, 255) }, { note: optionalIe(50, 'ignore', integer(0, 255)) });
const Hello = ieMessage('Hello', {
  id: mandatory(0, 'reject', integer(0, 255)),
  colour: mandatory(7, 'ignore', Colour),
  items: optionalIe(9, 'reject', sequenceOf(singleIe(10, 'ignore', Item), 1, 16)),
  tail: conditional(3, 'notify', octetString),
});
type Hello = Infer<typeof Hello>;

const HELLO: Hello = { message: 'Hello', id: 1, colour: 'green', items: [{ number: 2, note: 3 }, { number: 4 }] };

function encode<T>(schema: Schema<T>, value: T): string {
  const writer = new PerWriter();
  schema.encode(writer, value);
  return toHex(writer.finish());
}

function decode<T>(schema: Schema<T>, hex: string): T {
  return schema.decode(new PerReader(fromHex(hex)));
}

const ID = '0000 00 01 01';
const COLOUR = '0007 40 01 40';
const TAIL = '0003 80 03 02aabb';

function message(...ies: string[]): string {
  return `00 ${ies.length.toString(16).padStart(4, '0')} ${ies.join(' ')}`;
}

test('a message is its IEs in order, each with id, criticality and an open type', t => {
  const items = '0009 00 14 10 000a 40 09 40 02 0000 0032 40 01 03 000a 40 02 00 04';
  const hex = message(ID, COLOUR, items).replaceAll(' ', '');
  t.is(encode(Hello, HELLO), hex);
  t.deepEqual(decode(Hello, hex), HELLO);
});

test('unknown IEs stay where they were', t => {
  const unknown = '1234 40 02 beef';
  for (const ies of [
    [unknown, ID, COLOUR],
    [ID, unknown, COLOUR],
    [ID, COLOUR, unknown],
    [unknown, ID, unknown, COLOUR, unknown],
  ]) {
    const hex = message(...ies).replaceAll(' ', '');
    const value = decode(Hello, hex);
    t.is(value.unknownIes?.length, ies.length - 2);
    t.is(value.unknownIes?.[0]?.position, ies.indexOf(unknown));
    t.is(encode(Hello, value), hex);
  }
});

test('an unknown IE with a position beyond the end goes to the end', t => {
  const unknownIes = [{ id: 0x1234, criticality: 'ignore', value: fromHex('beef'), position: 99 }] as const;
  const hex = encode(Hello, { message: 'Hello', id: 1, colour: 'green', unknownIes });
  t.is(hex, message(ID, COLOUR, '1234 40 02 beef').replaceAll(' ', ''));
});

test('another order, another criticality and a repeated IE survive', t => {
  const hex = message(TAIL, COLOUR, '0000 40 01 01', '0000 00 01 02').replaceAll(' ', '');
  const value = decode(Hello, hex);
  t.deepEqual(value, {
    message: 'Hello',
    tail: fromHex('aabb'),
    colour: 'green',
    id: 1,
    ieOrder: [3, 7, 0],
    ieCriticalities: [{ id: 0, criticality: 'ignore' }],
    unknownIes: [{ id: 0, criticality: 'reject', value: fromHex('02'), position: 3 }],
  });
  t.is(encode(Hello, value), hex);
  const { tail, ...without } = value;
  t.is(tail?.length, 2);
  t.is(encode(Hello, without), message(COLOUR, '0000 40 01 01', '0000 00 01 02').replaceAll(' ', ''));
});

test('every missing mandatory IE is told at once, with what was there', t => {
  const error = t.throws(() => decode(Hello, message(TAIL, '1234 40 02 beef')), { instanceOf: MissingIesError });
  t.deepEqual(error.absent, [
    { id: 0, field: 'id', criticality: 'reject', typeOfError: 'missing' },
    { id: 7, field: 'colour', criticality: 'ignore', typeOfError: 'missing' },
  ]);
  t.deepEqual(error.partial.tail, fromHex('aabb'));
  t.is((error.partial.unknownIes as unknown[]).length, 1);
});

test('an IE with a value from a later version is kept undecoded', t => {
  const later = '0007 40 01 80';
  const error = t.throws(() => decode(Hello, message(ID, later)), { instanceOf: MissingIesError });
  t.deepEqual(error.absent, [{ id: 7, field: 'colour', criticality: 'ignore', typeOfError: 'not-understood' }]);
  const Optional = ieMessage('Optional', {
    colour: optionalIe(7, 'ignore', Colour),
    id: optionalIe(0, 'reject', Item),
  });
  const hex = `000002${later}0000000200 05`.replaceAll(' ', '');
  const value = decode(Optional, hex);
  t.deepEqual(value, {
    message: 'Optional',
    id: { number: 5 },
    unknownIes: [{ id: 7, criticality: 'ignore', value: fromHex('80'), position: 0 }],
  });
  t.is(encode(Optional, value), hex);
});

test('a list element with another id is not comprehended', t => {
  const List = sequenceOf(singleIe(10, 'ignore', integer(0, 255)), 1, 16);
  t.throws(() => decode(List, '10000a40010200 0b400103'), {
    instanceOf: NotComprehendedError,
    message: /IE 11, not 10/,
  });
});

test('unknown extensions of an IE survive', t => {
  const Newer = ieSequence(
    { number: integer(0, 255) },
    { note: optionalIe(50, 'ignore', integer(0, 255)), more: optionalIe(51, 'reject', octetString) },
  );
  const hex = encode(Newer, { number: 1, note: 2, more: fromHex('aa') });
  const value = decode(Item, hex);
  t.deepEqual(value, {
    number: 1,
    note: 2,
    unknownExtensions: [{ id: 51, criticality: 'reject', value: fromHex('01aa'), position: 1 }],
  });
  t.is(encode(Item, value), hex);
});

test('a reader knows whether anything was irregular', t => {
  const seen = (hex: string) => {
    const reader = new PerReader(fromHex(hex));
    Hello.decode(reader);
    return reader.irregular;
  };
  t.false(seen(encode(Hello, HELLO)));
  t.true(seen(message(ID, COLOUR, '1234 40 02 beef')));
  t.true(seen(message(COLOUR, ID)));
});

test('a choice extension without members stays octets', t => {
  const value = { id: 5, criticality: 'reject', value: fromHex('0102') } as const;
  t.is(encode(anyIe, value), '000500020102');
  t.deepEqual(decode(anyIe, '000500020102'), value);
});

test('a mandatory IE must be given', t => {
  t.throws(() => encode(Hello, { message: 'Hello', id: 1 } as Hello), {
    instanceOf: EncodeError,
    message: 'missing in colour',
  });
});

test('the types of the tables are the types of the values', t => {
  // @ts-expect-error a mandatory IE is missing
  const missing: Hello = { message: 'Hello', id: 1 };
  // @ts-expect-error no such value
  const colour: Hello = { message: 'Hello', id: 1, colour: 'blue' };
  // @ts-expect-error a number, not text
  const id: Hello = { message: 'Hello', id: '1', colour: 'red' };
  // @ts-expect-error no such field
  const field: Hello = { message: 'Hello', id: 1, colour: 'red', other: 1 };
  // @ts-expect-error another message
  const name: Hello = { message: 'Bye', id: 1, colour: 'red' };
  // @ts-expect-error a wrong type within a list
  const deep: Hello = { message: 'Hello', id: 1, colour: 'red', items: [{ number: 'x' }] };
  t.is([missing, colour, id, field, name, deep].length, 6);
});
