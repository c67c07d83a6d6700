import test from 'ava';
import type { EmmState } from '../port.ts';
import { CELL, GUTI, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

function attached(): TestNetwork {
  const net = new TestNetwork();
  net.attach();
  return net;
}

test('a normal detach waits for its answer and then rests', t => {
  const net = attached();
  net.input({ type: 'detach' });
  const request = net.expectNas('DetachRequestUeOriginating');
  t.is(request.securityHeaderType, 2);
  t.deepEqual(request.message.detachType, { typeOfDetach: 'epsDetach', switchOff: false });
  t.deepEqual(request.message.epsMobileIdentity, { type: 'guti', guti: GUTI });
  t.is(net.emm, 'EMM-DEREGISTERED-INITIATED');
  net.send({ message: 'DetachAccept' });
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  t.deepEqual(net.last('detached'), { type: 'detached', by: 'ue', reattach: false });
  t.like(net.last('pdnDisconnected'), { ebi: 5 });
  net.release();
  net.advance(24 * 3_600_000);
  t.deepEqual(net.air, []);
  t.is(net.last('usimMemory')?.memory.epsnsc?.ksi, 0);
});

test('nobody answers: the request goes out five times, then the phone is detached all the same', t => {
  const net = attached();
  net.input({ type: 'detach' });
  for (let sent = 1; sent <= 5; sent++) {
    net.expectNas('DetachRequestUeOriginating');
    t.is(net.emm, 'EMM-DEREGISTERED-INITIATED');
    net.advance(EMM_TIMERS.T3421.ms);
  }
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  net.takeAir('radioLinkFailure');
  t.deepEqual(net.air, []);
});

test('from idle the detach request is the initial message, integrity protected and not ciphered', t => {
  const net = attached();
  net.release();
  net.input({ type: 'detach' });
  const request = net.expectNas('DetachRequestUeOriginating');
  t.is(request.securityHeaderType, 1);
  t.like(request.air, { type: 'rrcConnectionSetup', sTmsi: { mmec: 1, mTmsi: GUTI.mTmsi } });
});

test('switching off says goodbye and does not wait', t => {
  const net = attached();
  net.input({ type: 'powerOff' });
  t.true(net.expectNas('DetachRequestUeOriginating').message.detachType.switchOff);
  t.is(net.emm, 'EMM-NULL');
  t.is(net.ue.nextTimeout(), undefined);
  t.is(net.last('usimMemory')?.memory.epsnsc?.ksi, 0, 'the keys are stored');
  net.send({ message: 'DetachAccept' });
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  t.deepEqual(net.air, []);
});

test('switching off while detached is silent', t => {
  const net = new TestNetwork();
  net.downlink({ type: 'systemInformation', cell: CELL });
  net.input({ type: 'powerOn', attach: false });
  net.input({ type: 'powerOff' });
  t.deepEqual(net.air, []);
  t.is(net.emm, 'EMM-NULL');
});

test('detach during attach: the attach is given up, without a failure to tell', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.input({ type: 'detach' });
  const request = net.expectNas('DetachRequestUeOriginating');
  t.is(request.securityHeaderType, 0);
  t.is(request.message.epsMobileIdentity.type, 'imsi');
  net.send({ message: 'DetachAccept' }, 'plain');
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  net.release();
  net.advance(3_600_000);
  t.deepEqual(net.air, []);
  t.deepEqual(net.all('attachFailed'), []);
});

test('the connection is released instead of an answer: detached', t => {
  const net = attached();
  net.input({ type: 'detach' });
  net.release();
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  t.like(net.last('detached'), { by: 'ue' });
});

test('Open5GS answers the detach of an unknown phone with Service Reject', t => {
  const net = attached();
  net.release();
  net.input({ type: 'detach' });
  net.expectNas('DetachRequestUeOriginating');
  net.send({ message: 'ServiceReject', emmCause: 9 }, 'plain');
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
});

test('out of coverage the phone detaches by itself', t => {
  const net = attached();
  net.downlink({ type: 'cellLost' });
  net.takeAir('radioLinkFailure');
  t.is(net.emm, 'EMM-REGISTERED.NO-CELL-AVAILABLE');
  net.input({ type: 'detach' });
  t.is(net.emm, 'EMM-DEREGISTERED.NO-CELL-AVAILABLE');
  t.deepEqual(net.air, []);
});

test('a phone that is not attached is detached at once', t => {
  const net = new TestNetwork();
  net.input({ type: 'detach' });
  t.like(net.last('detached'), { by: 'ue' });
});

test('detached by the network with re-attach required: it attaches again after the release', t => {
  const net = attached();
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachRequired' });
  net.expectNas('DetachAccept');
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  t.deepEqual(net.last('detached'), { type: 'detached', by: 'network', reattach: true });
  t.deepEqual(net.air, [], 'not on the old connection');
  net.release();
  const request = net.expectNas('AttachRequest');
  t.is(request.message.epsMobileIdentity.type, 'guti');
  t.like(request.air, { sTmsi: undefined, registeredMme: { mmegi: 2, mmec: 1 } });
});

test('detached by the network without a cause: T3402, and by IMSI then', t => {
  const net = attached();
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachNotRequired' });
  net.expectNas('DetachAccept');
  net.release();
  t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
  net.advance(EMM_TIMERS.T3402.ms - 1);
  t.deepEqual(net.air, []);
  net.advance(1);
  t.is(net.expectNas('AttachRequest').message.epsMobileIdentity.type, 'imsi');
});

for (const [emmCause, after] of [
  [3, 'EMM-DEREGISTERED.NO-IMSI'],
  [7, 'EMM-DEREGISTERED.NO-IMSI'],
  [8, 'EMM-DEREGISTERED.NO-IMSI'],
  [11, 'EMM-DEREGISTERED.PLMN-SEARCH'],
  [12, 'EMM-DEREGISTERED.LIMITED-SERVICE'],
  [13, 'EMM-DEREGISTERED.PLMN-SEARCH'],
  [14, 'EMM-DEREGISTERED.PLMN-SEARCH'],
  [15, 'EMM-DEREGISTERED.LIMITED-SERVICE'],
] as const) {
  test(`detached by the network with cause ${emmCause}`, t => {
    const net = attached();
    net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachNotRequired', emmCause });
    net.expectNas('DetachAccept');
    t.is(net.emm, after);
    t.deepEqual(net.last('detached'), { type: 'detached', by: 'network', emmCause, reattach: false });
    net.release();
    net.advance(24 * 3_600_000);
    t.deepEqual(net.air, []);
  });
}

test('an idle phone is paged, asks for service, and is detached instead: what Open5GS does when a subscription is withdrawn', t => {
  const net = attached();
  net.release();
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  net.takeNas();
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachRequired' });
  net.expectNas('DetachAccept');
  t.like(net.last('detached'), { by: 'network', reattach: true });
  net.release();
  net.expectNas('AttachRequest');
  t.deepEqual(net.all('serviceFailed'), []);
});

test('a detach from IMSI services leaves the registration as it is', t => {
  const net = attached();
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'imsiDetach' });
  net.expectNas('DetachAccept');
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('both sides detach at once: the network’s is answered, the phone’s goes on', t => {
  const net = attached();
  net.input({ type: 'detach' });
  net.expectNas('DetachRequestUeOriginating');
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachRequired' });
  net.expectNas('DetachAccept');
  t.is(net.emm, 'EMM-DEREGISTERED-INITIATED' satisfies EmmState);
  net.send({ message: 'DetachAccept' });
  net.release();
  t.deepEqual(net.air, [], 'the user wanted to leave');
});

test('the network detaches a phone that is attaching', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachRequired' });
  net.expectNas('DetachAccept');
  net.release();
  net.expectNas('AttachRequest');
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
});

test('a detach request in the clear is ignored', t => {
  const net = attached();
  net.release();
  net.input({ type: 'serviceRequest' });
  net.takeAir('rrcConnectionSetup');
  net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachNotRequired', emmCause: 3 }, 'plain');
  t.is(net.emm, 'EMM-SERVICE-REQUEST-INITIATED');
});
