import { type CauseTrigger, NO_ANSWER } from './trigger.ts';

/** What makes Open5GS's MME refuse with an EMM cause, or without any. Read in its source at v2.8.0-66 and its history. */
export const OPEN5GS_EMM: readonly CauseTrigger[] = [
  {
    name: 'unknown-subscriber',
    what: 'the HSS does not know the IMSI (Diameter 5001); any error while it reads the database counts as that too',
    protocol: 'emm',
    answers: [
      { message: 'AttachReject', emm: [11], until: '2.7.5' },
      { message: 'AttachReject', emm: [8], since: '2.7.6' },
    ],
    check: 'that the database which the HSS reads holds a document with this imsi: mvnolab sim show <imsi>',
  },
  {
    name: 'subscriber-without-slice',
    what: 'the subscriber has no slice, or the slice no session (Update Location refused with Diameter 5420)',
    protocol: 'emm',
    answers: [
      {
        message: NO_ANSWER,
        note: 'the MME drops an Update Location Answer without ULA-Flags, which an error never has: T3410 of the phone runs out',
      },
    ],
    check:
      'slice[0] of the document: sst must be an int32, and session must not be empty; the HSS logs "Cannot find S-NSSAI" or "No PDN"',
  },
  {
    name: 'subscriber-without-session',
    what: 'the first slice of the subscriber holds only sessions whose type is none that the MME knows',
    protocol: 'emm',
    answers: [{ message: 'AttachReject', emm: [42] }],
    check: 'slice[0].session of the document: name must be a string and type an int32 (1 IPv4, 2 IPv6, 3 IPv4v6)',
  },
  {
    name: 'hss-unreachable',
    what: 'the HSS does not answer, its realm is not served, or it refuses the MME (Diameter 5003)',
    protocol: 'emm',
    answers: [
      {
        message: 'AttachReject',
        emm: [15],
        note: 'no timer guards a single request: a silent HSS is noticed by the Diameter watchdog, after 30 s or more',
      },
    ],
    check: 'that the HSS runs, and that MME and HSS show each other as connected in their Diameter logs',
  },
  {
    name: 'resync-failed',
    what: 'the HSS found the MAC of AUTS wrong, or could not store the SQN (Diameter 4181)',
    protocol: 'emm',
    answers: [{ message: 'AttachReject', emm: [17], note: 'the HSS logs "Re-synch MAC failed"' }],
    check: 'Ki and OPc on both sides; and that the HSS may write to the database',
  },
  {
    name: 'rat-not-allowed',
    what: 'the HSS says that the subscriber may not use E-UTRAN (Diameter 5421)',
    protocol: 'emm',
    answers: [
      {
        message: 'AttachReject',
        emm: [13],
        note: "only from a third-party HSS: Open5GS's never sends it; in an Update Location Answer without ULA-Flags it is dropped",
      },
    ],
    check: 'the access restrictions of the subscriber in that HSS',
  },
  {
    name: 'roaming-not-allowed',
    what: 'the HSS says that the subscriber may not roam here (Diameter 5004)',
    protocol: 'emm',
    answers: [
      {
        message: 'AttachReject',
        emm: [11],
        note: "only from a third-party HSS: Open5GS's never sends it; in an Update Location Answer without ULA-Flags it is dropped",
      },
    ],
    check: 'the roaming agreement in that HSS',
  },
  {
    name: 'wrong-key',
    what: 'the phone found the MAC of AUTN wrong and sent Authentication Failure 20 (MAC failure)',
    protocol: 'emm',
    answers: [{ message: 'AuthenticationReject', note: 'the message has no cause' }],
    check: 'Ki and OPc of card and database; that security.opc does not hold an OP',
  },
  {
    name: 'wrong-res',
    what: 'RES of the phone is not XRES',
    protocol: 'emm',
    answers: [{ message: 'AuthenticationReject', note: 'the message has no cause' }],
    check: 'the card: a genuine one that accepts AUTN computes the right RES',
  },
  {
    name: 'non-eps-authentication',
    what: 'the phone refused the challenge with Authentication Failure 26: separation bit of AMF is 0',
    protocol: 'emm',
    answers: [{ message: 'AuthenticationReject', note: 'the message has no cause' }],
    check: 'security.amf of the subscriber: it must begin with 8 (8000)',
  },
  {
    name: 'second-synch-failure',
    what: 'the phone sent Authentication Failure 21 (Synch failure) twice in a row',
    protocol: 'emm',
    answers: [
      { message: 'AuthenticationRequest', until: '2.7.6', note: 'each failure is answered by a new challenge' },
      { message: 'AuthenticationReject', since: '2.7.7', note: 'the message has no cause' },
    ],
    check: 'that the HSS can store security.sqn (an int64), and that no second HSS serves the same SIM',
  },
  {
    name: 'tracking-area-not-served',
    what: 'the MME does not serve the tracking area or the PLMN of the cell',
    protocol: 'emm',
    answers: [
      { message: 'AttachReject', emm: [12] },
      { message: 'TrackingAreaUpdateReject', emm: [12] },
    ],
    check: 'mme.yaml: tai, against the PLMN and TAC of the base station',
  },
  {
    name: 'access-control',
    what: "the PLMN of the IMSI is refused by the MME's access_control",
    protocol: 'emm',
    answers: [{ message: 'AttachReject', emm: [11], note: 'or the reject_cause that its entry configures' }],
    check: 'mme.yaml: access_control',
  },
  {
    name: 'no-integrity-algorithm',
    what: 'the phone offers no integrity algorithm that the MME may use; EIA0 does not count',
    protocol: 'emm',
    answers: [{ message: 'AttachReject', emm: [23] }],
    check: 'UE network capability in the Attach Request against mme.yaml: security.integrity_order',
  },
  {
    name: 'bad-attach-request',
    what: 'the Attach Request holds no ESM message container, or the Identity Response no IMSI',
    protocol: 'emm',
    answers: [{ message: 'AttachReject', emm: [95], esm: [111] }],
    check: 'the octets of the request: mvnolab decode nas-eps <hex>',
  },
  {
    name: 'authentication-unanswered',
    what: 'the phone did not answer the Authentication Request (T3460: 3 s, 4 times repeated)',
    protocol: 'emm',
    answers: [
      { message: 'AuthenticationReject', note: 'the message has no cause; it makes the USIM invalid until power-off' },
    ],
    check: 'the radio link, and the last message that the phone got',
  },
  {
    name: 'security-mode-unanswered',
    what: 'the phone did not answer the Security Mode Command (T3460: 3 s, 4 times repeated)',
    protocol: 'emm',
    answers: [{ message: 'AttachReject', emm: [24] }],
    check: 'whether the phone discarded the command: wrong MAC, which means different keys on both sides',
  },
  {
    name: 'service-request-without-context',
    what: 'a Service Request from a phone that the MME does not know, has not registered or has no security with',
    protocol: 'emm',
    answers: [{ message: 'ServiceReject', emm: [9] }],
    check: 'whether the MME was restarted; the phone attaches anew by itself',
  },
  {
    name: 'tau-without-context',
    what: 'a Tracking Area Update from a phone whose GUTI the MME does not know',
    protocol: 'emm',
    answers: [{ message: 'TrackingAreaUpdateReject', emm: [9] }],
    check: 'whether the MME was restarted; the phone attaches anew by itself',
  },
  {
    name: 'detach-without-context',
    what: 'a Detach Request from a phone that the MME does not know',
    protocol: 'emm',
    answers: [{ message: 'ServiceReject', emm: [9], note: 'an odd answer to a Detach Request, but so it is' }],
    check: 'whether the MME was restarted',
  },
  {
    name: 'no-active-bearer',
    what: 'a registered phone has no bearer left',
    protocol: 'emm',
    answers: [
      { message: 'ServiceReject', emm: [40] },
      { message: 'TrackingAreaUpdateReject', emm: [40] },
    ],
    check: 'why its PDN connections were taken down: the gateway, the subscription',
  },
  {
    name: 'combined-attach-without-sgs',
    what: 'a combined attach where the MME has no MSC to register the phone with',
    protocol: 'emm',
    answers: [{ message: 'AttachAccept', emm: [18], note: 'EPS services are granted all the same' }],
    check: 'mme.yaml: sgsap; or let the phone ask for an EPS attach',
  },
];
