import test from 'ava';
import { checkAutn, generateAuts, Milenage } from '../../crypto/index.ts';
import { type Imsi, parsePlmn, parseSecret } from '../../vocabulary/index.ts';
import type { SubscriberDocument } from '../database.ts';
import type { HssOutput } from '../port.ts';
import type { S6aRequest } from '../s6a.ts';
import { onlyFields } from '../testing/store.ts';
import { Hss } from './hss.ts';

// The test key of Open5GS's own test programs.
const K = '465B5CE8B199B49FAA5F0A2EE238A6BC';
const OPC = 'E8ED289DEBA952E4283B54E88E6183CA';
const IMSI = '999700123456789' as Imsi;
const milenage = new Milenage(parseSecret('Ki', K), parseSecret('OPc', OPC));
const int32 = (value: number) => ({ _bsontype: 'Int32', value });
const long = (value: number) => ({ _bsontype: 'Long', high: Math.floor(value / 2 ** 32), low: value | 0 });

const DOCUMENT: SubscriberDocument = {
  imsi: IMSI,
  msisdn: ['447700900001'],
  security: { k: K, opc: OPC, op: null, amf: '8000', sqn: long(64) },
  ambr: { downlink: { value: int32(1), unit: int32(3) }, uplink: { value: int32(500), unit: int32(2) } },
  subscriber_status: int32(0),
  slice: [
    {
      sst: int32(1),
      session: [
        { name: 'internet', type: int32(1), qos: { index: int32(9), arp: { priority_level: int32(8) } } },
        { name: 'ims', type: int32(3), ue: { ipv4: '10.45.0.77' } },
        { name: 'mistyped', type: 3 },
        { name: 'untyped' },
      ],
    },
  ],
};

function start() {
  let counter = 0;
  const random = (length: number) => new Uint8Array(length).fill(++counter);
  return new Hss({ host: 'hss.localdomain', mmeHost: 'mme.localdomain', realm: 'localdomain' }, random);
}

const air = (id = 1, more: object = {}): S6aRequest => ({
  type: 'AuthenticationInformationRequest',
  id,
  imsi: IMSI,
  visitedPlmn: parsePlmn('999-70'),
  ...more,
});

/** Feeds a request and answers every database request from one document until the HSS answers. */
function ask(
  hss: Hss,
  request: S6aRequest,
  document: SubscriberDocument | undefined,
): { outputs: HssOutput[]; writes: unknown[] } {
  const writes: unknown[] = [];
  let outputs = hss.handle({ type: 's6a', message: request });
  for (let database = outputs.find(output => output.type === 'database'); database !== undefined; ) {
    const { request: wanted } = database;
    if (wanted.type !== 'findSubscriber') writes.push(wanted);
    const answer =
      wanted.type === 'findSubscriber'
        ? { type: 'subscriber' as const, id: wanted.id, document: onlyFields(document, wanted.fields) }
        : { type: 'done' as const, id: wanted.id };
    outputs = hss.handle({ type: 'database', answer });
    database = outputs.find(output => output.type === 'database');
  }
  return { outputs, writes };
}

function answerOf(outputs: HssOutput[]) {
  const output = outputs.find(candidate => candidate.type === 's6a');
  if (output === undefined) throw new Error('no S6a message');
  return output.message;
}

test('a vector uses the stored SQN, and the store is stepped from it', t => {
  const { outputs, writes } = ask(start(), air(), DOCUMENT);
  const answer = answerOf(outputs);
  if (answer.type !== 'AuthenticationInformationAnswer' || answer.vector === undefined) return t.fail(answer.type);
  const check = checkAutn(milenage, answer.vector.rand, answer.vector.autn);
  t.like(check, { type: 'authentic', sqn: 64, separationBit: true });
  t.like(writes, [{ type: 'stepSqn', base: 64 }]);
});

test('SQN of any BSON type but int64 counts as 0', t => {
  for (const sqn of [int32(64), { _bsontype: 'Double', value: 64 }, '64', 64]) {
    const document = { ...DOCUMENT, security: { k: K, opc: OPC, amf: '8000', sqn } };
    t.like(ask(start(), air(), document).writes, [{ type: 'stepSqn', base: 0 }]);
  }
});

test('OP serves where no OPc is stored; a stored OPc wins', t => {
  // TS 35.208 test set 1
  const security = {
    k: '465b5ce8b199b49faa5f0a2ee238a6bc',
    op: 'cdc202d5123e20f62b6d676ac72cb318',
    amf: 'b9b9',
    sqn: long(0),
  };
  const setOne = new Milenage(parseSecret('Ki', security.k), parseSecret('OPc', 'cd63cb71954a9f4e48a5994e37a02baf'));
  for (const [document, expected] of [
    [{ security }, setOne],
    [{ security: { ...security, opc: OPC } }, milenage],
  ] as const) {
    const answer = answerOf(ask(start(), air(), document).outputs);
    if (answer.type !== 'AuthenticationInformationAnswer' || answer.vector === undefined) return t.fail();
    t.is(checkAutn(expected, answer.vector.rand, answer.vector.autn).type, 'authentic');
  }
});

test('resynchronisation: SQN_MS + 33 when the MAC-S is right, 4181 when it is forged', t => {
  const rand = new Uint8Array(16).fill(7);
  const auts = generateAuts(milenage, rand, 4096);
  const right = ask(start(), air(1, { resynchronisation: { rand, auts } }), DOCUMENT);
  t.like(right.writes, [{ type: 'stepSqn', base: 4129 }]);
  auts[13]! ^= 1;
  const forged = ask(start(), air(1, { resynchronisation: { rand, auts } }), DOCUMENT);
  t.deepEqual(forged.writes, []);
  t.like(answerOf(forged.outputs), { result: { type: 'error', resultCode: 4181 } });
});

test('unknown IMSI, missing security and a database that fails are 5001', t => {
  t.like(answerOf(ask(start(), air(), undefined).outputs), { result: { resultCode: 5001 } });
  t.like(answerOf(ask(start(), air(), { imsi: IMSI }).outputs), { result: { resultCode: 5001 } });
  const hss = start();
  const [find] = hss.handle({ type: 's6a', message: air() });
  if (find?.type !== 'database') return t.fail();
  const outputs = hss.handle({ type: 'database', answer: { type: 'failed', id: find.request.id, reason: 'gone' } });
  t.like(answerOf(outputs), { result: { resultCode: 5001 } });
});

test('two requests for one IMSI never share a SQN: the second waits for the first write', t => {
  const hss = start();
  const [first] = hss.handle({ type: 's6a', message: air(1) });
  t.deepEqual(hss.handle({ type: 's6a', message: air(2) }), []);
  if (first?.type !== 'database') return t.fail();
  const [step] = hss.handle({
    type: 'database',
    answer: { type: 'subscriber', id: first.request.id, document: DOCUMENT },
  });
  if (step?.type !== 'database') return t.fail();
  const after = hss.handle({ type: 'database', answer: { type: 'done', id: step.request.id } });
  t.like(after, [
    { type: 's6a', message: { id: 1 } },
    { type: 'database', request: { type: 'findSubscriber' } },
  ]);
});

test('update location: the first slice as APN configurations, units resolved, MME stored', t => {
  const request: S6aRequest = {
    type: 'UpdateLocationRequest',
    id: 9,
    imsi: IMSI,
    visitedPlmn: parsePlmn('999-70'),
    imeisv: '1234567890123456',
  };
  const { outputs, writes } = ask(start(), request, DOCUMENT);
  t.like(writes, [{ type: 'setServingMme', mmeHost: 'mme.localdomain', purged: false, imeisv: '1234567890123456' }]);
  const answer = answerOf(outputs);
  if (answer.type !== 'UpdateLocationAnswer') return t.fail();
  t.deepEqual(answer.subscription?.ueAmbr, { downlinkBps: 1e9, uplinkBps: 5e8 });
  t.is(answer.subscription?.apnConfigurations.length, 2, 'a session without an int32 type is dropped');
  t.like(answer.subscription?.apnConfigurations, [
    { apn: 'internet', pdnType: 'ipv4', qci: 9 },
    { apn: 'ims', pdnType: 'ipv4v6', ueIpv4: '10.45.0.77' },
  ]);
  const bare = ask(start(), request, { imsi: IMSI, security: {} });
  t.like(answerOf(bare.outputs), { result: { resultCode: 5420 } });
});

test('changes: cancel location only when set to true, watched paths as subscription data', t => {
  const hss = start();
  const change = (updatedFields: Record<string, unknown>, document = DOCUMENT) =>
    hss.handle({ type: 'change', change: { imsi: IMSI, updatedFields, document } });
  t.like(change({ request_cancel_location: true, subscriber_status: int32(1) }), [
    { message: { type: 'CancelLocationRequest' } },
  ]);
  t.deepEqual(change({ request_cancel_location: false }), []);
  t.deepEqual(change({ 'security.sqn': long(1) }), []);
  t.like(change({ 'ambr.downlink.value': int32(5) }), [{ message: { type: 'InsertSubscriberDataRequest' } }]);
  t.deepEqual(change({ ambr: {} }, { ...DOCUMENT, purge_flag: true }), []);
});
