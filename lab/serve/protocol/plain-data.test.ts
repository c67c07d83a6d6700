import test from 'ava';
import { seededRandom } from '../../../emulator/host/index.ts';
import { decodePlain, encodePlain } from './plain-data.ts';

const VALUES: readonly unknown[] = [
  undefined,
  null,
  [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  { set: { 'security.op': undefined } },
  { $: 'undefined' },
  { $: { $: 1 }, a: [{ $: 'NaN' }] },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  'a\u2028b"\\ \ud83d\ude00',
  -1.5e-300,
];

for (const value of VALUES) {
  test(`${encodePlain(value)} comes back as it was`, t => {
    const back = decodePlain(encodePlain(value));
    t.deepEqual(back, value);
    t.is((back as { polluted?: boolean } | null | undefined)?.polluted, undefined);
  });
}

test('random values come back as they were', t => {
  const random = seededRandom('plain');
  const pick = (below: number): number => random(1)[0]! % below;
  const make = (depth: number): unknown => {
    const kind = pick(depth > 4 ? 4 : 7);
    if (kind === 0) return undefined;
    if (kind === 1) return pick(2) === 0 ? null : Number.NaN;
    if (kind === 2) return pick(256) / 7;
    if (kind === 3) return String.fromCharCode(...random(3));
    if (kind === 4) return Array.from({ length: pick(4) }, () => make(depth + 1));
    return Object.fromEntries(
      Array.from({ length: pick(4) }, () => [['$', 'a', '__proto__', ''][pick(4)], make(depth + 1)]),
    );
  };
  for (let round = 0; round < 500; round++) {
    const value = make(0);
    t.deepEqual(decodePlain(encodePlain(value)), value);
  }
});

test('what is no plain data is refused', t => {
  for (const value of [1n, () => 1, Symbol('x')]) t.throws(() => encodePlain({ value }), { instanceOf: TypeError });
  let deep: unknown = 1;
  for (let depth = 0; depth < 100; depth++) deep = [deep];
  t.throws(() => encodePlain(deep), { instanceOf: TypeError });
});

for (const text of ['', '{', '{"$": "nothing"}', '{"$": 1}', '{"$": []}', '['.repeat(1000) + ']'.repeat(1000)]) {
  test(`${text.slice(0, 20)} is no plain data`, t => t.throws(() => decodePlain(text), { instanceOf: SyntaxError }));
}
