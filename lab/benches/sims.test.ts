import test from 'ava';
import type { Bench, BenchSession, SimTransition } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from './index.ts';
import { type CaseOptions, openCase, until } from './testing/open-case.ts';

let bench: Bench;
test.before(async () => {
  bench = await openEmbeddedBench();
});
test.after.always(() => bench.close());

const ATTACH = { do: 'attach', ue: 'phone' } as const;
let worker = 40;
const open = (options: CaseOptions = {}) => openCase(bench, { worker: worker++, ...options });
const step = (transition: SimTransition, options = {}) => ({ do: 'sim', transition, sim: 'alice', options }) as const;

async function memberOf(session: BenchSession, name: string) {
  const document = await session.subscriber('alice');
  return document?.bson === 'document' ? document.members[name] : undefined;
}

test('a SIM’s life: from stock to the bin, with its phone', async t => {
  const { session, perform } = await open({ sim: { state: 'available' } });
  t.like(await session.sim('alice'), { state: 'available' });
  t.like(await perform(ATTACH), { type: 'rejected', values: { cause: 8 } });
  t.like(await perform(step('activate')), { type: 'refused', values: { code: 'sim-state-conflict' } });
  t.like(await perform(step('assign', { customer: 'cust-42', plan: 'prepaid-100mb' })), { type: 'accepted' });
  t.like(await session.sim('alice'), { state: 'assigned', customer: 'cust-42' });
  t.is(await session.subscriber('alice'), undefined);
  const activated = await perform(step('activate'));
  t.like(activated, { type: 'accepted', values: { state: 'active', plan: 'prepaid-100mb' } });
  t.regex((await session.sim('alice')).msisdn ?? '', /^\d+$/);
  await perform({ do: 'power-cycle', ue: 'phone' });
  t.like(await perform(ATTACH), { type: 'accepted' });
  const { imsi } = await session.ue('phone');
  await until(async () => (await session.core()).ues[imsi]?.emm === 'registered');
  t.deepEqual((await session.core()).ues[imsi]?.ambr, { down: 20_000_000, up: 5_000_000 });
  t.like(await perform(step('suspend', { reason: 'lost' })), { type: 'accepted' });
  t.like(await session.sim('alice'), { state: 'suspended', reason: 'lost' });
  // the network detaches the phone to attach again, which it does by itself: this is refused
  await until(async () => (await session.ue('phone')).reject?.cause === 8);
  t.is((await session.ue('phone')).emm, 'deregistered');
  t.like(await perform(ATTACH), { type: 'rejected', values: { cause: 8 } });
  t.like(await perform(ATTACH), { type: 'ue-aborted' });
  t.like(await perform(step('resume')), { type: 'accepted', values: { state: 'active' } });
  await perform({ do: 'power-cycle', ue: 'phone' });
  t.like(await perform(ATTACH), { type: 'accepted' });
  t.like(await perform(step('deactivate')), { type: 'accepted' });
  t.like(await session.sim('alice'), { state: 'deactivated', msisdn: 'quarantined' });
  t.is(await session.subscriber('alice'), undefined);
  t.like(await perform(step('activate')), { type: 'refused', values: { code: 'sim-state-conflict' } });
  t.deepEqual(await session.close(), []);
});

test('a SIM that is active from the start is taken over as it is, its SQN kept', async t => {
  const { session, perform } = await open({
    sim: { state: 'active', ambr: { downlinkBps: 3_000_000, uplinkBps: 1_000_000 }, sessions: [{ apn: 'corp' }] },
  });
  t.like(await perform(ATTACH), { type: 'accepted', values: { apn: 'corp' } });
  const sqn = async () => {
    const security = await memberOf(session, 'security');
    return security?.bson === 'document' ? security.members.sqn : undefined;
  };
  const before = await sqn();
  const ambr = await memberOf(session, 'ambr');
  t.like(await perform(step('assign')), { type: 'refused', values: { code: 'sim-state-conflict' } });
  t.deepEqual(await sqn(), before);
  t.deepEqual(await memberOf(session, 'ambr'), ambr);
  t.like(await session.sim('alice'), { state: 'active' });
  await session.close();
});

test('a plan, an SQN and paths that a scenario names reach the database', async t => {
  const { session } = await open({
    sim: {
      state: 'active',
      plan: 'postpaid-s',
      msisdn: 'auto',
      sqn: 0x100,
      document: { 'security.amf': { bson: 'string', value: '0000' } },
    },
  });
  const security = await memberOf(session, 'security');
  const members = security?.bson === 'document' ? security.members : {};
  t.deepEqual(
    [members.sqn, members.amf],
    [
      { bson: 'int64', value: '256' },
      { bson: 'string', value: '0000' },
    ],
  );
  const ambr = await memberOf(session, 'ambr');
  t.deepEqual(
    ambr?.bson === 'document' && ambr.members.downlink?.bson === 'document' && ambr.members.downlink.members.value,
    {
      bson: 'int32',
      value: 50,
    },
  );
  t.like(await session.sim('alice'), { plan: 'postpaid-s' });
  await session.close();
});

test('any number can be given, in a pool of the lab or not', async t => {
  const { session, perform } = await open({ sim: { state: 'active', msisdn: '4915112345678' } });
  t.like(await perform(step('suspend')), { type: 'accepted', values: { msisdn: '4915112345678' } });
  await session.addSim('bob', { state: 'assigned' });
  t.like(await perform({ do: 'sim', transition: 'activate', sim: 'bob', options: {} }), { type: 'accepted' });
  await session.close();
});

test('a suspended SIM is refused, and a swap brings another card the number', async t => {
  const { session, perform } = await open({ sim: { state: 'active', msisdn: 'auto' } });
  await session.addSim('bob', { state: 'available' });
  await session.addSim('carol', { state: 'suspended' });
  await session.addUe('second', { sim: 'bob', bts: 'home' });
  await session.addUe('third', { sim: 'carol', bts: 'home' });
  t.like(await perform({ do: 'attach', ue: 'third' }), { type: 'rejected', values: { cause: 8 } });
  const { msisdn } = await session.sim('alice');
  t.like(await perform(step('swap', { to: 'bob' })), { type: 'accepted', values: { state: 'active' } });
  t.is((await session.sim('bob')).msisdn, msisdn);
  t.is((await session.sim('alice')).state, 'suspended');
  t.like(await perform({ do: 'attach', ue: 'second' }), { type: 'accepted' });
  t.like(await perform(ATTACH), { type: 'rejected' });
  t.deepEqual(await session.close(), []);
});
