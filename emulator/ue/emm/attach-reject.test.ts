import test from 'ava';
import { encodeNasEps, gprsTimer } from '../../codec/nas-eps/index.ts';
import { CELL, PLMN, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

/** A phone whose attach is refused, by default in the clear, as before authentication. */
function rejected(emmCause: number, net = new TestNetwork()): TestNetwork {
  net.powerOn();
  net.send({ message: 'AttachReject', emmCause }, 'plain');
  return net;
}

const OTHER_AREA = { ...CELL, tac: 2, cellId: 0x19b02 };
const OTHER_PLMN = { ...CELL, plmns: [{ mcc: '999', mnc: '70' }], cellId: 0x19b03 };
const WEEK_MS = 7 * 24 * 3_600_000;

for (const emmCause of [3, 6, 7, 8]) {
  test(`cause ${emmCause}: the card is invalid until power-off, whatever anybody wants`, t => {
    const net = rejected(emmCause);
    t.is(net.emm, 'EMM-DEREGISTERED.NO-IMSI');
    t.deepEqual(net.last('attachFailed'), { type: 'attachFailed', reason: { type: 'rejected', emmCause } });
    t.like(net.last('usimMemory')?.memory.epsloci, { updateStatus: 'EU3_ROAMING_NOT_ALLOWED', guti: undefined });
    net.release();
    net.advance(WEEK_MS);
    net.downlink({ type: 'systemInformation', cell: OTHER_AREA });
    net.input({ type: 'attach' });
    t.like(net.last('attachFailed'), { reason: { type: 'aborted' } });
    t.deepEqual(net.air, []);
    net.input({ type: 'powerOff' });
    net.input({ type: 'powerOn' });
    t.is(net.expectNas('AttachRequest').message.epsMobileIdentity.type, 'imsi');
  });
}

for (const [emmCause, substate, allowedElsewhere] of [
  [11, 'PLMN-SEARCH', OTHER_PLMN],
  [12, 'LIMITED-SERVICE', OTHER_AREA],
  [13, 'PLMN-SEARCH', OTHER_AREA],
  [14, 'PLMN-SEARCH', OTHER_PLMN],
  [15, 'LIMITED-SERVICE', OTHER_AREA],
  [35, 'PLMN-SEARCH', OTHER_PLMN],
] as const) {
  test(`cause ${emmCause}: not here again, but elsewhere`, t => {
    const net = rejected(emmCause);
    t.is(net.emm, `EMM-DEREGISTERED.${substate}`);
    t.is(net.last('usimMemory')?.memory.epsloci?.updateStatus, 'EU3_ROAMING_NOT_ALLOWED');
    t.is(net.last('attachFailed')?.retryInMs, undefined);
    net.release();
    net.advance(WEEK_MS);
    net.downlink({ type: 'systemInformation', cell: CELL });
    t.deepEqual(net.air, [], 'the same cell');
    t.is(net.emm, 'EMM-DEREGISTERED.LIMITED-SERVICE');
    net.downlink({ type: 'systemInformation', cell: allowedElsewhere });
    net.expectNas('AttachRequest');
  });
}

test('cause 11: another tracking area of the same PLMN is forbidden too, also after power-off: it is on the card', t => {
  const net = rejected(11);
  net.release();
  net.downlink({ type: 'systemInformation', cell: OTHER_AREA });
  t.deepEqual(net.air, []);
  const { memory } = net.last('usimMemory')!;
  t.deepEqual(memory.forbiddenPlmns, [PLMN]);
  const again = new TestNetwork({}, memory);
  again.downlink({ type: 'systemInformation', cell: CELL });
  again.input({ type: 'powerOn' });
  again.advance(6_000);
  t.deepEqual(again.air, []);
  t.is(again.emm, 'EMM-DEREGISTERED.LIMITED-SERVICE');
  t.like(again.last('attachFailed'), { reason: { type: 'no-cell' } });
});

test('cause 13 and 15 are forgotten at power-off', t => {
  for (const emmCause of [13, 15]) {
    const net = rejected(emmCause);
    net.release();
    net.input({ type: 'powerOff' });
    net.input({ type: 'powerOn' });
    t.is(net.expectNas('AttachRequest').message.message, 'AttachRequest');
  }
});

test('a manual attach ignores the lists; success takes the network off them', t => {
  const net = rejected(11);
  net.release();
  net.input({ type: 'attach' });
  net.expectNas('AttachRequest');
  net.finishAttach();
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  t.is(net.last('usimMemory')?.memory.forbiddenPlmns, undefined);
});

test('cause 22 with T3346, protected: no attach before it ends, then by itself', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.send({ message: 'AttachReject', emmCause: 22, t3346Value: gprsTimer(120) });
  t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
  t.is(net.last('attachFailed')?.retryInMs, 120_000);
  net.release();
  net.advance(119_999);
  net.input({ type: 'attach' });
  t.like(net.last('attachFailed'), { reason: { type: 'aborted' } });
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('AttachRequest');
});

test('cause 22 with T3346, not protected: a random time of 15 to 30 minutes instead', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.send({ message: 'AttachReject', emmCause: 22, t3346Value: gprsTimer(120) }, 'plain');
  const { retryInMs = 0 } = net.last('attachFailed')!;
  t.true(retryInMs >= 15 * 60_000 && retryInMs <= 30 * 60_000, String(retryInMs));
  net.release();
  net.advance(retryInMs - 1);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('AttachRequest');
});

test('cause 22 without T3346, and other causes: T3411, and after five attempts T3402 without GUTI', t => {
  const net = rejected(22);
  for (let attempt = 1; attempt <= 5; attempt++) {
    const last = attempt === 5;
    t.is(net.last('attachFailed')?.retryInMs, last ? EMM_TIMERS.T3402.ms : EMM_TIMERS.T3411.ms, `attempt ${attempt}`);
    net.release();
    net.advance((last ? EMM_TIMERS.T3402.ms : EMM_TIMERS.T3411.ms) - 1);
    t.deepEqual(net.air, []);
    net.advance(1);
    net.expectNas('AttachRequest');
    net.send({ message: 'AttachReject', emmCause: 17 }, 'plain');
  }
  t.is(net.last('attachFailed')?.retryInMs, EMM_TIMERS.T3411.ms, 'a new series');
});

test('protocol errors end the series at once', t => {
  for (const emmCause of [95, 96, 97, 99, 111]) {
    const net = rejected(emmCause);
    t.is(net.last('attachFailed')?.retryInMs, EMM_TIMERS.T3402.ms, `cause ${emmCause}`);
  }
});

test('cause 42: another try after twice T3402 at most', t => {
  const net = rejected(42);
  t.is(net.emm, 'EMM-DEREGISTERED.PLMN-SEARCH');
  net.release();
  net.advance(2 * EMM_TIMERS.T3402.ms - 1);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('AttachRequest');
});

test('cause 19 carries the ESM cause', t => {
  const net = new TestNetwork();
  net.powerOn();
  const esmMessageContainer = encodeNasEps({
    message: 'PdnConnectivityReject',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: 1,
    esmCause: 27,
  });
  net.send({ message: 'AttachReject', emmCause: 19, esmMessageContainer }, 'plain');
  t.deepEqual(net.last('attachFailed')?.reason, { type: 'rejected', emmCause: 19, esmCause: 27 });
  t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
});

test('cause 25 counts only when it is protected', t => {
  const net = rejected(25);
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
  t.is(net.last('attachFailed'), undefined);
});

test('a T3402 value in a protected reject is used, in an unprotected one not', t => {
  const plain = new TestNetwork();
  plain.powerOn();
  plain.send({ message: 'AttachReject', emmCause: 111, t3402Value: gprsTimer(60) }, 'plain');
  t.is(plain.last('attachFailed')?.retryInMs, EMM_TIMERS.T3402.ms);
  const net = new TestNetwork();
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.send({ message: 'AttachReject', emmCause: 111, t3402Value: gprsTimer(60) });
  t.is(net.last('attachFailed')?.retryInMs, 60_000);
});

/** Rejected in the clear although secure exchange is established: what Open5GS does about an unknown APN. */
function rejectedInTheClear(net: TestNetwork): TestNetwork {
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  const esmMessageContainer = encodeNasEps({
    message: 'PdnConnectivityReject',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: 1,
    esmCause: 27,
  });
  net.send({ message: 'AttachReject', emmCause: 19, esmMessageContainer }, 'plain');
  return net;
}

test('a reject in the clear after security mode is not believed, but it explains the failure', t => {
  const net = rejectedInTheClear(new TestNetwork());
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
  net.release();
  t.deepEqual(net.last('attachFailed')?.reason, {
    type: 'no-answer',
    detail: 'the network released the connection',
    ignored: { message: 'AttachReject', emmCause: 19, esmCause: 27 },
  });
  net.advance(EMM_TIMERS.T3411.ms);
  net.expectNas('AttachRequest');
  net.release();
  t.deepEqual(net.last('attachFailed')?.reason, {
    type: 'no-answer',
    detail: 'the network released the connection',
  });
});

test('a phone may be told to believe it', t => {
  const net = rejectedInTheClear(new TestNetwork({ tampering: { acceptUnprotected: true } }));
  t.deepEqual(net.last('attachFailed')?.reason, { type: 'rejected', emmCause: 19, esmCause: 27 });
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachRequired' }, 'plain');
  t.deepEqual(net.air, [], 'other messages in the clear stay forbidden');
});

test('a decisive reject begins the count of attempts anew', t => {
  const net = rejected(17);
  for (let attempt = 2; attempt <= 4; attempt++) {
    net.release();
    net.advance(EMM_TIMERS.T3411.ms);
    net.expectNas('AttachRequest');
    net.send({ message: 'AttachReject', emmCause: attempt < 4 ? 17 : 15 }, 'plain');
  }
  net.release();
  net.downlink({ type: 'systemInformation', cell: OTHER_AREA });
  for (let attempt = 1; attempt <= 2; attempt++) {
    net.expectNas('AttachRequest');
    net.send({ message: 'AttachReject', emmCause: 17 }, 'plain');
    t.is(net.last('attachFailed')?.retryInMs, EMM_TIMERS.T3411.ms);
    net.release();
    net.advance(EMM_TIMERS.T3411.ms);
  }
});

test('a new tracking area ends the pause between attempts', t => {
  const net = rejected(17);
  net.release();
  net.downlink({ type: 'systemInformation', cell: { ...CELL, cellId: 8 } });
  t.deepEqual(net.air, [], 'another cell of the same area does not');
  net.downlink({ type: 'systemInformation', cell: OTHER_AREA });
  t.is(net.expectNas('AttachRequest').message.message, 'AttachRequest');
});

test('after a reject the phone waits for the release, but not longer than T3440', t => {
  const net = rejected(15);
  net.downlink({ type: 'systemInformation', cell: { ...OTHER_AREA, cellId: CELL.cellId } });
  t.deepEqual(net.air, []);
  net.advance(EMM_TIMERS.T3440.ms);
  net.takeAir('radioLinkFailure');
  net.expectNas('AttachRequest');
});
