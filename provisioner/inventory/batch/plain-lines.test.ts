import test from 'ava';
import { EJSON } from 'bson';
import { decodeCard } from '../card-document.ts';
import { openSecrets, revealSecret } from '../card-secrets.ts';
import { CALLER, openTest, testCard, VAULT } from '../testing/open.ts';
import { type BatchRow, type BatchSource, openBatch } from './batch-reader.ts';
import { generateCards } from './generate-cards.ts';
import type { ImportOptions } from './import-batch.ts';
import { NumberLines } from './number-lines.ts';
import { isPlain } from './plain-lines.ts';

const COLUMNS = ['iccid', 'imsi', 'pin1', 'puk1', 'adm1', 'ki', 'opc', 'amf', 'note', 'kic'];
const KIC = '00112233445566778899aabbccddeeff';

function source(text: string, pieceOctets = 65_536): BatchSource {
  const bytes = Buffer.from(text);
  return async function* () {
    for (let at = 0; at < bytes.length; at += pieceOctets) yield bytes.subarray(at, at + pieceOctets);
  };
}

function cells(index: number, more: Record<string, string> = {}): string[] {
  const card = { note: 'x', ...testCard(index), ...more } as Record<string, string>;
  return COLUMNS.map(name => card[name] ?? '');
}

/** Rows as the ordinary way reads them, and how many were plain. */
async function read(text: string, pieceOctets: number): Promise<{ rows: BatchRow[]; plain: number }> {
  const file = await openBatch(source(text, pieceOctets));
  const rows: BatchRow[] = [];
  let plain = 0;
  for await (const some of file.rows())
    for (const row of some) {
      if (isPlain(row)) {
        plain++;
        const ordinary = file.rowOf(row);
        if (ordinary.error !== undefined) throw new Error(ordinary.error.reason);
        if (row.iccid !== ordinary.input.iccid || row.imsi !== ordinary.input.imsi) throw new Error('other numbers');
        rows.push(ordinary);
      } else rows.push(row);
    }
  return { rows, plain };
}

test('plain or not, lines are the same rows with the same numbers, however they end and come in pieces', async t => {
  const odd = [
    cells(2, { ki: testCard(2).ki.toUpperCase() }),
    cells(3, { iccid: ` ${testCard(3).iccid}` }),
    cells(4, { imsi: '00101' }),
    cells(5, { amf: '9001' }),
    cells(6).slice(0, 7),
    cells(7).slice(0, 6),
    ['# a comment'],
    [''],
    cells(8, { note: 'é' }),
    cells(9, { note: 'a"b' }),
    cells(10, { note: '"a,b"' }),
    cells(11, { pin1: '12a4' }),
    cells(12, { opc: '' }),
    [...cells(13), 'more', 'still more'],
    cells(14, { amf: '8000', kic: KIC, pin1: '12345' }),
    cells(15, { iccid: `${testCard(15).iccid}f` }),
    cells(16, { note: 'z'.repeat(70_000) }),
    cells(17, { note: 'w'.repeat(5000) }),
  ];
  const lines = odd.flatMap((row, i) => [row, cells(100 + i)]).map(row => row.join(','));
  const header = COLUMNS.join(',');
  const expected = (await read([header, ...lines].join('\r'), 65_536)).rows; // nothing is plain behind a lone CR
  t.is(expected.length, 34);
  for (const end of ['\n', '\r\n', '\r'])
    for (const pieceOctets of [97, 150, 333, 4096, 65_536, 1_000_000]) {
      const { rows, plain } = await read([header, ...lines].join(end), pieceOctets);
      t.deepEqual(rows, expected, `${JSON.stringify(end)} ${pieceOctets}`);
      if (pieceOctets > 100_000) t.true(end === '\r' ? plain === 0 : plain > 15, `${plain} plain`);
    }
});

for (const [what, options] of [
  ['stock', {}],
  ['active', { activate: { customer: 'c', order: 'o', plan: 'iot', msisdn: 'auto' } }],
  ['active without number', { activate: { customer: 'c', plan: 'default', msisdn: 'none' }, plmn: '001-01' }],
] as const satisfies readonly (readonly [string, ImportOptions])[])
  test(`the press makes of a plain line what the ordinary way makes of it quoted: ${what}`, async t => {
    const rows = [
      ...Array.from({ length: 9 }, (_, i) => cells(i + 1)),
      cells(20, { pin1: '12345', kic: KIC, adm1: '0011223344556677' }),
      cells(21, { puk1: '', amf: '8000' }),
    ];
    const files = [rows.map(row => row.join(',')), rows.map(row => row.map(cell => `"${cell}"`).join(','))];
    const seen = [];
    for (const lines of files) {
      const opened = await openTest(t, { now: () => new Date(Date.UTC(2026, 2, 3)) });
      const caller = { ...CALLER, traceId: 'trace-1' };
      const text = [COLUMNS.join(','), ...lines, ''].join('\n');
      t.is((await read(text, 65_536)).plain, lines === files[0] ? 11 : 0);
      const summary = await opened.inventory.import(source(text), { ...options, batch: 'B', chunkLines: 4 }, caller);
      t.like(summary, { accepted: 11, duplicate: 0, rejected: 0 });
      const cards = await opened
        .collection('sims')
        .find({}, { sort: { _id: 1 } })
        .toArray();
      const hss = await opened.subscribers.find({}, { sort: { imsi: 1 }, promoteValues: false }).toArray();
      const ids = EJSON.stringify(hss, { relaxed: false }).match(/"\$oid":"[0-9a-f]{24}"/g) ?? [];
      t.is(new Set(ids).size, ids.length);
      seen.push({
        cards: cards.map(card => {
          const { sealed, ...rest } = card;
          t.deepEqual(Object.keys(sealed as object), ['key', 'box']);
          const secrets = openSecrets(VAULT, decodeCard(card as never));
          return [
            EJSON.stringify(rest, { relaxed: false }),
            Object.entries(secrets).map(([name, secret]) => [name, revealSecret(name as 'ki', secret)]),
          ];
        }),
        hss: EJSON.stringify(hss, { relaxed: false }).replace(/"\$oid":"[0-9a-f]{24}"/g, '"$oid":""'),
      });
      for (const card of cards) t.deepEqual((await opened.sims.history(String(card._id))).wrong, []);
    }
    t.deepEqual(seen[0], seen[1]);
    t.is(seen[0]!.cards.length, 11);
  });

test('a plain line with something wrong is told as the same line quoted', async t => {
  const good = [...generateCards({ count: 1, plmn: '001-01', firstMsin: 77, seed: 'x' })][0]!.card;
  const wrongDigit = good.iccid.slice(0, -1) + ((Number(good.iccid.at(-1)) + 1) % 10);
  const rows = [
    cells(1),
    cells(2, { iccid: wrongDigit }),
    cells(3, { imsi: '262011234567890' }),
    cells(4, { iccid: testCard(1).iccid }),
    cells(5, { imsi: testCard(1).imsi }),
    cells(6),
  ];
  const told = [];
  for (const quote of ['', '"']) {
    const opened = await openTest(t);
    const text = [COLUMNS.join(','), ...rows.map(row => row.map(cell => quote + cell + quote).join(','))].join('\n');
    const lines: unknown[] = [];
    const options = { plmn: '001-01', onLine: (line: unknown) => lines.push(line) };
    t.like(await opened.inventory.import(source(text), options, CALLER), { accepted: 2, duplicate: 2, rejected: 2 });
    told.push(lines);
  }
  t.deepEqual(told[0], told[1]);
});

test('numbers of lines: found under all their digits, however many there are', t => {
  const lines = new NumberLines();
  const numbers = Array.from(
    { length: 20_000 },
    (_, i) => `${89882110000000n * BigInt(i % 2 === 0 ? 1 : 1e7) + BigInt(i)}`,
  );
  for (const [i, number] of numbers.entries()) {
    t.is(lines.lineOf(number), undefined);
    lines.note(number, i + 1);
  }
  t.true(numbers.every((number, i) => lines.lineOf(number) === i + 1));
  for (const other of ['0', '', `0${numbers[0]}`, `${numbers[1]}0`, numbers[3]!.slice(1)])
    t.is(lines.lineOf(other), undefined, other);
});
