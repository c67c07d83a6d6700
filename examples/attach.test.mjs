// Scenarios inside a test suite of your own: npx ava examples/attach.test.mjs
import test from 'ava';
import { openEmbeddedBench, runScenario } from 'mvnolab';

let bench;
test.before(async () => {
  bench = await openEmbeddedBench();
});
test.after.always(() => bench?.close());

const attach = expected => `
scenario: attach
given:
  sims: { alice: {} }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
steps:
  - attach: phone
    within: 2s
    expect: { phone.emm: ${expected} }
`;

test('a phone attaches', async t => {
  const result = await runScenario({ text: attach('registered') }, { bench });
  t.is(result.verdict, 'passed', result.cases[0].reason);
});

test('an expectation that does not hold fails, with the reason', async t => {
  const result = await runScenario({ text: attach('deregistered') }, { bench });
  t.is(result.verdict, 'failed');
  t.is(result.cases[0].reason, 'phone.emm is registered, expected deregistered');
});
