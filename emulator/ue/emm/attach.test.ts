import test from 'ava';
import { encodeNasEps, gprsTimer, taiList } from '../../codec/nas-eps/index.ts';
import { CELL, defaultBearer, GUTI, IMSI, PLMN, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

test('nobody answers: T3410, T3411, five attempts, then T3402 and by IMSI', t => {
  const net = new TestNetwork();
  net.powerOn();
  for (let attempt = 1; attempt <= 5; attempt++) {
    net.advance(EMM_TIMERS.T3410.ms - 1);
    t.is(net.emm, 'EMM-REGISTERED-INITIATED');
    net.advance(1);
    t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
    t.like(net.last('attachFailed'), { reason: { type: 'no-answer' } });
    net.takeAir('radioLinkFailure');
    const pause = attempt < 5 ? EMM_TIMERS.T3411.ms : EMM_TIMERS.T3402.ms;
    t.is(net.last('attachFailed')?.retryInMs, pause);
    net.advance(pause - 1);
    t.deepEqual(net.air, []);
    net.advance(1);
    net.expectNas('AttachRequest');
  }
  t.is(net.all('attachFailed').length, 5);
});

test('the fifth failure makes a phone with a GUTI forget it', t => {
  const net = new TestNetwork();
  net.attach();
  net.input({ type: 'detach' });
  net.expectNas('DetachRequestUeOriginating');
  net.send({ message: 'DetachAccept' });
  net.release();
  net.input({ type: 'attach' });
  for (let attempt = 1; attempt <= 5; attempt++) {
    const request = net.expectNas('AttachRequest');
    t.is(request.message.epsMobileIdentity.type, 'guti', `attempt ${attempt}`);
    net.release();
    if (attempt < 5) net.advance(EMM_TIMERS.T3411.ms);
  }
  net.advance(EMM_TIMERS.T3402.ms);
  const sixth = net.expectNas('AttachRequest');
  t.deepEqual(sixth.message.epsMobileIdentity, { type: 'imsi', imsi: IMSI });
  t.is(sixth.securityHeaderType, 0);
});

test('the connection is released before an answer: an attempt that failed', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.release();
  t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
  t.deepEqual(net.last('attachFailed')?.reason, {
    type: 'no-answer',
    detail: 'the network released the connection',
  });
});

test('a refused RRC connection does not count as an attempt: the attach begins again after the wait', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.downlink({ type: 'rrcConnectionReject', waitTimeMs: 3000 });
  t.is(net.emm, 'EMM-DEREGISTERED.ATTACH-NEEDED');
  t.is(net.last('attachFailed'), undefined);
  net.advance(2999);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('AttachRequest');
});

test('a new tracking area before the answer: the attach begins again at once', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.downlink({ type: 'systemInformation', cell: { ...CELL, cellId: 2, tac: 2 } });
  t.is(net.expectNas('AttachRequest').air.type, 'rrcConnectionSetup');
  t.is(net.last('attachFailed'), undefined);
});

test('an Attach Accept that is not protected is ignored', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.send(net.attachAccept(), 'plain');
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
  t.deepEqual(net.air, []);
});

function secured(): TestNetwork {
  const net = new TestNetwork();
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  return net;
}

test('what the network assigns is kept: timers, equivalent PLMNs, tracking areas', t => {
  const net = secured();
  const other = { mcc: '999', mnc: '70' };
  const tais = [
    { plmn: PLMN, tac: 1 },
    { plmn: other, tac: 9 },
  ];
  net.setupBearers(
    net.attachAccept({
      t3412Value: gprsTimer(undefined),
      t3402Value: gprsTimer(120),
      equivalentPlmns: [other],
      taiList: taiList(tais),
    }),
  );
  net.expectNas('AttachComplete');
  t.is(net.last('attached')?.t3412Ms, undefined);
  net.release();
  net.advance(24 * 3_600_000);
  t.deepEqual(net.air, [], 'no periodic update');
  net.downlink({ type: 'systemInformation', cell: { plmns: [other], tac: 9, cellId: 5, barred: false } });
  t.deepEqual(net.air, [], 'the other tracking area is in the list, its PLMN is equivalent');
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('an Attach Accept that comes again is answered again', t => {
  const net = secured();
  net.setupBearers(net.attachAccept());
  net.expectNas('AttachComplete');
  net.send(net.attachAccept());
  net.expectNas('AttachComplete');
  t.is(net.all('attached').length, 1);
  t.is(net.all('pdnDisconnected').length, 0);
});

test('an Attach Accept whose ESM part is unusable is a failed attempt', t => {
  for (const container of [
    Uint8Array.of(0x52, 0x01, 0xc1),
    encodeNasEps(defaultBearer(77)),
    encodeNasEps(defaultBearer(1, { epsBearerIdentity: 3 })),
    encodeNasEps({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity: 1 }),
  ]) {
    const net = secured();
    net.send(net.attachAccept({ esmMessageContainer: container }));
    t.like(net.last('attachFailed'), { reason: { type: 'aborted' } });
    t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
    t.deepEqual(net.air, []);
    net.advance(EMM_TIMERS.T3440.ms);
    net.takeAir('radioLinkFailure');
    net.expectNas('AttachRequest');
  }
});

test('messages of other procedures do not fit: EMM Status 98, and nothing else happens', t => {
  const net = secured();
  net.send({ message: 'TrackingAreaUpdateReject', emmCause: 9 });
  t.is(net.expectNas('EmmStatus').message.emmCause, 98);
  net.send({ message: 'DetachAccept' });
  t.is(net.expectNas('EmmStatus').message.emmCause, 98);
  net.send({ message: 'ServiceReject', emmCause: 9 });
  t.is(net.expectNas('EmmStatus').message.emmCause, 98);
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
});

test('octets that are no message: EMM Status and ESM Status 97 or 96', t => {
  const net = secured();
  const raw = (octets: number[]) => {
    const sealed = net.context!.protect(Uint8Array.from(octets), 2, 'downlink');
    if (sealed.ok) net.downlink({ type: 'dlInformationTransfer', nas: sealed.message });
  };
  raw([0x07, 0x7f]);
  t.is(net.expectNas('EmmStatus').message.emmCause, 97);
  raw([0x07, 0x50, 0x0b]);
  t.is(net.expectNas('EmmStatus').message.emmCause, 96);
  raw([0x52, 0x09, 0xff]);
  t.like(net.expectNas('EsmStatus').message, {
    esmCause: 97,
    epsBearerIdentity: 5,
    procedureTransactionIdentity: 9,
  });
  raw([0x02, 0x09, 0xcd]);
  t.is(net.expectNas('EsmStatus').message.esmCause, 96);
  raw([0x07]);
  raw([0x0b, 0x00, 0x00]);
  t.deepEqual(net.air, [], 'too short, or of another protocol: ignored');
  net.send({ message: 'AttachComplete', esmMessageContainer: new Uint8Array(3) });
  t.is(net.expectNas('EmmStatus').message.emmCause, 97, 'a message that only a network receives');
});

test('attach by IMSI forgets GUTI and keys first', t => {
  const net = new TestNetwork();
  net.attach();
  net.input({ type: 'detach' });
  net.expectNas('DetachRequestUeOriginating');
  net.send({ message: 'DetachAccept' });
  net.release();
  net.input({ type: 'attach', identity: 'imsi' });
  const request = net.expectNas('AttachRequest');
  t.is(request.securityHeaderType, 0);
  t.is(request.message.nasKeySetIdentifier.ksi, 7);
  t.deepEqual(request.message.epsMobileIdentity, { type: 'imsi', imsi: IMSI });
});

test('another APN for one attach; an APN is never in the Attach Request itself', t => {
  const net = new TestNetwork({ esmInformationTransfer: false });
  net.downlink({ type: 'systemInformation', cell: CELL });
  net.input({ type: 'powerOn', attach: false });
  t.deepEqual(net.air, []);
  net.input({ type: 'attach', apn: 'ims' });
  const request = net.expectNas('AttachRequest');
  t.false(Buffer.from(request.plain).includes('ims'));
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.send({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity: net.attachPti });
  t.is(net.expectNas('EsmInformationResponse').message.accessPointName, 'ims');
});

test('a combined attach says that it has no TMSI, and tells why it got EPS services only', t => {
  const net = new TestNetwork({ attachType: 'combined' });
  const { message } = net.powerOn();
  t.like(message, { epsAttachType: 'combinedEpsImsiAttach', tmsiStatus: false });
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.setupBearers(net.attachAccept({ emmCause: 18 }));
  t.is(net.last('attached')?.emmCause, 18);
});

test('without a cell the phone searches, and says when it finds none', t => {
  const net = new TestNetwork();
  net.input({ type: 'powerOn' });
  t.is(net.emm, 'EMM-DEREGISTERED.PLMN-SEARCH');
  net.advance(5_000);
  t.is(net.emm, 'EMM-DEREGISTERED.NO-CELL-AVAILABLE');
  t.deepEqual(net.last('attachFailed'), { type: 'attachFailed', reason: { type: 'no-cell' } });
  net.downlink({ type: 'systemInformation', cell: { ...CELL, barred: true } });
  t.deepEqual(net.air, [], 'a barred cell is not suitable');
  t.is(net.emm, 'EMM-DEREGISTERED.LIMITED-SERVICE');
  net.downlink({ type: 'systemInformation', cell: CELL });
  net.expectNas('AttachRequest');
});

test('of several PLMNs the phone takes the last registered, then home, then any', t => {
  const foreign = { mcc: '999', mnc: '70' };
  const choice = (net: TestNetwork) => {
    const request = net.powerOn({ ...CELL, plmns: [foreign, PLMN] });
    return request.air.type === 'rrcConnectionSetup' ? request.air.selectedPlmn : undefined;
  };
  t.deepEqual(choice(new TestNetwork()), PLMN);
  const roaming = new TestNetwork(
    {},
    {
      v: 1,
      imsi: IMSI,
      sqnArray: [],
      epsloci: {
        guti: { ...GUTI, plmn: foreign },
        lastVisitedTai: { plmn: foreign, tac: 1 },
        updateStatus: 'EU1_UPDATED',
      },
    },
  );
  t.deepEqual(choice(roaming), foreign);
});

test('of PLMNs of one rank the phone takes the first; an equivalent one before any', t => {
  const [b, c] = [
    { mcc: '999', mnc: '70' },
    { mcc: '999', mnc: '71' },
  ];
  const choice = (net: TestNetwork) => {
    const { air } = net.expectNas('AttachRequest');
    return air.type === 'rrcConnectionSetup' ? air.selectedPlmn : undefined;
  };
  const fresh = new TestNetwork();
  fresh.downlink({ type: 'systemInformation', cell: { ...CELL, plmns: [c, b] } });
  fresh.input({ type: 'powerOn' });
  t.deepEqual(choice(fresh), c);

  const leaving = (emmCause: number) => {
    const net = secured();
    net.setupBearers(net.attachAccept({ equivalentPlmns: [b] }));
    net.expectNas('AttachComplete');
    net.send({ message: 'DetachRequestUeTerminated', detachType: 'reAttachNotRequired', emmCause });
    net.expectNas('DetachAccept');
    net.release();
    net.downlink({ type: 'systemInformation', cell: { plmns: [c, b], tac: 9, cellId: 9, barred: false } });
    return choice(net);
  };
  t.deepEqual(leaving(15), b, 'cause 15 leaves the list of equivalent PLMNs');
  t.deepEqual(leaving(13), c, 'cause 13 deletes it');
});

test('attach in the wrong moment: switched off, attached, under way', t => {
  const net = new TestNetwork();
  net.input({ type: 'attach' });
  t.like(net.last('attachFailed'), { reason: { type: 'aborted' } });
  net.powerOn();
  net.input({ type: 'attach' });
  t.deepEqual(net.air, []);
  net.finishAttach();
  net.input({ type: 'attach' });
  t.deepEqual(net.air, []);
  t.is(net.all('attachFailed').length, 1);
});

test('battery out during registration: the keys on the card were invalid, the GUTI is not', t => {
  const net = new TestNetwork();
  net.attach();
  net.input({ type: 'powerOff', abrupt: true });
  net.takeAir('radioLinkFailure');
  t.deepEqual(net.air, []);
  t.is(net.last('usimMemory')?.memory.epsnsc, undefined);
  net.input({ type: 'powerOn' });
  const request = net.expectNas('AttachRequest');
  t.is(request.securityHeaderType, 0);
  t.deepEqual(request.message.epsMobileIdentity, { type: 'guti', guti: GUTI });
});
