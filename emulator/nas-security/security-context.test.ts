import { inspect } from 'node:util';
import test from 'ava';
import { fromHex, toHex } from '../bytes/index.ts';
import {
  decodeNasEps,
  decodeNasHeader,
  encodeNasEps,
  type NasEps,
  type ProtectedHeaderType,
} from '../codec/nas-eps/index.ts';
import { recordedPdus } from '../codec/nas-eps/testing/open5gs.ts';
import { deriveKasme, type EeaId, type EiaId, Milenage } from '../crypto/index.ts';
import { encodePlmn, parseSecret, Secret } from '../vocabulary/index.ts';
import { type Kasme, LAST_NAS_COUNT, NasSecurityContext, type NasSecurityParameters } from './index.ts';

// The subscriber of Open5GS's test programs.
const MILENAGE = new Milenage(
  parseSecret('Ki', '465B5CE8B199B49FAA5F0A2EE238A6BC'),
  parseSecret('OPc', 'E8ED289DEBA952E4283B54E88E6183CA'),
);
const SERVING_NETWORK = encodePlmn({ mcc: '999', mnc: '70' });
const PDUS = recordedPdus();

function kasmeOf(challenge: NasEps<'AuthenticationRequest'>): Kasme {
  const { ck, ik } = MILENAGE.f2345(challenge.authenticationParameterRand);
  const sqnXorAk = challenge.authenticationParameterAutn.subarray(0, 6);
  return new Secret('KASME', deriveKasme(ck, ik, SERVING_NETWORK, sqnXorAk));
}

const KASME: Kasme = new Secret(
  'KASME',
  Uint8Array.from({ length: 32 }, (_, i) => i * 7),
);

function context(parameters: Partial<NasSecurityParameters> = {}): NasSecurityContext {
  const keySetIdentifier = { ksi: 3, tsc: 'native' } as const;
  return new NasSecurityContext({ kasme: KASME, keySetIdentifier, eea: 2, eia: 2, ...parameters });
}

function sealed(from: NasSecurityContext, plain: Uint8Array, type: ProtectedHeaderType = 2): Uint8Array {
  const result = from.protect(plain, type, 'uplink');
  if (!result.ok) throw new Error(result.failure);
  return result.message;
}

const PLAIN = encodeNasEps({ message: 'EmmStatus', emmCause: 101 });

test('every MAC of the recordings follows from K and OPc', t => {
  const kasmes: Kasme[] = [];
  let verified = 0;
  const zero: string[] = [];
  for (const { octets, direction } of PDUS) {
    const header = decodeNasHeader(octets);
    if (header.type === 'serviceRequest') continue;
    const message = decodeNasEps(header.type === 'protected' ? header.nasMessage : octets, direction);
    if (message.message === 'AuthenticationRequest') kasmes.push(kasmeOf(message));
    if (header.type !== 'protected') continue;
    const count = header.sequenceNumber;
    const fits = kasmes.some(kasme =>
      ([2, 1] as const).some(eia => {
        const counts = { uplinkNasCount: count, downlinkNasCount: count };
        return context({ kasme, eea: 0, eia, ...counts }).unprotect(octets, direction).ok;
      }),
    );
    if (fits) verified++;
    else zero.push(toHex(header.messageAuthenticationCode));
  }
  t.is(verified, 296);
  // Attach Requests whose author had no key and wrote zeros.
  t.deepEqual(zero, ['00000000', '00000000', '00000000', '00000000']);
});

test('our MME and our UE protect the recorded attach octet for octet', t => {
  const attach = PDUS.slice(0, 11);
  const challenge = decodeNasEps(attach[1]!.octets, 'downlink') as NasEps<'AuthenticationRequest'>;
  const command = decodeNasHeader(attach[3]!.octets);
  if (command.type !== 'protected') return t.fail();
  const smc = decodeNasEps(command.nasMessage, 'downlink') as NasEps<'SecurityModeCommand'>;
  const { eea, eia } = smc.selectedNasSecurityAlgorithms as { eea: EeaId; eia: EiaId };
  const parameters = { kasme: kasmeOf(challenge), keySetIdentifier: smc.nasKeySetIdentifier, eea, eia };
  const [sender, receiver] = [new NasSecurityContext(parameters), new NasSecurityContext(parameters)];
  for (const { octets, direction } of attach.slice(3)) {
    const received = receiver.unprotect(octets, direction);
    if (!received.ok) return t.fail(received.failure);
    const sent = sender.protect(received.message, received.securityHeaderType, direction);
    t.is(sent.ok && toHex(sent.message), toHex(octets));
    t.is(sent.ok && sent.count, received.count);
  }
  t.deepEqual([receiver.uplinkNasCount, receiver.downlinkNasCount], [4, 4]);
});

test('the recorded service requests verify', t => {
  const requests = PDUS.flatMap(({ octets }) => {
    const header = decodeNasHeader(octets);
    return header.type === 'serviceRequest' ? [header.serviceRequest] : [];
  });
  const kasmes = PDUS.flatMap(({ octets, direction }) => {
    const header = decodeNasHeader(octets);
    if (header.type !== 'plain') return [];
    const message = decodeNasEps(octets, direction);
    return message.message === 'AuthenticationRequest' ? [kasmeOf(message)] : [];
  });
  const verified = requests.filter(request =>
    kasmes.some(
      kasme => context({ kasme, eea: 0, uplinkNasCount: request.sequenceNumber }).verifyServiceRequest(request).ok,
    ),
  );
  t.deepEqual([requests.length, verified.length], [7, 6]);
});

for (const eea of [0, 1, 2, 3] as const) {
  for (const eia of [0, 1, 2, 3] as const) {
    test(`EEA${eea} with EIA${eia}: what one side protects the other unprotects`, t => {
      const [ue, mme] = [context({ eea, eia }), context({ eea, eia })];
      for (const direction of ['uplink', 'downlink'] as const) {
        for (const type of [1, 2, 3, 4] as const) {
          const sent = ue.protect(PLAIN, type, direction);
          if (!sent.ok) return t.fail();
          const inClear = eea === 0 || type === 1 || type === 3;
          t.is(toHex(sent.message.subarray(6)) === toHex(PLAIN), inClear, `type ${type}`);
          t.is(toHex(sent.message.subarray(1, 5)) === '00000000', eia === 0);
          const got = mme.unprotect(sent.message, direction);
          t.deepEqual(got, { ok: true, message: PLAIN, count: sent.count, securityHeaderType: type });
        }
      }
      t.deepEqual([ue.uplinkNasCount, mme.uplinkNasCount, mme.downlinkNasCount], [4, 4, 4]);
    });
  }
}

test('a message is accepted once; lost ones may be missing; late ones are replays', t => {
  const [ue, mme] = [context(), context()];
  const messages = Array.from({ length: 6 }, () => sealed(ue, PLAIN));
  const verdict = (index: number) => {
    const result = mme.unprotect(messages[index]!, 'uplink');
    return result.ok ? result.count : result.failure;
  };
  t.deepEqual([0, 0, 1, 4, 2, 3, 4, 5, 0].map(verdict), [0, 'replay', 1, 4, 'replay', 'replay', 'replay', 5, 'replay']);
});

test('the overflow counter steps when the sequence number starts again, also across losses', t => {
  const [ue, mme] = [context({ uplinkNasCount: 254 }), context({ uplinkNasCount: 254 })];
  const messages = Array.from({ length: 300 }, () => sealed(ue, PLAIN));
  const counts = [0, 1, 2, 3, 200, 258, 299].map(index => {
    const result = mme.unprotect(messages[index]!, 'uplink');
    return result.ok ? result.count : result.failure;
  });
  t.deepEqual(counts, [254, 255, 256, 257, 454, 512, 553]);
});

test('a gap of more than 255 messages cannot be told from a forged MAC', t => {
  const [ue, mme] = [context({ uplinkNasCount: 256 }), context()];
  t.deepEqual(mme.unprotect(sealed(ue, PLAIN), 'uplink'), { ok: false, failure: 'mac' });
  t.is(mme.uplinkNasCount, 0);
});

test('NAS COUNT never wraps', t => {
  const [ue, mme] = [context({ uplinkNasCount: LAST_NAS_COUNT }), context({ uplinkNasCount: LAST_NAS_COUNT })];
  const last = sealed(ue, PLAIN);
  t.true(mme.unprotect(last, 'uplink').ok);
  t.deepEqual(ue.protect(PLAIN, 2, 'uplink'), { ok: false, failure: 'countExhausted' });
  t.deepEqual(ue.protectServiceRequest(), { ok: false, failure: 'countExhausted' });
  t.deepEqual(mme.unprotect(last, 'uplink'), { ok: false, failure: 'replay' });
  t.deepEqual(mme.unprotect(sealed(context(), PLAIN), 'uplink'), { ok: false, failure: 'countExhausted' });
});

test('any bit flipped, any octet cut off: refused, and no COUNT is used', t => {
  for (const eia of [1, 2, 3] as const) {
    const message = sealed(context({ eia }), PLAIN);
    const mme = context({ eia });
    for (let bit = 0; bit < message.length * 8; bit++) {
      const forged = message.slice();
      forged[bit >> 3]! ^= 0x80 >> (bit & 7);
      const result = mme.unprotect(forged, 'uplink');
      // Bits of the first octet are not under the MAC: another header type that is protected has the same MAC.
      if (bit >= 8) t.deepEqual(result, { ok: false, failure: 'mac' }, `bit ${bit}`);
      else if (result.ok) mme.uplinkNasCount = 0;
      t.is(mme.uplinkNasCount, 0);
    }
    for (let length = 0; length < message.length; length++) {
      const result = mme.unprotect(message.subarray(0, length), 'uplink');
      t.deepEqual(result, { ok: false, failure: length < 7 ? 'malformed' : 'mac' }, `${length} octets`);
    }
  }
});

test('a message of the other direction, of another key or of another algorithm is refused', t => {
  const message = sealed(context(), PLAIN);
  t.deepEqual(context().unprotect(message, 'downlink'), { ok: false, failure: 'mac' });
  t.deepEqual(context({ eia: 1 }).unprotect(message, 'uplink'), { ok: false, failure: 'mac' });
  const kasme: Kasme = new Secret('KASME', new Uint8Array(32));
  t.deepEqual(context({ kasme }).unprotect(message, 'uplink'), { ok: false, failure: 'mac' });
});

test('plain messages and service requests are not protected messages', t => {
  t.deepEqual(context().unprotect(PLAIN, 'uplink'), { ok: false, failure: 'notProtected' });
  t.deepEqual(context().unprotect(fromHex('c7031234'), 'uplink'), { ok: false, failure: 'notProtected' });
  t.deepEqual(context().unprotect(fromHex(''), 'uplink'), { ok: false, failure: 'malformed' });
  t.deepEqual(context().unprotect(fromHex('9700000000000741'), 'uplink'), { ok: false, failure: 'malformed' });
});

test('a service request carries five bits of COUNT and half a MAC', t => {
  const [ue, mme] = [context({ uplinkNasCount: 61 }), context({ uplinkNasCount: 40 })];
  const [first, second] = [ue.protectServiceRequest(), ue.protectServiceRequest()];
  if (!first.ok || !second.ok) return t.fail();
  t.is(toHex(first.message.subarray(0, 2)), 'c77d');
  const [one, two] = [first, second].map(({ message }) => decodeNasEps(message, 'uplink') as NasEps<'ServiceRequest'>);
  t.deepEqual(mme.verifyServiceRequest(one!), { ok: true, count: 61 });
  t.deepEqual(mme.verifyServiceRequest(one!), { ok: false, failure: 'replay' });
  t.deepEqual(mme.verifyServiceRequest({ ...two!, shortMac: fromHex('0000') }), { ok: false, failure: 'mac' });
  t.deepEqual(mme.verifyServiceRequest({ ...two!, ksi: 4 }), { ok: false, failure: 'mac' });
  t.deepEqual(mme.verifyServiceRequest(two!), { ok: true, count: 62 });
  t.is(mme.uplinkNasCount, 63);
});

test('a control plane service request is ciphered only inside its container', t => {
  const [ue, mme] = [context(), context()];
  const nasKeySetIdentifier = { ksi: 3, tsc: 'native' } as const;
  const controlPlaneServiceType = { type: 'mobileOriginatingRequest', active: false } as const;
  const base = { message: 'ControlPlaneServiceRequest', controlPlaneServiceType, nasKeySetIdentifier } as const;
  const container = fromHex('520000eb0003aabbcc');
  for (const [fields, start] of [
    [{ esmMessageContainer: container, deviceProperties: true }, 6],
    [{ nasMessageContainer: container, epsBearerContextStatus: [5] }, 5],
    [{ epsBearerContextStatus: [5] }, undefined],
  ] as const) {
    const plain = encodeNasEps({ ...base, ...fields });
    const message = sealed(ue, plain, 5);
    const changed = Array.from(plain.keys()).filter(i => message[6 + i] !== plain[i]);
    t.true(changed.every(i => start !== undefined && i >= start && i < start + container.length));
    t.is(changed.length > 0, start !== undefined);
    const got = mme.unprotect(message, 'uplink');
    t.is(got.ok && toHex(got.message), toHex(plain));
  }
});

test('other algorithms under the same KASME keep the COUNTs', t => {
  const before = context({ uplinkNasCount: 7, downlinkNasCount: 9 });
  const after = before.withAlgorithms(1, 3);
  t.deepEqual([after.eea, after.eia, after.uplinkNasCount, after.downlinkNasCount], [1, 3, 7, 9]);
  t.deepEqual(after.unprotect(sealed(before, PLAIN), 'uplink'), { ok: false, failure: 'mac' });
});

test('no key is printed', t => {
  const printed =
    inspect(context(), { depth: 9, showHidden: true }) + JSON.stringify(context()) + String(context().kenb(0));
  t.true(printed.includes('[redacted]'));
  t.notRegex(printed, /07, ?0e|070e15|7, 14, 21|Uint8Array/);
});
