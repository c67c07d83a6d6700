import { hmacSha256, hmacSha256LastHalf } from './hmac-sha256.ts';
import { kdf } from './kdf.ts';
import type { EeaId, EiaId } from './nas-algorithms.ts';
import { putWord } from './words.ts';

/** Algorithm type distinguishers. TS 33.401 Table A.7-1 */
export const ALGORITHM_TYPE = {
  nasEnc: 0x01,
  nasInt: 0x02,
  rrcEnc: 0x03,
  rrcInt: 0x04,
  upEnc: 0x05,
  upInt: 0x06,
} as const;
export type AlgorithmType = (typeof ALGORITHM_TYPE)[keyof typeof ALGORITHM_TYPE];

/**
 * KASME, 32 octets, from CK and IK (16 each), the serving network (the 3 PLMN octets of encodePlmn) and the first 6
 * octets of AUTN. TS 33.401 §A.2
 */
export function deriveKasme(ck: Uint8Array, ik: Uint8Array, snId: Uint8Array, sqnXorAk: Uint8Array): Uint8Array {
  requireLength('CK', ck, 16);
  requireLength('IK', ik, 16);
  requireLength('SN id', snId, 3);
  requireLength('SQN xor AK', sqnXorAk, 6);
  const key = new Uint8Array(32);
  key.set(ck);
  key.set(ik, 16);
  return kdf(key, 0x10, snId, sqnXorAk);
}

/** KeNB, 32 octets, from KASME and the uplink NAS COUNT of the message that started it. TS 33.401 §A.3 */
export function deriveKenb(kasme: Uint8Array, uplinkNasCount: number): Uint8Array {
  requireLength('KASME', kasme, 32);
  return kdf(kasme, 0x11, word(uplinkNasCount));
}

/** NH, 32 octets, from KASME and the SYNC-input: the KeNB for the first NH, the NH before for each other. TS 33.401 §A.4 */
export function deriveNh(kasme: Uint8Array, syncInput: Uint8Array): Uint8Array {
  requireLength('KASME', kasme, 32);
  requireLength('SYNC-input', syncInput, 32);
  return kdf(kasme, 0x12, syncInput);
}

/**
 * KeNB*, 32 octets, from the KeNB (horizontal) or NH (vertical) and the target's physical cell identity and downlink
 * EARFCN, which takes 3 octets when it does not fit 2. TS 33.401 §A.5
 */
export function deriveKenbStar(kenbOrNh: Uint8Array, targetPci: number, targetEarfcnDl: number): Uint8Array {
  requireLength('KeNB or NH', kenbOrNh, 32);
  if (!(targetPci >= 0 && targetPci <= 503)) throw new RangeError(`${targetPci} is not a physical cell identity`);
  if (!(targetEarfcnDl >= 0 && targetEarfcnDl <= 262143)) throw new RangeError(`${targetEarfcnDl} is not an EARFCN`);
  const earfcn =
    targetEarfcnDl > 0xffff
      ? Uint8Array.of(targetEarfcnDl >>> 16, targetEarfcnDl >>> 8, targetEarfcnDl)
      : Uint8Array.of(targetEarfcnDl >>> 8, targetEarfcnDl);
  return kdf(kenbOrNh, 0x13, Uint8Array.of(targetPci >>> 8, targetPci), earfcn);
}

/**
 * A key of 16 octets for one algorithm: the last half of the KDF over the algorithm's type and identity. The key is
 * KASME for NAS and the KeNB for RRC and user plane. TS 33.401 §A.7
 */
export function deriveAlgorithmKey(key: Uint8Array, type: AlgorithmType, algorithmId: EeaId | EiaId): Uint8Array {
  requireLength('KASME or KeNB', key, 32);
  algorithmInput[1] = type;
  algorithmInput[4] = algorithmId;
  return hmacSha256LastHalf(key, algorithmInput);
}

/** FC, type, 00 01, algorithm identity, 00 01. */
const algorithmInput = Uint8Array.of(0x15, 0, 0, 1, 0, 0, 1);

export function deriveKnasEnc(kasme: Uint8Array, eea: EeaId): Uint8Array {
  return deriveAlgorithmKey(kasme, ALGORITHM_TYPE.nasEnc, eea);
}

export function deriveKnasInt(kasme: Uint8Array, eia: EiaId): Uint8Array {
  return deriveAlgorithmKey(kasme, ALGORITHM_TYPE.nasInt, eia);
}

export function deriveKrrcEnc(kenb: Uint8Array, eea: EeaId): Uint8Array {
  return deriveAlgorithmKey(kenb, ALGORITHM_TYPE.rrcEnc, eea);
}

export function deriveKrrcInt(kenb: Uint8Array, eia: EiaId): Uint8Array {
  return deriveAlgorithmKey(kenb, ALGORITHM_TYPE.rrcInt, eia);
}

export function deriveKupEnc(kenb: Uint8Array, eea: EeaId): Uint8Array {
  return deriveAlgorithmKey(kenb, ALGORITHM_TYPE.upEnc, eea);
}

/**
 * HASHMME (and HASHUE), 8 octets: what the UE compares in Security Mode Command with the ATTACH REQUEST or TRACKING AREA
 * UPDATE REQUEST that it sent without integrity protection. TS 33.401 Annex I.2
 */
export function deriveHashMme(plainNasMessage: Uint8Array): Uint8Array {
  return hmacSha256(ZERO_KEY, plainNasMessage).slice(24);
}

const ZERO_KEY = new Uint8Array(32);

function word(value: number): Uint8Array {
  const octets = new Uint8Array(4);
  putWord(octets, 0, value);
  return octets;
}

function requireLength(name: string, octets: Uint8Array, length: number): void {
  if (octets.length !== length) throw new RangeError(`${name} has ${length} octets, not ${octets.length}`);
}
