import test from 'ava';
import { fromHex, toHex } from '../bytes/index.ts';
import { encodePlmn, parseAmfField, parsePlmn, parseSecret } from '../vocabulary/index.ts';
import {
  checkAutn,
  decodeSqn,
  deriveKasme,
  encodeSqn,
  generateAuts,
  generateEpsVector,
  generateUmtsVector,
  Milenage,
  SQN_MAX,
  verifyAuts,
} from './index.ts';
import { seededBytes } from './testing/seeded-bytes.ts';
import { TS_35_208 } from './vectors/milenage.ts';

const SET_3 = TS_35_208[2]!;
const milenage = new Milenage(parseSecret('Ki', SET_3.k), parseSecret('OPc', SET_3.opc));
const rand = fromHex(SET_3.rand);
const amfField = parseAmfField('8000');
const snId = encodePlmn(parsePlmn('001-01'));
const SQNS = [0, 1, 31, 32, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 47, SQN_MAX];

test('a vector is laid out from the functions as TS 33.102 §6.3.2 says', t => {
  for (const set of TS_35_208) {
    const subscriber = new Milenage(parseSecret('Ki', set.k), parseSecret('OPc', set.opc));
    const sqn = decodeSqn(fromHex(set.sqn));
    const vector = generateUmtsVector(subscriber, { rand: fromHex(set.rand), sqn, amfField: fromHex(set.amf) });
    const masked = fromHex(set.sqn).map((octet, i) => octet ^ fromHex(set.f5)[i]!);
    t.is(toHex(vector.autn), toHex(masked) + set.amf + set.f1);
    t.deepEqual([vector.rand, vector.xres, vector.ck, vector.ik].map(toHex), [set.rand, set.f2, set.f3, set.f4]);
  }
});

test('an EPS vector adds KASME of the serving network', t => {
  const sqn = 0x123456789abc;
  const umts = generateUmtsVector(milenage, { rand, sqn, amfField });
  const eps = generateEpsVector(milenage, { rand, sqn, amfField, snId });
  t.deepEqual({ ...eps, kasme: undefined }, { ...umts, kasme: undefined });
  t.is(toHex(eps.kasme), toHex(deriveKasme(umts.ck, umts.ik, snId, umts.autn.slice(0, 6))));
  const elsewhere = generateEpsVector(milenage, { rand, sqn, amfField, snId: encodePlmn(parsePlmn('001-02')) });
  t.not(toHex(elsewhere.kasme), toHex(eps.kasme));
});

test('the USIM finds SQN, AMF and the same keys in a vector', t => {
  for (const sqn of SQNS) {
    for (const amf of ['8000', '0000', '7fff', 'ffff']) {
      const vector = generateUmtsVector(milenage, { rand, sqn, amfField: parseAmfField(amf) });
      const check = checkAutn(milenage, rand, vector.autn);
      t.deepEqual(check, {
        type: 'authentic',
        sqn,
        amfField: parseAmfField(amf),
        separationBit: amf >= '8000',
        res: vector.xres,
        ck: vector.ck,
        ik: vector.ik,
      });
    }
  }
});

test('any changed bit of AUTN or RAND, or another key, is a MAC failure', t => {
  const { autn } = generateUmtsVector(milenage, { rand, sqn: 77, amfField });
  for (let bit = 0; bit < 128; bit++) {
    const flip = (octets: Uint8Array) =>
      octets.map((octet, i) => (i === bit >> 3 ? octet ^ (0x80 >> (bit & 7)) : octet));
    t.is(checkAutn(milenage, rand, flip(autn)).type, 'mac-failure');
    t.is(checkAutn(milenage, flip(rand), autn).type, 'mac-failure');
  }
  const stranger = new Milenage(parseSecret('Ki', SET_3.k), parseSecret('OPc', SET_3.op));
  t.is(checkAutn(stranger, rand, autn).type, 'mac-failure');
  t.is(checkAutn(milenage, rand, autn.slice(1)).type, 'mac-failure');
  t.is(checkAutn(milenage, rand, new Uint8Array(0)).type, 'mac-failure');
});

test('AUTS conceals SQN_MS and is taken over AMF 0000', t => {
  for (const sqnMs of SQNS) {
    const auts = generateAuts(milenage, rand, sqnMs);
    t.is(auts.length, 14);
    t.is(toHex(auts.slice(6)), toHex(milenage.f1Star(rand, sqnMs, Uint8Array.of(0, 0))));
    const akStar = milenage.f5Star(rand);
    t.is(toHex(auts.slice(0, 6).map((octet, i) => octet ^ akStar[i]!)), toHex(encodeSqn(sqnMs)));
    t.is(verifyAuts(milenage, rand, auts), sqnMs);
  }
});

test('any changed bit of AUTS is found', t => {
  const auts = generateAuts(milenage, rand, 1234);
  for (let bit = 0; bit < 112; bit++) {
    const bad = auts.map((octet, i) => (i === bit >> 3 ? octet ^ (0x80 >> (bit & 7)) : octet));
    t.is(verifyAuts(milenage, rand, bad), undefined);
  }
  t.is(verifyAuts(milenage, seededBytes(1)(16), auts), undefined);
  t.is(verifyAuts(milenage, rand, auts.slice(0, 13)), undefined);
  t.is(verifyAuts(milenage, rand, new Uint8Array(0)), undefined);
});

test('SQN is 48 bit', t => {
  for (const sqn of SQNS) t.is(decodeSqn(encodeSqn(sqn)), sqn);
  t.is(toHex(encodeSqn(0x0102_0304_0506)), '010203040506');
  t.is(toHex(encodeSqn(SQN_MAX)), 'ffffffffffff');
  for (const bad of [-1, SQN_MAX + 1, 1.5, Number.NaN]) t.throws(() => encodeSqn(bad), { instanceOf: RangeError });
  t.throws(() => decodeSqn(new Uint8Array(5)), { instanceOf: RangeError });
});

test('nothing of a subscriber context prints', t => {
  const text = JSON.stringify(milenage) + String(milenage) + Object.keys(milenage).join();
  t.is(text, '{}[object Object]');
});
