import test from 'ava';
import { gprsTimer, type NasEps, taiList } from '../../codec/nas-eps/index.ts';
import { CELL, GUTI, PLMN, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

const NEXT_AREA = { ...CELL, cellId: 2, tac: 2 };
const NEW_GUTI = { ...GUTI, mTmsi: 0xc0000002 };

/** Registered and idle, and if wanted in a cell of another tracking area. */
function idle(cell = CELL): TestNetwork {
  const net = new TestNetwork();
  net.attach();
  net.release();
  if (cell !== CELL) net.downlink({ type: 'systemInformation', cell });
  return net;
}

function accept(overrides: Partial<NasEps<'TrackingAreaUpdateAccept'>> = {}): NasEps<'TrackingAreaUpdateAccept'> {
  return {
    message: 'TrackingAreaUpdateAccept',
    epsUpdateResult: 'taUpdated',
    taiList: taiList([{ plmn: PLMN, tac: 2 }]),
    epsBearerContextStatus: [5],
    ...overrides,
  };
}

test('a new tracking area: the phone updates, confirms a new GUTI and is released', t => {
  const net = idle(NEXT_AREA);
  const request = net.expectNas('TrackingAreaUpdateRequest');
  t.is(request.securityHeaderType, 1);
  t.like(request.air, {
    type: 'rrcConnectionSetup',
    establishmentCause: 'mo-Signalling',
    sTmsi: undefined,
    registeredMme: { mmegi: 2, mmec: 1 },
  });
  t.like(request.message, {
    epsUpdateType: { type: 'taUpdating', active: false },
    oldGuti: { type: 'guti', guti: GUTI },
    epsBearerContextStatus: [5],
    lastVisitedRegisteredTai: { plmn: PLMN, tac: 1 },
  });
  net.send(accept({ guti: { type: 'guti', guti: NEW_GUTI }, t3412Value: gprsTimer(60) }));
  t.is(net.expectNas('TrackingAreaUpdateComplete').securityHeaderType, 2);
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  t.deepEqual(net.last('trackingAreaUpdated'), { type: 'trackingAreaUpdated', guti: NEW_GUTI, t3412Ms: 60_000 });
  t.like(net.last('usimMemory')?.memory.epsloci, { guti: NEW_GUTI, lastVisitedTai: { tac: 2 } });
  // The network does not release the connection.
  net.advance(EMM_TIMERS.T3440.ms);
  net.takeAir('radioLinkFailure');
  net.advance(59_999);
  t.deepEqual(net.air, []);
  net.advance(1);
  t.is(net.expectNas('TrackingAreaUpdateRequest').message.epsUpdateType.type, 'periodicUpdating');
});

test('without a new GUTI nothing is confirmed', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.send(accept());
  t.deepEqual(net.air, []);
});

test('the periodic update comes when the phone has been idle for T3412, with its S-TMSI', t => {
  const net = new TestNetwork();
  net.attach();
  net.advance(3_600_000);
  t.deepEqual(net.air, [], 'not while connected');
  net.release();
  net.advance(540_000 - 1);
  t.deepEqual(net.air, []);
  net.advance(1);
  const request = net.expectNas('TrackingAreaUpdateRequest');
  t.is(request.message.epsUpdateType.type, 'periodicUpdating');
  t.like(request.air, { sTmsi: { mmec: 1, mTmsi: GUTI.mTmsi } });
});

test('active flag: bearers come with the accept', t => {
  const net = idle();
  net.input({ type: 'trackingAreaUpdate', active: true });
  t.true(net.expectNas('TrackingAreaUpdateRequest').message.epsUpdateType.active);
  net.setupBearers(accept({ taiList: taiList([{ plmn: PLMN, tac: 1 }]) }));
  t.is(net.all('serviceAccepted').length, 1);
  net.input({ type: 'packet', ebi: 5, packet: ipv4From('10.45.0.2') });
  t.is(net.takeAir('packet').eRabId, 5);
  net.advance(EMM_TIMERS.T3440.ms);
  t.deepEqual(net.air, [], 'the connection stays');
});

test('a packet that waits makes the update ask for bearers and goes out with them', t => {
  const net = idle();
  net.downlink({ type: 'cellLost' });
  net.input({ type: 'packet', ebi: 5, packet: ipv4From('10.45.0.2') });
  t.deepEqual(net.air, []);
  net.downlink({ type: 'systemInformation', cell: NEXT_AREA });
  t.true(net.expectNas('TrackingAreaUpdateRequest').message.epsUpdateType.active);
  net.setupBearers(accept());
  net.takeAir('packet');
});

test('a refused RRC connection does not count as an attempt: the update begins again after the wait', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.downlink({ type: 'rrcConnectionReject', waitTimeMs: 2000 });
  t.is(net.emm, 'EMM-REGISTERED.UPDATE-NEEDED');
  t.is(net.all('trackingAreaUpdateFailed').length, 0);
  net.advance(1999);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('TrackingAreaUpdateRequest');
});

test('load balancing: the released phone updates at once', t => {
  const net = new TestNetwork();
  net.attach();
  net.downlink({ type: 'rrcConnectionRelease', cause: 'loadBalancingTAUrequired' });
  t.is(net.expectNas('TrackingAreaUpdateRequest').message.epsUpdateType.type, 'taUpdating');
});

test('bearers that the network does not have any more are gone; without any the phone attaches anew', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.send(accept({ epsBearerContextStatus: [] }));
  t.like(net.last('pdnDisconnected'), { ebi: 5 });
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  net.release();
  net.expectNas('AttachRequest');
});

test('nobody answers: T3430, T3411, five attempts, then T3402', t => {
  const net = idle(NEXT_AREA);
  for (let attempt = 1; attempt <= 5; attempt++) {
    net.expectNas('TrackingAreaUpdateRequest');
    net.advance(EMM_TIMERS.T3430.ms);
    net.takeAir('radioLinkFailure');
    t.is(net.emm, 'EMM-REGISTERED.ATTEMPTING-TO-UPDATE');
    const pause = attempt < 5 ? EMM_TIMERS.T3411.ms : EMM_TIMERS.T3402.ms;
    net.advance(pause - 1);
    t.deepEqual(net.air, [], `attempt ${attempt}`);
    net.advance(1);
  }
  net.expectNas('TrackingAreaUpdateRequest');
  t.is(net.last('usimMemory')?.memory.epsloci?.updateStatus, 'EU2_NOT_UPDATED');
});

test('a further new tracking area ends the pause between attempts', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.release();
  t.is(net.emm, 'EMM-REGISTERED.ATTEMPTING-TO-UPDATE');
  net.downlink({ type: 'systemInformation', cell: { ...CELL, cellId: 3, tac: 3 } });
  t.is(net.expectNas('TrackingAreaUpdateRequest').message.epsUpdateType.type, 'taUpdating');
});

test('a phone that attempts to update still answers paging', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.release();
  t.is(net.emm, 'EMM-REGISTERED.ATTEMPTING-TO-UPDATE');
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  t.is(net.emm, 'EMM-REGISTERED.ATTEMPTING-TO-UPDATE', 'the update comes first');
  net.advance(EMM_TIMERS.T3411.ms);
  t.true(net.expectNas('TrackingAreaUpdateRequest').message.epsUpdateType.active);
});

for (const [emmCause, after, attachesBy] of [
  [3, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [8, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [7, 'EMM-DEREGISTERED.NO-IMSI', undefined],
  [9, 'EMM-DEREGISTERED.NORMAL-SERVICE', 'imsi'],
  [10, 'EMM-DEREGISTERED.NORMAL-SERVICE', 'guti'],
  [40, 'EMM-DEREGISTERED.NORMAL-SERVICE', 'guti'],
  [11, 'EMM-DEREGISTERED.PLMN-SEARCH', undefined],
  [12, 'EMM-DEREGISTERED.LIMITED-SERVICE', undefined],
  [13, 'EMM-REGISTERED.PLMN-SEARCH', undefined],
  [14, 'EMM-DEREGISTERED.PLMN-SEARCH', undefined],
  [15, 'EMM-REGISTERED.LIMITED-SERVICE', undefined],
] as const) {
  test(`update rejected with cause ${emmCause}`, t => {
    const net = idle(NEXT_AREA);
    net.expectNas('TrackingAreaUpdateRequest');
    net.send({ message: 'TrackingAreaUpdateReject', emmCause });
    t.is(net.emm, after);
    t.is(net.last('trackingAreaUpdateFailed')?.emmCause, emmCause);
    const registered = after.startsWith('EMM-REGISTERED');
    t.is(net.all('pdnDisconnected').length, registered ? 0 : 1);
    net.release();
    if (attachesBy === undefined) {
      net.advance(EMM_TIMERS.T3411.ms);
      t.deepEqual(net.air, []);
    } else t.is(net.expectNas('AttachRequest').message.epsMobileIdentity.type, attachesBy);
    if (registered) {
      net.downlink({ type: 'systemInformation', cell: { ...CELL, cellId: 3, tac: 3 } });
      net.expectNas('TrackingAreaUpdateRequest');
    }
  });
}

test('a phone that may not roam here keeps its registration for the tracking area it came from', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.send({ message: 'TrackingAreaUpdateReject', emmCause: 15 });
  net.release();
  net.downlink({ type: 'systemInformation', cell: CELL });
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('cause 22 with T3346: the update waits, and so does data', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.send({ message: 'TrackingAreaUpdateReject', emmCause: 22, t3346Value: gprsTimer(600) });
  net.release();
  net.input({ type: 'packet', ebi: 5, packet: ipv4From('10.45.0.2') });
  net.advance(599_999);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('TrackingAreaUpdateRequest');
});

test('other causes count as failed attempts, protocol errors as five', t => {
  for (const [emmCause, pause] of [
    [17, EMM_TIMERS.T3411.ms],
    [111, EMM_TIMERS.T3402.ms],
  ] as const) {
    const net = idle(NEXT_AREA);
    net.expectNas('TrackingAreaUpdateRequest');
    net.send({ message: 'TrackingAreaUpdateReject', emmCause });
    net.release();
    net.advance(pause - 1);
    t.deepEqual(net.air, []);
    net.advance(1);
    net.expectNas('TrackingAreaUpdateRequest');
  }
});

test('the MME may authenticate during an update', t => {
  const net = idle(NEXT_AREA);
  net.expectNas('TrackingAreaUpdateRequest');
  net.challenge(2);
  t.is(net.expectNas('AuthenticationResponse').securityHeaderType, 1, 'protected by the old context, not ciphered');
  net.securityMode({ ksi: 2 });
  net.expectNas('SecurityModeComplete');
  net.send(accept());
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('an update of a phone that is not registered fails', t => {
  const net = new TestNetwork();
  net.input({ type: 'trackingAreaUpdate' });
  t.like(net.last('trackingAreaUpdateFailed'), { detail: 'the phone is not registered' });
});

function ipv4From(source: string): Uint8Array {
  const packet = new Uint8Array(28);
  packet[0] = 0x45;
  packet.set(source.split('.').map(Number), 12);
  return packet;
}
