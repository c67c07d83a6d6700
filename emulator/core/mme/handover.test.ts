import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import type { S1apPdu } from '../../codec/s1ap/index.ts';
import { deriveKenb, deriveNh } from '../../crypto/index.ts';
import { Bench, CGI, PLMN, TAI } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { IMSI } from '../testing/store.ts';

function attached() {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  return { bench, line, phone: line.phone };
}

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
  const command = bench.take('HandoverCommand');
  t.like(command, { ...line.ids, targetToSourceTransparentContainer: CONTAINER });
  t.is(command.eRabSubjectToDataForwardingList, undefined);
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
    cause: { value: 'no-radio-resources-available-in-target-cell' },
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
