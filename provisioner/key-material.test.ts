import test from 'ava';
import { fromHex, toHex } from '../emulator/bytes/index.ts';
import { parseSecret } from '../emulator/vocabulary/index.ts';
import { effectiveOpc, randomKi, randomOpc } from './key-material.ts';

/** 3GPP TS 35.208 §4.3, test sets 1 and 3. */
const SETS = [
  {
    k: '465b5ce8b199b49faa5f0a2ee238a6bc',
    op: 'cdc202d5123e20f62b6d676ac72cb318',
    opc: 'cd63cb71954a9f4e48a5994e37a02baf',
  },
  {
    k: 'fec86ba6eb707ed08905757b1bb44b8f',
    op: 'dbc59adcb6f9a0ef735477b7fadf8374',
    opc: '1006020f0a478bf6b699f15c062e42b3',
  },
];

for (const { k, op, opc } of SETS)
  test(`OPc of OP ${op}`, t => {
    const derived = effectiveOpc({ ki: parseSecret('Ki', k), op: parseSecret('OP', op) });
    t.is(toHex(derived!.reveal()), opc);
  });

test('a stored OPc wins; without what is needed there is none', t => {
  const ki = parseSecret('Ki', SETS[0]!.k);
  const stored = parseSecret('OPc', '11'.repeat(16));
  t.is(effectiveOpc({ ki, opc: stored, op: parseSecret('OP', SETS[0]!.op) }), stored);
  t.is(effectiveOpc({ ki }), undefined);
  t.is(effectiveOpc({ op: parseSecret('OP', SETS[0]!.op) }), undefined);
});

test('random keys are 128 bit, differ, and come from the source that is given', t => {
  const seen = new Set(Array.from({ length: 200 }, () => toHex(randomKi().reveal())));
  t.is(seen.size, 200);
  t.is(randomOpc().reveal().length, 16);
  const asked: number[] = [];
  const source = (octets: number) => {
    asked.push(octets);
    return fromHex('00112233445566778899aabbccddeeff');
  };
  t.is(toHex(randomKi(source).reveal()), '00112233445566778899aabbccddeeff');
  t.deepEqual(asked, [16]);
  t.is(`${randomKi()} ${JSON.stringify(randomOpc())}`, '[redacted] "[redacted]"');
});
