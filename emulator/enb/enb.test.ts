import test from 'ava';
import { type AirDownlink, type AirUplink, AS_SECURITY_PROOF } from '../air/index.ts';
import { fromHex, toHex } from '../bytes/index.ts';
import { decodeS1ap, encodeS1ap, type S1apPdu } from '../codec/s1ap/index.ts';
import { computeEia, DOWNLINK, deriveKrrcInt } from '../crypto/index.ts';
import { parsePlmn } from '../vocabulary/index.ts';
import { Enb } from './enb.ts';
import type { EnbConfig, EnbInput, EnbOutput } from './port.ts';

const PLMN = parsePlmn('001-01');
const CONFIG: EnbConfig = {
  name: 'bts-1',
  enbId: 0x19b,
  globalPlmn: PLMN,
  supportedTas: [{ tac: 1, plmns: [PLMN] }],
  defaultPagingDrx: 128,
  s1uAddress: '127.0.0.5',
  outboundStreams: 30,
  eeaPreference: [0, 2],
  eiaPreference: [2, 1],
  enforceAmbr: true,
};
const NAS = fromHex('0741');
const KEY = new Uint8Array(32).fill(0x5a);

/** Drives one base station; keeps what it said, decoded. */
class Bench {
  readonly enb = new Enb(CONFIG);
  now = 0;
  s1: { readonly stream: number; readonly pdu: S1apPdu }[] = [];
  air: AirDownlink[] = [];
  rest: EnbOutput[] = [];

  feed(input: EnbInput): this {
    this.s1 = [];
    this.air = [];
    this.rest = [];
    for (const output of this.enb.handle(input, this.now)) {
      if (output.type === 's1ap') this.s1.push({ stream: output.stream, pdu: decodeS1ap(output.bytes) });
      else if (output.type === 'air') this.air.push(output.message);
      else this.rest.push(output);
    }
    return this;
  }

  mme(pdu: S1apPdu): this {
    return this.feed({ type: 's1ap', stream: 0, bytes: encodeS1ap(pdu) });
  }

  ue(message: AirUplink): this {
    return this.feed({ type: 'air', ue: 7, message });
  }

  timeout(): this {
    this.now = this.enb.nextTimeout()!;
    return this.feed({ type: 'timeout' });
  }

  up(): this {
    this.feed({ type: 's1Up', outboundStreams: 10 });
    const served = { servedPlmns: [PLMN], servedGroupIds: [2], servedMmecs: [1] };
    return this.mme({ message: 'S1SetupResponse', servedGummeis: [served], relativeMmeCapacity: 255 });
  }

  connected(): this {
    this.up().feed({ type: 'camp', ue: 7 });
    return this.ue({ type: 'rrcConnectionSetup', establishmentCause: 'mo-Signalling', selectedPlmn: PLMN, nas: NAS });
  }

  /** With a context, one bearer and the rates given. */
  active(downlinkBps = 1e9): this {
    this.connected().mme(setupRequest(downlinkBps));
    this.ue({ type: 'securityModeComplete' }).ue({ type: 'ueCapabilityInformation', radioCapability: fromHex('0102') });
    return this.ue({ type: 'rrcConnectionReconfigurationComplete' });
  }
}

function setupRequest(downlinkBps = 1e9): S1apPdu {
  return {
    message: 'InitialContextSetupRequest',
    mmeUeS1apId: 99,
    enbUeS1apId: 1,
    ueAggregateMaximumBitRate: { downlinkBps, uplinkBps: 1e9 },
    eRabToBeSetupList: [
      {
        eRabId: 5,
        qos: {
          qci: 9,
          arp: {
            priorityLevel: 8,
            preEmptionCapability: 'shall-not-trigger-pre-emption',
            preEmptionVulnerability: 'not-pre-emptable',
          },
        },
        transportLayerAddress: Uint8Array.of(127, 0, 0, 6),
        gtpTeid: 0x1001,
        nasPdu: NAS,
      },
    ],
    ueSecurityCapabilities: { encryptionAlgorithms: 0xe000, integrityProtectionAlgorithms: 0xe000 },
    securityKey: KEY,
  };
}

test('S1 Setup says who we are; the cell opens with the answer', t => {
  const bench = new Bench();
  bench.feed({ type: 'camp', ue: 7 });
  t.like(bench.air, [{ type: 'systemInformation', cell: { barred: true, tac: 1, cellId: 0x19b00 } }]);
  bench.feed({ type: 's1Up', outboundStreams: 10 });
  t.like(bench.s1, [
    {
      stream: 0,
      pdu: { message: 'S1SetupRequest', enbName: 'bts-1', supportedTas: [{ tac: 1 }], defaultPagingDrx: 'v128' },
    },
  ]);
  bench.mme({
    message: 'S1SetupResponse',
    mmeName: 'mme',
    servedGummeis: [{ servedPlmns: [PLMN], servedGroupIds: [2], servedMmecs: [1] }],
    relativeMmeCapacity: 255,
  });
  t.like(bench.rest, [
    { type: 'state', to: 'up' },
    { type: 's1Setup', outcome: { type: 'accepted', mmeName: 'mme' } },
    { type: 'broadcast', message: { cell: { barred: false } } },
  ]);
});

test('S1 Setup refused: the cause is told, and it is tried again after TimeToWait; unanswered: told as well', t => {
  const bench = new Bench();
  bench.feed({ type: 's1Up', outboundStreams: 2 });
  bench.mme({ message: 'S1SetupFailure', cause: { group: 'misc', value: 'unknown-PLMN' }, timeToWait: 'v10s' });
  t.like(bench.rest[1], {
    type: 's1Setup',
    outcome: { type: 'failed', cause: 'misc/unknown-PLMN', retryInMs: 10_000 },
  });
  bench.timeout();
  t.is(bench.now, 10_000);
  t.like(bench.s1, [{ pdu: { message: 'S1SetupRequest' } }]);
  bench.timeout();
  t.deepEqual(bench.rest.at(-1), { type: 's1Setup', outcome: { type: 'no-answer' } });
});

test('from the first NAS message to the bearer: the order of TS 36.413 §8.3.1', t => {
  const bench = new Bench().connected();
  t.like(bench.s1, [
    {
      stream: 2,
      pdu: { message: 'InitialUEMessage', enbUeS1apId: 1, rrcEstablishmentCause: 'mo-Signalling', tai: { tac: 1 } },
    },
  ]);
  bench.mme({ message: 'DownlinkNASTransport', mmeUeS1apId: 99, enbUeS1apId: 1, nasPdu: NAS });
  t.deepEqual(bench.air, [{ type: 'dlInformationTransfer', nas: NAS }]);
  bench.ue({ type: 'ulInformationTransfer', nas: NAS });
  t.like(bench.s1, [{ stream: 2, pdu: { message: 'UplinkNASTransport', mmeUeS1apId: 99, nasPdu: NAS } }]);
  bench.mme(setupRequest());
  const macI = computeEia(2, deriveKrrcInt(KEY, 2), 0, 0, DOWNLINK, AS_SECURITY_PROOF);
  t.deepEqual(bench.air, [{ type: 'securityModeCommand', eea: 0, eia: 2, macI }]);
  bench.ue({ type: 'securityModeComplete' });
  t.deepEqual(bench.air, [{ type: 'ueCapabilityEnquiry' }]);
  bench.ue({ type: 'ueCapabilityInformation', radioCapability: fromHex('0102') });
  t.like(bench.s1, [{ pdu: { message: 'UECapabilityInfoIndication' } }]);
  t.like(bench.air, [{ type: 'rrcConnectionReconfiguration', addedBearers: [{ eRabId: 5, qci: 9 }], nas: [NAS] }]);
  bench.ue({ type: 'rrcConnectionReconfigurationComplete' });
  const { pdu } = bench.s1[0]!;
  if (pdu.message !== 'InitialContextSetupResponse') return t.fail(pdu.message);
  t.like(pdu.eRabSetupList, [{ eRabId: 5, gtpTeid: 1 }]);
  t.is(toHex(pdu.eRabSetupList[0]!.transportLayerAddress), '7f000005');
});

test('packets cross both ways, unknown tunnels and bearers swallow theirs', t => {
  const bench = new Bench().active();
  const packet = new Uint8Array(60);
  t.deepEqual(bench.ue({ type: 'packet', eRabId: 5, packet }).rest, [
    { type: 'gtpu', address: '127.0.0.6', teid: 0x1001, packet },
  ]);
  t.deepEqual(bench.feed({ type: 'gtpu', teid: 1, packet }).air, [{ type: 'packet', eRabId: 5, packet }]);
  t.deepEqual(bench.feed({ type: 'gtpu', teid: 2, packet }).air, []);
  t.like(bench.ue({ type: 'packet', eRabId: 6, packet }).rest, [{ type: 'note' }]);
  t.true(bench.enb.knowsTeid(1));
});

test('the UE-AMBR holds downlink packets back and lets them go at its rate', t => {
  const bench = new Bench().active(80_000); // 10 octets a millisecond, bucket 3,000
  const packet = new Uint8Array(1000);
  let delivered = 0;
  for (let i = 0; i < 10; i++) delivered += bench.feed({ type: 'gtpu', teid: 1, packet }).air.length;
  t.is(delivered, 3);
  bench.timeout();
  t.is(bench.air.length, 1);
  t.true(Math.abs(bench.now - 100) < 1, `${bench.now}`);
});

test('release: by the MME, by inactivity, by a lost radio link', t => {
  const bench = new Bench().active();
  bench.feed({ type: 'releaseUe', ue: 7, cause: 'user-inactivity' });
  t.like(bench.s1, [
    { pdu: { message: 'UEContextReleaseRequest', cause: { group: 'radioNetwork', value: 'user-inactivity' } } },
  ]);
  bench.mme({
    message: 'UEContextReleaseCommand',
    ueS1apIds: { type: 'ueS1apIdPair', value: { mmeUeS1apId: 99, enbUeS1apId: 1 } },
    cause: { group: 'nas', value: 'normal-release' },
  });
  t.deepEqual(bench.air, [{ type: 'rrcConnectionRelease', cause: 'other' }]);
  t.like(bench.s1, [{ pdu: { message: 'UEContextReleaseComplete', mmeUeS1apId: 99, enbUeS1apId: 1 } }]);
  t.false(bench.enb.knowsTeid(1));
  t.is(bench.enb.connectedUes, 0);
  bench.mme({
    message: 'UEContextReleaseCommand',
    ueS1apIds: { type: 'mmeUeS1apId', value: 99 },
    cause: { group: 'nas', value: 'detach' },
  });
  t.like(bench.s1, [{ pdu: { message: 'ErrorIndication', cause: { value: 'unknown-mme-ue-s1ap-id' } } }]);

  const lost = new Bench().active().ue({ type: 'radioLinkFailure' });
  t.like(lost.s1, [{ pdu: { message: 'UEContextReleaseRequest', cause: { value: 'radio-connection-with-ue-lost' } } }]);
  lost.mme({ message: 'DownlinkNASTransport', mmeUeS1apId: 99, enbUeS1apId: 1, nasPdu: NAS });
  t.deepEqual(lost.air, []);
  t.like(lost.s1, [{ pdu: { message: 'NASNonDeliveryIndication', nasPdu: NAS } }]);
});

test('no common algorithm, a refusing phone and a silent one end context setup with a failure', t => {
  const weak = {
    ...setupRequest(),
    ueSecurityCapabilities: { encryptionAlgorithms: 0, integrityProtectionAlgorithms: 0 },
  } as S1apPdu;
  t.like(new Bench().connected().mme(weak).s1, [
    {
      pdu: {
        message: 'InitialContextSetupFailure',
        cause: { value: 'encryption-and-or-integrity-protection-algorithms-not-supported' },
      },
    },
  ]);
  const refused = new Bench().connected().mme(setupRequest()).ue({ type: 'securityModeFailure' });
  t.like(refused.s1, [
    { pdu: { message: 'InitialContextSetupFailure', cause: { value: 'failure-in-radio-interface-procedure' } } },
  ]);
  const silent = new Bench().connected().mme(setupRequest()).timeout();
  t.is(silent.now, 5000);
  t.like(silent.s1, [{ pdu: { message: 'InitialContextSetupFailure' } }]);
});

test('E-RAB setup, modify and release; ids that repeat or are unknown come back as failed', t => {
  const bench = new Bench().active();
  const ids = { mmeUeS1apId: 99, enbUeS1apId: 1 };
  const [item] = (setupRequest() as Extract<S1apPdu, { message: 'InitialContextSetupRequest' }>).eRabToBeSetupList;
  bench.mme({
    message: 'E-RABSetupRequest',
    ...ids,
    eRabToBeSetupList: [
      { ...item!, eRabId: 6, nasPdu: NAS },
      { ...item!, nasPdu: NAS },
    ],
  });
  bench.ue({ type: 'rrcConnectionReconfigurationComplete' });
  t.like(bench.s1, [
    {
      pdu: {
        message: 'E-RABSetupResponse',
        eRabSetupList: [{ eRabId: 6 }],
        eRabFailedToSetupList: [{ eRabId: 5, cause: { value: 'multiple-E-RAB-ID-instances' } }],
      },
    },
  ]);
  bench.mme({
    message: 'E-RABModifyRequest',
    ...ids,
    eRabToBeModifiedList: [{ eRabId: 6, qos: item!.qos, nasPdu: NAS }],
  });
  bench.ue({ type: 'rrcConnectionReconfigurationComplete' });
  t.like(bench.s1, [{ pdu: { message: 'E-RABModifyResponse', eRabModifyList: [{ eRabId: 6 }] } }]);
  const cause = { group: 'nas', value: 'normal-release' } as const;
  bench.mme({
    message: 'E-RABReleaseCommand',
    ...ids,
    eRabToBeReleasedList: [
      { eRabId: 6, cause },
      { eRabId: 9, cause },
    ],
    nasPdu: NAS,
  });
  t.like(bench.air, [{ type: 'rrcConnectionReconfiguration', releasedERabIds: [6] }]);
  bench.ue({ type: 'rrcConnectionReconfigurationComplete' });
  t.like(bench.s1, [
    {
      pdu: {
        message: 'E-RABReleaseResponse',
        eRabReleaseList: [{ eRabId: 6 }],
        eRabFailedToReleaseList: [{ eRabId: 9, cause: { value: 'unknown-E-RAB-ID' } }],
      },
    },
  ]);
  bench.feed({ type: 'gtpuErrorIndication', teid: 0x1001, address: '127.0.0.6' });
  t.like(bench.s1, [{ pdu: { message: 'E-RABReleaseIndication', eRabReleasedList: [{ eRabId: 5 }] } }]);
});

test('reset, S1 loss and overload', t => {
  const bench = new Bench().active();
  bench.mme({
    message: 'Reset',
    cause: { group: 'misc', value: 'unspecified' },
    resetType: { type: 'partOfS1Interface', value: [{ mmeUeS1apId: 99 }] },
  });
  t.like(bench.s1, [
    { pdu: { message: 'ResetAcknowledge', ueAssociatedLogicalS1ConnectionListResAck: [{ mmeUeS1apId: 99 }] } },
  ]);
  t.is(bench.enb.connectedUes, 0);
  bench.mme({
    message: 'OverloadStart',
    overloadResponse: { type: 'overloadAction', value: 'reject-rrc-cr-signalling' },
  });
  bench.ue({ type: 'rrcConnectionSetup', establishmentCause: 'mo-Signalling', selectedPlmn: PLMN, nas: NAS });
  t.like(bench.air, [{ type: 'rrcConnectionReject' }]);
  bench.mme({ message: 'OverloadStop' });
  bench.ue({ type: 'rrcConnectionSetup', establishmentCause: 'mo-Signalling', selectedPlmn: PLMN, nas: NAS });
  t.is(bench.enb.connectedUes, 1);
  bench.feed({ type: 's1Down', reason: 'lost' });
  t.deepEqual(bench.air, [{ type: 'rrcConnectionRelease', cause: 'other' }]);
  t.like(bench.rest.at(-1), { type: 'broadcast', message: { cell: { barred: true } } });
});

test('paging reaches the cells of the named tracking area only', t => {
  const bench = new Bench().up();
  const page = (tac: number): S1apPdu => ({
    message: 'Paging',
    ueIdentityIndexValue: 1,
    uePagingId: { type: 'sTmsi', value: { mmec: 1, mTmsi: 0xc0000001 } },
    cnDomain: 'ps',
    taiList: [{ tai: { plmn: PLMN, tac } }],
  });
  t.like(bench.mme(page(1)).rest, [
    { type: 'broadcast', message: { type: 'paging', identity: { type: 's-TMSI', sTmsi: { mTmsi: 0xc0000001 } } } },
  ]);
  t.deepEqual(bench.mme(page(2)).rest, []);
});

test('wrong ids, cut messages and random octets bring Error Indications, never an exception', t => {
  const bench = new Bench().active();
  bench.mme({ message: 'DownlinkNASTransport', mmeUeS1apId: 98, enbUeS1apId: 1, nasPdu: NAS });
  t.like(bench.s1, [{ pdu: { message: 'ErrorIndication', cause: { value: 'unknown-pair-ue-s1ap-id' } } }]);
  bench.feed({ type: 's1ap', stream: 0, bytes: fromHex('000b') });
  t.like(bench.s1, [
    { pdu: { message: 'ErrorIndication', cause: { group: 'protocol', value: 'transfer-syntax-error' } } },
  ]);
  bench.feed({ type: 's1ap', stream: 0, bytes: fromHex('000b4005000000') });
  t.is(bench.s1.length, 1);
  const sample = encodeS1ap(setupRequest());
  let seed = 3;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16;
  for (let i = 0; i < 3000; i++) {
    const bytes = sample.slice(0, random() % (sample.length + 1));
    for (let n = random() % 4; n > 0 && bytes.length > 0; n--) bytes[random() % bytes.length] = random();
    t.notThrows(() => bench.feed({ type: 's1ap', stream: 0, bytes }));
  }
});
