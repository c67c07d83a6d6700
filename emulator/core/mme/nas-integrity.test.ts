import test from 'ava';
import { toHex } from '../../bytes/index.ts';
import { decodeNasEps, encodeNasEps } from '../../codec/nas-eps/index.ts';
import { Bench } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { Phone } from '../testing/phone.ts';
import { IMSI } from '../testing/store.ts';

function attached() {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  return { bench, line, phone: line.phone };
}

const notes = (bench: Bench) => bench.outputs.flatMap(output => (output.type === 'note' ? [output.text] : []));

test('a wrong MAC: what needs integrity is discarded', t => {
  const { bench, line, phone } = attached();
  const request = phone.protect(phone.detachRequest(false));
  const forged = request.slice();
  forged[2]! ^= 1;
  line.uplink(phone.protect({ message: 'TrackingAreaUpdateComplete' }).fill(0, 1, 5));
  t.deepEqual(bench.rest(), []);
  t.regex(notes(bench).at(-1)!, /discarded: integrity \(mac\)/);
  // A Detach Request is looked at all the same, and refused.
  line.uplink(forged);
  t.is(line.downlink('ServiceReject').emmCause, 9);
});

test('plain messages are not accepted once the exchange is secure', t => {
  const { bench, line, phone } = attached();
  for (const plain of [
    encodeNasEps(phone.detachRequest(false)),
    phone.attachRequest(),
    phone.identityResponse(),
    encodeNasEps({ message: 'DetachAccept' }),
  ]) {
    line.uplink(plain);
    t.deepEqual(bench.rest(), []);
    t.regex(notes(bench).at(-1)!, /discarded: not protected/);
  }
});

test('before the exchange is secure only what may be plain is taken plain', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest());
  const challenge = line.downlink('AuthenticationRequest');
  line.uplink(encodeNasEps({ message: 'SecurityModeComplete' }));
  line.uplink(encodeNasEps({ message: 'EmmStatus', emmCause: 101 }));
  t.deepEqual(bench.rest(), []);
  line.uplink(line.phone.respond(challenge));
  line.downlink('SecurityModeCommand');
  line.uplink(encodeNasEps({ message: 'SecurityModeComplete' }));
  t.deepEqual(bench.rest(), []);
});

test('a replayed message is discarded, a replayed detach does not detach', t => {
  const { bench, line, phone } = attached();
  const status = phone.protect({ message: 'EmmStatus', emmCause: 101 });
  line.uplink(status);
  t.regex(notes(bench).at(-1)!, /EMM Status, cause 101/);
  line.uplink(status);
  t.regex(notes(bench).at(-1)!, /discarded: integrity/);

  const detach = phone.protect(phone.detachRequest(true));
  line.uplink(detach);
  line.completeRelease();
  const again = new Line(bench, phone, 2);
  again.initial(phone.protect(phone.attachRequest(), 1));
  again.acceptAttach();
  again.downlink('EmmInformation');
  again.uplink(detach);
  t.is(again.downlink('ServiceReject').emmCause, 9);
  t.is(bench.core.gateway.sessionCount, 1);
});

test('a GUTI attach with a wrong MAC is authenticated from the start', t => {
  const { bench, line, phone } = attached();
  line.uplink(phone.protect(phone.detachRequest(true)));
  line.completeRelease();
  const again = new Line(bench, phone, 2);
  const request = phone.protect(phone.attachRequest(), 1);
  request[1]! ^= 1;
  again.initial(request);
  again.authenticate();
  again.acceptAttach();
  again.downlink('EmmInformation');
  t.is(bench.core.gateway.sessionCount, 1);
});

test("a stranger with a subscriber's IMSI does not throw the subscriber out", t => {
  const { bench, line, phone } = attached();
  const { security } = bench.core.mme.state.ofImsi(IMSI)!;
  const stranger = new Line(bench, new Phone(IMSI, phone.plmn, '00000000000000000000000000000001'), 2);
  stranger.initial(stranger.phone.attachRequest({ ueNetworkCapability: { eea: [0], eia: [0, 1] } }));
  stranger.uplink(stranger.phone.respond(stranger.downlink('AuthenticationRequest')));
  stranger.downlink('AuthenticationReject');
  stranger.completeRelease();
  t.deepEqual(bench.rest(), []);

  const ue = bench.core.mme.state.ofImsi(IMSI)!;
  t.is(ue.security, security);
  t.is(ue.emm, 'EMM-REGISTERED');
  t.deepEqual(ue.networkCapability!.eia, [0, 1, 2, 3]);
  t.is(bench.core.gateway.sessionCount, 1);
  t.is(ue.bearers[0]!.enb?.teid, 0x1005);
  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
});

test("a stranger's unprotected detach and a forged service request change nothing either", t => {
  const { bench, line, phone } = attached();
  const detach = encodeNasEps(phone.detachRequest(true));
  const stranger = new Line(bench, phone, 2);
  stranger.initial(detach);
  t.is(stranger.downlink('ServiceReject').emmCause, 9);
  stranger.completeRelease();
  const forged = new Line(bench, phone, 3);
  const request = phone.serviceRequest();
  request[3]! ^= 1;
  forged.initial(request, true);
  t.is(forged.downlink('ServiceReject').emmCause, 9);
  forged.completeRelease();
  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
  t.is(bench.core.gateway.sessionCount, 0);
});

test('a request that was altered on its way counts as the phone sent it', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  const genuine = phone.attachRequest({ epsAttachType: 'combinedEpsImsiAttach' });
  line.initial(phone.attachRequest());
  line.uplink(phone.respond(line.downlink('AuthenticationRequest')));
  line.downlink('SecurityModeCommand');
  line.uplink(phone.protect({ message: 'SecurityModeComplete', replayedNasMessageContainer: genuine }, 4));
  t.is(line.acceptAttach().epsAttachResult, 'combinedEpsImsiAttach');
});

test('a reject after security mode is in the clear as Open5GS sends it, so that a phone must ignore it', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest({ pdn: { accessPointName: 'none' } }));
  line.authenticate();
  const { nasPdu } = bench.take('DownlinkNASTransport');
  t.like(decodeNasEps(nasPdu, 'downlink'), { message: 'AttachReject', emmCause: 19 });
});

test('a reject after security mode is protected when the configuration asks for it', t => {
  const bench = new Bench({ protectsRejects: true });
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest({ pdn: { accessPointName: 'none' } }));
  line.authenticate();
  const { nasPdu } = bench.take('DownlinkNASTransport');
  t.is(nasPdu[0], 0x27);
  t.like(line.phone.receive(nasPdu), { message: 'AttachReject', emmCause: 19 });
});

test('with ciphering the same attach works, and nothing is readable without the key', t => {
  const bench = new Bench({ eeaOrder: [2, 1] });
  const line = lineOn(bench);
  const { phone } = line;
  line.attach();
  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
  const air = bench.outputs.flatMap(output => (output.type === 's1ap' ? [toHex(output.bytes)] : [])).join(' ');
  const plain = bench.outputs.flatMap(output =>
    output.type === 'nas' && output.direction === 'downlink'
      ? [{ hex: toHex(output.plain), type: output.securityHeaderType }]
      : [],
  );
  for (const { hex, type } of plain) t.is(air.includes(hex), type === 0 || type === 3, hex);
  t.true(plain.some(({ type }) => type === 2));
});
