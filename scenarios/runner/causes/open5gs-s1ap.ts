import type { CauseTrigger } from './trigger.ts';

/** What makes Open5GS's MME refuse a base station, or a phone before any NAS message. Read in its source at v2.8.0-66. */
export const OPEN5GS_S1AP: readonly CauseTrigger[] = [
  {
    name: 's1-plmn-not-served',
    what: 'none of the PLMNs of the base station is served by the MME',
    protocol: 's1ap',
    answers: [{ message: 'S1SetupFailure', s1ap: 'misc/unknown-PLMN' }],
    check: 'mme.yaml: gummei.plmn_id and tai.plmn_id against the PLMN of the base station',
  },
  {
    name: 's1-tac-not-served',
    what: 'none of the tracking areas of the base station is served by the MME',
    protocol: 's1ap',
    answers: [
      {
        message: 'S1SetupFailure',
        s1ap: 'misc/unknown-PLMN',
        note: 'the same cause as for a foreign PLMN; the MME logs "Cannot find Served TAI"',
      },
    ],
    check: 'mme.yaml: tai.tac against the TAC of the base station',
  },
  {
    name: 's1-too-many-base-stations',
    what: 'the MME has as many base stations as it takes',
    protocol: 's1ap',
    answers: [{ message: 'S1SetupFailure', s1ap: 'misc/unspecified' }],
    check: 'mme.yaml: global.max.peer',
  },
  {
    name: 's1-setup-incomplete',
    what: 'the S1 Setup Request lacks an element',
    protocol: 's1ap',
    answers: [{ message: 'S1SetupFailure', s1ap: 'protocol/semantic-error' }],
    check: 'the octets of the request: mvnolab decode s1ap <hex>',
  },
  {
    name: 'too-many-phones',
    what: 'the MME has as many phones as it takes (global.max.ue, 1024 by default)',
    protocol: 's1ap',
    answers: [
      { message: 'UEContextReleaseCommand', s1ap: 'misc/control-processing-overload' },
      { message: 'ErrorIndication' },
    ],
    check: 'mme.yaml: global.max.ue',
  },
];
