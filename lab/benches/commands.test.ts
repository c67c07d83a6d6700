import test from 'ava';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import type { Bench } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from './index.ts';
import { type CaseOptions, openCase, until } from './testing/open-case.ts';

let bench: Bench;
test.before(async () => {
  bench = await openEmbeddedBench();
});
test.after.always(() => bench.close());

const ATTACH = { do: 'attach', ue: 'phone' } as const;
let worker = 0;
/** Cases of this file run side by side: each is a worker of its own. */
const open = (options: CaseOptions = {}) => openCase(bench, { worker: worker++, ...options });

test('attach: an unknown subscriber is rejected with the release’s cause, and the card is dead until power off', async t => {
  const { session, perform } = await open({ sim: { state: 'available' } });
  const rejected = await perform(ATTACH);
  t.like(rejected, { type: 'rejected', values: { message: 'AttachReject', cause: 8 } });
  t.like((await session.ue('phone')).reject, { message: 'AttachReject', cause: 8 });
  t.like(await perform(ATTACH), { type: 'ue-aborted' });
  t.like(await perform({ do: 'power-cycle', ue: 'phone' }), { type: 'accepted' });
  t.like(await perform(ATTACH), { type: 'rejected' });
  t.deepEqual(await session.close(), []);
});

test('attach: causes follow the imitated release', async t => {
  const { session, perform } = await open({ sim: { state: 'available' }, lab: { imitates: '2.7.2' } });
  t.like(await perform(ATTACH), { type: 'rejected', values: { cause: 11 } });
  await session.close();
});

test('attach: a card with another Ki refuses the network, which rejects it in turn', async t => {
  const { session, perform, nas } = await open();
  await perform({ do: 'tamper', ue: 'phone', tampering: { kiFlipBits: [0] } });
  const outcome = await perform(ATTACH);
  t.like(outcome, { type: 'rejected', values: { message: 'AuthenticationReject' } });
  t.is(outcome.values?.cause, undefined);
  const phone = await session.ue('phone');
  t.like(phone.aka, { verdict: 'mac-failure', autn_valid: false });
  t.is(phone.aka?.kasme_match, undefined);
  t.deepEqual(nas(), ['AttachRequest', '<AuthenticationRequest', 'AuthenticationFailure', '<AuthenticationReject']);
  await session.close();
});

test('attach: an SQN behind the card’s is healed by resynchronisation, and tampering again does not set it back', async t => {
  const { session, perform, nas } = await open();
  await perform({ do: 'tamper', ue: 'phone', tampering: { sqnMs: 0x1000 } });
  await perform({
    do: 'tamper',
    ue: 'phone',
    tampering: { messages: [{ message: 'AttachComplete', action: 'duplicate', times: 1 }] },
  });
  t.like(await perform(ATTACH), { type: 'accepted' });
  t.is(nas().filter(name => name === '<AuthenticationRequest').length, 2);
  t.like((await session.ue('phone')).aka, { verdict: 'accepted', sqn_ms: 0x1000 });
  const again = nas().length;
  await perform({ do: 'detach', ue: 'phone' });
  await perform({ do: 'tamper', ue: 'phone', tampering: { eea: [0] } });
  t.like(await perform({ ...ATTACH, identity: 'imsi' }), { type: 'accepted' });
  t.false(nas().slice(again).includes('AuthenticationFailure'));
  t.true(((await session.ue('phone')).aka?.sqn_ms ?? 0) > 0x1000, 'the card goes on from what it has accepted');
  const bent = session
    .events()
    .filter(event => event.kind === 'note' && /^tampering: .*AttachComplete/.test(event.text));
  t.is(bent.length, 1, 'a rule for one message does not begin again');
  await session.close();
});

test('attach: a reject in the clear after security mode is the outcome, and the phone did not believe it', async t => {
  const { session, perform } = await open({ ue: { apn: 'nowhere' } });
  t.like(await perform(ATTACH), { type: 'rejected', values: { cause: 19, esm_cause: 27, ignored: true } });
  t.like((await session.ue('phone')).reject, { cause: 19, esm_cause: 27, ignored: true });
  await session.close();
});

test('attach: silence is a timeout of the phone’s T3410, and ten times faster in a lab ten times faster', async t => {
  const { session, perform } = await open({ lab: { speed: 10 } });
  await perform({ do: 'fault', fault: 'pause', node: 'hss' });
  const wallMs = performance.now();
  const labMs = session.nowMs();
  t.like(await perform(ATTACH), { type: 'timeout' });
  const [wall, lab] = [performance.now() - wallMs, session.nowMs() - labMs];
  t.true(lab >= 15_000 && lab < 25_000, `${lab} ms of lab time`);
  t.true(wall < lab / 2, `${wall} ms for ${lab}`);
  await session.close();
});

test('an attach that is given up ends at once, and the case can go on', async t => {
  const { session, perform } = await open();
  await perform({ do: 'fault', fault: 'pause', node: 'hss' });
  const giveUp = new AbortController();
  const attaching = session.perform(ATTACH, giveUp.signal);
  await until(() => session.events().some(event => event.kind === 'message' && event.message === 'AttachRequest'));
  giveUp.abort(new Error('enough'));
  await t.throwsAsync(attaching, { message: 'enough' });
  t.deepEqual(await session.close(), []);
});

test('release, service request and tracking area update; a phone that moves updates where it must', async t => {
  const { session, perform, nas } = await open({ lab: { tacs: [1, 2] } });
  await session.addBts('near', { plmn: '001-01', tacs: [1], enforceAmbr: true });
  await session.addBts('far', { plmn: '001-01', tacs: [2], enforceAmbr: true });
  await perform(ATTACH);
  t.like(await perform({ do: 'release', ue: 'phone' }), { type: 'accepted' });
  t.is((await session.ue('phone')).rrc, 'idle');
  t.like(await perform({ do: 'service-request', ue: 'phone' }), { type: 'accepted' });
  t.is((await session.ue('phone')).rrc, 'connected');
  t.like(await perform({ do: 'service-request', ue: 'phone' }), { values: { already: true } });
  t.like(await perform({ do: 'tracking-area-update', ue: 'phone', periodic: true }), { type: 'accepted' });
  t.is((await session.ue('phone')).rrc, 'idle');
  t.like(await perform({ do: 'move', ue: 'phone', bts: 'near' }), { type: 'accepted', values: { updated: false } });
  t.like(await perform({ do: 'move', ue: 'phone', bts: 'far' }), { type: 'accepted', values: { updated: true } });
  t.is((await session.ue('phone')).bts, 'far');
  t.is((await session.core()).ues[(await session.ue('phone')).imsi]?.tac, 2);
  t.is(nas().filter(name => name === 'TrackingAreaUpdateRequest').length, 2);
  await session.close();
});

test('a second PDN connection comes and goes; refusals bring the ESM cause', async t => {
  const { session, perform } = await open({ sim: { sessions: [{ apn: 'internet' }, { apn: 'ims', type: 'ipv4v6' }] } });
  await perform(ATTACH);
  t.like(await perform({ do: 'connect-pdn', ue: 'phone', apn: 'ims' }), { type: 'accepted', values: { apn: 'ims' } });
  t.like(await perform({ do: 'connect-pdn', ue: 'phone', apn: 'ims' }), {
    type: 'rejected',
    values: { esm_cause: 55 },
  });
  t.like(await perform({ do: 'connect-pdn', ue: 'phone', apn: 'none' }), {
    type: 'rejected',
    values: { esm_cause: 27 },
  });
  t.deepEqual(Object.keys((await session.ue('phone')).pdn).sort(), ['ims', 'internet']);
  t.like(await perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 1, intervalMs: 5, apn: 'ims' }), {
    type: 'accepted',
  });
  t.like(await perform({ do: 'disconnect-pdn', ue: 'phone', apn: 'ims' }), {
    type: 'accepted',
    values: { esm_cause: 36 },
  });
  t.like(await perform({ do: 'disconnect-pdn', ue: 'phone', apn: 'ims' }), { type: 'ue-aborted' });
  await session.close();
});

test('volumes are counted at both ends and told in the log', async t => {
  const { session, perform } = await open();
  await perform(ATTACH);
  const moved = await perform({ do: 'data', ue: 'phone', downOctets: 500_000, upOctets: 200_000 });
  t.like(moved, { type: 'accepted', values: { down: 500_000, up: 200_000, lost: 0 } });
  const { usage, imsi } = await session.ue('phone');
  t.true(usage.down > 500_000 && usage.up > 200_000);
  // a second report of the sink may be under way
  await until(async () => {
    const [phone, core] = [(await session.ue('phone')).usage, (await session.core()).ues[imsi]?.usage];
    return core?.up === phone.up && core?.down === phone.down;
  });
  const told = session.events().findLast(event => event.kind === 'user-plane');
  t.like(told, { node: 'phone', apn: 'internet', uplinkOctets: usage.up, downlinkOctets: usage.down });
  await session.close();
});

test('the UE-AMBR of the subscription slows a phone down to it', async t => {
  const { session, perform } = await open({
    lab: { speed: 5 },
    sim: { ambr: { downlinkBps: 1_000_000, uplinkBps: 1_000_000 } },
  });
  await perform(ATTACH);
  const moved = await perform({ do: 'data', ue: 'phone', downOctets: 300_000, upOctets: 0, rateBps: 4_000_000 });
  t.is(moved.type, 'timeout', 'what does not fit is lost');
  t.true((moved.values?.down_bps as number) < 1_500_000, `${moved.values?.down_bps}`);
  await session.close();
});

test('a base station that is switched off takes the cell with it, and brings it back', async t => {
  const { session, perform } = await open();
  await perform(ATTACH);
  t.like(await perform({ do: 'bts-down', bts: 'home' }), { type: 'accepted' });
  t.is((await session.bts('home')).s1, 'down');
  await until(async () => (await session.core()).counters.enb === 0);
  t.like(await perform({ do: 'bts-up', bts: 'home' }), { type: 'accepted', values: { mme: 'mvnolab-mme0' } });
  t.is((await session.bts('home')).s1, 'up');
  t.like(await perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 1, intervalMs: 5 }), { type: 'accepted' });
  await session.close();
});

test('a base station of another network is refused', async t => {
  const { session } = await open();
  t.like(await session.addBts('foreign', { plmn: '999-99', tacs: [7], enforceAmbr: true }), { type: 'rejected' });
  t.is((await session.bts('foreign')).s1, 'refused');
  t.deepEqual(await session.close(), []);
});

test('phones of other networks are kept out by access control', async t => {
  const { session, perform } = await open({ lab: { accessControlCause: 13 }, sim: { imsi: '999990000000001' } });
  t.like(await perform(ATTACH), { type: 'rejected', values: { cause: 13 } });
  await session.close();
});

test('hss.set writes paths with their BSON types, and refuses what Open5GS does not know', async t => {
  const { session, perform } = await open();
  const set = (paths: Parameters<typeof Object.entries>[0]) =>
    perform({ do: 'hss-set', sim: 'alice', set: paths as never });
  t.like(await set({ 'security.sqn': { bson: 'double', value: 99 }, subscriber_status: { bson: 'int32', value: 1 } }), {
    type: 'accepted',
  });
  t.like(await set({ subscribed_rau_tau_timer: undefined }), { type: 'accepted' });
  const document = await session.subscriber('alice');
  const members = document?.bson === 'document' ? document.members : {};
  t.deepEqual(members.subscriber_status, { bson: 'int32', value: 1 });
  t.is(members.subscribed_rau_tau_timer, undefined);
  t.deepEqual(members.security?.bson === 'document' && members.security.members.sqn, { bson: 'double', value: 99 });
  const mistake = await t.throwsAsync(set({ 'security.sqm': { bson: 'int64', value: '1' } }), {
    instanceOf: UserError,
  });
  t.like(mistake, { code: 'subscriber-path-unknown', help: { hint: "did you mean 'security.sqn'?" } });
  await t.throwsAsync(set({ security: { bson: 'document', members: {} } }), { instanceOf: UserError });
  t.like(await perform({ do: 'hss-set', sim: 'alice', set: { mine: { bson: 'bool', value: true } }, force: true }), {
    type: 'accepted',
  });
  t.like(await perform({ do: 'hss-remove', sim: 'alice' }), { type: 'accepted' });
  t.is(await session.subscriber('alice'), undefined);
  t.like(await perform({ do: 'hss-remove', sim: 'alice' }), { type: 'refused', values: { code: 'imsi-unknown' } });
  t.like(await set({ subscriber_status: { bson: 'int32', value: 0 } }), { type: 'refused' });
  await session.close();
});

test('what has no name is refused with the names that there are', async t => {
  const { session, perform } = await open();
  const error = await t.throwsAsync(perform({ do: 'attach', ue: 'phoen' }), { instanceOf: UserError });
  t.like(error, { code: 'fixture-unknown', help: { hint: "did you mean 'phone'?" } });
  await t.throwsAsync(perform({ do: 'fault', fault: 'kill', node: 'hsss' }), { instanceOf: UserError });
  await t.throwsAsync(perform({ do: 'core-fault', name: 'hss-mute', parameters: {} }), { instanceOf: UserError });
  await t.throwsAsync(perform({ do: 'heal', target: 'nothing' }), { instanceOf: UserError });
  await t.throwsAsync(
    perform({ do: 'tamper', ue: 'phone', tampering: { messages: [{ message: 'AtachRequest', action: 'drop' }] } }),
    { instanceOf: UserError },
  );
  await t.throwsAsync(session.addSim('phone', { state: 'active' }), { instanceOf: UserError });
  await session.close();
  await t.throwsAsync(perform(ATTACH), { instanceOf: LabError });
});
