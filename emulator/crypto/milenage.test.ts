import test from 'ava';
import { equalBytes, fromHex, toHex } from '../bytes/index.ts';
import { type Ki, type Op, type Opc, Secret } from '../vocabulary/index.ts';
import { decodeSqn, deriveOpc, Milenage } from './index.ts';
import { TS_35_207_SET_2, TS_35_208 } from './vectors/milenage.ts';

const ki = (hex: string): Ki => new Secret('Ki', fromHex(hex));
const op = (hex: string): Op => new Secret('OP', fromHex(hex));
const opc = (hex: string): Opc => new Secret('OPc', fromHex(hex));

test('there are 20 conformance sets', t => {
  t.deepEqual(
    TS_35_208.map(vector => vector.set),
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
});

for (const [source, vector] of [
  ...TS_35_208.map(v => ['TS 35.208', v] as const),
  ['TS 35.207', TS_35_207_SET_2] as const,
]) {
  test(`${source} set ${vector.set}`, t => {
    const rand = fromHex(vector.rand);
    const sqn = decodeSqn(fromHex(vector.sqn));
    const amfField = fromHex(vector.amf);
    t.is(toHex(deriveOpc(ki(vector.k), op(vector.op)).reveal()), vector.opc);
    const milenage = new Milenage(ki(vector.k), opc(vector.opc));
    t.is(toHex(milenage.f1(rand, sqn, amfField)), vector.f1);
    t.is(toHex(milenage.f1Star(rand, sqn, amfField)), vector.f1Star);
    const { res, ck, ik, ak } = milenage.f2345(rand);
    t.deepEqual([res, ck, ik, ak].map(toHex), [vector.f2, vector.f3, vector.f4, vector.f5]);
    t.is(toHex(milenage.f5Star(rand)), vector.f5Star);
    const all = milenage.f12345(rand, sqn, amfField);
    t.deepEqual([all.macA, all.res, all.ck, all.ik, all.ak].map(toHex), [
      vector.f1,
      vector.f2,
      vector.f3,
      vector.f4,
      vector.f5,
    ]);
  });
}

test('two subscribers in turn do not disturb one another', t => {
  const [a, b] = [TS_35_208[2]!, TS_35_208[3]!];
  const [milenageA, milenageB] = [a, b].map(v => new Milenage(ki(v.k), opc(v.opc))) as [Milenage, Milenage];
  const first = milenageA.f2345(fromHex(a.rand));
  t.is(toHex(milenageB.f5Star(fromHex(b.rand))), b.f5Star);
  t.is(toHex(milenageA.f5Star(fromHex(a.rand))), a.f5Star);
  t.is(toHex(first.ck), a.f3);
  t.true(equalBytes(first.ak, fromHex(a.f5)));
});

test('wrong lengths are refused', t => {
  const v = TS_35_208[0]!;
  const milenage = new Milenage(ki(v.k), opc(v.opc));
  const rand = fromHex(v.rand);
  t.throws(() => new Milenage(ki(v.k.slice(2)), opc(v.opc)), { instanceOf: RangeError });
  t.throws(() => new Milenage(ki(v.k), opc(`${v.opc}00`)), { instanceOf: RangeError });
  t.throws(() => milenage.f2345(rand.subarray(1)), { instanceOf: RangeError });
  t.throws(() => milenage.f1(rand, 0, new Uint8Array(3)), { instanceOf: RangeError });
  for (const sqn of [-1, 0.5, 2 ** 48, Number.NaN])
    t.throws(() => milenage.f1(rand, sqn, new Uint8Array(2)), { instanceOf: RangeError });
});
