import test from 'ava';
import { decodeNasEps, encodeNasEps, type NasEps } from '../../codec/nas-eps/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import { Bench, TAI } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { activationIn, connectivityRequest } from '../testing/phone.ts';
import { IMSI, subscriberDocument } from '../testing/store.ts';

function pdnOutcome(asked: 'ipv4' | 'ipv6' | 'ipv4v6', subscribed: number, imitates: '2.8.0' | 'main' = '2.8.0') {
  const bench = new Bench({ imitates });
  bench.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet', type: subscribed }]));
  const line = lineOn(bench);
  line.initial(line.phone.attachRequest({ pdn: { pdnType: asked } }));
  line.authenticate();
  if (bench.names()[0] === 'DownlinkNASTransport') {
    const reject = line.downlink('AttachReject');
    const esm = decodeNasEps(reject.esmMessageContainer!, 'downlink') as NasEps<'PdnConnectivityReject'>;
    return `reject ${reject.emmCause}/${esm.esmCause}`;
  }
  const activation = activationIn(line.acceptAttach());
  return `${activation.pdnAddress.type}${activation.esmCause === undefined ? '' : ` cause ${activation.esmCause}`}`;
}

test('PDN type: what the phone asks for, as far as the subscription has it', t => {
  const [IPV4, IPV6, IPV4V6] = [1, 2, 3];
  t.is(pdnOutcome('ipv4', IPV4), 'ipv4');
  t.is(pdnOutcome('ipv6', IPV6), 'ipv6');
  t.is(pdnOutcome('ipv4v6', IPV4V6), 'ipv4v6');
  t.is(pdnOutcome('ipv4', IPV4V6), 'ipv4');
  t.is(pdnOutcome('ipv6', IPV4V6), 'ipv6');
  t.is(pdnOutcome('ipv4v6', IPV4), 'ipv4 cause 50');
  t.is(pdnOutcome('ipv4v6', IPV6), 'ipv6 cause 51');
  t.is(pdnOutcome('ipv6', IPV4), 'reject 19/28');
  t.is(pdnOutcome('ipv4', IPV6), 'reject 19/28');
  t.is(pdnOutcome('ipv6', IPV4, 'main'), 'reject 19/50');
  t.is(pdnOutcome('ipv4', IPV6, 'main'), 'reject 19/51');
});

interface Refusal {
  readonly title: string;
  readonly cause: number;
  readonly esmCause?: number;
  readonly mme?: ConstructorParameters<typeof Bench>[0];
  readonly gateway?: ConstructorParameters<typeof Bench>[1];
  readonly request?: Parameters<Line['phone']['attachRequest']>[0];
  readonly prepare?: (bench: Bench, line: Line) => void;
  /** The reject comes after the challenge has been passed. */
  readonly afterSecurity?: boolean;
}

const OTHER = { plmn: { mcc: '001', mnc: '01' }, tac: 1 };
const REFUSALS: readonly Refusal[] = [
  {
    title: 'no ESM message container',
    cause: 95,
    prepare: (_, line) => {
      line.phone.attachRequest = () => withoutContainer(line);
    },
  },
  {
    title: 'tracking area of the cell is not served',
    cause: 12,
    mme: { servedTais: [TAI, OTHER] },
    prepare: moveTo(7),
  },
  { title: 'no integrity algorithm but EIA0', cause: 23, request: { ueNetworkCapability: { eea: [0], eia: [0] } } },
  {
    title: 'home network is not in the access control list',
    cause: 11,
    mme: { accessControl: [{ plmn: OTHER.plmn }] },
  },
  {
    title: 'home network is refused with a configured cause',
    cause: 15,
    mme: { accessControl: [{ plmn: TAI.plmn, rejectCause: 15 }] },
  },
  { title: 'unknown IMSI, releases since 2.7.6', cause: 8, prepare: bench => bench.store.documents.clear() },
  {
    title: 'unknown IMSI, releases up to 2.7.5',
    cause: 11,
    mme: { imitates: '2.7.5' },
    prepare: bench => bench.store.documents.clear(),
  },
  {
    title: 'an Attach Request that ends in its middle',
    cause: 96,
    prepare: (_, line) => {
      const whole = line.phone.attachRequest();
      line.phone.attachRequest = () => whole.subarray(0, 9);
    },
  },
  {
    title: 'a slice whose only session has no type that is known',
    cause: 42,
    afterSecurity: true,
    prepare: bench => bench.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet', type: 7 }])),
  },
  {
    title: 'APN that is not subscribed',
    cause: 19,
    esmCause: 27,
    request: { pdn: { accessPointName: 'corporate' } },
    afterSecurity: true,
  },
  {
    title: 'emergency, which is not offered',
    cause: 19,
    esmCause: 31,
    request: { pdn: { requestType: 'emergency' } },
    afterSecurity: true,
  },
  {
    title: 'PDN type that is none',
    cause: 19,
    esmCause: 28,
    request: { pdn: { pdnType: 'nonIp' } },
    afterSecurity: true,
  },
  {
    title: 'the gateway does not know the APN',
    cause: 17,
    esmCause: 38,
    gateway: { apns: ['ims'] },
    afterSecurity: true,
  },
  {
    title: 'no PDN Connectivity Request in the container',
    cause: 111,
    request: { esmMessageContainer: Uint8Array.of(2, 1, 0xe8, 42, 0) },
    afterSecurity: true,
  },
];

for (const [title, slice] of [
  ['no slice in the subscription', []],
  ['a slice without a session', [{ sst: 1, session: [] }]],
] as const) {
  test(`${title}: the HSS refuses Update Location, and the MME drops the refusal: nobody answers the phone`, t => {
    const bench = new Bench();
    bench.store.documents.set(IMSI, subscriberDocument(IMSI, [], { slice }));
    const line = lineOn(bench);
    line.initial(line.phone.attachRequest());
    line.authenticate();
    t.deepEqual(bench.rest(), []);
    bench.advance(60_000);
    t.deepEqual(bench.rest(), []);
    t.is(bench.core.mme.state.ueCount, 1);
    bench.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet', type: 1 }]));
    line.attach();
    t.is(bench.core.ue(IMSI as Imsi)?.emm, 'EMM-REGISTERED');
  });
}

function moveTo(tac: number) {
  return (bench: Bench, _: Line): void => {
    bench.tai = { ...TAI, tac };
  };
}

/** The codec refuses to write a container that is too short. */
function withoutContainer(line: Line): Uint8Array {
  const { phone } = line;
  const octets = encodeNasEps({
    message: 'AttachRequest',
    epsAttachType: 'epsAttach',
    nasKeySetIdentifier: { ksi: 7, tsc: 'native' },
    epsMobileIdentity: { type: 'imsi', imsi: phone.imsi },
    ueNetworkCapability: { eea: phone.eea, eia: phone.eia },
    esmMessageContainer: connectivityRequest(),
  });
  const container = connectivityRequest().length;
  const short = octets.slice(0, octets.length - container);
  short[short.length - 1] = 0;
  return short;
}

for (const { title, cause, esmCause, mme, gateway, request, prepare, afterSecurity } of REFUSALS) {
  test(`attach refused: ${title}: EMM cause ${cause}${esmCause === undefined ? '' : `, ESM cause ${esmCause}`}`, t => {
    const bench = new Bench(mme, gateway);
    const line = lineOn(bench);
    prepare?.(bench, line);
    line.initial(line.phone.attachRequest(request));
    if (afterSecurity) line.authenticate();
    const reject = line.downlink('AttachReject');
    t.is(reject.emmCause, cause);
    if (esmCause === undefined) t.is(reject.esmMessageContainer, undefined);
    else t.like(decodeNasEps(reject.esmMessageContainer!, 'downlink'), { message: 'PdnConnectivityReject', esmCause });
    t.like(line.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
    t.deepEqual(bench.rest(), []);
    t.is(bench.core.mme.state.ueCount, 0);
    t.is(bench.core.mme.state.connections.size, 0);
    t.is(bench.core.gateway.sessionCount, 0);
    t.is(bench.core.mme.state.counters.get(`mme_attach_reject_${cause}`), 1);
  });
}

test('an Identity Response that is no IMSI of 15 digits is refused with 95', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.phone.guti = { plmn: line.phone.plmn, mmegi: 2, mmec: 1, mTmsi: 0xc0000001 };
  line.initial(line.phone.attachRequest());
  line.downlink('IdentityRequest');
  line.uplink(
    encodeNasEps({ message: 'IdentityResponse', mobileIdentity: { type: 'imsi', imsi: '99970000000001' as Imsi } }),
  );
  t.is(line.downlink('AttachReject').emmCause, 95);
  line.completeRelease();
});

test('more phones than allowed: control processing overload; one that is detached gives way', t => {
  const bench = new Bench({ maxUes: 1 });
  const line = lineOn(bench);
  line.attach();
  const other = '999700000000002' as Imsi;
  bench.store.documents.set(other, subscriberDocument(other));
  bench.initial(
    new Line(bench, line.phone).phone.attachRequest({ epsMobileIdentity: { type: 'imsi', imsi: other } }),
    2,
  );
  t.like(bench.take('UEContextReleaseCommand'), { cause: { group: 'misc', value: 'control-processing-overload' } });
  line.uplink(line.phone.protect(line.phone.detachRequest(true)));
  line.completeRelease();
  bench.initial(line.phone.attachRequest({ epsMobileIdentity: { type: 'imsi', imsi: other } }), 3);
  t.deepEqual(bench.rest(), ['DownlinkNASTransport']);
  t.is(bench.core.mme.state.ueCount, 1);
});

test('an APN that is not subscribed: releases from 2.8.0 on keep the phone away from it for 12 minutes', t => {
  for (const [imitates, backOffTimerValue] of [
    ['2.7.7', undefined],
    ['2.8.0', { value: 24, unit: '30 s' }],
  ] as const) {
    const line = lineOn(new Bench({ imitates }));
    line.initial(line.phone.attachRequest({ pdn: { accessPointName: 'corporate' } }));
    line.authenticate();
    const { esmMessageContainer } = line.downlink('AttachReject');
    t.deepEqual(
      (decodeNasEps(esmMessageContainer!, 'downlink') as NasEps<'PdnConnectivityReject'>).backOffTimerValue,
      backOffTimerValue,
    );
  }
});
