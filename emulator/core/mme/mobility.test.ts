import test from 'ava';
import { encodeNasEps } from '../../codec/nas-eps/index.ts';
import { deriveKenb } from '../../crypto/index.ts';
import { Bench, PLMN, TAI } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { Phone } from '../testing/phone.ts';
import { IMSI } from '../testing/store.ts';

const TAI_2 = { plmn: PLMN, tac: 2 };

function idle(config: ConstructorParameters<typeof Bench>[0] = {}) {
  const bench = new Bench(config);
  const line = lineOn(bench);
  line.attach();
  line.release();
  return { bench, line, phone: line.phone, again: new Line(bench, line.phone, 2) };
}

test('service request: the bearers come back under a KeNB of its COUNT, packets flow again', t => {
  const { bench, phone, again } = idle();
  const count = phone.security!.uplinkNasCount;
  again.initial(phone.serviceRequest(), true);
  const setup = again.setUpContext();
  t.deepEqual(setup.securityKey, deriveKenb(phone.security!.kasme.reveal(), count));
  t.like(setup.eRabToBeSetupList, [{ eRabId: 5, nasPdu: undefined }]);
  t.like(bench.core.mme.state.ofImsi(IMSI)!.bearers, [{ enb: { address: '127.0.1.1', teid: 0x1005 } }]);
  t.deepEqual(bench.rest(), []);
});

test('service request of an unknown phone: cause 9', t => {
  const { again, phone, bench } = idle();
  bench.core.mme.state.remove(bench.core.mme.state.ofImsi(IMSI)!);
  again.initial(phone.serviceRequest(), true);
  t.is(again.downlink('ServiceReject').emmCause, 9);
  again.completeRelease();
  t.is(bench.core.mme.state.connections.size, 0);
});

test('service request of a phone that is detached: cause 9', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  line.uplink(line.phone.protect(line.phone.detachRequest(true)));
  line.completeRelease();
  const again = new Line(bench, line.phone, 2);
  again.initial(line.phone.serviceRequest(), true);
  t.is(again.downlink('ServiceReject').emmCause, 9);
  again.completeRelease();
});

test('service request without any bearer: cause 40', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.attach();
  line.uplink(phone.protect(phone.pdnDisconnectRequest(5)));
  line.releaseBearer();
  line.release();
  const again = new Line(bench, phone, 2);
  again.initial(phone.serviceRequest(), true);
  t.is(again.downlink('ServiceReject').emmCause, 40);
  again.completeRelease();
  t.is(bench.core.mme.state.ofImsi(IMSI)?.emm, 'EMM-REGISTERED');
});

test('extended service request: no CS domain, cause 9', t => {
  const { phone, again } = idle();
  const request = encodeNasEps({
    message: 'ExtendedServiceRequest',
    serviceType: 'mobileOriginatingCsFallback',
    nasKeySetIdentifier: phone.security!.keySetIdentifier,
    mTmsi: { type: 'tmsi', tmsi: phone.guti!.mTmsi },
  });
  again.initial(phone.protect(request, 1));
  t.is(again.downlink('ServiceReject').emmCause, 9);
  again.completeRelease();
});

test('data for an idle phone pages it; the service request brings the packet', t => {
  const { bench, phone, again } = idle();
  const ue = bench.core.mme.state.ofImsi(IMSI)!;
  const { ebi } = ue.bearers[0]!;
  const notify = () =>
    bench.core.mme.handle(
      { type: 'session', message: { type: 'DownlinkDataNotification', imsi: IMSI, ebi } },
      bench.now,
    );
  t.like(bench.decoded(notify()), [{ message: 'Paging', taiList: [{ tai: TAI }], cnDomain: 'ps' }]);
  t.deepEqual(bench.decoded(notify()), []);
  bench.advance(2000);
  bench.take('Paging');
  again.initial(phone.serviceRequest(), true);
  again.setUpContext();
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('paging goes to the base stations of the phone’s tracking area only', t => {
  const { bench } = idle({ servedTais: [TAI, TAI_2] });
  bench.up(2, 2);
  bench.up(3, 1);
  bench.rest(2);
  bench.rest(3);
  const message = { type: 'DownlinkDataNotification', imsi: IMSI, ebi: 5 } as const;
  const outputs = bench.core.mme.handle({ type: 'session', message }, bench.now);
  t.deepEqual(
    outputs.map(output => output.type === 's1ap' && output.enb),
    [1, 3],
  );
});

test('an unanswered page: three times, 2 s apart; the next packet pages again', t => {
  const { bench } = idle();
  const message = { type: 'DownlinkDataNotification', imsi: IMSI, ebi: 5 } as const;
  t.is(bench.core.mme.handle({ type: 'session', message }, bench.now).length, 1);
  bench.advance(2000);
  bench.take('Paging');
  bench.advance(2000);
  bench.take('Paging');
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.ofImsi(IMSI)!.emm, 'EMM-REGISTERED');
  t.is(bench.core.mme.handle({ type: 'session', message }, bench.now).length, 1);
});

test('periodic TAU of an idle phone: accept, and rest', t => {
  const { bench, phone, again } = idle();
  again.initial(phone.protect(phone.trackingAreaUpdateRequest('periodicUpdating'), 1));
  t.like(again.downlink('TrackingAreaUpdateAccept'), {
    epsUpdateResult: 'taUpdated',
    t3412Value: { value: 9, unit: '1 min' },
    guti: undefined,
    taiList: [{ tais: [TAI] }],
    epsBearerContextStatus: [5],
  });
  t.like(again.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
  t.true(bench.core.mme.state.ofImsi(IMSI)!.timers.has('mobileReachable'));
  t.deepEqual(bench.rest(), []);
});

test('TAU into another tracking area of ours: the phone is paged there from then on', t => {
  const { bench, phone, again } = idle({ servedTais: [TAI, TAI_2] });
  bench.tai = TAI_2;
  again.initial(phone.protect(phone.trackingAreaUpdateRequest(), 1));
  t.like(again.downlink('TrackingAreaUpdateAccept').taiList, [{ tais: [TAI_2] }]);
  again.completeRelease();
  t.deepEqual(bench.core.mme.state.ofImsi(IMSI)!.tai, TAI_2);
});

test('TAU with the active flag brings the bearers back, under a KeNB of its COUNT', t => {
  const { phone, again } = idle();
  const count = phone.security!.uplinkNasCount;
  again.initial(phone.protect(phone.trackingAreaUpdateRequest('taUpdating', true), 1));
  const setup = again.setUpContext();
  t.deepEqual(setup.securityKey, deriveKenb(phone.security!.kasme.reveal(), count));
  t.is(phone.receive(setup.eRabToBeSetupList[0]!.nasPdu!).message, 'TrackingAreaUpdateAccept');
});

test('TAU in an area that is not served: cause 12', t => {
  const { bench, phone, again } = idle();
  bench.tai = { plmn: PLMN, tac: 99 };
  again.initial(phone.protect(phone.trackingAreaUpdateRequest(), 1));
  t.is(again.downlink('TrackingAreaUpdateReject').emmCause, 12);
  again.completeRelease();
  t.is(bench.core.mme.state.ofImsi(IMSI)?.emm, 'EMM-REGISTERED');
});

test('TAU with an unknown GUTI: cause 9', t => {
  const { phone, again } = idle();
  const request = phone.trackingAreaUpdateRequest();
  phone.guti = { ...phone.guti!, mTmsi: 0xc0ffee00 };
  again.initial(phone.protect({ ...phone.trackingAreaUpdateRequest(), epsUpdateType: request.epsUpdateType }, 1));
  t.is(again.downlink('TrackingAreaUpdateReject').emmCause, 9);
  again.completeRelease();
});

test('TAU of a phone without any bearer: cause 40', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.attach();
  line.uplink(phone.protect(phone.pdnDisconnectRequest(5)));
  line.releaseBearer();
  line.uplink(phone.protect(phone.trackingAreaUpdateRequest()));
  t.is(line.downlink('TrackingAreaUpdateReject').emmCause, 40);
});

test('a bearer that the phone does not have any more ends with its TAU', t => {
  const { bench, phone, again } = idle();
  again.initial(
    phone.protect({ ...phone.trackingAreaUpdateRequest('taUpdating', true), epsBearerContextStatus: [] }, 1),
  );
  // Without a bearer there is no context to set up.
  t.deepEqual(again.downlink('TrackingAreaUpdateAccept').epsBearerContextStatus, []);
  t.is(bench.core.gateway.sessionCount, 0);
});

test('TAU with a wrong MAC: authentication, a new GUTI, the bearers stay', t => {
  const { bench, phone, again } = idle();
  const request = phone.protect(phone.trackingAreaUpdateRequest(), 1);
  request[1]! ^= 1;
  const { guti } = phone;
  again.initial(request);
  again.authenticate();
  const setup = again.setUpContext();
  const accept = phone.receive(setup.eRabToBeSetupList[0]!.nasPdu!);
  if (accept.message !== 'TrackingAreaUpdateAccept' || accept.guti?.type !== 'guti') return t.fail(accept.message);
  t.not(accept.guti.guti.mTmsi, guti!.mTmsi);
  phone.guti = accept.guti.guti;
  again.uplink(phone.protect({ message: 'TrackingAreaUpdateComplete' }));
  t.is(bench.core.mme.state.ofGuti(guti!), undefined);
  t.is(bench.core.mme.state.ofGuti(phone.guti), bench.core.mme.state.ofImsi(IMSI));
  t.is(bench.core.gateway.sessionCount, 1);
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('service request while the phone is being paged, on another base station', t => {
  const { bench, phone } = idle();
  bench.up(2);
  bench.rest(2);
  const message = { type: 'DownlinkDataNotification', imsi: IMSI, ebi: 5 } as const;
  bench.core.mme.handle({ type: 'session', message }, bench.now);
  const there = new Line(bench, phone, 1, 2);
  there.initial(phone.serviceRequest(), true);
  there.setUpContext();
  t.like(bench.core.mme.state.ofImsi(IMSI)!.bearers, [{ enb: { address: '127.0.1.2' } }]);
});

test('a service request while connected: the new connection counts, the old one is released', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  const again = new Line(bench, line.phone, 2);
  again.initial(line.phone.serviceRequest(), true);
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
  again.setUpContext();
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.connections.size, 1);
  t.is(bench.core.mme.state.ofImsi(IMSI)!.bearers[0]!.enb?.teid, 0x1005);
});

test('two phones do not disturb one another', t => {
  const bench = new Bench();
  const a = lineOn(bench);
  const other = '999700000000002' as typeof IMSI;
  bench.store.documents.set(other, { ...bench.store.documents.get(IMSI)!, imsi: other });
  const b = new Line(bench, new Phone(other, PLMN), 2);
  a.initial(a.phone.attachRequest());
  b.initial(b.phone.attachRequest());
  const forA = a.downlink('AuthenticationRequest');
  const forB = b.downlink('AuthenticationRequest');
  b.uplink(b.phone.respond(forB));
  a.uplink(a.phone.respond(forA));
  b.downlink('SecurityModeCommand');
  a.downlink('SecurityModeCommand');
  a.uplink(a.phone.completeSecurityMode());
  b.uplink(b.phone.completeSecurityMode());
  a.acceptAttach();
  b.acceptAttach();
  a.downlink('EmmInformation');
  b.downlink('EmmInformation');
  t.is(bench.core.gateway.sessionCount, 2);
});

const PACKET_FOR_5 = { type: 'DownlinkDataNotification', imsi: IMSI, ebi: 5 } as const;
test('a connected phone whose tunnel the base station has lost is released, then paged', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  bench.gatewaySays(PACKET_FOR_5);
  t.deepEqual(bench.names(), ['UEContextReleaseCommand'], 'no page while it is connected');
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
  bench.take('Paging');
  const again = new Line(bench, line.phone, 2);
  again.initial(line.phone.serviceRequest(), true);
  again.setUpContext();
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('a packet for a phone that is being released: it is paged when it is idle', t => {
  const { bench, line } = released();
  bench.gatewaySays(PACKET_FOR_5);
  t.deepEqual(bench.names(), ['UEContextReleaseCommand']);
  line.completeRelease();
  t.deepEqual(bench.rest(), ['Paging']);
});

test('a packet while the context is set up needs no page, but when the setup fails it does', t => {
  for (const fails of [false, true]) {
    const { bench, phone, again } = idle();
    again.initial(phone.serviceRequest(), true);
    bench.gatewaySays(PACKET_FOR_5);
    if (fails) {
      again.mmeUeS1apId = bench.take('InitialContextSetupRequest').mmeUeS1apId;
      const cause = { group: 'radioNetwork', value: 'unspecified' } as const;
      bench.send(1, { message: 'InitialContextSetupFailure', ...again.ids, cause });
      again.completeRelease();
    } else {
      again.setUpContext();
      again.release();
    }
    t.deepEqual(bench.rest(), fails ? ['Paging'] : []);
  }
});

/** The base station has asked for the end and not yet confirmed it. */
function released() {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  const cause = { group: 'radioNetwork', value: 'user-inactivity' } as const;
  bench.send(1, { message: 'UEContextReleaseRequest', ...line.ids, cause });
  return { bench, line };
}
