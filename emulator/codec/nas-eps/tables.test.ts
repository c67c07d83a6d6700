import test from 'ava';
import { concatBytes, DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import type { Row } from '../nas-common/table.ts';
import { decodeNasEps, encodeNasEps, isComprehensionRequired, type NasEpsMessage, type OtherElement } from './index.ts';
import type { EmmTable, EsmTable } from './message-table.ts';
import { EMM_TABLES, ESM_TABLES } from './messages/index.ts';
import { directionOf, optionalRows, sample, TABLES } from './testing/samples.ts';

type Table = EmmTable | EsmTable;

function decoded(table: Table, octets: Uint8Array): NasEpsMessage {
  return decodeNasEps(octets, directionOf(table));
}

/** Lengths at which the message is whole: behind its mandatory part and behind each optional element. */
function boundaries(table: Table): Map<number, NasEpsMessage> {
  const rows = optionalRows(table);
  return new Map(
    Array.from({ length: rows.length + 1 }, (_, count) => {
      const message = sample(table, rows.slice(0, count));
      return [encodeNasEps(message).length, message];
    }),
  );
}

test('33 EMM and 27 ESM messages have a table', t => {
  t.is(EMM_TABLES.length, 33);
  t.is(ESM_TABLES.length, 27);
  t.is(new Set(TABLES.map(table => table.message)).size, 60);
});

test('all fields come back, and each alone', t => {
  for (const table of TABLES) {
    const rows = optionalRows(table);
    for (const chosen of [[], rows, ...rows.map(row => [row])]) {
      const message = sample(table, chosen);
      t.deepEqual(decoded(table, encodeNasEps(message)), message);
    }
  }
});

test('each optional element has the IEI, format and length of its row', t => {
  for (const table of TABLES) {
    const least = encodeNasEps(sample(table));
    for (const row of optionalRows(table)) {
      const octets = encodeNasEps(sample(table, [row])).subarray(least.length);
      t.deepEqual(shapeOf(octets, row), { iei: row[0], length: true, indicator: true }, `${table.message}.${row[1]}`);
    }
  }
});

test('a message without a mandatory field is not encoded', t => {
  for (const table of TABLES) {
    for (const row of table.rows) {
      if (row[3] !== 'M' || row[1].startsWith('spare')) continue;
      const { [row[1] as never]: _, ...rest } = sample(table);
      t.throws(() => encodeNasEps(rest as NasEpsMessage), { instanceOf: TypeError, message: new RegExp(row[1]) });
    }
  }
});

test('cut anywhere, a message is a shorter message (between optional elements) or an error', t => {
  for (const table of TABLES) {
    const octets = encodeNasEps(sample(table, optionalRows(table)));
    const whole = boundaries(table);
    for (let length = 0; length < octets.length; length++) {
      const shorter = octets.subarray(0, length);
      const expected = whole.get(length);
      const place = `${table.message} cut to ${length}`;
      if (expected === undefined) t.throws(() => decoded(table, shorter), { instanceOf: DecodeError }, place);
      else t.deepEqual(decoded(table, shorter), expected, place);
    }
  }
});

test('unknown elements keep their octets and their place', t => {
  for (const table of TABLES) {
    const octets = encodeNasEps(sample(table, optionalRows(table)));
    const unknown = unknownElements(table);
    t.true(unknown.length >= 3);
    [...boundaries(table).keys()].forEach((boundary, position) => {
      for (const element of unknown) {
        const longer = concatBytes(octets.subarray(0, boundary), element, octets.subarray(boundary));
        const message = decoded(table, longer);
        t.deepEqual(othersOf(message), [{ iei: element[0]!, position, reason: 'unknown', octets: element }]);
        t.is(toHex(encodeNasEps(message)), toHex(longer));
      }
    });
  }
});

test('of a repeated element the first counts; an element out of sequence is set aside', t => {
  for (const table of TABLES) {
    const rows = optionalRows(table);
    if (rows.length < 2) continue;
    const least = encodeNasEps(sample(table)).length;
    const first = encodeNasEps(sample(table, rows.slice(0, 1))).subarray(least);
    const twice = concatBytes(encodeNasEps(sample(table, rows)), first);
    const repeated = decoded(table, twice);
    t.deepEqual(
      othersOf(repeated).map(({ position, reason }) => [position, reason]),
      [[rows.length, 'repeated']],
    );
    t.is(toHex(encodeNasEps(repeated)), toHex(twice));
    const late = concatBytes(encodeNasEps(sample(table, rows.slice(1))), first);
    const without = decoded(table, late);
    t.deepEqual(
      othersOf(without).map(({ position, reason }) => [position, reason]),
      [[rows.length - 1, 'outOfSequence']],
    );
    t.false(rows[0]![1] in without);
    t.is(toHex(encodeNasEps(without)), toHex(late));
  }
});

test('octets behind the known part of an element survive', t => {
  for (const table of TABLES) {
    for (const row of optionalRows(table)) {
      // A network name has no known part: its septets fill all octets.
      if (row[4] !== 'TLV' || row[2].title === 'Network name') continue;
      const least = encodeNasEps(sample(table)).length;
      const octets = concatBytes(encodeNasEps(sample(table, [row])), Uint8Array.of(0x01));
      octets[least + 1]!++;
      const message = decoded(table, octets);
      t.is(toHex(encodeNasEps(message)), toHex(octets), `${table.message}.${row[1]}`);
    }
  }
});

test('an optional element that is too short is set aside, a mandatory one is an error', t => {
  for (const table of TABLES) {
    const least = encodeNasEps(sample(table));
    for (const row of optionalRows(table)) {
      if (!row[4].startsWith('TLV')) continue;
      const shortest = Number(row[5].split('-')[0]) - (row[4] === 'TLV-E' ? 3 : 2);
      const length = shortest - 1;
      if (length < 0) continue;
      const head =
        row[4] === 'TLV-E' ? [Number.parseInt(row[0], 16), 0, length] : [Number.parseInt(row[0], 16), length];
      const octets = concatBytes(least, Uint8Array.from(head), new Uint8Array(length));
      const message = decoded(table, octets);
      t.deepEqual(
        othersOf(message).map(({ reason }) => reason),
        ['syntacticallyIncorrect'],
        `${table.message}.${row[1]}`,
      );
      t.is(toHex(encodeNasEps(message)), toHex(octets));
    }
  }
  // EPS mobile identity of 3 octets; the least is 4.
  const request = fromHex('074171 03 0910 10 02f070 0005 0201d031d1');
  t.throws(() => decodeNasEps(request, 'uplink'), {
    instanceOf: DecodeError,
    message: 'has 3 octets, the least is 4 at octet 4 in AttachRequest.epsMobileIdentity',
  });
});

test('unknown elements with 0000 in bits 8 to 5 require comprehension', t => {
  t.true(isComprehensionRequired({ iei: 0x0f }));
  t.false(isComprehensionRequired({ iei: 0x10 }));
  t.false(isComprehensionRequired({ iei: 0x80 }));
});

function othersOf(message: NasEpsMessage): readonly OtherElement[] {
  return (message as { readonly otherElements?: readonly OtherElement[] }).otherElements ?? [];
}

/** What the octets of one optional element say about its row. */
function shapeOf(octets: Uint8Array, row: Row): { iei: string; length: boolean; indicator: boolean } {
  const [iei, , , , format, length] = row;
  const hex = octets[0]!.toString(16).padStart(2, '0').toUpperCase();
  const [least, most = least] = length.split('-').map(Number) as [number, number?];
  const overhead = format === 'TLV-E' ? 3 : 2;
  const stated = format === 'TLV-E' ? (octets[1]! << 8) | octets[2]! : octets[1]!;
  return {
    iei: iei.endsWith('-') ? `${hex[0]}-` : hex,
    length: octets.length >= least && !(octets.length > (most ?? least)),
    indicator: format === 'TV' || stated === octets.length - overhead,
  };
}

/** One element of each format whose IEI the table does not know: type 1, TLV, TLV-E, comprehension required. */
function unknownElements(table: Table): Uint8Array[] {
  const taken = new Set(table.rows.map(row => row[0]));
  const free = (from: number, to: number) => {
    for (let iei = from; iei <= to; iei++) if (!taken.has(iei.toString(16).padStart(2, '0').toUpperCase())) return iei;
    return undefined;
  };
  const half = [0x8, 0x9, 0xa, 0xb, 0xc, 0xd, 0xe, 0xf].find(iei => !taken.has(`${iei.toString(16).toUpperCase()}-`));
  const [short, long, must] = [free(0x21, 0x6f), free(0x70, 0x7f), free(0x01, 0x0f)];
  return [
    ...(half === undefined ? [] : [Uint8Array.of((half << 4) | 5)]),
    ...(short === undefined ? [] : [Uint8Array.of(short, 2, 0xaa, 0xbb), Uint8Array.of(short, 0)]),
    ...(long === undefined ? [] : [Uint8Array.of(long, 0, 3, 1, 2, 3)]),
    ...(must === undefined ? [] : [Uint8Array.of(must, 1, 0xff)]),
  ];
}
