import type { CauseAnswer, CauseTrigger } from './trigger.ts';

/** In an attach the ESM answer travels in an Attach Reject with cause 19 (ESM failure). */
const ATTACH = { message: 'AttachReject', emm: [19] } as const;
const PDN = { message: 'PdnConnectivityReject' } as const;

/** The same ESM cause in an attach and for a further connection. */
function refused(esm: readonly number[], rest: Omit<CauseAnswer, 'message' | 'emm' | 'esm'> = {}): CauseAnswer[] {
  return [
    { ...ATTACH, esm, ...rest },
    { ...PDN, esm, ...rest },
  ];
}

/** What makes Open5GS refuse or end sessions with an ESM cause. Read in its source at v2.8.0-66 and its history. */
export const OPEN5GS_ESM: readonly CauseTrigger[] = [
  {
    name: 'unknown-apn',
    what: 'the APN is not in the subscription, or none was asked for and the subscription has no default',
    protocol: 'esm',
    answers: refused([27], { note: 'from 2.8.0 on with T3396: the phone may not ask again for 12 minutes' }),
    check: 'slice[0].session[].name of the subscriber against the APN of the phone; capitals do not matter',
  },
  {
    name: 'invalid-pdn-type',
    what: 'the PDN type is none that the MME knows',
    protocol: 'esm',
    answers: refused([28]),
    check: 'the PDN type in the PDN Connectivity Request: 1 IPv4, 2 IPv6, 3 IPv4v6',
  },
  {
    name: 'pdn-type-not-subscribed',
    what: 'the phone asks for an IP version that the subscription does not hold',
    protocol: 'esm',
    answers: [...refused([28], { until: '2.8.0' }), ...refused([50, 51, 33], { since: '2.8.0-1' })],
    check: 'slice[0].session[].type of the subscriber: 1 IPv4, 2 IPv6, 3 IPv4v6',
  },
  {
    name: 'one-ip-version-only',
    what: 'the phone asks for IPv4v6 and the subscription holds one of both: it gets that one and is told so',
    protocol: 'esm',
    answers: [{ message: 'ActivateDefaultEpsBearerContextRequest', esm: [50, 51], note: 'an acceptance' }],
    check: 'slice[0].session[].type of the subscriber, when both were expected',
  },
  {
    name: 'apn-connected-already',
    what: 'the phone has a connection to this APN already',
    protocol: 'esm',
    answers: [{ ...PDN, esm: [55] }],
    check: "the phone's PDN connections",
  },
  {
    name: 'emergency-not-offered',
    what: 'the phone asks for an emergency connection',
    protocol: 'esm',
    answers: refused([31]),
    check: 'the request type in the PDN Connectivity Request',
  },
  {
    name: 'esm-information-unanswered',
    what: 'the phone did not answer the ESM Information Request (T3489: 4 s, 2 times repeated)',
    protocol: 'esm',
    answers: refused([53]),
    check: 'the radio link, and the last message that the phone got',
  },
  {
    name: 'esm-without-security',
    what: 'an ESM message came before NAS security was set up, or its container is no PDN Connectivity Request',
    protocol: 'esm',
    answers: [
      { message: 'AttachReject', emm: [111], esm: [111] },
      { ...PDN, esm: [111] },
    ],
    check: 'the order of messages in the ladder',
  },
  {
    name: 'create-session-failed',
    what: 'the gateway refused the session, or did not answer: APN unknown there, address pool empty, PFCP not associated',
    protocol: 'esm',
    answers: [
      { message: 'AttachReject', emm: [17], esm: [38] },
      { message: 'TrackingAreaUpdateReject', emm: [17] },
      { ...PDN, esm: [38] },
    ],
    check: 'the logs of SMF and UPF: session.subnet and dnn in smf.yaml, "PFCP associated"',
  },
  {
    name: 'bearer-resources-not-offered',
    what: 'the phone asks for further bearer resources, which are never given',
    protocol: 'esm',
    answers: [
      { message: 'BearerResourceAllocationReject', esm: [38, 43], note: '43 for a linked bearer that it has not' },
    ],
    check: 'nothing: dedicated bearers come from the network only',
  },
  {
    name: 'pdn-disconnected',
    what: 'the phone asked to end a PDN connection, also its last one',
    protocol: 'esm',
    answers: [{ message: 'DeactivateEpsBearerContextRequest', esm: [36] }],
    check: 'nothing: that is how the connection ends',
  },
  {
    name: 'gateway-ended-session',
    what: 'the gateway ended the session',
    protocol: 'esm',
    answers: [{ message: 'DeactivateEpsBearerContextRequest', esm: [36] }],
    check: 'the logs of SMF and UPF',
  },
  {
    name: 'gateway-wants-reactivation',
    what: 'the gateway ended the session and wants it to be asked for again',
    protocol: 'esm',
    answers: [{ message: 'DeactivateEpsBearerContextRequest', esm: [39] }],
    check: 'the logs of SMF and UPF',
  },
];
