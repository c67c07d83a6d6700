import test from 'ava';
import { bare, newSimBody, openTestApi, SIMS, testIccid, testImsi } from './testing/open-test-api.ts';

/** The SIM operations over real HTTP: what each gives, and each refusal word for word. */

test('a SIM from registration to quarantine', async t => {
  const { post, ask, subscribers } = await openTestApi(t);
  const iccid = testIccid(1);
  const created = await post(SIMS, newSimBody(1, { pin1: '1234', product: 'nano' }));
  t.is(created.status, 201);
  t.is(created.headers.get('location'), `${SIMS}/${iccid}`);
  t.is(created.headers.get('etag'), '"1"');
  const { createdAt, changedAt, ...rest } = created.json;
  t.deepEqual(rest, {
    iccid,
    imsi: testImsi(1),
    state: 'available',
    amf: '8000',
    product: 'nano',
    version: 1,
    allowed: ['assign', 'take over by swap'],
  });
  t.is(createdAt, changedAt);
  t.deepEqual((await ask(`${SIMS}/${iccid}`)).json, created.json);

  const at = (verb: string, body: object = {}) => post(`${SIMS}/${iccid}/${verb}`, body);
  const assigned = await at('assign', { customer: 'cust-42', plan: 'postpaid-s' });
  t.like(assigned, {
    status: 200,
    json: { sim: { state: 'assigned', customer: 'cust-42' }, network: { state: 'none' } },
  });
  const active = await at('activate');
  t.like(active, {
    status: 200,
    json: {
      sim: { state: 'active', msisdn: '447700900000', plan: 'postpaid-s', version: 3 },
      event: `${iccid}/3`,
      network: { state: 'applied', note: 'subscriber written' },
    },
  });
  t.is(active.headers.get('etag'), '"3"');
  t.is(await subscribers.countDocuments({ imsi: testImsi(1), security: { $exists: true } }), 1);
  t.like((await at('suspend', { reason: 'lost' })).json, {
    sim: { state: 'suspended' },
    network: { state: 'applied' },
  });
  t.is(await subscribers.countDocuments({ imsi: testImsi(1), security: { $exists: true } }), 0);
  t.like((await at('resume')).json, { sim: { state: 'active' } });
  t.like((await at('plan', { plan: 'throttled' })).json, {
    sim: { plan: 'throttled' },
    network: { note: 'profile written' },
  });
  t.like((await at('deactivate', { reason: 'port-out' })).json, { sim: { state: 'deactivated', allowed: [] } });
  t.is(await subscribers.countDocuments({ imsi: testImsi(1) }), 0);

  const history = await ask(`${SIMS}/${iccid}/history`);
  t.deepEqual(
    history.json.entries.map(({ action }: { action: string }) => action),
    ['register', 'assign', 'activate', 'suspend', 'resume', 'change-plan', 'deactivate'],
  );
  t.deepEqual(history.json.wrong, []);
  t.true(history.json.entries.every(({ actor }: { actor: string }) => actor === 'api:local'));
});

test('an illegal step names what is allowed', async t => {
  const { post } = await openTestApi(t);
  await post(SIMS, newSimBody(1));
  t.deepEqual(bare(await post(`${SIMS}/${testIccid(1)}/suspend`)), {
    type: '/problems/sim-state-conflict',
    title: "The SIM's state does not allow this",
    status: 409,
    detail: `SIM ${testIccid(1)} is available and cannot be suspended`,
    code: 'sim-state-conflict',
    expected: 'one of assign, take over by swap',
  });
});
