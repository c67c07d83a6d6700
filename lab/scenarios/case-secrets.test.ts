import test from 'ava';
import { loadFile } from '../../scenarios/runner/index.ts';
import { redactorFor } from './case-secrets.ts';

const KI = 'c0ffee00112233445566778899aabbcc';
const OPC = 'deadbeef00112233445566778899aabb';
const OTHER = '00ddccbbaa998877665544332211ffee';

test('keys that scenarios write in the open, wherever they stand, and secrets', t => {
  const { cases } = loadFile({
    path: 'x.yaml',
    text: `suite: keys
vars: { alice_ki: ${KI} }
given:
  sims: { alice: { ki: "\${{ vars.alice_ki }}", opc: "${OPC.replace(/../g, '$& ').trim()}" } }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
cases:
  one:
    steps:
      - hss.set: { sim: alice, set: { security.opc: ${OTHER}, imsi: "00101000000000100101000000000101" } }
`,
  });
  const redactor = redactorFor(cases, { TOKEN: 'hunter2!', KEY: '11'.repeat(16) });
  for (const secret of [KI, OPC, OTHER, OTHER.toUpperCase(), 'hunter2!', '11'.repeat(16)])
    t.is(redactor.redact(`a ${secret} b`), 'a [redacted] b');
  const identity = '00101000000000100101000000000101';
  t.is(redactor.redact(identity), identity, 'not every number is a key');
});

test('nothing to hide', t => t.true(redactorFor([]).empty));
