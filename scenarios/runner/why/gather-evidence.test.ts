import test from 'ava';
import type { BenchSession } from '../port/index.ts';
import { gatherEvidence } from './index.ts';

const CORE = { bench: 'embedded', product: 'open5gs', version: '2.8.0' } as const;
const STEP = { text: 'attach phone', verb: 'attach', startMs: 0, endMs: 1 };
const FIXTURES = {
  sims: { alice: { state: 'active' } },
  bts: { home: { plmn: '001-01', tacs: [1], enforceAmbr: true } },
  ues: { phone: { sim: 'alice', bts: 'home' } },
} as const;

/** A session that answers what it is told to, and throws for the rest. */
function session(answers: Partial<BenchSession>): BenchSession {
  return new Proxy({ events: () => [], ...answers } as BenchSession, {
    get(target, name) {
      if (name in target) return target[name as keyof BenchSession];
      return name === 'keys' ? undefined : () => Promise.reject(new Error(`${String(name)} is broken`));
    },
  });
}

const UE = { imsi: '001010000000001', emm: 'deregistered', rrc: 'idle', pdn: {}, usage: { up: 0, down: 0 } } as const;

test('everything that a lab can say', async t => {
  const keys = { kiSame: false, opcSame: true, opStoredAsOpc: false, opcStoredAsOp: false, swapped: false };
  const asked: string[] = [];
  const evidence = await gatherEvidence(
    session({
      ue: async name => {
        asked.push(name);
        return { ...UE, bts: 'home' };
      },
      bts: async () => ({ s1: 'up', ues: 1 }),
      sim: async () => ({ state: 'active', imsi: UE.imsi }),
      subscriber: async () => ({ bson: 'document', members: {} }),
      aka: async () => undefined,
      keys: async () => keys,
    }),
    CORE,
    STEP,
    FIXTURES,
  );
  t.deepEqual(asked, ['phone'], 'the only phone is meant when none is named');
  t.is(evidence.phone?.state?.emm, 'deregistered');
  t.deepEqual(evidence.bts?.state, { s1: 'up', ues: 1 });
  t.is(evidence.sim?.state?.state, 'active');
  t.deepEqual(evidence.sim?.document, { bson: 'document', members: {} });
  t.deepEqual(evidence.sim?.keys, keys);
  t.false('facts' in evidence.sim!);
});

test('a lab that is broken gives what it has', async t => {
  const evidence = await gatherEvidence(session({}), CORE, STEP, FIXTURES, { ue: 'phone' });
  t.deepEqual(evidence.phone, { name: 'phone', spec: FIXTURES.ues.phone });
  t.deepEqual(evidence.bts, { name: 'home', spec: FIXTURES.bts.home });
  t.deepEqual(evidence.sim, { name: 'alice', spec: FIXTURES.sims.alice });
});

test('a lab that hangs is not waited for', async t => {
  const evidence = await gatherEvidence(session({ ue: () => new Promise(() => {}) }), CORE, STEP, FIXTURES);
  t.deepEqual(evidence.phone, { name: 'phone', spec: FIXTURES.ues.phone });
});

test('no document in the database is a finding, no access to it is none', async t => {
  const absent = await gatherEvidence(session({ subscriber: async () => undefined }), CORE, STEP, FIXTURES);
  t.is(absent.sim?.document, 'absent');
  const closed = await gatherEvidence(session({}), CORE, STEP, FIXTURES);
  t.is(closed.sim?.document, undefined);
});

test('names that do not exist, and several phones of which none is named, leave gaps only', async t => {
  const two = { ...FIXTURES, ues: { ...FIXTURES.ues, tablet: FIXTURES.ues.phone } };
  const evidence = await gatherEvidence(session({}), CORE, { ...STEP, text: 'wait' }, two);
  t.is(evidence.phone, undefined);
  t.is(evidence.sim?.name, 'alice');
  t.is((await gatherEvidence(session({}), CORE, STEP, FIXTURES, { ue: 'nobody', sim: 'no' })).sim, undefined);
});

test('what the step names goes before what the phone uses', async t => {
  const two = { ...FIXTURES, bts: { ...FIXTURES.bts, far: { plmn: '001-01', tacs: [7], enforceAmbr: true } } };
  const evidence = await gatherEvidence(session({}), CORE, { ...STEP, text: 'switch on far' }, two);
  t.is(evidence.bts?.name, 'far');
  t.is((await gatherEvidence(session({}), CORE, STEP, two)).bts?.name, 'home');
});
