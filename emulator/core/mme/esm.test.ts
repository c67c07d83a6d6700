import test from 'ava';
import { encodeNasEps, type NasEps } from '../../codec/nas-eps/index.ts';
import { Bench } from '../testing/bench.ts';
import { type Line, lineOn } from '../testing/line.ts';
import { connectivityRequest, expectNas } from '../testing/phone.ts';
import { IMSI, subscriberDocument } from '../testing/store.ts';

const TFT = { operation: 'noTftOperation' } as const;

function attached(apns = ['internet', 'ims', 'mms']) {
  const bench = new Bench();
  bench.store.documents.set(
    IMSI,
    subscriberDocument(
      IMSI,
      apns.map(name => ({ name })),
    ),
  );
  const line = lineOn(bench);
  line.attach();
  return { bench, line, phone: line.phone };
}

/** Asks for another PDN connection; returns what the MME tells the base station and the phone. */
function connect(line: Line, apn: string, pti = 2) {
  line.uplink(line.phone.protect(connectivityRequest({ accessPointName: apn, procedureTransactionIdentity: pti })));
  const setup = line.bench.take('E-RABSetupRequest');
  const item = setup.eRabToBeSetupList[0]!;
  const activation = expectNas(line.phone.receive(item.nasPdu), 'ActivateDefaultEpsBearerContextRequest');
  return { item, activation };
}

function acceptBearer(line: Line, ebi: number): void {
  line.bench.send(1, {
    message: 'E-RABSetupResponse',
    ...line.ids,
    eRabSetupList: [{ eRabId: ebi, transportLayerAddress: Uint8Array.of(127, 0, 1, 1), gtpTeid: 0x1000 + ebi }],
  });
  line.uplink(
    line.phone.protect({
      message: 'ActivateDefaultEpsBearerContextAccept',
      epsBearerIdentity: ebi,
      procedureTransactionIdentity: 0,
    }),
  );
}

const bearersOf = (bench: Bench) => bench.core.mme.state.ofImsi(IMSI)!.bearers;

test('a second PDN connection: its own bearer, address and tunnel', t => {
  const { bench, line } = attached();
  const { item, activation } = connect(line, 'ims');
  t.like(item, { eRabId: 6, qos: { qci: 9 } });
  t.like(activation, {
    epsBearerIdentity: 6,
    procedureTransactionIdentity: 2,
    accessPointName: 'ims',
    pdnAddress: { ipv4: '10.45.0.3' },
  });
  acceptBearer(line, 6);
  t.is(bench.core.gateway.sessionCount, 2);
  t.like(bearersOf(bench)[1], { state: 'active', enb: { teid: 0x1006 } });
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('both bearers come back with a service request, and go with a detach', t => {
  const { bench, line, phone } = attached();
  connect(line, 'ims');
  acceptBearer(line, 6);
  line.release();
  line.enbUeS1apId = 2;
  line.initial(phone.serviceRequest(), true);
  t.deepEqual(
    line.setUpContext().eRabToBeSetupList.map(({ eRabId }) => eRabId),
    [5, 6],
  );
  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
  t.is(bench.core.gateway.sessionCount, 0);
});

const rejected = (line: Line) => line.downlink('PdnConnectivityReject').esmCause;

test('an APN a second time: cause 55, in any spelling, also by default', t => {
  const { line, phone } = attached();
  line.uplink(phone.protect(connectivityRequest({ accessPointName: 'internet', procedureTransactionIdentity: 2 })));
  t.is(rejected(line), 55);
  line.uplink(
    phone.protect(
      connectivityRequest({ accessPointName: 'INTERNET.mnc070.mcc999.gprs', procedureTransactionIdentity: 2 }),
    ),
  );
  t.is(rejected(line), 55);
  line.uplink(phone.protect(connectivityRequest({ procedureTransactionIdentity: 2 })));
  t.is(rejected(line), 55);
});

test('an unknown APN: cause 27; PDN type that is none: 28; the gateway refuses: 38', t => {
  const { bench, line, phone } = attached();
  const ask = (more: Parameters<typeof connectivityRequest>[0]) =>
    line.uplink(phone.protect(connectivityRequest({ procedureTransactionIdentity: 2, ...more })));
  ask({ accessPointName: 'corporate' });
  t.is(rejected(line), 27);
  ask({ accessPointName: 'ims', pdnType: 'ethernet' });
  t.is(rejected(line), 28);
  t.is(bearersOf(bench).length, 1);

  const small = new Bench({}, { apns: ['internet'] });
  small.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet' }, { name: 'ims' }]));
  const other = lineOn(small);
  other.attach();
  other.uplink(other.phone.protect(connectivityRequest({ accessPointName: 'ims', procedureTransactionIdentity: 2 })));
  t.is(rejected(other), 38);
  t.is(bearersOf(small).length, 1);
});

test('ESM information for a second PDN connection; unanswered: cause 53', t => {
  const { bench, line, phone } = attached();
  const request = connectivityRequest({ procedureTransactionIdentity: 2, esmInformationTransferFlag: true });
  line.uplink(phone.protect(request));
  t.is(line.downlink('EsmInformationRequest').procedureTransactionIdentity, 2);
  bench.advance(4000);
  line.downlink('EsmInformationRequest');
  line.uplink(
    phone.protect({
      message: 'EsmInformationResponse',
      epsBearerIdentity: 0,
      procedureTransactionIdentity: 2,
      accessPointName: 'mms',
    }),
  );
  const item = bench.take('E-RABSetupRequest').eRabToBeSetupList[0]!;
  t.like(phone.receive(item.nasPdu), { accessPointName: 'mms' });
  acceptBearer(line, 6);

  line.uplink(
    phone.protect(connectivityRequest({ procedureTransactionIdentity: 3, esmInformationTransferFlag: true })),
  );
  for (let i = 0; i < 3; i++) {
    line.downlink('EsmInformationRequest');
    bench.advance(4000);
  }
  t.is(rejected(line), 53);
  t.is(bearersOf(bench).length, 2);
});

test('the phone refuses the default bearer: its session ends', t => {
  const { bench, line, phone } = attached();
  connect(line, 'ims');
  t.is(bench.core.gateway.sessionCount, 2);
  line.uplink(
    phone.protect({
      message: 'ActivateDefaultEpsBearerContextReject',
      epsBearerIdentity: 6,
      procedureTransactionIdentity: 0,
      esmCause: 31,
    }),
  );
  t.is(bench.core.gateway.sessionCount, 1);
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('an unanswered activation is sent five times, 8 s apart; then its session ends', t => {
  const { bench, line } = attached();
  connect(line, 'ims');
  for (let i = 0; i < 4; i++) {
    bench.advance(8000);
    line.downlink('ActivateDefaultEpsBearerContextRequest');
  }
  bench.advance(8000);
  t.deepEqual(bench.rest(), []);
  t.is(bench.core.gateway.sessionCount, 1);
});

test('PDN disconnect: the session, then the bearer with cause 36 and the PTI of the phone; the last one too', t => {
  const { bench, line, phone } = attached();
  connect(line, 'ims');
  acceptBearer(line, 6);
  for (const ebi of [6, 5]) {
    line.uplink(phone.protect(phone.pdnDisconnectRequest(ebi)));
    const request = line.releaseBearer();
    t.like(request, { epsBearerIdentity: ebi, procedureTransactionIdentity: 9, esmCause: 36 });
  }
  t.is(bench.core.gateway.sessionCount, 0);
  t.deepEqual(bearersOf(bench), []);
  t.is(bench.core.mme.state.ofImsi(IMSI)!.emm, 'EMM-REGISTERED');
  bench.advance(60_000);
  t.deepEqual(bench.rest(), []);
});

test('PDN disconnect of a bearer that is none: cause 43', t => {
  const { line, phone } = attached();
  line.uplink(phone.protect(phone.pdnDisconnectRequest(9)));
  t.is(line.downlink('PdnDisconnectReject').esmCause, 43);
});

test('an unanswered deactivation is sent five times, 8 s apart; then the bearer is gone all the same', t => {
  const { bench, line, phone } = attached();
  line.uplink(phone.protect(phone.pdnDisconnectRequest(5)));
  phone.receive(bench.take('E-RABReleaseCommand').nasPdu!);
  for (let i = 0; i < 4; i++) {
    bench.advance(8000);
    line.downlink('DeactivateEpsBearerContextRequest');
  }
  bench.advance(8000);
  t.deepEqual(bench.rest(), []);
  t.deepEqual(bearersOf(bench), []);
});

test('the gateway ends a PDN connection: cause 36', t => {
  const { bench, line } = attached();
  const message = { type: 'DeleteBearerRequest', id: 1, imsi: IMSI, ebi: 5 } as const;
  bench.gatewaySays(message);
  t.like(line.releaseBearer(), { esmCause: 36, procedureTransactionIdentity: 0 });
  t.deepEqual(bearersOf(bench), []);
});

test('the gateway ends a PDN connection of an idle phone: the phone learns it by the bearer status', t => {
  const { bench, line, phone } = attached();
  line.release();
  bench.gatewaySays({ type: 'DeleteBearerRequest', id: 1, imsi: IMSI, ebi: 5 });
  t.deepEqual(bench.rest(), []);
  t.deepEqual(bearersOf(bench), []);
  line.enbUeS1apId = 2;
  line.initial(phone.serviceRequest(), true);
  t.is(line.downlink('ServiceReject').emmCause, 40);
});

test('the base station loses an E-RAB: the phone shall set the connection up again, cause 39', t => {
  const { bench, line } = attached();
  bench.send(1, {
    message: 'E-RABReleaseIndication',
    ...line.ids,
    eRabReleasedList: [{ eRabId: 5, cause: { group: 'transport', value: 'transport-resource-unavailable' } }],
  });
  t.is(line.releaseBearer().esmCause, 39);
  t.is(bench.core.gateway.sessionCount, 0);
});

test('bearer resources are refused: 38, or 43 where the linked bearer is none', t => {
  const { line, phone } = attached();
  const allocation = (linkedEpsBearerIdentity: number): NasEps<'BearerResourceAllocationRequest'> => ({
    message: 'BearerResourceAllocationRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: 4,
    linkedEpsBearerIdentity,
    trafficFlowAggregate: TFT,
    requiredTrafficFlowQos: { qci: 1 },
  });
  line.uplink(phone.protect(allocation(5)));
  t.like(line.downlink('BearerResourceAllocationReject'), { esmCause: 38, procedureTransactionIdentity: 4 });
  line.uplink(phone.protect(allocation(6)));
  t.is(line.downlink('BearerResourceAllocationReject').esmCause, 43);
  line.uplink(
    phone.protect({
      message: 'BearerResourceModificationRequest',
      epsBearerIdentity: 0,
      procedureTransactionIdentity: 5,
      epsBearerIdentityForPacketFilter: 5,
      trafficFlowAggregate: TFT,
    }),
  );
  t.is(line.downlink('BearerResourceModificationReject').esmCause, 38);
});

test('a tunnel that comes before the acceptance, or after it, is the gateway’s either way', t => {
  for (const acceptFirst of [false, true]) {
    const { bench, line, phone } = attached();
    connect(line, 'ims');
    const accept = () =>
      line.uplink(
        phone.protect({
          message: 'ActivateDefaultEpsBearerContextAccept',
          epsBearerIdentity: 6,
          procedureTransactionIdentity: 0,
        }),
      );
    if (acceptFirst) accept();
    bench.send(1, {
      message: 'E-RABSetupResponse',
      ...line.ids,
      eRabSetupList: [{ eRabId: 6, transportLayerAddress: Uint8Array.of(127, 0, 1, 1), gtpTeid: 77 }],
    });
    if (!acceptFirst) accept();
    const told = bench.sessions('ModifyBearerRequest').at(-1);
    t.like(told, { ebi: 6, enb: { address: '127.0.1.1', teid: 77 } });
  }
});

test('ESM messages of a phone that is not registered do nothing', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest());
  line.downlink('AuthenticationRequest');
  line.uplink(connectivityRequest());
  line.uplink(
    encodeNasEps({ message: 'EsmStatus', epsBearerIdentity: 0, procedureTransactionIdentity: 0, esmCause: 97 }),
  );
  t.deepEqual(bench.rest(), []);
});
