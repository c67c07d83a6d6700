import test from 'ava';
import { seeded } from '../testing/values.ts';
import { SortedKeys } from './sorted-keys.ts';

const END = '\uffff';

test('a thousand random steps leave what a plain set leaves, in order both ways', t => {
  const random = seeded(5);
  const plain = new Set(Array.from({ length: 3000 }, () => key(random)));
  const keys = new SortedKeys(plain);
  for (let step = 0; step < 6000; step++) {
    const one = key(random);
    if (plain.has(one)) {
      plain.delete(one);
      keys.remove(one);
    } else if (random() < 0.6) {
      plain.add(one);
      keys.add(one);
    }
  }
  const sorted = [...plain].sort();
  t.deepEqual([...keys.ascending('', END)], sorted);
  t.deepEqual([...keys.descending('', END)], sorted.toReversed());
  for (let round = 0; round < 50; round++) {
    const [low, high] = [key(random), key(random)].sort() as [string, string];
    const inside = sorted.filter(one => one >= low && one <= high);
    t.deepEqual([...keys.ascending(low, high)], inside);
    t.deepEqual([...keys.descending(low, high)], inside.toReversed());
  }
});

test('it may be emptied and filled again', t => {
  const keys = new SortedKeys(['b']);
  keys.remove('b');
  keys.remove('b');
  t.deepEqual([...keys.ascending('', END)], []);
  t.deepEqual([...keys.descending('', END)], []);
  for (const one of ['c', 'a', 'b']) keys.add(one);
  t.deepEqual([...keys.ascending('', END)], ['a', 'b', 'c']);
});

test('a walk goes on behind the key it gave last, whatever changes meanwhile', t => {
  const all = Array.from({ length: 2000 }, (_, index) => String(index).padStart(5, '0'));
  for (const walk of ['ascending', 'descending'] as const) {
    const keys = new SortedKeys(all);
    const seen: string[] = [];
    for (const one of keys[walk]('', END)) {
      seen.push(one);
      // Takes itself away and puts one in on either side.
      keys.remove(one);
      if (Number(one) % 3 === 0) keys.add(`${one}x`);
    }
    const fresh = walk === 'ascending' ? all.filter(one => Number(one) % 3 === 0).map(one => `${one}x`) : [];
    t.deepEqual(
      seen.filter(one => !one.endsWith('x')),
      walk === 'ascending' ? all : all.toReversed(),
    );
    t.deepEqual(
      seen.filter(one => one.endsWith('x')),
      fresh,
    );
  }
});

function key(random: () => number): string {
  return Math.floor(random() * 5000)
    .toString(36)
    .padStart(3, '0');
}
