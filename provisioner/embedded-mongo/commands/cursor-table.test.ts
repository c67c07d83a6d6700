import test from 'ava';
import { doc } from '../testing/values.ts';
import { CursorTable, ListSource } from './cursor-table.ts';

const MINUTE = 60_000;

test('a cursor unused for ten minutes is closed, unless it asked not to be or is in use', t => {
  const table = new CursorTable();
  const now = Date.now();
  const source = () => new ListSource([doc({ a: 1 })]);
  const idle = table.open('d.c', source(), true);
  const busy = table.open('d.c', source(), true);
  const kept = table.open('d.c', source(), false);
  busy.inUse = true;
  table.sweep(now + 9 * MINUTE);
  t.is(table.size, 3);
  table.sweep(now + 11 * MINUTE);
  t.is(table.find(idle.id), undefined);
  t.true(idle.killed.signal.aborted);
  t.is(table.find(busy.id), busy);
  t.is(table.find(kept.id), kept);
  table.closeAll();
  t.is(table.size, 0);
  t.true(busy.killed.signal.aborted);
});

test('batches keep to a count and a size, but always give one', t => {
  const source = new ListSource(Array.from({ length: 5 }, (_, n) => doc({ n, text: 'x'.repeat(100) })));
  t.is(source.take(2, 10_000).length, 2);
  t.is(source.take(10, 1).length, 1);
  t.is(source.take(10, 250).length, 2);
  t.true(source.exhausted);
  t.deepEqual(source.take(10, 10_000), []);
});
