import test from 'ava';
import { type Column, printJson, printJsonArray, printPairs, printTable } from './print-table.ts';
import { fakeCli } from './testing/fake-cli.ts';

interface Item {
  readonly name: string;
  readonly size: string;
}
const columns: readonly Column<Item>[] = [
  { title: 'NAME', flexible: true, value: item => item.name },
  { title: 'SIZE', align: 'right', value: item => item.size },
];

test('columns are as wide as their widest cell, in terminal columns', async t => {
  const { cli, stdout } = fakeCli();
  const count = await printTable(cli.stdout, columns, [
    { name: '日本', size: '1' },
    { name: 'internet', size: '12345' },
  ]);
  t.is(count, 2);
  t.is(stdout(), 'NAME       SIZE\n日本          1\ninternet  12345\n');
});

test('no rows print nothing', async t => {
  const { cli, stdout } = fakeCli();
  t.is(await printTable(cli.stdout, columns, []), 0);
  t.is(stdout(), '');
});

test('a narrow terminal cuts the flexible column, never the other', async t => {
  const { cli, stdout } = fakeCli({ tty: { columns: 20 } });
  await printTable(cli.stdout, columns, [{ name: 'a-very-long-access-point', size: '1234567890' }]);
  t.is(stdout(), 'NAME            SIZE\na-very-…  1234567890\n');
});

test('a pipe is never cut', async t => {
  const { cli, stdout } = fakeCli();
  await printTable(cli.stdout, columns, [{ name: 'x'.repeat(300), size: '1' }]);
  t.true(stdout().includes('x'.repeat(300)));
});

test('a value cannot move the cursor or add a line', async t => {
  const { cli, stdout } = fakeCli();
  await printTable(cli.stdout, columns, [{ name: 'a\nb\u001b[2J\u009b', size: '1' }]);
  t.is(stdout().split('\n').length, 3);
  t.true(stdout().includes('a\\u000ab\\u001b[2J\\u009b'));
});

test('a long list comes as it is read, in the columns of its first rows', async t => {
  const { cli, stdout } = fakeCli();
  let printedBefore = 0;
  async function* rows() {
    for (let i = 0; i < 2500; i++) {
      if (i === 1500) printedBefore = stdout().split('\n').length - 1;
      yield { name: `n${i}`, size: i === 2499 ? 'wider-than-its-column' : '1' };
    }
  }
  t.is(await printTable(cli.stdout, columns, rows()), 2500);
  t.is(printedBefore, 1001);
  const lines = stdout().trimEnd().split('\n');
  t.is(lines.length, 2501);
  t.is(lines[1], 'n0       1');
  t.is(lines[2500], 'n2499  wider-than-its-column');
});

test('colour only where the output takes it', async t => {
  const plain = fakeCli();
  await printTable(plain.cli.stdout, columns, [{ name: 'a', size: '1' }]);
  t.false(plain.stdout().includes('\u001b'));
  const colored = fakeCli({ tty: { color: true } });
  await printTable(colored.cli.stdout, columns, [{ name: 'a', size: '1' }]);
  t.true(colored.stdout().startsWith('\u001b[1mNAME'));
});

test('pairs stand in two columns', async t => {
  const { cli, stdout } = fakeCli();
  await printPairs(cli.stdout, [
    ['IMSI', '001010000000001'],
    ['MSISDN', ''],
  ]);
  t.is(stdout(), 'IMSI    001010000000001\nMSISDN\n');
});

test('JSON: a value, and an array that is printed as it comes', async t => {
  const { cli, stdout } = fakeCli();
  await printJson(cli.stdout, { a: 1 });
  t.is(stdout(), '{\n  "a": 1\n}\n');
  for (const count of [0, 1, 3, 5000]) {
    const array = fakeCli();
    const items = Array.from({ length: count }, (_, i) => ({ i, text: 'é"\n' }));
    t.is(await printJsonArray(array.cli.stdout, items), count);
    t.deepEqual(JSON.parse(array.stdout()), items);
  }
});
