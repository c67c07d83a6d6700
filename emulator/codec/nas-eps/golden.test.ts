import test from 'ava';
import { toHex } from '../../bytes/index.ts';
import {
  type Direction,
  decodeNasEps,
  decodeNasHeader,
  encodeNasEps,
  encodeSecurityProtected,
  type NasEpsMessage,
} from './index.ts';
import { recordedPdus } from './testing/open5gs.ts';

const PDUS = recordedPdus();

/** The plain messages of the recordings (all use EEA0), with the ESM messages inside EMM messages. */
function plainMessages(): { readonly octets: Uint8Array; readonly direction: Direction }[] {
  return PDUS.flatMap(({ octets, direction }) => {
    const header = decodeNasHeader(octets);
    const plain = header.type === 'protected' ? header.nasMessage : octets;
    const message = decodeNasEps(plain, direction);
    const inner = 'esmMessageContainer' in message ? message.esmMessageContainer : undefined;
    return [{ octets: plain, direction }, ...(inner === undefined ? [] : [{ octets: inner, direction }])];
  });
}

test('the recordings hold what they should', t => {
  const names = new Set(plainMessages().map(({ octets, direction }) => decodeNasEps(octets, direction).message));
  t.is(PDUS.length, 409);
  t.is(names.size, 28);
  for (const name of ['AttachRequest', 'AttachAccept', 'ServiceRequest', 'TrackingAreaUpdateAccept'] as const) {
    t.true(names.has(name), name);
  }
});

test('every recorded message decodes with nothing left over and encodes to the same octets', t => {
  for (const { octets, direction } of plainMessages()) {
    const message = decodeNasEps(octets, direction);
    t.is(toHex(encodeNasEps(message)), toHex(octets), message.message);
    t.false('otherElements' in message || 'extraOctets' in message, message.message);
  }
});

test('every recorded security header encodes to the same octets', t => {
  for (const { octets } of PDUS) {
    const header = decodeNasHeader(octets);
    if (header.type === 'protected') t.is(toHex(encodeSecurityProtected(header)), toHex(octets));
  }
});

test('the first attach of the recording, value by value', t => {
  const [request, challenge, response] = PDUS.map(({ octets, direction }): NasEpsMessage => {
    const header = decodeNasHeader(octets);
    return decodeNasEps(header.type === 'protected' ? header.nasMessage : octets, direction);
  });
  t.like(request, {
    message: 'AttachRequest',
    epsAttachType: 'combinedEpsImsiAttach',
    nasKeySetIdentifier: { ksi: 7, tsc: 'native' },
    epsMobileIdentity: { type: 'imsi', imsi: '999707364000060' },
    ueNetworkCapability: { eea: [0, 1, 2, 3], eia: [0, 1, 2, 3], uea: [0, 1], uia: [1], ucs2: false },
  });
  t.like(challenge, { message: 'AuthenticationRequest', nasKeySetIdentifier: { ksi: 0, tsc: 'native' } });
  t.is(response?.message, 'AuthenticationResponse');
});
