import test from 'ava';
import { toHex } from '../../emulator/bytes/index.ts';
import { parseSecret } from '../../emulator/vocabulary/index.ts';
import { compareKeys } from './compare-keys.ts';

// TS 35.208 §4.3, test set 1
const K = '465b5ce8b199b49faa5f0a2ee238a6bc';
const OP = 'cdc202d5123e20f62b6d676ac72cb318';
const OPC = 'cd63cb71954a9f4e48a5994e37a02baf';
const OTHER = '00112233445566778899aabbccddeeff';
const CARD = { ki: parseSecret('Ki', K), opc: parseSecret('OPc', OPC) };
const NO = { opStoredAsOpc: false, opcStoredAsOp: false, swapped: false };

test('the same keys, in any spelling, and with OP where the database has that', t => {
  t.deepEqual(compareKeys(CARD, { k: K, opc: OPC }), { kiSame: true, opcSame: true, ...NO });
  const spaced = OPC.toUpperCase().replace(/../g, '$& ').trim();
  t.deepEqual(compareKeys(CARD, { k: K.toUpperCase(), opc: spaced, op: null }), { kiSame: true, opcSame: true, ...NO });
  t.deepEqual(compareKeys(CARD, { k: K, op: OP }), { kiSame: true, opcSame: true, ...NO });
  t.deepEqual(compareKeys(CARD, { k: K, op: OTHER, opc: OPC }), { kiSame: true, opcSame: true, ...NO }, 'OPc wins');
});

test('which key differs', t => {
  t.deepEqual(compareKeys(CARD, { k: OTHER, opc: OPC }), { kiSame: false, opcSame: true, ...NO });
  t.deepEqual(compareKeys(CARD, { k: K, opc: OTHER }), { kiSame: true, opcSame: false, ...NO });
  t.deepEqual(compareKeys(CARD, { k: OTHER, op: OP }), { kiSame: false, opcSame: false, ...NO });
});

test('the usual mistakes of provisioning', t => {
  t.deepEqual(compareKeys(CARD, { k: K, opc: OP }), { kiSame: true, opcSame: false, ...NO, opStoredAsOpc: true });
  t.deepEqual(compareKeys(CARD, { k: K, op: OPC }), { kiSame: true, opcSame: false, ...NO, opcStoredAsOp: true });
  t.deepEqual(compareKeys(CARD, { k: OPC, opc: K }), { kiSame: false, opcSame: false, ...NO, swapped: true });
});

test('what cannot be read is not compared', t => {
  t.deepEqual(compareKeys(CARD, {}), NO);
  t.deepEqual(compareKeys(CARD, { k: 1, opc: 'abc', op: `${OP}zz` }), NO);
});

test('no key is in the answer', t => {
  const text = JSON.stringify(compareKeys(CARD, { k: K, opc: OP }));
  for (const key of [K, OP, OPC]) t.false(text.includes(key));
  t.false(text.includes(toHex(CARD.opc.reveal()).slice(0, 8)));
});
