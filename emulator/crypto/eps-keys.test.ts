import { createHmac } from 'node:crypto';
import test from 'ava';
import { concatBytes, fromHex, toHex } from '../bytes/index.ts';
import {
  ALGORITHM_TYPE,
  deriveAlgorithmKey,
  deriveHashMme,
  deriveKasme,
  deriveKenb,
  deriveKenbStar,
  deriveKnasEnc,
  deriveKnasInt,
  deriveKrrcEnc,
  deriveKrrcInt,
  deriveKupEnc,
  deriveNh,
  hmacSha256,
  kdf,
} from './index.ts';
import { seededBytes } from './testing/seeded-bytes.ts';
import { HMAC_SHA256_VECTORS, KASME_VECTORS, KENB_VECTOR, KNAS_VECTOR, NH_VECTOR } from './vectors/eps-keys.ts';

for (const { testCase, key, data, hmac } of HMAC_SHA256_VECTORS) {
  test(`HMAC-SHA-256 RFC 4231 test case ${testCase}`, t => {
    t.is(toHex(hmacSha256(fromHex(key), fromHex(data))).slice(0, hmac.length), hmac);
  });
}

test('HMAC-SHA-256 agrees with OpenSSL for every length of key and message', t => {
  const random = seededBytes(4);
  for (let length = 0; length <= 300; length++) {
    const [key, message] = [random(length % 65), random(length)];
    t.is(toHex(hmacSha256(key, message)), createHmac('sha256', key).update(message).digest('hex'));
  }
  t.throws(() => hmacSha256(new Uint8Array(65), new Uint8Array(1)), { instanceOf: RangeError });
});

for (const vector of KASME_VECTORS) {
  test(`KASME of ${vector.source}`, t => {
    const sqn = fromHex(vector.sqn);
    const sqnXorAk = fromHex(vector.ak).map((octet, i) => octet ^ sqn[i]!);
    t.is(toHex(deriveKasme(fromHex(vector.ck), fromHex(vector.ik), fromHex(vector.snId), sqnXorAk)), vector.kasme);
  });
}

test('KNASenc, KNASint and NH of srsRAN 4G', t => {
  t.is(toHex(deriveKnasEnc(fromHex(KNAS_VECTOR.kasme), KNAS_VECTOR.eea)), KNAS_VECTOR.knasEnc);
  t.is(toHex(deriveKnasInt(fromHex(KNAS_VECTOR.kasme), KNAS_VECTOR.eia)), KNAS_VECTOR.knasInt);
  t.is(toHex(deriveNh(fromHex(NH_VECTOR.kasme), fromHex(NH_VECTOR.syncInput))), NH_VECTOR.nh);
});

test('KeNB, its algorithm keys and KeNB* of srsRAN 4G', t => {
  const { kasme, uplinkNasCount, kenb, krrcEnc, krrcInt, kupEnc, kupInt, kenbStar } = KENB_VECTOR;
  t.is(toHex(deriveKenb(fromHex(kasme), uplinkNasCount)), kenb);
  t.is(toHex(deriveKrrcEnc(fromHex(kenb), krrcEnc.eea)), krrcEnc.key);
  t.is(toHex(deriveKrrcInt(fromHex(kenb), krrcInt.eia)), krrcInt.key);
  t.is(toHex(deriveKupEnc(fromHex(kenb), kupEnc.eea)), kupEnc.key);
  t.is(toHex(deriveAlgorithmKey(fromHex(kenb), ALGORITHM_TYPE.upInt, kupInt.eia)), kupInt.key);
  t.is(toHex(deriveKenbStar(fromHex(kenb), kenbStar.pci, kenbStar.earfcnDl)), kenbStar.key);
});

test('the KDF input has FC, parameters and their lengths as TS 33.220 Annex B.2 lays them out', t => {
  const random = seededBytes(5);
  const [kasme, syncInput, message] = [random(32), random(32), random(77)];
  const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]) =>
    createHmac('sha256', key)
      .update(concatBytes(...parts.map(part => (typeof part === 'string' ? fromHex(part) : part))))
      .digest('hex');
  t.is(toHex(kdf(kasme, 0x99)), hmac(kasme, '99'));
  t.is(toHex(kdf(kasme, 0x99, random(0), syncInput)), hmac(kasme, '99 0000', syncInput, '0020'));
  t.is(toHex(kdf(kasme, 0x99, message, random(0))), hmac(kasme, '99', message, '004d 0000'));
  t.is(toHex(deriveKenb(kasme, 0x01020304)), hmac(kasme, '11 01020304 0004'));
  t.is(toHex(deriveKenb(kasme, 0xffffffff)), hmac(kasme, '11 ffffffff 0004'));
  t.is(toHex(deriveNh(kasme, syncInput)), hmac(kasme, '12', syncInput, '0020'));
  t.is(toHex(deriveKenbStar(kasme, 503, 0xffff)), hmac(kasme, '13 01f7 0002 ffff 0002'));
  t.is(toHex(deriveKenbStar(kasme, 503, 0x10000)), hmac(kasme, '13 01f7 0002 010000 0003'));
  t.is(toHex(deriveHashMme(message)), hmac(new Uint8Array(32), message).slice(48));
  for (const type of Object.values(ALGORITHM_TYPE)) {
    for (const id of [0, 1, 2, 3] as const)
      t.is(toHex(deriveAlgorithmKey(kasme, type, id)), hmac(kasme, `15 0${type} 0001 0${id} 0001`).slice(32));
  }
});

test('wrong lengths are refused', t => {
  const [k16, k32] = [new Uint8Array(16), new Uint8Array(32)];
  const refused = [
    () => deriveKasme(k32, k16, new Uint8Array(3), new Uint8Array(6)),
    () => deriveKasme(k16, k32, new Uint8Array(3), new Uint8Array(6)),
    () => deriveKasme(k16, k16, new Uint8Array(4), new Uint8Array(6)),
    () => deriveKasme(k16, k16, new Uint8Array(3), new Uint8Array(16)),
    () => deriveKenb(k16, 0),
    () => deriveNh(k16, k32),
    () => deriveNh(k32, k16),
    () => deriveKenbStar(k16, 0, 0),
    () => deriveKenbStar(k32, 504, 0),
    () => deriveKenbStar(k32, 0, 262144),
    () => deriveAlgorithmKey(k16, 1, 0),
  ];
  for (const call of refused) t.throws(call, { instanceOf: RangeError });
});
