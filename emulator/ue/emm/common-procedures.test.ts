import test from 'ava';
import { taiList } from '../../codec/nas-eps/index.ts';
import { CELL, GUTI, PLMN, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

function attached(): TestNetwork {
  const net = new TestNetwork();
  net.attach();
  return net;
}

const NEW_GUTI = { ...GUTI, mTmsi: 0xdeadbeef };

test('GUTI reallocation: the new GUTI and TAI list are taken, kept and used', t => {
  const net = attached();
  net.send({
    message: 'GutiReallocationCommand',
    guti: { type: 'guti', guti: NEW_GUTI },
    taiList: taiList([
      { plmn: PLMN, tac: 1 },
      { plmn: PLMN, tac: 2 },
    ]),
  });
  net.expectNas('GutiReallocationComplete');
  t.deepEqual(net.last('usimMemory')?.memory.epsloci?.guti, NEW_GUTI);
  net.release();
  net.downlink({ type: 'systemInformation', cell: { ...CELL, cellId: 2, tac: 2 } });
  t.deepEqual(net.air, [], 'the tracking area is in the new list');
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: GUTI } });
  t.deepEqual(net.air, [], 'the old identity is nobody’s');
  net.downlink({ type: 'paging', identity: { type: 's-TMSI', sTmsi: NEW_GUTI } });
  t.like(net.takeNas().air, { sTmsi: { mTmsi: NEW_GUTI.mTmsi } });
});

test('GUTI reallocation without a list leaves the list as it is; an IMSI is no GUTI', t => {
  const net = attached();
  net.send({ message: 'GutiReallocationCommand', guti: { type: 'guti', guti: NEW_GUTI } });
  net.expectNas('GutiReallocationComplete');
  net.downlink({ type: 'systemInformation', cell: CELL });
  t.deepEqual(net.air, []);
  const octets = net.seal({ message: 'GutiReallocationCommand', guti: { type: 'guti', guti: GUTI } }, 'plain');
  octets[3] = 0x91;
  const sealed = net.context!.protect(octets, 2, 'downlink');
  net.downlink({ type: 'dlInformationTransfer', nas: sealed.ok ? sealed.message : octets });
  t.is(net.expectNas('EmmStatus').message.emmCause, 96);
  t.deepEqual(net.last('usimMemory')?.memory.epsloci?.guti, NEW_GUTI);
});

test('GUTI reallocation in the clear is ignored', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.send({ message: 'GutiReallocationCommand', guti: { type: 'guti', guti: NEW_GUTI } }, 'plain');
  t.deepEqual(net.air, []);
});

test('GUTI reallocation while the phone detaches is answered, and the detach goes on', t => {
  const net = attached();
  net.input({ type: 'detach' });
  net.expectNas('DetachRequestUeOriginating');
  net.send({ message: 'GutiReallocationCommand', guti: { type: 'guti', guti: NEW_GUTI } });
  net.expectNas('GutiReallocationComplete');
  t.is(net.emm, 'EMM-DEREGISTERED-INITIATED');
  net.advance(EMM_TIMERS.T3421.ms);
  t.deepEqual(net.expectNas('DetachRequestUeOriginating').message.epsMobileIdentity, {
    type: 'guti',
    guti: NEW_GUTI,
  });
});

test('EMM Status is noted and never answered', t => {
  const net = attached();
  net.send({ message: 'EmmStatus', emmCause: 101 });
  t.deepEqual(net.air, []);
  t.regex(net.last('note')?.text ?? '', /101/);
});

test('RAND and RES are forgotten when the keys are in use, after T3416, and with the connection', t => {
  for (const forget of [
    (net: TestNetwork) => {
      net.securityMode({ ksi: 3 });
      net.expectNas('SecurityModeComplete');
    },
    (net: TestNetwork) => net.advance(EMM_TIMERS.T3416.ms),
    (net: TestNetwork) => {
      net.release();
      net.input({ type: 'serviceRequest' });
      net.takeAir('rrcConnectionSetup');
    },
  ]) {
    const net = attached();
    net.challenge(3, undefined, 2);
    net.expectNas('AuthenticationResponse');
    const output = net.outputs.findLast(o => o.type === 'nas' && o.direction === 'downlink');
    const challenge = output?.type === 'nas' ? output.plain : new Uint8Array();
    forget(net);
    const sealed = net.context!.protect(challenge, 2, 'downlink');
    net.downlink({ type: 'dlInformationTransfer', nas: sealed.ok ? sealed.message : challenge });
    const { outcome } = net.last('aka')!;
    t.is(outcome.verdict, 'synch-failure', 'the card is asked again, and its SQN is used');
  }
});

test('the last uplink NAS COUNT: the keys are deleted and the network must authenticate anew', t => {
  const net = attached();
  net.release();
  net.context!.uplinkNasCount = 0xffffff;
  const memory = { ...net.last('usimMemory')!.memory };
  const stored = new TestNetwork(
    {},
    {
      ...memory,
      epsnsc: {
        ksi: 0,
        kasme: Buffer.from(net.kasme!.reveal()).toString('hex'),
        eea: 2,
        eia: 2,
        uplinkNasCount: 0xffffff,
        downlinkNasCount: 9,
      },
    },
  );
  stored.context = net.context;
  const request = stored.powerOn();
  t.is(request.count, 0xffffff);
  stored.input({ type: 'detach' });
  t.deepEqual(stored.air, [], 'nothing can be sent under these keys any more');
  stored.advance(15_000);
  t.is(stored.expectNas('DetachRequestUeOriginating').securityHeaderType, 0);
});
