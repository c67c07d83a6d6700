import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import { encodeS1ap, type S1apPdu } from '../../codec/s1ap/index.ts';
import { deriveKenb, deriveNh } from '../../crypto/index.ts';
import { Bench, CGI, PLMN, TAI } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { IMSI } from '../testing/store.ts';

const FOREIGN = { mcc: '001', mnc: '01' };

function attached() {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  return { bench, line, phone: line.phone };
}

/** Without one IE: the octets of a message, its IE list rewritten. */
function without(pdu: S1apPdu, ieId: number): Uint8Array {
  const octets = encodeS1ap(pdu);
  // criticality and type as sent; the value is a SEQUENCE { preamble, count (2 octets), fields: id (2), criticality, length, value }.
  const body = octets.subarray(4);
  const fields: Uint8Array[] = [];
  for (let at = 3; at < body.length; ) {
    const length = body[at + 3]!;
    const field = body.subarray(at, at + 4 + length);
    if (((body[at]! << 8) | body[at + 1]!) !== ieId) fields.push(field);
    at += 4 + length;
  }
  const rest = fields.flatMap(field => [...field]);
  return Uint8Array.of(octets[0]!, octets[1]!, octets[2]!, 3 + rest.length, 0, 0, fields.length, ...rest);
}

test('S1 Setup: who we are', t => {
  const bench = new Bench({ servedTais: [TAI, { plmn: FOREIGN, tac: 5 }] });
  bench.up();
  t.like(bench.take('S1SetupResponse'), {
    mmeName: 'open5gs-mme0',
    servedGummeis: [{ servedPlmns: [PLMN, FOREIGN], servedGroupIds: [2], servedMmecs: [1] }],
    relativeMmeCapacity: 255,
  });
});

const setup: S1apPdu = {
  message: 'S1SetupRequest',
  globalEnbId: { plmn: PLMN, enbId: { type: 'macroEnbId', value: 1 } },
  supportedTas: [{ tac: 1, broadcastPlmns: [PLMN] }],
  defaultPagingDrx: 'v64',
};

test('S1 Setup refused: a foreign PLMN and an unserved tracking area look the same', t => {
  for (const supportedTas of [[{ tac: 1, broadcastPlmns: [FOREIGN] }], [{ tac: 2, broadcastPlmns: [PLMN] }]]) {
    const bench = new Bench();
    bench.feed({ type: 's1Up', enb: 1, peer: 'x', outboundStreams: 2 });
    bench.send(1, { ...setup, supportedTas });
    t.deepEqual(bench.take('S1SetupFailure').cause, { group: 'misc', value: 'unknown-PLMN' });
    bench.initial(new Uint8Array(4));
    t.deepEqual(bench.take('ErrorIndication').cause, {
      group: 'protocol',
      value: 'message-not-compatible-with-receiver-state',
    });
  }
});

test('one served tracking area among others is enough', t => {
  const bench = new Bench();
  bench.feed({ type: 's1Up', enb: 1, peer: 'x', outboundStreams: 2 });
  bench.send(1, {
    ...setup,
    supportedTas: [
      { tac: 9, broadcastPlmns: [FOREIGN] },
      { tac: 1, broadcastPlmns: [PLMN] },
    ],
  });
  t.deepEqual(bench.rest(), ['S1SetupResponse']);
});

test('S1 Setup without a mandatory IE: failure with semantic error, and which IE it was', t => {
  const bench = new Bench();
  bench.feed({ type: 's1Up', enb: 1, peer: 'x', outboundStreams: 2 });
  bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes: without(setup, 64) });
  t.like(bench.take('S1SetupFailure'), {
    cause: { group: 'protocol', value: 'semantic-error' },
    criticalityDiagnostics: { procedureCode: 17, ieCriticalityDiagnostics: [{ ieId: 64, typeOfError: 'missing' }] },
  });
});

test('eNB Configuration Update: other tracking areas, or a refusal', t => {
  const bench = new Bench();
  bench.up();
  bench.rest();
  bench.send(1, { message: 'ENBConfigurationUpdate', enbName: 'renamed' });
  bench.take('ENBConfigurationUpdateAcknowledge');
  bench.send(1, { message: 'ENBConfigurationUpdate', supportedTas: [{ tac: 7, broadcastPlmns: [PLMN] }] });
  t.deepEqual(bench.take('ENBConfigurationUpdateFailure').cause, { group: 'misc', value: 'unknown-PLMN' });
  t.like(bench.core.mme.state.enbs.get(1), { name: 'renamed', supportedTais: [TAI] });
});

test('octets that are no S1AP, an unknown procedure, a missing IE: Error Indication', t => {
  const { bench, line } = attached();
  bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes: fromHex('ffffff') });
  t.deepEqual(bench.take('ErrorIndication').cause, {
    group: 'protocol',
    value: 'abstract-syntax-error-falsely-constructed-message',
  });
  const uplink: S1apPdu = {
    message: 'UplinkNASTransport',
    ...line.ids,
    nasPdu: fromHex('0760'),
    eutranCgi: CGI,
    tai: TAI,
  };
  bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes: without(uplink, 26) });
  t.like(bench.take('ErrorIndication'), {
    ...line.ids,
    cause: { group: 'protocol', value: 'semantic-error' },
    criticalityDiagnostics: { procedureCode: 13, ieCriticalityDiagnostics: [{ ieId: 26, typeOfError: 'missing' }] },
  });
  // Procedure 200, criticality reject, no content.
  bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes: fromHex('00c8000400000000') });
  t.like(bench.take('ErrorIndication'), { criticalityDiagnostics: { procedureCode: 200 } });
  t.deepEqual(bench.rest(), []);
});

test('unknown ids, and ids of another base station: Error Indication with unknown MME UE S1AP ID', t => {
  const { bench, line } = attached();
  bench.up(2);
  bench.rest(2);
  const cause = { group: 'radioNetwork', value: 'user-inactivity' } as const;
  for (const [enb, ids] of [
    [1, { mmeUeS1apId: 4711, enbUeS1apId: 1 }],
    [1, { ...line.ids, enbUeS1apId: 4711 }],
    [2, line.ids],
  ] as const) {
    bench.send(enb, { message: 'UEContextReleaseRequest', ...ids, cause });
    t.like(bench.take('ErrorIndication', enb), { ...ids, cause: { value: 'unknown-mme-ue-s1ap-id' } });
  }
  t.is(bench.core.mme.state.connections.size, 1);
});

test('an Error Indication that does not know the phone ends its connection; others do not', t => {
  const { bench, line } = attached();
  bench.send(1, { message: 'ErrorIndication', ...line.ids, cause: { group: 'protocol', value: 'semantic-error' } });
  t.is(bench.core.mme.state.connections.size, 1);
  bench.send(1, {
    message: 'ErrorIndication',
    ...line.ids,
    cause: { group: 'radioNetwork', value: 'unknown-enb-ue-s1ap-id' },
  });
  t.is(bench.core.mme.state.connections.size, 0);
  t.deepEqual(bench.rest(), []);
  t.like(bench.sessions('ModifyBearerRequest').at(-1), { enb: undefined });
});

test('release by inactivity: the cause comes back, the tunnel is off, the phone is idle', t => {
  const { bench, line } = attached();
  const cause = { group: 'radioNetwork', value: 'user-inactivity' } as const;
  bench.send(1, { message: 'UEContextReleaseRequest', ...line.ids, cause });
  t.like(bench.sessions('ModifyBearerRequest').at(-1), { enb: undefined });
  bench.send(1, { message: 'UEContextReleaseRequest', ...line.ids, cause });
  t.deepEqual(line.completeRelease().cause, cause);
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.ofImsi(IMSI)!.connection, undefined);
});

test('a release command without an answer: after 30 s the connection ends here', t => {
  const { bench, line } = attached();
  const cause = { group: 'radioNetwork', value: 'user-inactivity' } as const;
  bench.send(1, { message: 'UEContextReleaseRequest', ...line.ids, cause });
  bench.advance(29_999);
  t.is(bench.core.mme.state.connections.size, 1);
  bench.advance(1);
  t.is(bench.core.mme.state.connections.size, 0);
  t.true(bench.core.mme.state.ofImsi(IMSI)!.timers.has('mobileReachable'));
});

test('Initial Context Setup Failure ends the connection', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest());
  line.authenticate();
  bench.take('InitialContextSetupRequest');
  bench.send(1, {
    message: 'InitialContextSetupFailure',
    ...line.ids,
    cause: { group: 'radioNetwork', value: 'failure-in-radio-interface-procedure' },
  });
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
  t.is(bench.core.gateway.sessionCount, 0);
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('NAS non-delivery is noted; what waits for an answer is sent again by its timer', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest());
  line.downlink('AuthenticationRequest');
  bench.send(1, {
    message: 'NASNonDeliveryIndication',
    ...line.ids,
    nasPdu: fromHex('0752'),
    cause: { group: 'radioNetwork', value: 'radio-connection-with-ue-lost' },
  });
  t.is(bench.core.mme.state.counters.get('s1ap_rx_nas_non_delivery'), 1);
  bench.advance(3000);
  line.downlink('AuthenticationRequest');
});

test('Reset of everything: all phones idle, acknowledged', t => {
  const { bench } = attached();
  bench.send(1, {
    message: 'Reset',
    cause: { group: 'misc', value: 'om-intervention' },
    resetType: { type: 's1Interface', value: 'reset-all' },
  });
  t.is(bench.take('ResetAcknowledge').ueAssociatedLogicalS1ConnectionListResAck, undefined);
  t.is(bench.core.mme.state.connections.size, 0);
  t.is(bench.core.mme.state.ofImsi(IMSI)!.emm, 'EMM-REGISTERED');
});

test('Reset of some connections names them in the acknowledgement, known or not', t => {
  const { bench, line } = attached();
  const value = [{ mmeUeS1apId: line.mmeUeS1apId }, { enbUeS1apId: 99 }];
  bench.send(1, {
    message: 'Reset',
    cause: { group: 'misc', value: 'om-intervention' },
    resetType: { type: 'partOfS1Interface', value },
  });
  t.deepEqual(bench.take('ResetAcknowledge').ueAssociatedLogicalS1ConnectionListResAck, value);
  t.is(bench.core.mme.state.connections.size, 0);
});

test('S1 loss: phones are idle, an attach that was under way is void', t => {
  const { bench, line } = attached();
  const other = new Line(bench, line.phone, 2);
  bench.feed({ type: 's1Down', enb: 1 });
  t.is(bench.core.mme.state.connections.size, 0);
  t.true(bench.core.mme.state.ofImsi(IMSI)!.timers.has('mobileReachable'));
  bench.up();
  bench.rest();
  other.initial(line.phone.serviceRequest(), true);
  other.setUpContext();

  const fresh = new Bench();
  const attaching = lineOn(fresh);
  attaching.initial(attaching.phone.attachRequest());
  attaching.authenticate();
  fresh.feed({ type: 's1Down', enb: 1 });
  t.is(fresh.core.gateway.sessionCount, 0);
  fresh.advance(100_000);
  t.is(fresh.core.mme.state.ofImsi(IMSI)?.emm, 'EMM-DEREGISTERED');
});

test('S1 loss before the HSS has answered: the answer finds nobody', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  bench.holdDatabase = true;
  line.initial(line.phone.attachRequest());
  bench.feed({ type: 's1Down', enb: 1 });
  bench.releaseDatabase();
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.connections.size, 0);
});

test('an eNB UE S1AP ID that is used again ends the connection that had it', t => {
  const { bench, line, phone } = attached();
  const again = new Line(bench, phone, line.enbUeS1apId);
  again.initial(phone.serviceRequest(), true);
  again.setUpContext();
  t.is(bench.core.mme.state.connections.size, 1);
  t.deepEqual(bench.rest(), []);
});

test('each phone keeps to one stream, never stream 0', t => {
  const { bench } = attached();
  const streams = bench.outputs.flatMap(output => (output.type === 's1ap' ? [output.stream] : []));
  t.is(streams[0], 0);
  t.is(new Set(streams.slice(1)).size, 1);
  t.true(streams[1]! > 0);
});

test('Initial UE Message with nonsense in it is released at once', t => {
  const bench = new Bench();
  bench.up();
  bench.rest();
  for (const nas of ['', '07', '0742', 'ffff', '17000000000007', '0201d031']) {
    bench.initial(fromHex(nas), 7);
    t.deepEqual(bench.rest(), ['UEContextReleaseCommand'], nas);
  }
});

test('Path Switch: the tunnels follow, the next hop goes out with NCC 2', t => {
  const { bench, line, phone } = attached();
  bench.up(2);
  bench.rest(2);
  const kasme = phone.security!.kasme.reveal();
  const switchTo = (eRabId: number, encryptionAlgorithms = 0xe000): S1apPdu => ({
    message: 'PathSwitchRequest',
    enbUeS1apId: 31,
    eRabToBeSwitchedDlList: [{ eRabId, transportLayerAddress: Uint8Array.of(127, 0, 1, 2), gtpTeid: 0x2222 }],
    sourceMmeUeS1apId: line.mmeUeS1apId,
    eutranCgi: CGI,
    tai: TAI,
    ueSecurityCapabilities: { encryptionAlgorithms, integrityProtectionAlgorithms: 0xe000 },
  });
  bench.send(2, switchTo(9));
  t.like(bench.take('ErrorIndication', 2), { cause: { value: 'unknown-E-RAB-ID' } });
  bench.send(2, switchTo(5));
  const nh1 = deriveNh(kasme, deriveKenb(kasme, 0));
  const nh2 = deriveNh(kasme, nh1);
  const first = bench.take('PathSwitchRequestAcknowledge', 2);
  t.deepEqual(first.securityContext, { nextHopChainingCount: 2, nextHopParameter: nh2 });
  t.is(first.ueSecurityCapabilities, undefined);
  t.like(bench.sessions('ModifyBearerRequest').at(-1), { enb: { address: '127.0.1.2', teid: 0x2222 } });
  // A base station that has been told less is told what the phone said.
  bench.send(2, switchTo(5, 0x8000));
  const second = bench.take('PathSwitchRequestAcknowledge', 2);
  t.like(second, {
    securityContext: { nextHopChainingCount: 3, nextHopParameter: deriveNh(kasme, nh2) },
    ueSecurityCapabilities: { encryptionAlgorithms: 0xe000 },
  });
  // The old base station has nothing of it any more.
  bench.send(1, { message: 'UplinkNASTransport', ...line.ids, nasPdu: fromHex('0760'), eutranCgi: CGI, tai: TAI });
  bench.take('ErrorIndication');
  const there = new Line(bench, phone, 31, 2);
  there.mmeUeS1apId = line.mmeUeS1apId;
  there.uplink(phone.protect(phone.detachRequest(false)));
  there.downlink('DetachAccept');
  bench.send(2, { ...switchTo(5), sourceMmeUeS1apId: 999 } as S1apPdu);
  bench.take('UEContextReleaseCommand', 2);
  t.like(bench.take('PathSwitchRequestFailure', 2), { cause: { value: 'unknown-mme-ue-s1ap-id' } });
});

const target = (enbId: number) => ({
  type: 'targetEnbId' as const,
  value: { globalEnbId: { plmn: PLMN, enbId: { type: 'macroEnbId' as const, value: enbId } }, selectedTai: TAI },
});
const CONTAINER = fromHex('0102030405');

function handingOver() {
  const { bench, line, phone } = attached();
  bench.up(2, 1, 0x222);
  bench.rest(2);
  bench.send(1, {
    message: 'HandoverRequired',
    ...line.ids,
    handoverType: 'intralte',
    cause: { group: 'radioNetwork', value: 'handover-desirable-for-radio-reason' },
    targetId: target(0x222),
    sourceToTargetTransparentContainer: CONTAINER,
  });
  const request = bench.take('HandoverRequest', 2);
  return { bench, line, phone, request };
}

test('S1 handover: required, requested, commanded, notified, released', t => {
  const { bench, line, phone, request } = handingOver();
  const kasme = phone.security!.kasme.reveal();
  t.like(request, {
    handoverType: 'intralte',
    eRabToBeSetupList: [{ eRabId: 5, qos: { qci: 9 } }],
    sourceToTargetTransparentContainer: CONTAINER,
    securityContext: {
      nextHopChainingCount: 2,
      nextHopParameter: deriveNh(kasme, deriveNh(kasme, deriveKenb(kasme, 0))),
    },
  });
  t.not(request.mmeUeS1apId, line.mmeUeS1apId);
  const there = new Line(bench, phone, 77, 2);
  there.mmeUeS1apId = request.mmeUeS1apId;
  bench.send(2, {
    message: 'HandoverRequestAcknowledge',
    ...there.ids,
    eRabAdmittedList: [{ eRabId: 5, transportLayerAddress: Uint8Array.of(127, 0, 1, 2), gtpTeid: 0x3333 }],
    targetToSourceTransparentContainer: CONTAINER,
  });
  t.like(bench.take('HandoverCommand'), { ...line.ids, targetToSourceTransparentContainer: CONTAINER });
  const count = { pdcpSn: 1, hfn: 2 };
  bench.send(1, {
    message: 'ENBStatusTransfer',
    ...line.ids,
    enbStatusTransferTransparentContainer: {
      bearersSubjectToStatusTransferList: [{ eRabId: 5, ulCountValue: count, dlCountValue: count }],
    },
  });
  t.like(bench.take('MMEStatusTransfer', 2), there.ids);
  t.is(bench.sessions('ModifyBearerRequest').length, 1);
  bench.send(2, { message: 'HandoverNotify', ...there.ids, eutranCgi: CGI, tai: TAI });
  t.like(bench.sessions('ModifyBearerRequest').at(-1), { enb: { address: '127.0.1.2', teid: 0x3333 } });
  t.like(line.completeRelease(), { cause: { group: 'radioNetwork', value: 'successful-handover' } });
  t.is(bench.core.mme.state.connections.size, 1);
  t.is(bench.core.mme.state.ofImsi(IMSI)!.bearers[0]!.enb!.teid, 0x3333);
  there.uplink(phone.protect(phone.detachRequest(false)));
  there.downlink('DetachAccept');
  t.deepEqual(bench.rest(), []);
});

test('S1 handover that the target refuses, or whose target nobody knows', t => {
  const { bench, line, phone, request } = handingOver();
  bench.send(2, {
    message: 'HandoverFailure',
    mmeUeS1apId: request.mmeUeS1apId,
    cause: { group: 'radioNetwork', value: 'no-radio-resources-available-in-target-cell' },
  });
  t.like(bench.take('HandoverPreparationFailure'), {
    cause: { value: 'ho-failure-in-target-EPC-eNB-or-target-system' },
  });
  t.is(bench.core.mme.state.connections.size, 1);
  bench.send(1, {
    message: 'HandoverRequired',
    ...line.ids,
    handoverType: 'intralte',
    cause: { group: 'radioNetwork', value: 'handover-desirable-for-radio-reason' },
    targetId: target(0x999),
    sourceToTargetTransparentContainer: CONTAINER,
  });
  t.like(bench.take('HandoverPreparationFailure'), { cause: { value: 'unknown-targetID' } });
  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
});

test('S1 handover cancelled by the source, or cut short by its end', t => {
  const cancelled = handingOver();
  const { bench, line, request } = cancelled;
  bench.send(1, {
    message: 'HandoverCancel',
    ...line.ids,
    cause: { group: 'radioNetwork', value: 'handover-cancelled' },
  });
  t.like(bench.take('UEContextReleaseCommand', 2), {
    ueS1apIds: { type: 'mmeUeS1apId', value: request.mmeUeS1apId },
    cause: { value: 'handover-cancelled' },
  });
  bench.take('HandoverCancelAcknowledge');

  const cut = handingOver();
  cut.bench.feed({ type: 's1Down', enb: 1 });
  t.deepEqual(cut.bench.rest(2), ['UEContextReleaseCommand']);
  t.is(cut.bench.core.mme.state.ofImsi(IMSI)!.connection, undefined);

  const targetLost = handingOver();
  targetLost.bench.feed({ type: 's1Down', enb: 2 });
  targetLost.line.uplink(targetLost.phone.protect(targetLost.phone.detachRequest(false)));
  targetLost.line.downlink('DetachAccept');
});
