import test from 'ava';
import { decodeNasEps, type NasEps } from '../codec/nas-eps/index.ts';
import { CELL, GUTI, IMSI, TestNetwork } from './testing/network.ts';

test('a fresh phone attaches by IMSI with authentication, ciphering, bearer and address', t => {
  const net = new TestNetwork();
  const request = net.powerOn();
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
  t.is(request.air.type, 'rrcConnectionSetup');
  t.is(request.securityHeaderType, 0);
  t.deepEqual(request.message.epsMobileIdentity, { type: 'imsi', imsi: IMSI });
  t.is(request.message.nasKeySetIdentifier.ksi, 7);
  const esm = decodeNasEps(request.message.esmMessageContainer, 'uplink') as NasEps<'PdnConnectivityRequest'>;
  t.like(esm, { message: 'PdnConnectivityRequest', pdnType: 'ipv4', esmInformationTransferFlag: true });
  t.is(esm.accessPointName, undefined);

  net.challenge(3);
  const response = net.expectNas('AuthenticationResponse');
  t.deepEqual(response.message.authenticationResponseParameter, net.xres);
  t.like(net.last('aka')?.outcome, { verdict: 'accepted', sqn: 32, sqnMs: 0 });

  net.securityMode({ ksi: 3 });
  const complete = net.expectNas('SecurityModeComplete');
  t.is(complete.securityHeaderType, 4);
  t.is(complete.count, 0);
  t.deepEqual(complete.message.imeisv, { type: 'imeisv', imeisv: '3534900698733101' });

  net.send({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity: 1 });
  const information = net.expectNas('EsmInformationResponse');
  t.is(information.securityHeaderType, 2);
  t.is(information.message.accessPointName, 'internet');

  net.setupBearers(net.attachAccept());
  const done = net.expectNas('AttachComplete');
  t.is(done.securityHeaderType, 2);
  t.deepEqual(decodeNasEps(done.message.esmMessageContainer, 'uplink'), {
    message: 'ActivateDefaultEpsBearerContextAccept',
    epsBearerIdentity: 5,
    procedureTransactionIdentity: 0,
  });
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  t.like(net.last('attached'), {
    guti: GUTI,
    t3412Ms: 540_000,
    pdn: { ebi: 5, apn: 'internet', pdnType: 'ipv4', ipv4: '10.45.0.2', qci: 9 },
  });
  t.deepEqual(net.air, []);
  t.is(net.last('usimMemory')?.memory.epsnsc, undefined, 'keys in use are not stored');
});

test('the second attach goes by GUTI, integrity protected with the stored context', t => {
  const first = new TestNetwork();
  first.attach();
  first.input({ type: 'detach' });
  first.expectNas('DetachRequestUeOriginating');
  first.send({ message: 'DetachAccept' });
  first.release();
  const memory = first.last('usimMemory')!.memory;
  t.is(memory.epsnsc?.uplinkNasCount, 4);

  const second = new TestNetwork({}, JSON.parse(JSON.stringify(memory)));
  second.context = first.context;
  const request = second.powerOn();
  t.is(request.securityHeaderType, 1);
  t.deepEqual(request.message.epsMobileIdentity, { type: 'guti', guti: GUTI });
  t.is(request.message.nasKeySetIdentifier.ksi, 0);
  t.deepEqual(request.message.lastVisitedRegisteredTai, { plmn: CELL.plmns[0], tac: 1 });
  t.like(request.air, { registeredMme: { mmegi: 2, mmec: 1 }, establishmentCause: 'mo-Signalling' });
  // No security mode: KeNB follows from the Attach Request's own COUNT.
  second.askForEsmInformation();
  second.setupBearers(second.attachAccept());
  second.expectNas('AttachComplete');
  t.is(second.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});
