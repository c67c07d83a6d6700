import test from 'ava';
import type { CoreInput } from '../port.ts';
import { Bench } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { IMSI } from '../testing/store.ts';

function attached() {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  return { bench, line, phone: line.phone };
}

/** What the HSS sends when `request_cancel_location` becomes true. */
function cancelLocation(bench: Bench): void {
  const document = bench.store.documents.get(IMSI)!;
  const change = { imsi: IMSI, updatedFields: { request_cancel_location: true }, document };
  bench.feed({ type: 'change', change } satisfies CoreInput);
}

test('switched off: no Detach Accept; the radio capability is forgotten', t => {
  const { bench, line, phone } = attached();
  line.uplink(phone.protect(phone.detachRequest(true)));
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'detach' } });
  t.deepEqual(bench.rest(), []);
  const ue = bench.core.mme.state.ofImsi(IMSI)!;
  t.is(ue.radioCapability, undefined);
  t.is(ue.emm, 'EMM-DEREGISTERED');
  t.is(bench.core.gateway.sessionCount, 0);
});

test('detach on a new connection: the old one ends first, as Open5GS has it', t => {
  const { bench, line, phone } = attached();
  const again = new Line(bench, phone, 2);
  again.initial(phone.protect(phone.detachRequest(false), 1));
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
  again.downlink('DetachAccept');
  t.like(again.completeRelease(), { cause: { group: 'nas', value: 'detach' } });
  t.deepEqual(bench.rest(), []);
});

test('detach by an unknown phone: Service Reject 9', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const other = attached().phone;
  line.initial(other.protect(other.detachRequest(false), 1));
  t.is(line.downlink('ServiceReject').emmCause, 9);
  line.completeRelease();
  t.is(bench.core.mme.state.connections.size, 0);
});

test('detach during attach, once the exchange is secure', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.initial(phone.attachRequest({ pdn: { esmInformationTransferFlag: true } }));
  line.authenticate();
  line.downlink('EsmInformationRequest');
  phone.guti = bench.core.mme.state.ofImsi(IMSI)!.nextGuti;
  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
  line.completeRelease();
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.gateway.sessionCount, 0);
});

test('Cancel-Location detaches a connected phone, which shall attach again', t => {
  const { bench, line, phone } = attached();
  cancelLocation(bench);
  t.is(line.downlink('DetachRequestUeTerminated').detachType, 'reAttachRequired');
  t.is(bench.core.gateway.sessionCount, 0);
  line.uplink(phone.protect({ message: 'DetachAccept' }));
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'detach' } });
  t.is(bench.core.mme.state.ueCount, 0);
  t.false(bench.store.requests.some(request => request.type === 'setServingMme' && request.purged));
});

test('an unanswered Detach Request is sent five times, 3 s apart; then the phone is forgotten all the same', t => {
  const { bench, line, phone } = attached();
  cancelLocation(bench);
  const first = bench.take('DownlinkNASTransport').nasPdu;
  t.is(phone.receive(first).message, 'DetachRequestUeTerminated');
  for (let i = 0; i < 4; i++) {
    bench.advance(3000);
    t.deepEqual(bench.take('DownlinkNASTransport').nasPdu, first);
  }
  bench.advance(3000);
  line.completeRelease();
  t.is(bench.core.mme.state.ueCount, 0);
});

test('an idle phone is paged before it is detached', t => {
  const { bench, line, phone } = attached();
  line.release();
  cancelLocation(bench);
  const paging = bench.take('Paging');
  t.deepEqual(paging.uePagingId, { type: 'sTmsi', value: { mmec: 1, mTmsi: phone.guti!.mTmsi } });
  t.is(paging.ueIdentityIndexValue, Number(BigInt(IMSI) % 1024n));
  const again = new Line(bench, phone, 2);
  again.initial(phone.serviceRequest(), true);
  again.setUpContext();
  t.is(again.downlink('DetachRequestUeTerminated').detachType, 'reAttachRequired');
  again.uplink(phone.protect({ message: 'DetachAccept' }));
  again.completeRelease();
  t.is(bench.core.mme.state.ueCount, 0);
  t.deepEqual(bench.rest(), []);
});

test('a phone that is paged for its detach and comes with a TAU is detached too', t => {
  const { bench, line, phone } = attached();
  line.release();
  cancelLocation(bench);
  bench.take('Paging');
  const again = new Line(bench, phone, 2);
  again.initial(phone.protect(phone.trackingAreaUpdateRequest(), 1));
  again.downlink('TrackingAreaUpdateAccept');
  t.is(again.downlink('DetachRequestUeTerminated').detachType, 'reAttachRequired');
});

test('a phone that does not answer paging for its detach: three times, 2 s apart; then it is detached without a word', t => {
  const { bench, line, phone } = attached();
  line.release();
  cancelLocation(bench);
  for (let i = 0; i < 3; i++) {
    bench.take('Paging');
    t.deepEqual(bench.rest(), []);
    bench.advance(2000);
  }
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.mme.state.ueCount, 0);
  t.is(bench.core.gateway.sessionCount, 0);
  const again = new Line(bench, phone, 2);
  again.initial(phone.serviceRequest(), true);
  t.is(again.downlink('ServiceReject').emmCause, 9);
});

test('Cancel-Location for a phone that is detached: its context goes, so a GUTI attach needs the HSS again', t => {
  const { bench, line, phone } = attached();
  line.uplink(phone.protect(phone.detachRequest(true)));
  line.completeRelease();
  t.is(bench.core.mme.state.ueCount, 1);
  cancelLocation(bench);
  t.is(bench.core.mme.state.ueCount, 0);
  const again = new Line(bench, phone, 2);
  again.initial(phone.protect(phone.attachRequest(), 1));
  again.downlink('IdentityRequest');
});

test('Cancel-Location during attach ends it', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest({ pdn: { esmInformationTransferFlag: true } }));
  line.authenticate();
  line.downlink('EsmInformationRequest');
  cancelLocation(bench);
  line.downlink('DetachRequestUeTerminated');
  line.uplink(line.phone.protect({ message: 'DetachAccept' }));
  line.completeRelease();
  t.is(bench.core.mme.state.ueCount, 0);
});

test('a phone that is not heard of: mobile reachable 13 min, implicit detach after 13 more, and the HSS is told', t => {
  const { bench, line } = attached();
  line.release();
  bench.advance(780_000 - 1);
  t.false(bench.core.mme.state.ofImsi(IMSI)!.timers.has('implicitDetach'));
  bench.advance(1);
  t.true(bench.core.mme.state.ofImsi(IMSI)!.timers.has('implicitDetach'));
  bench.advance(780_000 - 1);
  t.is(bench.core.gateway.sessionCount, 1);
  bench.advance(1);
  t.is(bench.core.gateway.sessionCount, 0);
  t.is(bench.core.mme.state.ueCount, 0);
  t.like(bench.store.requests.at(-1), { type: 'setServingMme', imsi: IMSI, purged: true });
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.nextTimeout(), undefined);
});

test('a connected phone is never out of reach', t => {
  const { bench, line, phone } = attached();
  line.release();
  bench.advance(700_000);
  const again = new Line(bench, phone, 2);
  again.initial(phone.serviceRequest(), true);
  again.setUpContext();
  bench.advance(10_000_000);
  t.is(bench.core.mme.state.ofImsi(IMSI)?.emm, 'EMM-REGISTERED');
});
