import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import {
  type Direction,
  decodeNasEps,
  decodeNasHeader,
  describeNas,
  type NasEpsMessage,
  nameInWords,
} from './index.ts';
import { recordedPdus } from './testing/open5gs.ts';
import { optionalRows, sample, TABLES } from './testing/samples.ts';

const LINES: readonly (readonly [direction: Direction, hex: string, line: string])[] = [
  [
    'uplink',
    '07417208999907374600000607f0f0c04001001000050201d031d15c20003103e5e0349011035f58a65d0105',
    'Attach request (combinedEpsImsiAttach, IMSI 999707364000060, no key, PDN connectivity request (initialRequest, ipv4v6, ESM information later))',
  ],
  [
    'downlink',
    '075200a5980ba4f3370e12608b117b76373a1f109b2b4086b76e8000a58d54d44c91493a',
    'Authentication request (KSI 0, RAND a5980ba4f3370e12608b117b76373a1f, AUTN 9b2b4086b76e8000a58d54d44c91493a)',
  ],
  ['uplink', '075308b73592caddc6367d', 'Authentication response (RES b73592caddc6367d)'],
  [
    'uplink',
    '075c15300ef0cc8437b0c8f11d85205a1a5472',
    'Authentication failure (EMM cause 21 (Synch failure), AUTS f0cc8437b0c8f11d85205a1a5472)',
  ],
  ['downlink', '075d020005f0f0c04070c1', 'Security mode command (EEA0, EIA2, KSI 0, imeisvRequested)'],
  ['uplink', '075e23098366050704405003f1', 'Security mode complete (IMEISV 8665070400405301)'],
  ['downlink', '074408', 'Attach reject (EMM cause 8 (EPS services and non-EPS services not allowed))'],
  [
    'downlink',
    '0744137800040201d11b',
    'Attach reject (EMM cause 19 (ESM failure), PDN connectivity reject (ESM cause 27 (Missing or unknown APN)))',
  ],
  ['downlink', '075501', 'Identity request (imsi)'],
  ['uplink', '0756080910101032547698', 'Identity response (IMSI 001010123456789)'],
  ['uplink', '0745090bf699f907000201c00000d5', 'Detach request (epsDetach, switch off, GUTI 999-70-0002-01-c00000d5)'],
  [
    'downlink',
    '0745025308',
    'Detach request (reAttachNotRequired, EMM cause 8 (EPS services and non-EPS services not allowed))',
  ],
  ['downlink', '0746', 'Detach accept'],
  ['uplink', 'c7031234', 'Service request (KSI 0, SN 3)'],
  ['downlink', '074e09', 'Service reject (EMM cause 9 (UE identity cannot be derived by the network))'],
  ['downlink', '0201d9', 'ESM information request'],
  ['uplink', '0201da280908696e7465726e6574', 'ESM information response (APN internet)'],
  [
    'downlink',
    '5201c101090908696e7465726e657405010a2d0002',
    'Activate default EPS bearer context request (EBI 5, APN internet, 10.45.0.2, QCI 9)',
  ],
  ['uplink', '5200c2', 'Activate default EPS bearer context accept (EBI 5)'],
  ['downlink', '0201d11b', 'PDN connectivity reject (ESM cause 27 (Missing or unknown APN))'],
  ['uplink', '0743000302ffff', 'Attach complete (malformed ESM message)'],
];

for (const [direction, hex, line] of LINES) {
  test(line.slice(0, 60), t => {
    t.is(describeNas(decodeNasEps(fromHex(hex), direction)), line);
  });
}

test('every message has a line that begins with its name', t => {
  for (const table of TABLES) {
    for (const message of [sample(table), sample(table, optionalRows(table))]) {
      t.true(describeNas(message).startsWith(nameInWords(message.message)), message.message);
    }
  }
});

test('every recorded message has a line without a hint of trouble', t => {
  for (const { octets, direction } of recordedPdus()) {
    const header = decodeNasHeader(octets);
    const line = describeNas(decodeNasEps(header.type === 'protected' ? header.nasMessage : octets, direction));
    t.notRegex(line, /undefined|NaN|\[object|malformed|reserved|unknown cause/);
    t.false(line.includes('\n'));
  }
});

test('names in the specification’s words', t => {
  t.is(nameInWords('TrackingAreaUpdateRequest'), 'Tracking area update request');
  t.is(nameInWords('GutiReallocationCommand'), 'GUTI reallocation command');
  t.is(nameInWords('DetachRequestUeTerminated'), 'Detach request');
  t.is(nameInWords('ActivateDefaultEpsBearerContextRequest'), 'Activate default EPS bearer context request');
  t.is(nameInWords('CsServiceNotification'), 'CS service notification');
});

test('the compiler knows what a message needs', t => {
  const identity = {
    message: 'IdentityResponse',
    mobileIdentity: { type: 'imsi', imsi: '001010123456789' as Imsi },
  } as const;
  const right: NasEpsMessage = identity;
  // @ts-expect-error a mandatory field is missing
  const missing: NasEpsMessage = { message: 'IdentityResponse' };
  // @ts-expect-error no such word
  const word: NasEpsMessage = { message: 'IdentityRequest', identityType: 'suci' };
  // @ts-expect-error no such message
  const name: NasEpsMessage = { message: 'RegistrationRequest' };
  // @ts-expect-error a field of another message
  const field: NasEpsMessage = { message: 'EmmStatus', emmCause: 9, accessPointName: 'internet' };
  // @ts-expect-error an ESM message needs its header
  const header: NasEpsMessage = { message: 'EsmInformationRequest', procedureTransactionIdentity: 1 };
  const direction: NasEpsMessage = {
    message: 'DetachRequestUeTerminated',
    // @ts-expect-error the type of a detach by the UE
    detachType: { typeOfDetach: 'epsDetach', switchOff: false },
  };
  t.is([right, missing, word, name, field, header, direction].length, 7);
});
