import test from 'ava';
import { halfNumber, octets, unsigned } from './coding.ts';
import { layout } from './layout.ts';
import { compileTable } from './program.ts';
import type { Row } from './table.ts';

const half = halfNumber('half', 'clause', 4);
const octet = unsigned('octet', 'clause', 1);
const string = octets('string', 'clause');

function compile(...rows: Row[]): ReturnType<typeof compileTable> {
  return compileTable({ message: 'Test', clause: 'clause', messageType: 1, rows });
}

test('a table that contradicts itself is refused', t => {
  const tables: readonly (readonly [reason: RegExp, ...rows: Row[]])[] = [
    [/lone half octet/, ['', 'a', half, 'M', 'V', '1/2']],
    [/no partner/, ['', 'a', half, 'M', 'V', '1/2'], ['', 'b', octet, 'M', 'V', '1']],
    [/an IEI belongs to O and C/, ['', 'a', octet, 'O', 'V', '1']],
    [/an IEI belongs to O and C/, ['10', 'a', octet, 'M', 'TV', '2']],
    [/IEI 10 is taken/, ['10', 'a', octet, 'O', 'TV', '2'], ['10', 'b', octet, 'O', 'TV', '2']],
    [/IEI 95 is taken/, ['9-', 'a', half, 'O', 'TV', '1'], ['95', 'b', octet, 'O', 'TV', '2']],
    [/mandatory line follows/, ['10', 'a', octet, 'O', 'TV', '2'], ['', 'b', octet, 'M', 'V', '1']],
    [/no IEI of a type 1/, ['10', 'a', half, 'O', 'TV', '1']],
    [/is no IEI/, ['9-', 'a', octet, 'O', 'TV', '2']],
    [/do not agree/, ['10', 'a', octet, 'O', 'LV', '2']],
    [/half octet is V 1\/2/, ['', 'a', half, 'M', 'V', '1']],
    [/length 'x'/, ['', 'a', string, 'M', 'LV', 'x']],
    [/length is fixed/, ['', 'a', string, 'M', 'V', '1-5']],
  ];
  for (const [reason, ...rows] of tables) t.throws(() => compile(...rows), { message: reason });
});

test('lengths count IEI and length indicator', t => {
  const program = compile(
    ['', 'a', string, 'M', 'LV', '3-5'],
    ['10', 'b', string, 'O', 'TLV', '3-n'],
    ['11', 'c', string, 'O', 'TV', '4'],
    ['71', 'd', string, 'O', 'TLV-E', '4-65538'],
  );
  const limits = [...program.imperative.map(step => ('field' in step ? step.field : undefined)), ...program.tagged].map(
    field => field !== undefined && 'least' in field && [field.name, field.least, field.most],
  );
  t.deepEqual(limits, [
    ['a', 2, 4],
    ['b', 1, Number.POSITIVE_INFINITY],
    ['c', 3, 3],
    ['d', 1, 65535],
  ]);
});

test('a figure whose fields do not fit octets is refused', t => {
  t.throws(() => layout('x', 'clause', [['a', 3]]), { message: /no whole octets/ });
  t.throws(
    () =>
      layout('x', 'clause', [
        ['a', 6],
        ['b', 4],
        ['c', 6],
      ]),
    { message: /crosses an octet/ },
  );
});
