import test from 'ava';
import { ipv4Udp, parseIpv4 } from '../../codec/ip/index.ts';
import { gprsTimer } from '../../codec/nas-eps/index.ts';
import { CELL, GUTI, IMSI, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

const PACKET = ipv4Udp(parseIpv4('10.45.0.2'), 1000, parseIpv4('10.45.0.1'), 7, Uint8Array.of(1, 2, 3));

function idle(): TestNetwork {
  const net = new TestNetwork();
  net.attach();
  net.release();
  return net;
}

test('an uplink packet wakes an idle phone, is held back and goes out with the bearer', t => {
  const net = idle();
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  const request = net.takeNas();
  t.is(request.message.message, 'ServiceRequest');
  t.like(request.air, {
    type: 'rrcConnectionSetup',
    establishmentCause: 'mo-Data',
    sTmsi: { mmec: 1, mTmsi: GUTI.mTmsi },
  });
  t.is(net.emm, 'EMM-SERVICE-REQUEST-INITIATED');
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  t.deepEqual(net.air, []);
  net.setupBearers(undefined);
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  t.is(net.all('serviceAccepted').length, 1);
  t.deepEqual(net.takeAir('packet'), { type: 'packet', eRabId: 5, packet: PACKET });
  net.takeAir('packet');
  t.deepEqual(net.air, []);
  net.send({ message: 'EmmInformation' });
  t.is(net.all('emmInformation').length, 1, 'secure exchange is established');
});

test('KeNB follows from the COUNT of the Service Request', t => {
  const net = idle();
  net.input({ type: 'serviceRequest' });
  net.takeNas();
  net.kenbCount--;
  net.asSecurity();
  net.takeAir('securityModeFailure');
  net.kenbCount++;
  net.asSecurity();
  net.takeAir('securityModeComplete');
  t.is(net.emm, 'EMM-SERVICE-REQUEST-INITIATED');
});

test('paging for this phone is answered, for another not; a connected phone ignores it', t => {
  const net = idle();
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: { mmec: 1, mTmsi: 5 } } });
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: { mmec: 2, mTmsi: GUTI.mTmsi } } });
  t.deepEqual(net.air, []);
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  const request = net.takeNas();
  t.like(request.air, { establishmentCause: 'mt-Access' });
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  t.deepEqual(net.air, []);
});

test('paging with the IMSI: the phone attaches anew, by IMSI', t => {
  const net = idle();
  net.downlink({ type: 'paging', identity: { type: 'imsi', imsi: '001010000000002' } });
  t.deepEqual(net.air, []);
  net.downlink({ type: 'paging', identity: { type: 'imsi', imsi: IMSI } });
  t.deepEqual(net.expectNas('AttachRequest').message.epsMobileIdentity, { type: 'imsi', imsi: IMSI });
  t.like(net.last('detached'), { by: 'network', reattach: true });
});

test('nobody answers: T3417, the packets are dropped, the phone stays registered', t => {
  const net = idle();
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  net.takeNas();
  net.advance(EMM_TIMERS.T3417.ms - 1);
  t.is(net.emm, 'EMM-SERVICE-REQUEST-INITIATED');
  net.advance(1);
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  t.is(net.all('serviceFailed').length, 1);
  net.takeAir('radioLinkFailure');
  net.advance(60_000);
  t.deepEqual(net.air, []);
});

test('a connection that ends before bearers come is a failed service request', t => {
  const net = idle();
  net.input({ type: 'serviceRequest' });
  net.takeNas();
  net.release();
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  t.is(net.all('serviceFailed').length, 1);
});

test('a refused RRC connection is tried again after the wait, for the same reason', t => {
  const net = idle();
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  net.takeNas();
  net.downlink({ type: 'rrcConnectionReject', waitTimeMs: 1000 });
  net.advance(1000);
  t.like(net.takeNas().air, { establishmentCause: 'mt-Access' });
});

for (const [emmCause, after, attachesBy] of [
  [3, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [6, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [7, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [8, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [9, 'EMM-DEREGISTERED.NORMAL-SERVICE', 'imsi'],
  [10, 'EMM-DEREGISTERED.NORMAL-SERVICE', 'guti'],
  [40, 'EMM-DEREGISTERED.NORMAL-SERVICE', 'guti'],
  [11, 'EMM-DEREGISTERED.PLMN-SEARCH', undefined],
  [12, 'EMM-DEREGISTERED.LIMITED-SERVICE', undefined],
  [13, 'EMM-REGISTERED.PLMN-SEARCH', undefined],
  [15, 'EMM-REGISTERED.LIMITED-SERVICE', undefined],
  [35, 'EMM-DEREGISTERED.PLMN-SEARCH', undefined],
  [18, 'EMM-REGISTERED.NORMAL-SERVICE', undefined],
  [111, 'EMM-REGISTERED.NORMAL-SERVICE', undefined],
] as const) {
  test(`service rejected with cause ${emmCause}`, t => {
    const net = idle();
    net.input({ type: 'packet', ebi: 5, packet: PACKET });
    net.takeNas();
    net.send({ message: 'ServiceReject', emmCause }, 'plain');
    t.is(net.emm, after);
    t.deepEqual(net.last('serviceRejected'), { type: 'serviceRejected', emmCause });
    net.release();
    if (attachesBy === undefined) t.deepEqual(net.air, []);
    else t.is(net.expectNas('AttachRequest').message.epsMobileIdentity.type, attachesBy);
  });
}

test('congestion: no service before T3346 ends, but paging is answered', t => {
  const net = idle();
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  net.takeNas();
  const nas = net.seal({ message: 'ServiceReject', emmCause: 22, t3346Value: gprsTimer(300) }, 1);
  net.downlink({ type: 'dlInformationTransfer', nas });
  net.release();
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  t.deepEqual(net.air, []);
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  t.like(net.takeNas().air, { establishmentCause: 'mt-Access' });
});

test('bearers that the radio did not set up are gone', t => {
  const net = idle();
  net.input({ type: 'serviceRequest' });
  net.takeNas();
  net.setupBearers(undefined, [6]);
  t.like(net.last('pdnDisconnected'), { ebi: 5 });
});

test('only packets from the phone’s own address leave it', t => {
  const net = new TestNetwork();
  net.attach();
  const spoofed = ipv4Udp(parseIpv4('10.45.0.3'), 1000, parseIpv4('10.45.0.1'), 7, Uint8Array.of(1));
  for (const packet of [spoofed, new Uint8Array(0), Uint8Array.of(0x45), new Uint8Array(40).fill(0x60)])
    net.input({ type: 'packet', ebi: 5, packet });
  net.input({ type: 'packet', ebi: 6, packet: PACKET });
  t.deepEqual(net.air, []);
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  net.takeAir('packet');
});

test('a downlink packet reaches the application; for an unknown bearer it is dropped', t => {
  const net = new TestNetwork();
  net.attach();
  net.downlink({ type: 'packet', eRabId: 5, packet: PACKET });
  t.deepEqual(net.last('packet'), { type: 'packet', ebi: 5, packet: PACKET });
  net.downlink({ type: 'packet', eRabId: 9, packet: PACKET });
  t.is(net.all('packet').length, 1);
});

test('no more packets are held back than a phone can remember', t => {
  const net = idle();
  for (let i = 0; i < 100; i++) net.input({ type: 'packet', ebi: 5, packet: PACKET });
  net.takeNas();
  net.setupBearers(undefined);
  t.is(net.air.length, 64);
});

test('out of coverage there is no service; when the cell comes back there is', t => {
  const net = idle();
  net.downlink({ type: 'cellLost' });
  t.is(net.emm, 'EMM-REGISTERED.NO-CELL-AVAILABLE');
  net.input({ type: 'packet', ebi: 5, packet: PACKET });
  t.deepEqual(net.air, []);
  net.downlink({ type: 'systemInformation', cell: CELL });
  t.is(net.takeNas().message.message, 'ServiceRequest');
});

test('a phone that is not registered gets no service', t => {
  const net = new TestNetwork();
  net.input({ type: 'serviceRequest' });
  t.like(net.last('serviceFailed'), { detail: 'the phone is not registered' });
});
