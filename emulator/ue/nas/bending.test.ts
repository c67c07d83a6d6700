import test from 'ava';
import type { NasTampering, UeTampering } from '../port.ts';
import { TestNetwork } from '../testing/network.ts';

function bent(...messages: NasTampering[]): TestNetwork {
  const tampering: UeTampering = { messages };
  return new TestNetwork({ tampering });
}

test('an uplink message is dropped: the network never sees it, the COUNT is used', t => {
  const net = bent({ direction: 'uplink', message: 'EsmInformationResponse', times: 1, action: { type: 'drop' } });
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  const ask = () =>
    net.send({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity: 1 });
  ask();
  t.deepEqual(net.air, []);
  ask();
  t.is(net.expectNas('EsmInformationResponse').count, 2);
});

test('duplicates: the same octets again', t => {
  const net = bent({
    direction: 'uplink',
    message: 'AuthenticationResponse',
    action: { type: 'duplicate', copies: 2 },
  });
  net.powerOn();
  net.challenge();
  const copies = [net.takeNas(), net.takeNas(), net.takeNas()];
  t.deepEqual(copies[0]!.octets, copies[2]!.octets);
  t.deepEqual(net.air, []);
});

test('a message is delayed, and others overtake it', t => {
  const net = bent({ direction: 'uplink', message: 'AttachComplete', action: { type: 'delay', delayMs: 500 } });
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.askForEsmInformation();
  net.setupBearers(net.attachAccept());
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE', 'the phone believes that it sent it');
  t.deepEqual(net.air, []);
  net.advance(499);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.expectNas('AttachComplete');
});

test('a replayed uplink message has a COUNT that was used', t => {
  const net = bent({ direction: 'uplink', message: 'AttachComplete', action: { type: 'replay', delayMs: 100 } });
  net.attach();
  net.advance(100);
  t.throws(() => net.takeNas(), { message: /replay/ });
});

test('a replayed downlink message is discarded by the phone', t => {
  const net = bent({ direction: 'downlink', message: 'EmmInformation', action: { type: 'replay', delayMs: 100 } });
  net.attach();
  net.send({ message: 'EmmInformation' });
  t.is(net.all('emmInformation').length, 1);
  net.advance(100);
  t.is(net.all('emmInformation').length, 1);
  t.regex(net.last('nas')?.failure ?? '', /replay/);
});

test('a downlink message is dropped, skipped, and dropped only so often; ciphered ones are known by name too', t => {
  const net = bent({ direction: 'downlink', message: 'EmmInformation', skip: 1, times: 2, action: { type: 'drop' } });
  net.attach();
  for (let i = 0; i < 5; i++) net.send({ message: 'EmmInformation' });
  t.is(net.all('emmInformation').length, 3);
});

test('a downlink message is delayed: its COUNT is past when it comes', t => {
  const net = bent({
    direction: 'downlink',
    message: 'IdentityRequest',
    times: 1,
    action: { type: 'delay', delayMs: 10 },
  });
  net.attach();
  net.send({ message: 'IdentityRequest', identityType: 'imei' });
  t.deepEqual(net.air, []);
  net.advance(10);
  net.expectNas('IdentityResponse');
});

test('a wrong MAC, uplink and downlink', t => {
  const net = bent(
    { direction: 'uplink', message: 'AttachComplete', action: { type: 'corruptMac' } },
    { direction: 'downlink', message: 'EmmInformation', action: { type: 'corruptMac' } },
    { direction: 'uplink', message: 'ServiceRequest', action: { type: 'corruptMac' } },
  );
  t.throws(() => net.attach(), { message: /mac/ });
  net.send({ message: 'EmmInformation' });
  t.is(net.all('emmInformation').length, 0);
  net.release();
  net.input({ type: 'serviceRequest' });
  t.throws(() => net.takeNas(), { message: /short MAC/ });
});

test('Security Mode Command without its header is ignored; Attach Complete without it arrives plain', t => {
  const net = bent({ direction: 'downlink', message: 'SecurityModeCommand', times: 1, action: { type: 'strip' } });
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode();
  t.deepEqual(net.air, []);
  net.input({
    type: 'tamper',
    tampering: { messages: [{ direction: 'uplink', message: 'SecurityModeComplete', action: { type: 'strip' } }] },
  });
  net.securityMode();
  t.is(net.expectNas('SecurityModeComplete').securityHeaderType, 0);
});

test('other octets in place of a message', t => {
  const octets = Uint8Array.of(0x07, 0x46);
  const net = bent({ direction: 'uplink', message: 'AuthenticationResponse', action: { type: 'replace', octets } });
  net.powerOn();
  net.challenge();
  t.deepEqual(net.takeAir('ulInformationTransfer').nas, octets);
});

test('the first message may be dropped or delayed too', t => {
  const net = bent({ direction: 'uplink', message: 'AttachRequest', times: 1, action: { type: 'delay', delayMs: 50 } });
  t.throws(() => net.powerOn());
  net.advance(50);
  t.is(net.expectNas('AttachRequest').air.type, 'rrcConnectionSetup');
  net.finishAttach();
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
});

test('healing ends the rules, but what is held back still comes', t => {
  const net = bent({ direction: 'uplink', message: 'AuthenticationResponse', action: { type: 'delay', delayMs: 50 } });
  net.powerOn();
  net.challenge();
  net.input({ type: 'tamper', tampering: undefined });
  net.challenge();
  t.is(net.air.length, 1);
  net.advance(50);
  t.is(net.air.length, 2);
});

test('fewer algorithms may be offered than the configuration says', t => {
  const net = new TestNetwork({ tampering: { eea: [0], eia: [0, 1] } });
  t.like(net.powerOn().message.ueNetworkCapability, { eea: [0], eia: [0, 1] });
});
