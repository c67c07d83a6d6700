// What two releases of Open5GS answer to a SIM that the HSS does not know: node examples/compare-releases.mjs
import { openEmbeddedBench, runScenario } from 'mvnolab';

const text = `
scenario: unknown-sim
given:
  sims: { alice: { state: available } }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
steps:
  - attach: phone
    outcome: rejected
    expect: { phone.reject.cause: unknown-subscriber }
`;

for (const imitates of ['2.7.4', '2.8.0']) {
  const bench = await openEmbeddedBench({ imitates });
  const { verdict, cases } = await runScenario({ text }, { bench });
  const { expectations } = cases[0].attempts[0].steps.at(-1);
  console.log(imitates, verdict, expectations.find(({ subject }) => subject === 'phone.reject.cause')?.actual);
  await bench.close();
}
