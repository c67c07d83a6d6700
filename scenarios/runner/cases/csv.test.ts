import test from 'ava';
import { CsvError, parseCsv } from './csv.ts';

const rows = (text: string) => parseCsv(text).map(({ fields }) => fields);

test('commas, line ends of both kinds, a last line without one', t => {
  t.deepEqual(rows('a,b\r\n1,2\n3,\n,4'), [
    ['a', 'b'],
    ['1', '2'],
    ['3', ''],
    ['', '4'],
  ]);
});

test('quotes: commas, quotes and line breaks inside', t => {
  t.deepEqual(rows('"a,b","say ""hi""","two\r\nlines"\n""\n'), [['a,b', 'say "hi"', 'two\r\nlines'], ['']]);
});

test('empty lines and byte order marks are passed over; blanks are kept', t => {
  t.deepEqual(rows('\ufeff\n a , b \n\n'), [[' a ', ' b ']]);
  t.deepEqual(rows(''), []);
});

test('rows know their line', t => {
  t.deepEqual(
    parseCsv('a\n\n"x\ny"\nb\n').map(({ line }) => line),
    [1, 3, 5],
  );
});

const wrong: [text: string, line: number, message: RegExp][] = [
  ['a\nb"c\n', 2, /quote inside/],
  ['"open\n\n', 1, /no end/],
  ['"a\nb"c\n', 2, /behind the quote/],
  ['a\rb\n', 1, /carriage return/],
];
for (const [text, line, message] of wrong) {
  test(`refuses ${JSON.stringify(text)}`, t => {
    const error = t.throws(() => parseCsv(text), { instanceOf: CsvError });
    t.is(error.line, line);
    t.regex(error.message, message);
  });
}
