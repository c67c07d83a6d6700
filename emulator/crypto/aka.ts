import { deriveKasme } from './eps-keys.ts';
import type { Milenage } from './milenage.ts';
import { readSqn, writeSqn } from './sqn.ts';

/** A UMTS authentication vector (quintet). TS 33.102 §6.3.2 */
export interface UmtsVector {
  /** 16 octets. */
  readonly rand: Uint8Array;
  /** SQN ⊕ AK ‖ AMF ‖ MAC-A, 16 octets. */
  readonly autn: Uint8Array;
  /** 8 octets. */
  readonly xres: Uint8Array;
  /** 16 octets; secret. */
  readonly ck: Uint8Array;
  /** 16 octets; secret. */
  readonly ik: Uint8Array;
}

/** An EPS authentication vector. TS 33.401 §6.1.2. CK and IK are given for tests; the HSS sends only the other four. */
export interface EpsVector extends UmtsVector {
  /** 32 octets; secret. */
  readonly kasme: Uint8Array;
}

export interface UmtsVectorInput {
  /** 16 octets. */
  readonly rand: Uint8Array;
  /** 48 bit. */
  readonly sqn: number;
  /** Authentication management field, 2 octets; for EPS the separation bit (the MSB) must be set, which the caller sees to. */
  readonly amfField: Uint8Array;
}

export interface EpsVectorInput extends UmtsVectorInput {
  /** Serving network: the 3 octets of encodePlmn. */
  readonly snId: Uint8Array;
}

export function generateUmtsVector(milenage: Milenage, input: UmtsVectorInput): UmtsVector {
  const { rand, sqn, amfField } = input;
  const { macA, res, ck, ik, ak } = milenage.f12345(rand, sqn, amfField);
  const autn = new Uint8Array(16);
  writeSqn(autn, 0, sqn);
  for (let i = 0; i < 6; i++) autn[i]! ^= ak[i]!;
  autn.set(amfField, 6);
  autn.set(macA, 8);
  return { rand, autn, xres: res, ck, ik };
}

export function generateEpsVector(milenage: Milenage, input: EpsVectorInput): EpsVector {
  const { rand, autn, xres, ck, ik } = generateUmtsVector(milenage, input);
  return { rand, autn, xres, ck, ik, kasme: deriveKasme(ck, ik, input.snId, autn.slice(0, 6)) };
}

/** What a USIM finds in a challenge. */
export type AutnCheck =
  | { readonly type: 'mac-failure' }
  | {
      readonly type: 'authentic';
      /** The SQN that AUTN conceals; whether it is fresh is the USIM's to judge. */
      readonly sqn: number;
      /** 2 octets. */
      readonly amfField: Uint8Array;
      /** The separation bit of the AMF: only vectors that have it may be used in EPS. TS 33.102 Annex H */
      readonly separationBit: boolean;
      readonly res: Uint8Array;
      readonly ck: Uint8Array;
      readonly ik: Uint8Array;
    };

/** The USIM's side of a challenge, up to MAC-A. RAND and AUTN: 16 octets each. TS 33.102 §6.3.3 */
export function checkAutn(milenage: Milenage, rand: Uint8Array, autn: Uint8Array): AutnCheck {
  if (autn.length !== 16) return { type: 'mac-failure' };
  const { res, ck, ik, ak } = milenage.f2345(rand);
  const sqn = unmaskSqn(autn, ak);
  const amfField = autn.slice(6, 8);
  if (!endsWith(autn, milenage.f1(rand, sqn, amfField))) return { type: 'mac-failure' };
  return { type: 'authentic', sqn, amfField, separationBit: amfField[0]! >= 0x80, res, ck, ik };
}

/** AUTS, 14 octets: SQN_MS ⊕ AK* ‖ MAC-S, where MAC-S is taken over the dummy AMF 00 00. TS 33.102 §6.3.3 */
export function generateAuts(milenage: Milenage, rand: Uint8Array, sqnMs: number): Uint8Array {
  const auts = new Uint8Array(14);
  writeSqn(auts, 0, sqnMs);
  const ak = milenage.f5Star(rand);
  for (let i = 0; i < 6; i++) auts[i]! ^= ak[i]!;
  auts.set(milenage.f1Star(rand, sqnMs, DUMMY_AMF), 6);
  return auts;
}

/** The SQN_MS in AUTS, or undefined when MAC-S or the length is wrong. RAND is the one that the USIM answered. TS 33.102 §6.3.5 */
export function verifyAuts(milenage: Milenage, rand: Uint8Array, auts: Uint8Array): number | undefined {
  if (auts.length !== 14) return undefined;
  const sqnMs = unmaskSqn(auts, milenage.f5Star(rand));
  return endsWith(auts, milenage.f1Star(rand, sqnMs, DUMMY_AMF)) ? sqnMs : undefined;
}

const DUMMY_AMF = new Uint8Array(2);

function unmaskSqn(masked: Uint8Array, ak: Uint8Array): number {
  const sqn = new Uint8Array(6);
  for (let i = 0; i < 6; i++) sqn[i] = masked[i]! ^ ak[i]!;
  return readSqn(sqn, 0);
}

function endsWith(octets: Uint8Array, end: Uint8Array): boolean {
  const at = octets.length - end.length;
  for (let i = 0; i < end.length; i++) if (octets[at + i] !== end[i]) return false;
  return true;
}
