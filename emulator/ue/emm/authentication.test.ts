import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import { CELL, GUTI, TestNetwork } from '../testing/network.ts';
import { EMM_TIMERS } from './timers.ts';

function challenged(change?: (autn: Uint8Array) => void): TestNetwork {
  const net = new TestNetwork();
  net.powerOn();
  net.challenge(0, change);
  return net;
}

const wrongMac = (autn: Uint8Array): void => {
  autn[15]! ^= 1;
};

test('a wrong MAC: failure 20 and T3418; a good challenge mends it and T3410 runs again', t => {
  const net = challenged(wrongMac);
  t.is(net.expectNas('AuthenticationFailure').message.emmCause, 20);
  const outcome = net.last('aka')!.outcome;
  t.is(outcome.verdict, 'mac-failure');
  t.not(outcome.mac, outcome.xmac);
  net.advance(EMM_TIMERS.T3410.ms + 1_000);
  t.is(net.emm, 'EMM-REGISTERED-INITIATED', 'T3410 is stopped');
  net.challenge(1);
  net.expectNas('AuthenticationResponse');
  net.advance(EMM_TIMERS.T3410.ms - 1);
  t.is(net.emm, 'EMM-REGISTERED-INITIATED', 'T3410 began anew');
  net.advance(1);
  t.is(net.emm, 'EMM-DEREGISTERED.ATTEMPTING-TO-ATTACH');
});

test('T3418 runs out: the cell is barred, the connection dropped, the attach failed', t => {
  const net = challenged(wrongMac);
  net.expectNas('AuthenticationFailure');
  net.advance(EMM_TIMERS.T3418.ms);
  net.takeAir('radioLinkFailure');
  t.like(net.last('attachFailed'), { reason: { type: 'aborted' } });
  net.advance(60_000);
  t.deepEqual(net.air, [], 'not in this cell again');
  net.downlink({ type: 'systemInformation', cell: { ...CELL, cellId: 7 } });
  net.expectNas('AttachRequest');
});

test('the third bad challenge in a row, of whatever kind, bars the cell at once', t => {
  const net = challenged(wrongMac);
  net.expectNas('AuthenticationFailure');
  net.sqn = 0;
  net.challenge();
  t.is(net.expectNas('AuthenticationFailure').message.emmCause, 21);
  net.amfField = Uint8Array.of(0, 0);
  net.sqn = 32 * 50;
  net.challenge();
  t.is(net.expectNas('AuthenticationFailure').message.emmCause, 26);
  net.takeAir('radioLinkFailure');
  t.like(net.last('attachFailed'), { reason: { type: 'aborted' } });
});

test('a stale SQN: failure 21 with AUTS from which the network learns SQN_MS', t => {
  const net = new TestNetwork();
  net.input({ type: 'tamper', tampering: { card: { sqnMs: 0x1000 } } });
  net.powerOn();
  net.challenge();
  const { message } = net.expectNas('AuthenticationFailure');
  t.is(message.emmCause, 21);
  t.is(net.sqnMsOf(message.authenticationFailureParameter!), 0x1000);
  t.like(net.last('aka')?.outcome, { verdict: 'synch-failure', sqn: 32, sqnMs: 0x1000 });
  // Open5GS goes on from SQN_MS + 32 + 1.
  net.sqn = 0x1000 + 33;
  net.challenge();
  net.expectNas('AuthenticationResponse');
});

test('T3420 runs out like T3418, but sooner', t => {
  const net = new TestNetwork();
  net.sqn = 0;
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationFailure');
  net.advance(EMM_TIMERS.T3420.ms - 1);
  t.deepEqual(net.air, []);
  net.advance(1);
  net.takeAir('radioLinkFailure');
});

test('without the separation bit: failure 26, and the card’s answer stays secret', t => {
  const net = new TestNetwork();
  net.amfField = Uint8Array.of(0x7f, 0xff);
  net.powerOn();
  net.challenge();
  t.is(net.expectNas('AuthenticationFailure').message.emmCause, 26);
  t.is(net.last('aka')?.outcome.verdict, 'separation-bit');
  t.is(net.last('aka')?.outcome.res, undefined);
});

test('the same challenge again gets the same answer, not a synch failure, as long as T3416 runs', t => {
  const net = challenged();
  net.expectNas('AuthenticationResponse');
  const request = net.outputs.filter(o => o.type === 'nas' && o.direction === 'downlink').at(-1);
  const nas = request?.type === 'nas' ? request.plain : new Uint8Array();
  net.downlink({ type: 'dlInformationTransfer', nas });
  t.deepEqual(net.expectNas('AuthenticationResponse').message.authenticationResponseParameter, net.xres);
  t.is(net.all('aka').length, 1, 'the card was asked once');
});

test('authentication reject: the card is invalid until power-off and all is forgotten', t => {
  const net = challenged();
  net.expectNas('AuthenticationResponse');
  net.send({ message: 'AuthenticationReject' }, 'plain');
  t.is(net.emm, 'EMM-DEREGISTERED.NO-IMSI');
  t.deepEqual(net.last('attachFailed'), { type: 'attachFailed', reason: { type: 'authentication-rejected' } });
  t.is(net.last('usimMemory')?.memory.epsloci?.updateStatus, 'EU3_ROAMING_NOT_ALLOWED');
  net.release();
  net.input({ type: 'attach' });
  net.advance(3_600_000);
  t.deepEqual(net.air, []);
});

test('authentication reject of a registered phone ends its registration', t => {
  const net = new TestNetwork();
  net.attach();
  // In the clear it is ignored: secure exchange is established.
  net.send({ message: 'AuthenticationReject' }, 'plain');
  t.is(net.emm, 'EMM-REGISTERED.NORMAL-SERVICE');
  net.send({ message: 'AuthenticationReject' });
  t.is(net.emm, 'EMM-DEREGISTERED.NO-IMSI');
  t.like(net.last('detached'), { by: 'network', reattach: false });
  t.like(net.last('pdnDisconnected'), { ebi: 5 });
});

test('re-authentication with a new key set takes the new keys into use from COUNT 0', t => {
  const net = new TestNetwork();
  net.attach();
  const old = net.context!;
  net.challenge(4);
  t.deepEqual(net.air, [], 'a challenge in the clear is ignored under secure exchange');
  net.challenge(4, undefined, 2);
  t.is(net.expectNas('AuthenticationResponse').securityHeaderType, 2);
  net.securityMode({ ksi: 4, eea: 1, eia: 1 });
  const complete = net.expectNas('SecurityModeComplete');
  t.is(complete.count, 0);
  t.not(net.context, old);
  net.send({
    message: 'EmmInformation',
    shortNameForNetwork: { text: 'lab', codingScheme: 'gsm7', addCountryInitials: false },
  });
  t.like(net.last('emmInformation'), { shortName: 'lab' });
});

test('tampered phones: wrong RES, forged RES, a network whose MAC is not looked at', t => {
  const net = new TestNetwork({ tampering: { card: { resFlipBits: [0] } } });
  net.powerOn();
  net.challenge();
  const wrong = net.expectNas('AuthenticationResponse').message.authenticationResponseParameter;
  t.is(wrong[0]! ^ net.xres[0]!, 0x80);
  net.input({ type: 'tamper', tampering: { card: { res: fromHex('cafecafe') } } });
  net.challenge();
  t.deepEqual(net.expectNas('AuthenticationResponse').message.authenticationResponseParameter, fromHex('cafecafe'));
  net.input({ type: 'tamper', tampering: { ignoreAutn: true } });
  net.challenge(0, wrongMac);
  t.deepEqual(net.expectNas('AuthenticationResponse').message.authenticationResponseParameter, net.xres);
  t.is(net.last('aka')?.outcome.verdict, 'mac-failure', 'the explanation is honest');
});

test('no key leaves the phone except inside the card’s memory', t => {
  const net = new TestNetwork();
  net.attach();
  net.input({ type: 'detach' });
  net.send({ message: 'DetachAccept' });
  const told = JSON.stringify(
    net.outputs.map(output => (output.type === 'usimMemory' ? output.memory.epsloci : output)),
    (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value),
  );
  t.true(told.includes(Buffer.from(net.xres).toString('hex')), 'RES is told');
  const secrets = [
    '465b5ce8b199b49faa5f0a2ee238a6bc',
    'e8ed289deba952e4283b54e88e6183ca',
    Buffer.from(net.kasme!.reveal()).toString('hex'),
  ];
  for (const secret of secrets) t.false(told.includes(secret));
  t.is(net.last('usimMemory')?.memory.epsnsc?.kasme, secrets[2]);
  t.deepEqual(net.last('usimMemory')?.memory.epsloci?.guti, GUTI);
});
