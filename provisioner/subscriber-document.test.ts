import test from 'ava';
import { Double, deserialize, Int32, Long, ObjectId, serialize } from 'bson';
import { toHex } from '../emulator/bytes/index.ts';
import { type BsonDocument, bsonTypeOf, valueAt } from './bson-values.ts';
import { commandOf, differencePaths } from './document-paths.ts';
import { applyChanges, type SessionChanges, type SimChanges } from './sim-changes.ts';
import { parseSimRecord } from './sim-input.ts';
import { canAuthenticate } from './sim-record.ts';
import { checkSubscriber, decodeSubscriber, encodeSubscriber, mergeSubscriber } from './subscriber-document.ts';
import { dbctlDocument, webuiDocument } from './testing/foreign-documents.ts';

const SIM = parseSimRecord({
  imsi: '001010000000001',
  ki: '465B5CE8B199B49FAA5F0A2EE238A6BC',
  opc: 'E8ED289DEBA952E4283B54E88E6183CA',
  sqn: '0xffffffffffff',
  msisdn: ['447700900001'],
});

/** Through BSON bytes, as the driver reads with promoteValues: false. */
function stored(document: BsonDocument): BsonDocument {
  return deserialize(serialize(document), { promoteValues: false });
}

test('a new document has the fields of open5gs-dbctl, in its order, and the SQN besides', t => {
  const ours = Object.keys(encodeSubscriber(SIM));
  t.deepEqual(
    ours,
    Object.keys(dbctlDocument()).map(field => (field === 'mm_realm' ? 'mme_realm' : field)),
  );
  t.deepEqual(Object.keys(encodeSubscriber(SIM).security as object), ['k', 'op', 'opc', 'amf', 'sqn']);
});

test('every value of a new document has the BSON type that Open5GS asks for', t => {
  const document = stored(encodeSubscriber(SIM));
  const types: Record<string, string> = {
    _id: 'other',
    schema_version: 'int32',
    imsi: 'string',
    'msisdn.0': 'string',
    'slice.0.sst': 'int32',
    'slice.0.default_indicator': 'bool',
    'slice.0._id': 'other',
    'slice.0.session.0.name': 'string',
    'slice.0.session.0.type': 'int32',
    'slice.0.session.0.qos.index': 'int32',
    'slice.0.session.0.qos.arp.priority_level': 'int32',
    'slice.0.session.0.qos.arp.pre_emption_capability': 'int32',
    'slice.0.session.0.qos.arp.pre_emption_vulnerability': 'int32',
    'slice.0.session.0.ambr.downlink.value': 'int32',
    'slice.0.session.0.ambr.uplink.unit': 'int32',
    'slice.0.session.0._id': 'other',
    'security.k': 'string',
    'security.op': 'null',
    'security.opc': 'string',
    'security.amf': 'string',
    'security.sqn': 'int64',
    'ambr.downlink.value': 'int32',
    'ambr.uplink.unit': 'int32',
    access_restriction_data: 'int32',
    subscriber_status: 'int32',
    operator_determined_barring: 'int32',
    network_access_mode: 'int32',
    subscribed_rau_tau_timer: 'int32',
  };
  for (const [path, type] of Object.entries(types)) t.is(bsonTypeOf(valueAt(document, path)), type as never, path);
  t.deepEqual(checkSubscriber(document), []);
});

test('SQN is int64 and exact from 0 to 2^48 − 1', t => {
  for (const sqn of [0, 1, 32, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 0xff9bb4d0b607, 2 ** 48 - 1]) {
    const document = stored(encodeSubscriber({ ...SIM, sqn }));
    t.is((valueAt(document, 'security.sqn') as Long).toBigInt(), BigInt(sqn));
    t.is(decodeSubscriber(document).sqn, sqn);
  }
});

test('record → document → record is the same record, with everything set', t => {
  const full = parseSimRecord({
    imsi: '310260000000001',
    ki: '465B5CE8B199B49FAA5F0A2EE238A6BC',
    op: 'CDC202D5123E20F62B6D676AC72CB318',
    amf: 'b9b9',
    sqn: 7,
    rand: '23553cbe9637a89d218ae64dae47bf35',
    msisdn: ['1', '2'],
    ambr: { downlink: '1.5G', uplink: '64k' },
    sst: 2,
    sd: '00abcd',
    sessions: [
      { apn: 'internet', pdnType: 'ipv4', ueIpv4: '10.45.0.9', smfIpv4: '127.0.0.4' },
      {
        apn: 'ims',
        pdnType: 'ipv6',
        qci: 5,
        ueIpv6: '2001:db8::1',
        arp: { priorityLevel: 1, preEmptionCapability: true },
      },
    ],
  });
  const rich = {
    ...full,
    slices: [
      {
        ...full.slices[0]!,
        sessions: full.slices[0]!.sessions.map((session, i) => ({
          ...session,
          lboRoamingAllowed: i === 0,
          ipv4FramedRoutes: ['192.0.2.0/24'],
          pccRules: [
            {
              qci: 1,
              arp: { priorityLevel: 2, preEmptionCapability: false, preEmptionVulnerability: true },
              mbr: { downlinkBps: 82_000, uplinkBps: 82_000 },
              gbr: { downlinkBps: 82_000, uplinkBps: 82_000 },
              flows: [{ direction: 'downlink' as const, description: 'permit out ip from any to assigned' }],
            },
          ],
        })),
      },
      { sst: 1, defaultIndicator: false, sessions: full.slices[0]!.sessions.slice(0, 1) },
    ],
  };
  const document = stored(encodeSubscriber(rich));
  t.deepEqual(
    checkSubscriber(document).map(({ path }) => path),
    ['security.rand'],
  ); // a fixed RAND is worth a warning
  const { ki, op, hasSecurity, serving, ...rest } = decodeSubscriber(document);
  const { ki: wantedKi, op: wantedOp, ...wanted } = rich;
  t.deepEqual(rest as object, wanted);
  t.is(toHex(ki!.reveal()), toHex(wantedKi.reveal()));
  t.is(toHex(op!.reveal()), toHex(wantedOp!.reveal()));
  t.true(hasSecurity);
  t.deepEqual(serving, {});
});

test("dbctl's document reads, and has nothing wrong", t => {
  const document = stored(dbctlDocument());
  const sim = decodeSubscriber(document);
  t.deepEqual(checkSubscriber(document), []);
  t.true(canAuthenticate(sim));
  t.is(sim.sqn, 0);
  t.deepEqual(sim.ambr, { downlinkBps: 1e9, uplinkBps: 1e9 });
  t.deepEqual(sim.slices[0]!.sessions[0]!.arp, {
    priorityLevel: 8,
    preEmptionCapability: false,
    preEmptionVulnerability: true,
  });
  t.deepEqual(sim.serving, {});
});

test("the WebUI's document reads: keys with blanks, and what the HSS wrote over its arrays", t => {
  const document = stored(webuiDocument());
  const sim = decodeSubscriber(document);
  t.deepEqual(checkSubscriber(document), []);
  t.is(toHex(sim.ki!.reveal()), '465b5ce8b199b49faa5f0a2ee238a6bc');
  t.is(sim.sqn, 97);
  t.deepEqual(sim.serving, {
    mmeHost: 'mme.localdomain',
    mmeRealm: 'localdomain',
    mmeTimestampUs: 1790000000123456,
    purged: false,
    imeisv: '3534900698733153',
  });
});

test('a stub that the HSS left, and no document at all, still read', t => {
  const stub = decodeSubscriber({ imsi: '001010000000001', mme_host: 'mme.localdomain' });
  t.false(stub.hasSecurity);
  t.false(canAuthenticate(stub));
  t.deepEqual(stub.slices, []);
  t.is(decodeSubscriber({}).imsi as string, '');
  t.true(checkSubscriber({}).length > 0);
});

test('opc wins over op, as in Open5GS, even when it cannot be read', t => {
  const both = { ...dbctlDocument(), security: { k: '00'.repeat(16), opc: '11'.repeat(16), op: '22'.repeat(16) } };
  t.is(decodeSubscriber(both).op, undefined);
  t.true(canAuthenticate(decodeSubscriber(both)));
  const broken = { ...both, security: { ...both.security, opc: '' } };
  t.false(canAuthenticate(decodeSubscriber(broken)));
  t.regex(textsOf(broken)[0]!, /^security\.opc has 0 hex digits instead of 32: it still wins over op/);
});

/** path, wrong value (undefined removes it), the sentence. */
const wrong: [path: string, value: unknown, text: string | RegExp][] = [
  ['security.sqn', new Double(32), 'security.sqn is double 32: Open5GS ignores it and counts from 0'],
  ['security.sqn', new Int32(32), 'security.sqn is int32 32: Open5GS ignores it and counts from 0'],
  ['security.sqn', '32', 'security.sqn is string "32": Open5GS ignores it and counts from 0'],
  [
    'security.sqn',
    Long.fromString('281474976710656'),
    'security.sqn is 281474976710656: Open5GS uses only its low 48 bits, 0',
  ],
  ['security.sqn', Long.fromNumber(-1), 'security.sqn is -1: Open5GS uses only its low 48 bits, 281474976710655'],
  [
    'security',
    undefined,
    'security is missing: the HSS answers as for an unknown subscriber (5001): attach is rejected',
  ],
  ['security', 'none', 'security is of type string: the HSS may crash on it'],
  ['security.k', undefined, 'security.k is missing: the HSS computes with a key of zeros'],
  [
    'security.k',
    new Int32(12345678),
    'security.k is of type int32: Open5GS ignores it and computes with a key of zeros',
  ],
  ['security.k', 'ab', /^security\.k has 2 hex digits instead of 32: the HSS computes with another key/],
  ['security.k', `${'00'.repeat(15)}0g`, /^security\.k has a character that is not a hex digit, at digit 32/],
  ['security.opc', undefined, 'security has neither opc nor op: the HSS computes with an OP of zeros'],
  ['security.opc', true, /^security\.opc is of type bool: Open5GS ignores it and takes op/],
  ['security.amf', new Int32(8000), /^security\.amf is int32 8000: Open5GS ignores it and takes 0000/],
  ['security.rand', '23553cbe9637a89d218ae64dae47bf35', 'security.rand is set: every vector has this same RAND'],
  [
    'imsi',
    new Double(1010000000001),
    'imsi is double 1010000000001: Open5GS ignores it and never finds the subscriber',
  ],
  ['imsi', '00101', /^imsi is '00101': not 15/],
  ['msisdn', '447700900001', 'msisdn is string "447700900001": Open5GS ignores it and sends no MSISDN'],
  ['msisdn', ['1', '2', '3'], 'msisdn has 3 items: beyond 2 the HSS aborts'],
  ['msisdn', [new Double(447700900001)], 'msisdn.0 is double 447700900001: Open5GS ignores it'],
  ['msisdn', ['+4477'], /^msisdn\.0 is '\+4477': not 1 … 15 digits/],
  ['slice', undefined, 'slice is missing: there is no APN: attach is rejected with EMM cause 15'],
  ['slice', [], 'slice is empty: there is no APN, attach is rejected with EMM cause 15'],
  ['slice', Array.from({ length: 9 }, slice), 'slice has 9 items: beyond 8 the HSS aborts'],
  ['slice.0', true, 'slice.0 is bool true: the HSS may crash on it'],
  ['slice.0.session.0.pcc_rule', ['none'], 'slice.0.session.0.pcc_rule.0 is string "none": the PCRF may crash on it'],
  ['slice.0.sst', undefined, 'slice.0.sst is missing: Open5GS ignores the whole slice'],
  ['slice.0.sst', new Double(1), 'slice.0.sst is double 1: Open5GS ignores it and the whole slice with it'],
  ['slice.0.sd', '1', /^slice\.0\.sd is '1': not 6 hex digits/],
  ['slice.0.default_indicator', new Int32(1), /^slice\.0\.default_indicator is int32 1: Open5GS ignores it/],
  ['slice.0.session', [], 'slice.0.session is empty: there is no APN, attach is rejected with EMM cause 15'],
  ['slice.0.session', sessions(5), 'slice.0.session has 5 items: beyond 4 the HSS aborts'],
  ['slice.0.session.0', 'internet', 'slice.0.session.0 is string "internet": the HSS may crash on it'],
  [
    'slice.0.session.0.name',
    undefined,
    'slice.0.session.0.name is missing: the HSS aborts on a session without a name',
  ],
  [
    'slice.0.session.0.type',
    new Double(3),
    /^slice\.0\.session\.0\.type is double 3: Open5GS ignores it and the MME drops/,
  ],
  ['slice.0.session.0.type', new Int32(4), /^slice\.0\.session\.0\.type is 4: the MME drops this session/],
  ['slice.0.session.0.qos', undefined, 'slice.0.session.0.qos is missing: the default bearer has QCI 0'],
  [
    'slice.0.session.0.qos.index',
    new Double(9),
    'slice.0.session.0.qos.index is double 9: Open5GS ignores it and takes QCI 0',
  ],
  ['slice.0.session.0.qos.index', new Int32(42), 'slice.0.session.0.qos.index is 42: not a QCI'],
  ['slice.0.session.0.qos.arp.priority_level', new Int32(16), /only 1 … 15 are priorities/],
  [
    'slice.0.session.0.qos.arp.pre_emption_capability',
    true,
    /^slice\.0\.session\.0\.qos\.arp\.pre_emption_capability is bool true: Open5GS ignores it and takes disabled/,
  ],
  [
    'slice.0.session.0.ue',
    { ipv4: new Int32(1) },
    'slice.0.session.0.ue.ipv4 is int32 1: Open5GS ignores it and takes an address of the pool',
  ],
  ['slice.0.session.0.ue', { ipv4: 'ten.45' }, /not an address/],
  [
    'slice.0.session.0.pcc_rule',
    Array.from({ length: 9 }, rule),
    'slice.0.session.0.pcc_rule has 9 items: beyond 8 the PCRF aborts',
  ],
  [
    'slice.0.session.0.pcc_rule',
    [{ ...rule(), flow: [{ direction: new Int32(1), description: 'deny all' }] }],
    /does not begin with 'permit out'/,
  ],
  ['slice.0.session.0.ipv4_framed_routes', Array(9).fill('192.0.2.0/24'), /beyond 8 Open5GS ignores the rest/],
  ['ambr', undefined, 'ambr is missing: a UE-AMBR of 0 is sent'],
  ['ambr.downlink', new Double(5e9), 'ambr.downlink is double 5000000000: Open5GS ignores it and takes 0 bps'],
  [
    'ambr.downlink.value',
    new Double(5e9),
    'ambr.downlink.value is double 5000000000: Open5GS ignores it and takes 0 bps',
  ],
  ['ambr.downlink.value', Long.fromNumber(1), 'ambr.downlink.value is int64 1: Open5GS ignores it and takes 0 bps'],
  ['ambr.uplink.unit', new Double(3), 'ambr.uplink.unit is double 3: Open5GS ignores it and takes bps'],
  ['ambr.uplink.unit', new Int32(5), /^ambr\.uplink\.unit is 5: only 0 … 4/],
  [
    'ambr.uplink',
    { value: new Int32(5), unit: new Int32(3) },
    'ambr.uplink is 5000000000 bps: S6a carries 32 bits, the MME gets 4294967295',
  ],
  ['subscriber_status', Long.fromNumber(1), 'subscriber_status is int64 1: Open5GS ignores it and grants service'],
  [
    'access_restriction_data',
    new Double(32),
    'access_restriction_data is double 32: Open5GS ignores it and restricts nothing',
  ],
  ['operator_determined_barring', new Int32(9), 'operator_determined_barring is 9: only 0 … 8 are known'],
  ['network_access_mode', '0', 'network_access_mode is string "0": Open5GS ignores it and takes 0'],
  ['subscribed_rau_tau_timer', new Double(12), 'subscribed_rau_tau_timer is double 12: Open5GS ignores it and takes 0'],
  ['purge_flag', new Int32(1), 'purge_flag is int32 1: Open5GS ignores it and takes false'],
];
for (const [path, value, text] of wrong)
  test(`check: ${path} as ${bsonTypeOf(value)} ${typeof text === 'string' ? text.slice(-30) : text.source.slice(0, 40)}`, t => {
    const document = stored(changed(encodeSubscriber(SIM), path, value));
    const texts = textsOf(document);
    t.true(
      texts.some(finding => (typeof text === 'string' ? finding === text : text.test(finding))),
      `${texts.join('\n')}`,
    );
    t.notThrows(() => decodeSubscriber(document));
  });

test('what Open5GS ignores is read as it reads it', t => {
  const read = (path: string, value: unknown) => decodeSubscriber(stored(changed(encodeSubscriber(SIM), path, value)));
  t.is(read('security.sqn', new Double(32)).sqn, 0);
  t.is(read('ambr.downlink.value', new Double(5e9)).ambr.downlinkBps, 0);
  t.is(read('subscriber_status', new Double(1)).subscriberStatus, 0);
  t.is(read('msisdn', '44').msisdn.length, 0);
  t.deepEqual(read('security.amf', new Int32(8000)).amfField, new Uint8Array(2));
  t.is(read('security.k', 'ab').ki, undefined);
  t.deepEqual(read('msisdn', [new Int32(44), '45']).msisdn, ['45']);
  t.is(read('slice.0.session.0.ue', { ipv4: 'ten.45' }).slices[0]!.sessions[0]!.ueIpv4, undefined);
  t.is(read('slice.0.session.0', 'internet').slices[0]!.sessions.length, 0);
  t.true(read('security', null).hasSecurity); // Open5GS asks only whether the field is there
  t.false(read('security', undefined).hasSecurity);
});

test('no finding shows a key', t => {
  const key = '465b5ce8b199b49faa5f0a2ee238a6';
  for (const value of [key, [key]])
    t.false(
      textsOf(changed(encodeSubscriber(SIM), 'security', value))
        .join()
        .includes(key),
    );
  for (const field of ['k', 'opc', 'op', 'amf'])
    for (const value of [key, [key], { key }, Buffer.from(key, 'hex'), 465])
      for (const text of textsOf(changed(encodeSubscriber(SIM), `security.${field}`, value)))
        t.false(text.includes(key) || (field !== 'amf' && text.includes('465')), text);
});

test('changes touch their paths alone, and nothing that means the same', t => {
  const paths = (changes: SimChanges, document = webuiDocument()) => {
    const before = stored(document);
    const after = mergeSubscriber(before, applyChanges(decodeSubscriber(before), changes));
    return commandOf(differencePaths(before, stored(after)));
  };
  t.deepEqual(paths({ ambr: { downlinkBps: 1e9 } }), {});
  t.deepEqual(paths({ ki: SIM.ki }), {}); // the same key without blanks
  t.deepEqual(paths({ sqn: 97 }), {});
  t.deepEqual(paths({ ambr: { uplinkBps: 5e6 } }), {
    $set: { 'ambr.uplink.value': new Int32(5), 'ambr.uplink.unit': new Int32(2) },
  });
  t.deepEqual(paths({ sqn: 2 ** 40 }), { $set: { 'security.sqn': Long.fromNumber(2 ** 40) } });
  t.deepEqual(paths({ subscriberStatus: 1 }), { $set: { subscriber_status: new Int32(1) } });
  t.deepEqual(paths({ slice: { sessions: [{ apn: 'INTERNET', qci: 8 }] } }), {
    $set: { 'slice.0.session.0.qos.index': new Int32(8) },
  });
  const toOp = paths({ op: parseSimRecord({ imsi: SIM.imsi, ki: '00'.repeat(16), op: 'aa'.repeat(16) }).op! });
  t.deepEqual(toOp, { $set: { 'security.op': 'aa'.repeat(16), 'security.opc': null } });
});

test('a wrong type is mended when its value is written', t => {
  const before = stored({
    ...webuiDocument(),
    security: { ...(webuiDocument().security as object), sqn: new Double(97) },
  });
  const after = mergeSubscriber(before, { sqn: 97 });
  t.deepEqual(commandOf(differencePaths(before, after)), { $set: { 'security.sqn': Long.fromNumber(97) } });
});

test('what Open5GS ignores is left alone by a change of something else beside it', t => {
  const qci = 'slice.0.session.0.qos.index';
  const before = stored(changed(changed(webuiDocument(), qci, new Double(9)), 'slice.0.session.0.type', new Double(3)));
  t.is(decodeSubscriber(before).slices[0]!.sessions[0]!.pdnType, 'invalid');
  const change = (sessions: SessionChanges[]) =>
    commandOf(
      differencePaths(before, mergeSubscriber(before, applyChanges(decodeSubscriber(before), { slice: { sessions } }))),
    );
  t.deepEqual(change([{ apn: 'internet', ambr: { downlinkBps: 2e9 } }]), {
    $set: { 'slice.0.session.0.ambr.downlink.value': new Int32(2) },
  });
  t.deepEqual(change([{ apn: 'internet', qci: 9, pdnType: 'ipv4v6' }]), {
    $set: { 'slice.0.session.0.type': new Int32(3), [qci]: new Int32(9) },
  });
});

test('a session that is added or dropped keeps the others with all that we do not know of them', t => {
  const document = webuiDocument();
  valueAt(document, 'slice.0.session.0') as BsonDocument;
  const before = stored(changed(document, 'slice.0.session.0.vendor', 'kept'));
  const added = mergeSubscriber(
    before,
    applyChanges(decodeSubscriber(before), { slice: { sessions: [{ apn: 'ims', qci: 5 }] } }),
  );
  const { $set } = commandOf(differencePaths(before, added)) as { $set: Record<string, BsonDocument[]> };
  t.deepEqual(Object.keys($set), ['slice.0.session']);
  const [kept, ims] = $set['slice.0.session']!;
  t.is(kept!.vendor, 'kept');
  t.deepEqual(kept!._id, valueAt(before, 'slice.0.session.0._id'));
  t.is(ims!.name, 'ims');
  t.true(ims!._id instanceof ObjectId);
  const dropped = mergeSubscriber(
    stored(added),
    applyChanges(decodeSubscriber(stored(added)), { slice: { removeApns: ['Internet'] } }),
  );
  t.deepEqual(
    decodeSubscriber(dropped).slices[0]!.sessions.map(({ apn }) => apn),
    ['ims'],
  );
});

test('removing a static address removes its field, and the group that it leaves empty', t => {
  const withAddress = encodeSubscriber({
    ...SIM,
    slices: [{ ...SIM.slices[0]!, sessions: [{ ...SIM.slices[0]!.sessions[0]!, ueIpv4: '10.45.0.9' }] }],
  });
  const before = stored(withAddress);
  const after = mergeSubscriber(before, { slices: SIM.slices });
  t.deepEqual(commandOf(differencePaths(before, after)), { $unset: { 'slice.0.session.0.ue': '' } });
});

function textsOf(document: BsonDocument): string[] {
  return checkSubscriber(document).map(({ text }) => text);
}

/** The document with another value at the path; undefined removes it. */
function changed(document: BsonDocument, path: string, value: unknown): BsonDocument {
  const keys = path.split('.');
  const parent = keys.length === 1 ? document : (valueAt(document, keys.slice(0, -1).join('.')) as BsonDocument);
  if (value === undefined) delete parent[keys.at(-1)!];
  else parent[keys.at(-1)!] = value;
  return document;
}

function slice(): BsonDocument {
  return (encodeSubscriber(SIM).slice as BsonDocument[])[0]!;
}

function sessions(count: number): BsonDocument[] {
  return Array.from({ length: count }, (_, i) => ({ ...(slice().session as BsonDocument[])[0]!, name: `apn${i}` }));
}

function rule(): BsonDocument {
  const [session] = slice().session as BsonDocument[];
  return { qos: session!.qos, flow: [] };
}
