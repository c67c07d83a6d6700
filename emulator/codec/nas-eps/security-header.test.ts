import test from 'ava';
import { DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import { decodeNasEps, decodeNasHeader, encodeNasEps, encodeSecurityProtected } from './index.ts';

test('plain EMM and ESM messages', t => {
  for (const hex of ['074600', '0201d9', '5200c2', '00', 'ff']) t.is(decodeNasHeader(fromHex(hex)).type, 'plain');
});

test('a protected message is taken apart and put together', t => {
  for (const type of [1, 2, 3, 4, 5] as const) {
    const hex = `${type}70102030463aabbcc`;
    const header = decodeNasHeader(fromHex(hex));
    t.deepEqual(header, {
      type: 'protected',
      securityHeaderType: type,
      messageAuthenticationCode: fromHex('01020304'),
      sequenceNumber: 0x63,
      nasMessage: fromHex('aabbcc'),
    });
    if (header.type === 'protected') t.is(toHex(encodeSecurityProtected(header)), hex);
  }
});

test('header types 12 to 15 are a Service Request; what is behind it is not looked at', t => {
  for (const type of ['c', 'd', 'e', 'f']) {
    const octets = fromHex(`${type}7a3123456`);
    const header = decodeNasHeader(octets);
    if (header.type !== 'serviceRequest') return t.fail();
    t.deepEqual(header.serviceRequest, {
      message: 'ServiceRequest',
      ksi: 5,
      sequenceNumber: 3,
      shortMac: fromHex('1234'),
    });
    t.deepEqual(decodeNasEps(octets, 'uplink'), header.serviceRequest);
    t.is(toHex(encodeNasEps(header.serviceRequest)), 'c7a31234');
  }
  return undefined;
});

test('too short, or of a reserved type: an error that says where', t => {
  const cases: readonly (readonly [hex: string, message: string])[] = [
    ['', 'needs 1 more octet, has 0 at octet 0'],
    ['27010203', 'needs 4 more octets, has 3 at octet 1'],
    ['2701020304', 'needs 1 more octet, has 0 at octet 5'],
    ['270102030405', 'the NAS message is missing at octet 6 in nasMessage'],
    ['c70112', 'a Service Request has 4 octets, not 3 at octet 3'],
    ['6701020304050746', 'security header type 6 is reserved at octet 0 in securityHeaderType'],
    ['b701020304050746', 'security header type 11 is reserved at octet 0 in securityHeaderType'],
  ];
  for (const [hex, message] of cases)
    t.throws(() => decodeNasHeader(fromHex(hex)), { instanceOf: DecodeError, message });
});

test('decodeNasEps takes plain messages only, and says why it refuses', t => {
  const cases: readonly (readonly [hex: string, message: string])[] = [
    ['', 'needs 1 more octet, has 0 at octet 0'],
    ['270102030405', 'security header type 2: the message is protected at octet 0'],
    ['0801', 'protocol discriminator 8 is not EPS at octet 0'],
    ['07c1', '0xc1 is no EMM message type at octet 1'],
    ['020141', '0x41 is no ESM message type at octet 2'],
    ['07', 'needs 1 more octet, has 0 at octet 1'],
    ['0744', 'the mandatory element is missing at octet 2 in AttachReject.emmCause'],
    ['0743', 'the mandatory element is missing at octet 2 in AttachComplete.esmMessageContainer'],
    ['074300', 'needs 2 more octets, has 1 at octet 2 in AttachComplete.esmMessageContainer'],
    ['0741', 'the mandatory element is missing at octet 2 in AttachRequest.epsAttachType'],
    ['0744085f02', 'needs 2 more octets, has 0 at octet 5 in AttachReject.t3346Value'],
  ];
  for (const [hex, message] of cases)
    t.throws(() => decodeNasEps(fromHex(hex), 'downlink'), { instanceOf: DecodeError, message });
});

test('the direction tells the two Detach Requests apart', t => {
  t.is(decodeNasEps(fromHex('0745090bf699f907000201c00000d5'), 'uplink').message, 'DetachRequestUeOriginating');
  t.is(decodeNasEps(fromHex('074501'), 'downlink').message, 'DetachRequestUeTerminated');
});

test('what cannot be written is refused before it leaves', t => {
  const messageAuthenticationCode = fromHex('0102');
  const nasMessage = fromHex('0746');
  t.throws(
    () => encodeSecurityProtected({ securityHeaderType: 1, messageAuthenticationCode, sequenceNumber: 0, nasMessage }),
    {
      instanceOf: RangeError,
    },
  );
  const shortMac = fromHex('010203');
  t.throws(() => encodeNasEps({ message: 'ServiceRequest', ksi: 0, sequenceNumber: 0, shortMac }), {
    instanceOf: RangeError,
  });
  const short = fromHex('0102');
  t.throws(
    () =>
      encodeNasEps({
        message: 'AuthenticationRequest',
        nasKeySetIdentifier: { ksi: 0, tsc: 'native' },
        authenticationParameterRand: short,
        authenticationParameterAutn: short,
      }),
    {
      instanceOf: RangeError,
      message: 'AuthenticationRequest.authenticationParameterRand has 2 octets, 16 to 16 are allowed',
    },
  );
  t.throws(() => encodeNasEps({ message: 'EmmStatus', emmCause: 256 }), { instanceOf: RangeError });
  t.throws(() => encodeNasEps({ message: 'NoSuchMessage' } as never), { instanceOf: TypeError });
});
