import test from 'ava';
import { type Bench, loadFile, type Problem } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from '../benches/index.ts';
import { runOnBench } from '../scenarios/scenario-run.ts';

/**
 * The why table against what a core and its phones really say: each situation is brought about on the embedded core, fails as a scenario,
 * and is explained. So a change of the event log's fields or of the core cannot leave rules behind that fit recordings only.
 */
const KEY = '00112233445566778899aabbccddeeff';
const SITUATIONS: Readonly<Record<string, { readonly given?: string; readonly yaml: string; readonly says: RegExp }>> =
  {
    'wrong-ki': {
      yaml: `
      - tamper: { ue: phone, ki: flip-bit(0) }
      - attach: phone`,
      says: /^AUTN\.MAC \w{16} ≠ XMAC \w{16} .*: Ki differs between the card and the database/,
    },
    'wrong-opc': {
      yaml: `
      - tamper: { ue: phone, opc: flip-bit(127) }
      - attach: phone`,
      says: /: OPc differs between the card and the database/,
    },
    'op-as-opc': {
      given: `
    given: { sims: { alice: { op: ${KEY} } } }`,
      yaml: `
      - hss.set: { sim: alice, set: { security.opc: ${KEY} } }
      - attach: phone`,
      says: /^security\.opc of the database holds the OP, not the OPc/,
    },
    'autn-mac': {
      yaml: `
      - fault.core: { name: hss-wrong-vector, field: autn-mac }
      - attach: phone`,
      says: /MAC changed on the way from the HSS to the card/,
    },
    'amf-0000': {
      yaml: `
      - hss.set: { sim: alice, set: { security.amf: "0000" } }
      - attach: phone`,
      says: /^AMF 0000 has its separation bit/,
    },
    'forged-auts': {
      yaml: `
      - tamper: { ue: phone, sqn_ms: "000000001000", auts_mac: flip-bit(0) }
      - attach: phone`,
      says: /^The card asked to resynchronise, and the network refused with 17/,
    },
    'sqn-type': {
      yaml: `
      - hss.set: { sim: alice, set: { security.sqn: { bson: string, value: "000000000020" } } }
      - attach: phone
        within: 1s
        expect: { hss.alice.sqn: { delta: 32 } }`,
      says: /^The card refused the SQN of the first challenge \(it got 000000000000/,
    },
    'wrong-res': {
      yaml: `
      - tamper: { ue: phone, res: flip-bit(0) }
      - attach: phone`,
      says: /^RES \w+ ≠ XRES \w+\. The card found AUTN right/,
    },
    kasme: {
      yaml: `
      - fault.core: { name: hss-wrong-vector, field: kasme }
      - attach: phone`,
      says: /^The phone refused the Security Mode Command with 24/,
    },
    'no-algorithm': {
      yaml: `
      - tamper: { ue: phone, eia: [0] }
      - attach: phone`,
      says: /^The phone offers no integrity algorithm that the core may choose/,
    },
    'unknown-imsi': {
      yaml: `
      - hss.remove: alice
      - attach: phone`,
      says: /^The database holds no subscriber with IMSI/,
    },
    stock: {
      yaml: `
      - sim.suspend: { sim: alice, reason: lost }
      - attach: phone`,
      says: /^alice is suspended \(lost\) in the inventory/,
    },
    'usim-invalid': {
      yaml: `
      - hss.remove: alice
      - attach: phone
        outcome: rejected
        expect: { phone.reject.cause: unknown-subscriber }
      - attach: phone`,
      says: /^The phone did not try: after AttachReject with cause 8/,
    },
    'other-release': {
      yaml: `
      - hss.remove: alice
      - attach: phone
        outcome: rejected
        within: 300ms
        expect: { phone.reject.cause: 11 }`,
      says: /^Releases differ: open5gs up to 2\.7\.5 answers 11/,
    },
    'no-slice': {
      yaml: `
      - hss.set: { sim: alice, set: { slice: [] } }
      - attach: phone
        within: 20s`,
      says: /has no slice.* the MME drops an answer without ULA-Flags, and the phone waits in vain/,
    },
    apn: {
      yaml: `
      - attach: { ue: phone, apn: corporate }`,
      says: /^APN corporate is not in the subscription: 27 .* The subscription holds internet\./,
    },
    gateway: {
      yaml: `
      - fault.core: { name: gateway-refuses, cause: 84 }
      - attach: phone`,
      says: /^The gateway refused the session for APN internet: GTP cause 84 \(all dynamic/,
    },
    'hss-killed': {
      yaml: `
      - fault.kill: hss
      - attach: phone`,
      says: /^The MME does not reach its HSS: .* The lab did that, as the scenario asked: kill hss\./,
    },
    area: {
      yaml: `
      - bts.up: far`,
      says: /^The core refused S1 Setup of far with misc\/unknown-PLMN; offered were PLMN 001-01, TAC 7\. It serves PLMN 001-01/,
    },
    'detach-lost': {
      yaml: `
      - attach: phone
      - tamper: { ue: phone, drop: DetachRequestUeOriginating }
      - detach: phone
        within: 500ms`,
      says: /^The last message seen is phone > mme DetachRequestUeOriginating, which did not arrive/,
    },
  };

const suite = `suite: why
given:
  sims: { alice: {} }
  bts: { home: {}, far: { tac: 7, s1: down } }
  ues: { phone: { sim: alice, bts: home } }
cases:
${Object.entries(SITUATIONS)
  .map(([name, { given = '', yaml }]) => `  ${name}:\n    title: ${name}${given}\n    steps:${yaml}\n`)
  .join('')}`;

let bench: Bench;
const problems = new Map<string, readonly Problem[]>();
test.before(async t => {
  t.timeout(120_000);
  const loaded = loadFile({ path: 'why.yaml', text: suite });
  const mistakes = loaded.findings.all.filter(({ severity }) => severity === 'error');
  t.deepEqual(
    mistakes.map(({ message }) => message),
    [],
  );
  bench = await openEmbeddedBench();
  const { cases } = await runOnBench({ bench, cases: loaded.cases, artefacts: false, seed: '1', workers: 4 });
  for (const { id, attempts } of cases)
    problems.set(
      id,
      attempts.flatMap(attempt => attempt.problems),
    );
});
test.after.always(() => bench?.close());

for (const [name, { says }] of Object.entries(SITUATIONS)) {
  test(`explained: ${name}`, t => {
    const found = problems.get(`why/${name}`) ?? [];
    const why = found.flatMap(each => each.why ?? []).join(' ');
    t.regex(why, says, JSON.stringify(found.map(({ message }) => message)));
  });
}
