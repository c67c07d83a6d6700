import test from 'ava';
import { csvLine, parseCsvLine, separatorOf } from './csv.ts';
import { LONGEST_LINE, textLines } from './text-lines.ts';

async function read(bytes: Uint8Array, pieceOctets: number): Promise<string[]> {
  const lines: string[] = [];
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += pieceOctets) yield bytes.subarray(at, at + pieceOctets);
  })();
  for await (const some of textLines(pieces))
    for (const item of some) lines.push(`${item.line}:${item.problem ?? item.text}`);
  return lines;
}

test('lines are the same however they end and come in pieces', async t => {
  for (const end of ['\n', '\r\n', '\r'])
    for (let pieceOctets = 1; pieceOctets < 12; pieceOctets++) {
      const text = Buffer.from(['one', '', 'three €', 'four'].join(end));
      t.deepEqual(
        await read(text, pieceOctets),
        ['1:one', '2:', '3:three €', '4:four'],
        `${JSON.stringify(end)} ${pieceOctets}`,
      );
      t.deepEqual(await read(Buffer.concat([text, Buffer.from(end)]), pieceOctets), [
        '1:one',
        '2:',
        '3:three €',
        '4:four',
      ]);
    }
  t.deepEqual(await read(new Uint8Array(), 1), []);
});

test('a line of ten megabytes is passed over, and the next is read', async t => {
  const text = Buffer.from(`a\n${'x'.repeat(10_000_000)}\nb\n${'y'.repeat(LONGEST_LINE + 1)}`);
  t.deepEqual(await read(text, 65_536), ['1:a', '2:too-long', '3:b', '4:too-long']);
  t.deepEqual(await read(Buffer.from(`${'z'.repeat(LONGEST_LINE)}\n`), 100_000), [`1:${'z'.repeat(LONGEST_LINE)}`]);
});

test('CSV: cells there and back; a quote that is not closed', t => {
  const rows = [
    ['a', 'b'],
    ['with, comma', 'with "quotes"'],
    ['', ''],
    [' space', 'é;€'],
    ['=1+1', '1'],
  ];
  for (const row of rows) t.deepEqual(parseCsvLine(csvLine(row).slice(0, -1), ','), row);
  t.deepEqual(parseCsvLine(' a ;"b;c" ; ', ';'), ['a', 'b;c', '']);
  t.is(parseCsvLine('a,"b', ','), undefined);
  t.is(separatorOf('a;b,c;d'), ';');
  t.is(separatorOf('a\tb'), '\t');
  t.is(separatorOf('a'), ',');
});
