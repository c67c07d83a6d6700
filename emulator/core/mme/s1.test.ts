import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import { encodeS1ap, type S1apPdu } from '../../codec/s1ap/index.ts';
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
  t.like(bench.take('ENBConfigurationUpdateFailure'), {
    cause: { group: 'misc', value: 'unknown-PLMN' },
    timeToWait: 'v10s',
  });
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

const globalEnbId = (value: number, plmn = PLMN) => ({ plmn, enbId: { type: 'macroEnbId' as const, value } });

test('eNB Configuration Transfer: what it says goes to the base station that it names, as it came', t => {
  const bench = new Bench();
  bench.up(1, 1, 0x111);
  bench.up(2, 1, 0x222);
  bench.rest(1);
  bench.rest(2);
  const transfer = (target: number, plmn = PLMN) => ({
    targetEnbId: { globalEnbId: globalEnbId(target, plmn), selectedTai: TAI },
    sourceEnbId: { globalEnbId: globalEnbId(0x111), selectedTai: TAI },
    sonInformation: { type: 'sonInformationRequest', value: 'x2TNL-Configuration-Info' } as const,
  });
  const message = 'ENBConfigurationTransfer';
  // Open5GS goes by the id alone, whatever PLMN is said with it.
  for (const plmn of [PLMN, FOREIGN]) {
    bench.send(1, { message, sonConfigurationTransferEct: transfer(0x222, plmn) });
    t.deepEqual(bench.take('MMEConfigurationTransfer', 2).sonConfigurationTransferMct, transfer(0x222, plmn));
  }
  bench.send(1, { message, sonConfigurationTransferEct: transfer(0x333) });
  t.like(bench.take('ErrorIndication'), { cause: { group: 'radioNetwork', value: 'unknown-targetID' } });
  bench.send(1, { message });
  t.deepEqual([...bench.rest(1), ...bench.rest(2)], []);
});

test('E-RAB Modification Indication: the tunnel is at another node now; one that we do not know moves nothing', t => {
  const { bench, line } = attached();
  const at = (eRabId: number, host: number) => ({
    eRabId,
    transportLayerAddress: Uint8Array.of(127, 0, 1, host),
    dlGtpTeid: 0x4444,
  });
  const indication = { message: 'E-RABModificationIndication', ...line.ids } as const;
  bench.send(1, { ...indication, eRabToBeModifiedList: [at(5, 77)] });
  t.like(bench.take('E-RABModificationConfirm'), { ...line.ids, eRabModifyList: [{ eRabId: 5 }] });
  const moved = { ebi: 5, enb: { address: '127.0.1.77', teid: 0x4444 } };
  t.like(bench.sessions('ModifyBearerRequest').at(-1), moved);
  bench.send(1, { ...indication, eRabToBeModifiedList: [at(5, 88), at(6, 88)] });
  t.like(bench.take('ErrorIndication'), { cause: { group: 'radioNetwork', value: 'unknown-E-RAB-ID' }, ...line.ids });
  t.like(bench.sessions('ModifyBearerRequest').at(-1), moved);
});
