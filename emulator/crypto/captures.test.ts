import test from 'ava';
import { fromHex, toHex } from '../bytes/index.ts';
import { parseAmfField, parseSecret } from '../vocabulary/index.ts';
import { ATTACH_CAPTURE } from './captures/attach.ts';
import { type Capture, type CapturedNas, kenbsOf, nasOf, nextHopsOf } from './captures/capture.ts';
import { HANDOVER_CAPTURE } from './captures/handover.ts';
import {
  checkAutn,
  computeEia,
  deriveHashMme,
  deriveKenb,
  deriveKnasInt,
  deriveNh,
  generateEpsVector,
  Milenage,
  verifyAuts,
} from './index.ts';

const milenage = new Milenage(
  parseSecret('Ki', '465B5CE8B199B49FAA5F0A2EE238A6BC'),
  parseSecret('OPc', 'E8ED289DEBA952E4283B54E88E6183CA'),
);

/** Messages that were sent with a MAC that is wrong on purpose, or by a phone whose context the core did not have. */
const UNVERIFIABLE: ReadonlyMap<Capture, readonly number[]> = new Map([
  [ATTACH_CAPTURE, [209, 294, 668, 1285, 1422, 1520, 1635]],
  [HANDOVER_CAPTURE, [310, 523, 653]],
]);

const SIZES = new Map([
  [ATTACH_CAPTURE, { name: 'attach', vectors: 35, protectedNas: 262, kenbs: 45, nextHops: 0, hashMmes: 31 }],
  [HANDOVER_CAPTURE, { name: 'handover', vectors: 5, protectedNas: 50, kenbs: 5, nextHops: 9, hashMmes: 5 }],
]);

for (const [capture, size] of SIZES) {
  const nas = nasOf(capture);
  const verified = nas.flatMap(message => verify(capture, message));

  test(`${size.name}: AUTN, XRES and KASME from K and OPc alone`, t => {
    t.is(capture.vectors.length, size.vectors);
    for (const vector of capture.vectors) {
      const rand = fromHex(vector.rand);
      const check = checkAutn(milenage, rand, fromHex(vector.autn));
      if (check.type !== 'authentic') {
        t.fail(`frame ${vector.frame}`);
        continue;
      }
      t.is(toHex(check.res), vector.xres);
      t.true(check.separationBit);
      const amfField = parseAmfField('8000');
      const made = generateEpsVector(milenage, { rand, sqn: check.sqn, amfField, snId: fromHex(vector.visitedPlmn) });
      t.is(toHex(made.autn), vector.autn);
      t.is(toHex(made.xres), vector.xres);
      t.is(toHex(made.kasme), vector.kasme);
    }
  });

  test(`${size.name}: every integrity-protected NAS message verifies under exactly one KASME seen before it`, t => {
    const isProtected = (message: CapturedNas) => message.octets[0]! >> 4 !== 0;
    t.is(nas.filter(isProtected).length, size.protectedNas);
    const expected = nas.filter(message => isProtected(message) && !UNVERIFIABLE.get(capture)!.includes(message.frame));
    t.deepEqual(
      verified.map(({ message }) => message.frame),
      expected.map(message => message.frame),
    );
  });

  test(`${size.name}: a changed octet, count or direction breaks every full MAC`, t => {
    for (const { message, kasme, count } of verified) {
      const { octets, direction } = message;
      if (octets[0]! >> 4 === 0xc) continue; // a short MAC of 16 bit agrees by chance too often
      const key = deriveKnasInt(kasme, 2);
      const mac = toHex(octets.slice(1, 5));
      const signed = octets.slice(5);
      t.is(toHex(computeEia(2, key, count, 0, direction, signed)), mac);
      t.not(toHex(computeEia(2, key, count + 256, 0, direction, signed)), mac);
      t.not(toHex(computeEia(2, key, count, 0, direction === 0 ? 1 : 0, signed)), mac);
      signed[signed.length - 1]! ^= 1;
      t.not(toHex(computeEia(2, key, count, 0, direction, signed)), mac);
    }
  });

  test(`${size.name}: each KeNB comes from KASME and the uplink COUNT of the message that began it`, t => {
    const kenbs = kenbsOf(capture);
    t.is(kenbs.length, size.kenbs);
    for (const { frame, kenb } of kenbs) {
      const beginnings = beginningsBefore(verified, frame);
      t.true(
        beginnings.some(({ kasme, count }) => toHex(deriveKenb(kasme, count)) === kenb),
        `frame ${frame}`,
      );
    }
  });

  test(`${size.name}: each NH is as many steps from its KeNB as its chaining count says`, t => {
    const nextHops = nextHopsOf(capture);
    t.is(nextHops.length, size.nextHops);
    for (const { frame, ncc, nh } of nextHops) {
      // The last two follow a Tracking Area Update, which began a KeNB that never crossed the wire.
      const found = beginningsBefore(verified, frame).some(({ kasme, count }) => {
        let key = deriveKenb(kasme, count);
        for (let step = 0; step < ncc; step++) key = deriveNh(kasme, key);
        return toHex(key) === nh;
      });
      t.true(found, `frame ${frame}`);
    }
  });

  test(`${size.name}: HASHMME in Security Mode Commands is that of the plain initial message`, t => {
    let found = 0;
    for (const [index, { octets }] of nas.entries()) {
      if (octets[0] !== 0x37 || octets[7] !== 0x5d) continue;
      const hashMme = /4f08([0-9a-f]{16})/.exec(toHex(octets))?.[1];
      const initial = nas
        .slice(0, index)
        .map(({ octets: o }) => (o[0] === 0x17 ? o.slice(6) : o))
        .filter(o => o[0] === 0x07 && (o[1] === 0x41 || o[1] === 0x48));
      t.true(initial.some(message => toHex(deriveHashMme(message)) === hashMme));
      found++;
    }
    t.is(found, size.hashMmes);
  });
}

test('attach: the AUTS of a resynchronisation gives the SQN that the next vector goes on from', t => {
  const index = ATTACH_CAPTURE.vectors.findIndex(vector => vector.resynchronisation !== undefined);
  const [before, after] = [ATTACH_CAPTURE.vectors[index - 1]!, ATTACH_CAPTURE.vectors[index]!];
  const { rand, auts } = after.resynchronisation!;
  t.is(rand, before.rand);
  t.is(verifyAuts(milenage, fromHex(rand), fromHex(auts)), 0x11223344);
  const check = checkAutn(milenage, fromHex(after.rand), fromHex(after.autn));
  t.is(check.type === 'authentic' ? check.sqn : undefined, 0x11223344 + 33);
  // The phone answers the next challenge with another AUTS, which the MME rejects without asking the HSS again.
  const second = nasOf(ATTACH_CAPTURE)
    .find(message => message.frame === 906)!
    .octets.slice(-14);
  t.is(verifyAuts(milenage, fromHex(after.rand), second), 0x11223344);
  t.is(verifyAuts(milenage, fromHex(before.rand), second), undefined, 'AUTS answers one RAND only');
});

interface Verified {
  readonly message: CapturedNas;
  readonly kasme: Uint8Array;
  readonly count: number;
}

/** The KASMEs that went before the message and under which its MAC (EIA2) is right; empty for a plain message. */
function verify(capture: Capture, message: CapturedNas): Verified[] {
  const { octets, direction, frame } = message;
  const header = octets[0]! >> 4;
  if (header === 0) return [];
  const [count, signed, mac] =
    header === 0xc
      ? [octets[1]! & 0x1f, octets.slice(0, 2), octets.slice(2, 4)]
      : [octets[5]!, octets.slice(5), octets.slice(1, 5)];
  return capture.vectors
    .filter(vector => vector.frame < frame)
    .map(vector => fromHex(vector.kasme))
    .filter(kasme => {
      const computed = computeEia(2, deriveKnasInt(kasme, 2), count, 0, direction, signed);
      return toHex(computed).endsWith(toHex(mac));
    })
    .map(kasme => ({ message, kasme, count }));
}

/** For each KASME, the last uplink message before `frame` that begins a KeNB: Security Mode Complete or an initial message. */
function beginningsBefore(verified: readonly Verified[], frame: number): Verified[] {
  const last = new Map<string, Verified>();
  for (const one of verified) {
    const { octets, direction } = one.message;
    const begins = octets[0] !== 0x27 || (octets[6] === 0x07 && octets[7] === 0x48);
    if (direction === 0 && begins && one.message.frame < frame) last.set(toHex(one.kasme), one);
  }
  return [...last.values()];
}
