import test from 'ava';
import type { NasEps } from '../../codec/nas-eps/index.ts';
import { attached, bringBearer, secondPdn } from '../testing/bearers.ts';
import { defaultBearer, TestNetwork } from '../testing/network.ts';
import { ESM_TIMERS } from './transaction.ts';

test('a second PDN connection: request with APN and options, ciphered; its bearer is accepted', t => {
  const net = attached();
  net.input({ type: 'connectPdn', apn: 'ims', pdnType: 'ipv4v6' });
  const request = net.expectNas('PdnConnectivityRequest');
  t.is(request.securityHeaderType, 2);
  t.like(request.message, { accessPointName: 'ims', pdnType: 'ipv4v6', requestType: 'initialRequest' });
  t.is(request.message.esmInformationTransferFlag, undefined);
  const { procedureTransactionIdentity: pti } = request.message;
  bringBearer(
    net,
    6,
    defaultBearer(pti, {
      epsBearerIdentity: 6,
      accessPointName: 'ims.mnc001.mcc001.gprs',
      pdnAddress: { type: 'ipv4', ipv4: '10.46.0.2' },
      esmCause: 50,
      apnAmbr: { downlinkKbps: 1024, uplinkKbps: 512 },
    }),
  );
  const accept = net.expectNas('ActivateDefaultEpsBearerContextAccept').message;
  t.deepEqual([accept.epsBearerIdentity, accept.procedureTransactionIdentity], [6, 0]);
  t.like(net.last('pdnConnected')?.pdn, {
    ebi: 6,
    apn: 'ims.mnc001.mcc001.gprs',
    ipv4: '10.46.0.2',
    esmCause: 50,
    apnAmbr: { downlinkBps: 1_024_000, uplinkBps: 512_000 },
  });
});

test('each transaction has its own PTI; the network’s refusal names the APN', t => {
  const net = attached();
  net.input({ type: 'connectPdn', apn: 'a' });
  net.input({ type: 'connectPdn', apn: 'b' });
  const first = net.expectNas('PdnConnectivityRequest').message.procedureTransactionIdentity;
  const second = net.expectNas('PdnConnectivityRequest').message.procedureTransactionIdentity;
  t.not(first, second);
  const reject = { message: 'PdnConnectivityReject', epsBearerIdentity: 0, esmCause: 27 } as const;
  net.send({ ...reject, procedureTransactionIdentity: second });
  t.deepEqual(net.last('pdnFailed'), { type: 'pdnFailed', apn: 'b', esmCause: 27 });
  net.send({ ...reject, procedureTransactionIdentity: second });
  t.is(net.all('pdnFailed').length, 1, 'a second refusal is of nothing');
});

test('a PTI in use is passed over when the numbers come round', t => {
  const net = attached();
  net.input({ type: 'connectPdn', apn: 'pending' });
  const pending = net.expectNas('PdnConnectivityRequest').message.procedureTransactionIdentity;
  const used = new Set<number>();
  for (let i = 0; i < 260; i++) {
    net.input({ type: 'connectPdn', apn: 'x' });
    const { procedureTransactionIdentity } = net.expectNas('PdnConnectivityRequest').message;
    used.add(procedureTransactionIdentity);
    net.send({ message: 'PdnConnectivityReject', epsBearerIdentity: 0, procedureTransactionIdentity, esmCause: 27 });
  }
  t.is(used.size, 253);
  t.false(used.has(pending) || used.has(0) || used.has(255));
});

test('what was asked for ends with the registration', t => {
  const net = attached();
  net.input({ type: 'connectPdn', apn: 'ims' });
  net.expectNas('PdnConnectivityRequest');
  net.input({ type: 'detach' });
  net.expectNas('DetachRequestUeOriginating');
  net.send({ message: 'DetachAccept' });
  net.advance(ESM_TIMERS.T3482.ms);
  t.deepEqual(net.air, []);
});

test('nobody answers: T3482 five times, then the phone gives up', t => {
  const net = attached();
  net.input({ type: 'connectPdn', apn: 'ims' });
  const ptis = new Set<number>();
  for (let sent = 1; sent <= 5; sent++) {
    ptis.add(net.expectNas('PdnConnectivityRequest').message.procedureTransactionIdentity);
    t.is(net.all('pdnFailed').length, 0);
    net.advance(ESM_TIMERS.T3482.ms);
  }
  t.is(ptis.size, 1);
  t.deepEqual(net.air, []);
  t.like(net.last('pdnFailed'), { apn: 'ims', esmCause: undefined });
});

test('an idle phone asks for service before a second PDN connection', t => {
  const net = attached();
  net.release();
  net.input({ type: 'connectPdn', apn: 'ims' });
  t.is(net.takeNas().message.message, 'ServiceRequest');
  net.setupBearers(undefined);
  net.expectNas('PdnConnectivityRequest');
  t.deepEqual(net.air, []);
});

test('a bearer for a PTI that nobody used, or under an identity in use or reserved, is refused', t => {
  const net = attached();
  net.send(defaultBearer(99, { epsBearerIdentity: 6 }));
  t.is(net.expectNas('ActivateDefaultEpsBearerContextReject').message.esmCause, 47);
  net.input({ type: 'connectPdn', apn: 'ims' });
  const { procedureTransactionIdentity: pti } = net.expectNas('PdnConnectivityRequest').message;
  net.send(defaultBearer(pti, { epsBearerIdentity: 5 }));
  t.is(net.expectNas('ActivateDefaultEpsBearerContextReject').message.esmCause, 43);
  net.send(defaultBearer(pti, { epsBearerIdentity: 4 }));
  t.is(net.expectNas('ActivateDefaultEpsBearerContextReject').message.esmCause, 43);
  net.send(defaultBearer(pti, { epsBearerIdentity: 6, pdnAddress: { type: 'nonIp' } }));
  t.is(net.expectNas('ActivateDefaultEpsBearerContextReject').message.esmCause, 28);
});

test('an activation that comes again is accepted again, and told once', t => {
  const net = attached();
  const pti = secondPdn(net);
  net.send(defaultBearer(pti, { epsBearerIdentity: 6 }));
  net.expectNas('ActivateDefaultEpsBearerContextAccept');
  t.is(net.all('pdnConnected').length, 1);
});

test('disconnecting: the request, the deactivation, the end', t => {
  const net = attached();
  secondPdn(net);
  net.input({ type: 'disconnectPdn', ebi: 6 });
  const request = net.expectNas('PdnDisconnectRequest').message;
  t.is(request.linkedEpsBearerIdentity, 6);
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 6,
    procedureTransactionIdentity: request.procedureTransactionIdentity,
    esmCause: 36,
  });
  t.is(net.expectNas('DeactivateEpsBearerContextAccept').message.epsBearerIdentity, 6);
  t.deepEqual(net.last('pdnDisconnected'), { type: 'pdnDisconnected', ebi: 6, esmCause: 36 });
  net.advance(60_000);
  t.deepEqual(net.air, []);
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('a disconnection that is refused, and one that nobody answers', t => {
  const net = attached();
  secondPdn(net);
  const reject = { message: 'PdnDisconnectReject', epsBearerIdentity: 0 } as const;
  net.input({ type: 'disconnectPdn', ebi: 6 });
  const first = net.expectNas('PdnDisconnectRequest').message.procedureTransactionIdentity;
  net.send({ ...reject, procedureTransactionIdentity: first, esmCause: 43 });
  t.like(net.last('esmFailed'), { procedure: 'PdnDisconnect', esmCause: 43 });
  t.is(net.all('pdnDisconnected').length, 0);
  net.input({ type: 'disconnectPdn', ebi: 6 });
  for (let sent = 1; sent <= 5; sent++) {
    net.expectNas('PdnDisconnectRequest');
    net.advance(ESM_TIMERS.T3492.ms);
  }
  t.like(net.last('pdnDisconnected'), { ebi: 6 });
  net.input({ type: 'disconnectPdn', ebi: 9 });
  t.like(net.last('esmFailed'), { procedure: 'PdnDisconnect' });
});

test('the last PDN connection may end too: nothing is left, and the phone is deregistered', t => {
  const net = attached();
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 5,
    procedureTransactionIdentity: 0,
    esmCause: 36,
  });
  net.expectNas('DeactivateEpsBearerContextAccept');
  t.is(net.emm, 'EMM-DEREGISTERED.NORMAL-SERVICE');
  t.like(net.last('detached'), { by: 'network', reattach: false });
});

test('cause 39 asks the phone to connect again', t => {
  const net = attached();
  secondPdn(net);
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 6,
    procedureTransactionIdentity: 0,
    esmCause: 39,
  });
  net.expectNas('DeactivateEpsBearerContextAccept');
  t.is(net.expectNas('PdnConnectivityRequest').message.accessPointName, 'ims');
});

test('cause 39 for the only PDN connection: the phone attaches again', t => {
  const net = attached();
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 5,
    procedureTransactionIdentity: 0,
    esmCause: 39,
  });
  net.expectNas('DeactivateEpsBearerContextAccept');
  t.like(net.last('detached'), { by: 'network', reattach: true });
  net.release();
  t.is(net.expectNas('AttachRequest').message.epsMobileIdentity.type, 'guti');
});

test('the end of a bearer that the phone does not know is agreed to', t => {
  const net = attached();
  net.send({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: 11,
    procedureTransactionIdentity: 0,
    esmCause: 36,
  });
  t.is(net.expectNas('DeactivateEpsBearerContextAccept').message.epsBearerIdentity, 11);
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('an APN with a back-off timer is not asked for again before it ends', t => {
  const net = attached();
  const refuse = (backOffTimerValue: NasEps<'PdnConnectivityReject'>['backOffTimerValue']) => {
    net.input({ type: 'connectPdn', apn: 'ims' });
    const { procedureTransactionIdentity } = net.expectNas('PdnConnectivityRequest').message;
    const reject = { message: 'PdnConnectivityReject', epsBearerIdentity: 0, esmCause: 26 } as const;
    net.send({
      ...reject,
      procedureTransactionIdentity,
      ...(backOffTimerValue === undefined ? {} : { backOffTimerValue }),
    });
  };
  refuse({ value: 0, unit: '1 min' });
  refuse({ value: 2, unit: '1 min' });
  net.advance(119_999);
  net.input({ type: 'connectPdn', apn: 'ims' });
  t.regex(net.last('pdnFailed')?.detail ?? '', /for 1 ms more/);
  net.input({ type: 'connectPdn', apn: 'other' });
  net.expectNas('PdnConnectivityRequest');
  net.advance(1);
  refuse({ value: 0, unit: 'deactivated' });
  net.advance(1_000_000_000);
  net.air.length = 0;
  net.input({ type: 'connectPdn', apn: 'ims' });
  t.deepEqual(net.air, []);
});

test('a PDN connection is not for a phone that is not registered, nor for one that gets no service', t => {
  const off = new TestNetwork();
  off.input({ type: 'connectPdn', apn: 'ims' });
  t.like(off.last('pdnFailed'), { detail: 'the phone is not registered' });
  const net = attached();
  net.release();
  net.input({ type: 'connectPdn', apn: 'ims' });
  net.takeNas();
  net.advance(5_000);
  t.like(net.last('pdnFailed'), { apn: 'ims', esmCause: undefined });
  net.takeAir('radioLinkFailure');
  net.advance(600_000 - 5_000 - 60_001);
  t.deepEqual(net.air, [], 'it is forgotten');
});

test('an element that must be understood and is not makes a message faulty', t => {
  const net = attached();
  const plain = Uint8Array.of(0x62, 0x00, 0xcd, 0x24, 0x20, 0x00);
  const known = net.context!.protect(plain, 2, 'downlink');
  net.downlink({ type: 'dlInformationTransfer', nas: known.ok ? known.message : plain });
  net.expectNas('DeactivateEpsBearerContextAccept');
  const strange = Uint8Array.of(0x62, 0x00, 0xcd, 0x24, 0x01, 0x01, 0x00);
  const sealed = net.context!.protect(strange, 2, 'downlink');
  net.downlink({ type: 'dlInformationTransfer', nas: sealed.ok ? sealed.message : strange });
  t.is(net.expectNas('EsmStatus').message.esmCause, 96);
});

test('ESM information is asked for with a PTI that nobody used, or with a reserved one', t => {
  const net = attached();
  const ask = (procedureTransactionIdentity: number) =>
    net.send({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity });
  ask(50);
  t.is(net.expectNas('EsmStatus').message.esmCause, 47);
  for (const reserved of [0, 255]) {
    ask(reserved);
    t.is(net.expectNas('EsmStatus').message.esmCause, 81);
  }
});

test('ESM Status: 43 ends the bearer, 81 and 97 the transaction, others nothing', t => {
  const net = attached();
  secondPdn(net);
  const status = (esmCause: number, epsBearerIdentity: number, procedureTransactionIdentity: number) =>
    net.send({ message: 'EsmStatus', esmCause, epsBearerIdentity, procedureTransactionIdentity });
  status(111, 6, 0);
  t.is(net.all('pdnDisconnected').length, 0);
  status(43, 6, 0);
  t.like(net.last('pdnDisconnected'), { ebi: 6 });
  net.input({ type: 'connectPdn', apn: 'x' });
  const { procedureTransactionIdentity } = net.expectNas('PdnConnectivityRequest').message;
  status(97, 0, procedureTransactionIdentity);
  t.like(net.last('pdnFailed'), { apn: 'x', esmCause: 97 });
  net.advance(60_000);
  t.deepEqual(net.air, []);
});

test('ESM messages are for nobody before the network is known to be the network', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.send({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity: 1 }, 'plain');
  net.send(
    { message: 'PdnConnectivityReject', epsBearerIdentity: 0, procedureTransactionIdentity: 1, esmCause: 8 },
    'plain',
  );
  t.deepEqual(net.air, []);
  t.is(net.all('pdnFailed').length, 0);
});
