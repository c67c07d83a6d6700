import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import {
  anyInteger,
  boolean,
  choice,
  enumerated,
  ia5String,
  integer,
  numericString,
  optional,
  PerReader,
  PerWriter,
  printableString,
  type Schema,
  sequence,
  sequenceOf,
  visibleString,
} from './index.ts';

// The examples of X.691 (02/2021) Annex A in the ALIGNED variant. A SET stands in the canonical order of its tags.

const LETTERS = `-.${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'}${'abcdefghijklmnopqrstuvwxyz'}`;
const DIGITS = '0123456789';

const RECORD = {
  name: { givenName: 'John', initial: 'P', familyName: 'Smith' },
  number: 51,
  title: 'Director',
  dateOfHire: '19710917',
  nameOfSpouse: { givenName: 'Mary', initial: 'T', familyName: 'Smith' },
  children: [
    { name: { givenName: 'Ralph', initial: 'T', familyName: 'Smith' }, dateOfBirth: '19571111' },
    { name: { givenName: 'Susan', initial: 'B', familyName: 'Jones' }, dateOfBirth: '19590717' },
  ],
};

test('A.1: a record without subtype constraints', t => {
  const Name = sequence({ givenName: visibleString(), initial: visibleString(), familyName: visibleString() });
  const Child = sequence({ name: Name, dateOfBirth: visibleString() });
  const PersonnelRecord = sequence({
    name: Name,
    number: anyInteger,
    title: visibleString(),
    dateOfHire: visibleString(),
    nameOfSpouse: Name,
    children: optional(sequenceOf(Child)), // DEFAULT {} needs one bit as OPTIONAL does
  });
  both(
    t,
    PersonnelRecord,
    RECORD,
    `80044A6F 686E0150 05536D69 74680133 08446972 6563746F 72083139 37313039 3137044D 61727901 5405536D 69746802
     0552616C 70680154 05536D69 74680831 39353731 31313105 53757361 6E014205 4A6F6E65 73083139 35393037 3137`,
  );
});

test('A.2: a record with subtype constraints', t => {
  const NameString = visibleString({ lower: 1, upper: 64 }, LETTERS);
  const Name = sequence({
    givenName: NameString,
    initial: visibleString({ lower: 1, upper: 1 }, LETTERS),
    familyName: NameString,
  });
  const DateString = visibleString({ lower: 8, upper: 8 }, DIGITS);
  const Child = sequence({ name: Name, dateOfBirth: DateString });
  const PersonnelRecord = sequence({
    name: Name,
    number: anyInteger,
    title: visibleString(),
    dateOfHire: DateString,
    nameOfSpouse: Name,
    children: optional(sequenceOf(Child)),
  });
  both(
    t,
    PersonnelRecord,
    RECORD,
    `864A6F68 6E501053 6D697468 01330844 69726563 746F7219 7109170C 4D617279 5410536D 69746802 1052616C 70685410
     536D6974 68195711 11105375 73616E42 104A6F6E 65731959 0717`,
  );
});

test('A.3: a record with extension markers', t => {
  const NameString = visibleString({ lower: 1, upper: 64, marker: '...' }, LETTERS);
  const Name = sequence(
    {
      givenName: NameString,
      initial: visibleString({ lower: 1, upper: 1 }, LETTERS),
      familyName: NameString,
    },
    '...',
  );
  const DateString = visibleString({ lower: 8, upper: 8, marker: '...' }, DIGITS);
  const Child = sequence({ name: Name, dateOfBirth: DateString }, '...', {
    sex: enumerated(['male', 'female', 'unknown']),
  });
  const PersonnelRecord = sequence(
    {
      name: Name,
      number: integer(0, 9999, '...'),
      title: visibleString(),
      dateOfHire: DateString,
      nameOfSpouse: Name,
      children: optional(sequenceOf(Child, 2, 2, '...')),
    },
    '...',
  );
  const [ralph, susan] = RECORD.children;
  both(
    t,
    PersonnelRecord,
    { ...RECORD, children: [ralph!, { ...susan!, sex: 'female' }] },
    `40C04A6F 686E5008 536D6974 68000033 08446972 6563746F 72001971 0917034D 61727954 08536D69 74680100 52616C70
     68540853 6D697468 00195711 11820053 7573616E 42084A6F 6E657300 19590717 010140`,
  );
});

test('A.4: an extension addition group', t => {
  const Ax = sequence(
    {
      a: integer(250, 253),
      b: boolean,
      c: choice('type', { d: anyInteger }, '...', { e: boolean, f: ia5String() }),
      i: optional(printableString()), // BMPString in the standard; absent here
      j: optional(printableString()),
    },
    '...',
    { gAndH: sequence({ g: numericString({ lower: 3, upper: 3 }), h: optional(boolean) }) },
  );
  both(t, Ax, { a: 253, b: true, c: { type: 'e', value: true }, gAndH: { g: '123', h: true } }, '9E000180 010291A4');
});

function both<T>(t: import('ava').ExecutionContext, schema: Schema<T>, value: T, hex: string): void {
  const octets = fromHex(hex);
  const writer = new PerWriter();
  schema.encode(writer, value);
  t.is(toHex(writer.finish()), toHex(octets));
  const reader = new PerReader(octets);
  t.deepEqual(schema.decode(reader), value);
  t.true(reader.end - reader.position < 8, 'only padding is left');
}
