import test from 'ava';
import { encodeNasEps } from '../../codec/nas-eps/index.ts';
import { deriveKenb } from '../../crypto/index.ts';
import { Bench } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { expectNas, Phone } from '../testing/phone.ts';
import { IMSI } from '../testing/store.ts';

/** Attach up to the challenge. */
function challenged(imitates: '2.7.6' | '2.8.0' = '2.8.0') {
  const bench = new Bench({ imitates });
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest());
  return { bench, line, phone: line.phone, challenge: line.downlink('AuthenticationRequest') };
}

function refused(
  t: { is(a: unknown, b: unknown): void; deepEqual(a: unknown, b: unknown): void },
  bench: Bench,
  line: Line,
): void {
  line.downlink('AuthenticationReject');
  t.deepEqual(line.completeRelease().cause, { group: 'nas', value: 'normal-release' });
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.ueCount, 0);
}

test('a wrong RES: Authentication Reject, no Security Mode Command', t => {
  const { bench, line, phone, challenge } = challenged();
  const response = phone.respond(challenge);
  response[response.length - 1]! ^= 1;
  line.uplink(response);
  refused(t, bench, line);
});

test('a RES that is too short is wrong, although Open5GS takes a right beginning', t => {
  const { bench, line, phone, challenge } = challenged();
  const { authenticationResponseParameter: res } = expectNas(
    phone.decodeUplink(phone.respond(challenge)),
    'AuthenticationResponse',
  );
  line.uplink(encodeNasEps({ message: 'AuthenticationResponse', authenticationResponseParameter: res.subarray(0, 4) }));
  refused(t, bench, line);
});

test('another Ki on the card: MAC failure, Authentication Reject', t => {
  const bench = new Bench();
  const line = new Line(bench, new Phone(IMSI, lineOn(bench).phone.plmn, '00000000000000000000000000000001'));
  line.initial(line.phone.attachRequest());
  line.uplink(line.phone.respond(line.downlink('AuthenticationRequest')));
  refused(t, bench, line);
});

for (const emmCause of [20, 26, 111]) {
  test(`Authentication Failure ${emmCause} ends the attempt`, t => {
    const { bench, line } = challenged();
    line.uplink(encodeNasEps({ message: 'AuthenticationFailure', emmCause }));
    refused(t, bench, line);
    t.is(bench.core.mme.state.counters.get(`mme_authentication_failure_${emmCause}`), 1);
  });
}

test('a synch failure heals: AUTS goes to the HSS, the next challenge has a fresh SQN', t => {
  const { bench, line, phone, challenge } = challenged();
  line.uplink(phone.synchFailure(challenge, 0x1000));
  const again = line.downlink('AuthenticationRequest');
  t.notDeepEqual(again.authenticationParameterRand, challenge.authenticationParameterRand);
  t.is(again.nasKeySetIdentifier.ksi, 1);
  t.like(bench.store.requests.at(-1), { type: 'stepSqn', base: 0x1000 + 33 });
  line.uplink(phone.respond(again));
  line.downlink('SecurityModeCommand');
});

test('a second synch failure in a row ends it, from 2.7.7 on', t => {
  const recent = challenged('2.8.0');
  recent.line.uplink(recent.phone.synchFailure(recent.challenge, 0x1000));
  recent.line.uplink(recent.phone.synchFailure(recent.line.downlink('AuthenticationRequest'), 0x1000));
  refused(t, recent.bench, recent.line);

  const older = challenged('2.7.6');
  older.line.uplink(older.phone.synchFailure(older.challenge, 0x1000));
  older.line.uplink(older.phone.synchFailure(older.line.downlink('AuthenticationRequest'), 0x1000));
  older.line.downlink('AuthenticationRequest');
});

test('a forged AUTS: the HSS refuses with 4181, the phone gets cause 17', t => {
  const { bench, line, phone, challenge } = challenged();
  const failure = phone.synchFailure(challenge, 0x1000);
  failure[failure.length - 1]! ^= 1;
  line.uplink(failure);
  t.is(line.downlink('AttachReject').emmCause, 17);
  line.completeRelease();
  t.is(bench.core.mme.state.ueCount, 0);
});

test('a synch failure without AUTS ends the attempt', t => {
  const { bench, line } = challenged();
  line.uplink(encodeNasEps({ message: 'AuthenticationFailure', emmCause: 21 }));
  refused(t, bench, line);
});

test('an unanswered challenge is sent five times, 3 s apart, then Authentication Reject', t => {
  const { bench, line, challenge } = challenged();
  for (let i = 0; i < 4; i++) {
    bench.advance(2999);
    t.deepEqual(bench.rest(), []);
    bench.advance(1);
    t.deepEqual(line.downlink('AuthenticationRequest'), challenge);
  }
  bench.advance(3000);
  refused(t, bench, line);
});

test('a late answer to a repeated challenge is as good as an early one', t => {
  const { bench, line, phone, challenge } = challenged();
  bench.advance(7000);
  t.is(bench.rest().length, 2);
  line.uplink(phone.respond(challenge));
  line.downlink('SecurityModeCommand');
  bench.advance(2999);
  t.deepEqual(bench.rest(), []);
});

test('an unanswered Security Mode Command is sent five times, the same octets each time, then cause 24', t => {
  const { bench, line, phone, challenge } = challenged();
  line.uplink(phone.respond(challenge));
  const first = bench.take('DownlinkNASTransport').nasPdu;
  t.is(phone.receive(first).message, 'SecurityModeCommand');
  for (let i = 1; i <= 4; i++) {
    bench.advance(3000);
    t.deepEqual(bench.take('DownlinkNASTransport').nasPdu, first);
  }
  bench.advance(3000);
  t.is(line.downlink('AttachReject').emmCause, 24);
  line.completeRelease();
  t.is(bench.core.mme.state.ueCount, 0);
});

test('Security Mode Reject ends the attempt', t => {
  const { bench, line, phone, challenge } = challenged();
  line.uplink(phone.respond(challenge));
  line.downlink('SecurityModeCommand');
  line.uplink(encodeNasEps({ message: 'SecurityModeReject', emmCause: 23 }));
  line.completeRelease();
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.counters.get('mme_security_mode_reject_23'), 1);
  t.is(bench.core.mme.state.ueCount, 0);
});

test('an unanswered Identity Request is sent five times, then the connection ends without a word', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.phone.guti = { plmn: line.phone.plmn, mmegi: 2, mmec: 1, mTmsi: 0xc0000001 };
  line.initial(line.phone.attachRequest());
  line.downlink('IdentityRequest');
  for (let i = 0; i < 4; i++) {
    bench.advance(3000);
    line.downlink('IdentityRequest');
  }
  bench.advance(3000);
  line.completeRelease();
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.connections.size, 0);
});

test('an unanswered Attach Accept is sent five times, 6 s apart, the same octets each time; then all of it ends', t => {
  const { bench, line, phone, challenge } = challenged();
  line.uplink(phone.respond(challenge));
  line.downlink('SecurityModeCommand');
  line.uplink(phone.completeSecurityMode());
  const setup = line.setUpContext();
  const first = setup.eRabToBeSetupList[0]!.nasPdu!;
  t.is(phone.receive(first).message, 'AttachAccept');
  for (let i = 0; i < 4; i++) {
    bench.advance(6000);
    t.deepEqual(bench.take('DownlinkNASTransport').nasPdu, first);
  }
  t.is(bench.core.gateway.sessionCount, 1);
  bench.advance(6000);
  line.completeRelease();
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.gateway.sessionCount, 0);
  t.is(bench.core.mme.state.ueCount, 0);
});

test('unanswered ESM Information Request: three times, 4 s apart, then ESM cause 53', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest({ pdn: { esmInformationTransferFlag: true } }));
  line.authenticate();
  line.downlink('EsmInformationRequest');
  for (let i = 0; i < 2; i++) {
    bench.advance(4000);
    line.downlink('EsmInformationRequest');
  }
  bench.advance(4000);
  const reject = line.downlink('AttachReject');
  t.is(reject.emmCause, 19);
  t.is(reject.esmMessageContainer?.at(-1), 53);
  line.completeRelease();
  t.is(bench.core.mme.state.ueCount, 0);
});

test('KeNB is of the latest Security Mode Complete that comes before the context is set up', t => {
  const { bench, line, phone, challenge } = challenged();
  line.uplink(phone.respond(challenge));
  line.downlink('SecurityModeCommand');
  bench.holdDatabase = true;
  line.uplink(phone.completeSecurityMode());
  line.uplink(phone.completeSecurityMode());
  bench.releaseDatabase();
  t.deepEqual(line.setUpContext().securityKey, deriveKenb(phone.security!.kasme.reveal(), 1));
  line.uplink(phone.completeSecurityMode());
  t.deepEqual(bench.rest(), [], 'and none after that changes anything');
});
