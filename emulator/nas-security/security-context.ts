import { DecodeError } from '../bytes/index.ts';
import {
  type Direction,
  decodeNasHeader,
  encodeNasEps,
  encodeSecurityProtected,
  type NasKeySetIdentifier,
  type ProtectedHeaderType,
  type SecurityProtected,
  type ServiceRequest,
} from '../codec/nas-eps/index.ts';
import {
  applyEea,
  computeEia,
  DOWNLINK,
  deriveKenb,
  deriveKnasEnc,
  deriveKnasInt,
  type EeaId,
  type EiaId,
  UPLINK,
} from '../crypto/index.ts';
import { Secret } from '../vocabulary/index.ts';
import { cipheredPart } from './ciphered-part.ts';
import { estimateCount, LAST_NAS_COUNT, type NasCount, sequenceNumberOf } from './nas-count.ts';

/** KASME, 256 bit. TS 33.401 §6.2 */
export type Kasme = Secret<'KASME'>;

/** What makes a full EPS NAS security context. */
export interface NasSecurityParameters {
  readonly kasme: Kasme;
  readonly keySetIdentifier: NasKeySetIdentifier;
  readonly eea: EeaId;
  readonly eia: EiaId;
  /** Next COUNT of each direction; 0 in a new context. */
  readonly uplinkNasCount?: NasCount;
  readonly downlinkNasCount?: NasCount;
}

/** A protected message, or the reason why there is none. */
export type Protected =
  | { readonly ok: true; readonly message: Uint8Array; readonly count: NasCount }
  | { readonly ok: false; readonly failure: 'countExhausted' };

/** The plain message inside a protected one, or the reason to discard it. */
export type Unprotected =
  | {
      readonly ok: true;
      readonly message: Uint8Array;
      readonly count: NasCount;
      readonly securityHeaderType: ProtectedHeaderType;
    }
  | { readonly ok: false; readonly failure: UnprotectFailure };

/**
 * `mac`: the MAC is wrong for the expected COUNT. `replay`: it is right for a COUNT that is not acceptable any more.
 * `notProtected`: plain, or the four octets of a Service Request. `malformed`: no security header.
 */
export type UnprotectFailure = 'mac' | 'replay' | 'countExhausted' | 'notProtected' | 'malformed';

/** The COUNT of an authentic Service Request, or the reason to reject it. */
export type VerifiedServiceRequest =
  | { readonly ok: true; readonly count: NasCount }
  | { readonly ok: false; readonly failure: 'mac' | 'replay' | 'countExhausted' };

/** BEARER of NAS messages. TS 33.401 §8.1.1 */
const BEARER = 0;

/**
 * A full EPS NAS security context, as the UE and the MME hold one each: keys, algorithms and both NAS COUNTs. Both
 * directions work on either side, so the same class also serves whoever watches. TS 33.401 §8, TS 24.301 §4.4.3
 */
export class NasSecurityContext {
  readonly kasme: Kasme;
  readonly keySetIdentifier: NasKeySetIdentifier;
  readonly eea: EeaId;
  readonly eia: EiaId;
  /** The next COUNT uplink: see NasCount. */
  uplinkNasCount: NasCount;
  downlinkNasCount: NasCount;
  readonly #knasEnc: Uint8Array;
  readonly #knasInt: Uint8Array;

  /** Derives KNASenc and KNASint. */
  constructor(parameters: NasSecurityParameters) {
    this.kasme = parameters.kasme;
    this.keySetIdentifier = parameters.keySetIdentifier;
    this.eea = parameters.eea;
    this.eia = parameters.eia;
    this.uplinkNasCount = parameters.uplinkNasCount ?? 0;
    this.downlinkNasCount = parameters.downlinkNasCount ?? 0;
    this.#knasEnc = deriveKnasEnc(this.kasme.reveal(), this.eea);
    this.#knasInt = deriveKnasInt(this.kasme.reveal(), this.eia);
  }

  /** The same KASME and COUNTs with other algorithms: what a Security Mode Command with a known KSI makes. */
  withAlgorithms(eea: EeaId, eia: EiaId): NasSecurityContext {
    const { kasme, keySetIdentifier, uplinkNasCount, downlinkNasCount } = this;
    return new NasSecurityContext({ kasme, keySetIdentifier, eea, eia, uplinkNasCount, downlinkNasCount });
  }

  /** Ciphers (header types 2, 4 and 5) and integrity protects a plain message under the next COUNT, which is then used. */
  protect(plain: Uint8Array, securityHeaderType: ProtectedHeaderType, direction: Direction): Protected {
    const count = this.#next(direction);
    if (count > LAST_NAS_COUNT) return { ok: false, failure: 'countExhausted' };
    const nasMessage = this.#cipher(plain, securityHeaderType, count, direction);
    const message = encodeSecurityProtected({
      securityHeaderType,
      messageAuthenticationCode: NO_MAC,
      sequenceNumber: sequenceNumberOf(count),
      nasMessage,
    });
    message.set(this.#mac(message.subarray(MAC_END), count, direction), MAC_START);
    this.#accept(direction, count);
    return { ok: true, message, count };
  }

  /**
   * Checks the MAC and deciphers. The COUNT is taken for used when the MAC is right, and only then; so a message is
   * accepted at most once. Under EIA0 the MAC is not looked at (TS 33.401 §B.2).
   */
  unprotect(bytes: Uint8Array, direction: Direction): Unprotected {
    const header = readHeader(bytes);
    if (typeof header === 'string') return { ok: false, failure: header };
    const next = this.#next(direction);
    const count = estimateCount(next, header.sequenceNumber, 8);
    const covered = bytes.subarray(MAC_END);
    const matches = (candidate: NasCount) =>
      this.eia === 0 || sameMac(this.#mac(covered, candidate, direction), header.messageAuthenticationCode);
    const failure = judge(count, 256, matches);
    if (failure !== undefined) return { ok: false, failure };
    this.#accept(direction, count);
    const { securityHeaderType } = header;
    const message = this.#cipher(header.nasMessage, securityHeaderType, count, direction);
    return { ok: true, message, count, securityHeaderType };
  }

  /** A Service Request under the next uplink COUNT, which is then used. TS 24.301 §8.2.25 */
  protectServiceRequest(): Protected {
    const count = this.uplinkNasCount;
    if (count > LAST_NAS_COUNT) return { ok: false, failure: 'countExhausted' };
    const sequenceNumber = count & 0x1f;
    const { ksi } = this.keySetIdentifier;
    const request: ServiceRequest = { message: 'ServiceRequest', ksi, sequenceNumber, shortMac: new Uint8Array(2) };
    const message = encodeNasEps(request);
    message.set(this.#mac(message.subarray(0, 2), count, 'uplink').subarray(2), 2);
    this.#accept('uplink', count);
    return { ok: true, message, count };
  }

  /** Checks the short MAC of a Service Request; when it is right, its COUNT is used. TS 24.301 §9.9.3.28 */
  verifyServiceRequest(request: ServiceRequest): VerifiedServiceRequest {
    const count = estimateCount(this.uplinkNasCount, request.sequenceNumber, 5);
    const covered = encodeNasEps(request).subarray(0, 2);
    const matches = (candidate: NasCount) =>
      this.eia === 0 || sameMac(this.#mac(covered, candidate, 'uplink').subarray(2), request.shortMac);
    const failure = judge(count, 32, matches);
    if (failure !== undefined) return { ok: false, failure };
    this.#accept('uplink', count);
    return { ok: true, count };
  }

  /** KeNB of the uplink COUNT of the message that set up the connection. TS 33.401 §7.2.9, §A.3 */
  kenb(uplinkNasCount: NasCount): Secret<'KeNB'> {
    return new Secret('KeNB', deriveKenb(this.kasme.reveal(), uplinkNasCount));
  }

  #next(direction: Direction): NasCount {
    return direction === 'uplink' ? this.uplinkNasCount : this.downlinkNasCount;
  }

  #accept(direction: Direction, count: NasCount): void {
    if (direction === 'uplink') this.uplinkNasCount = count + 1;
    else this.downlinkNasCount = count + 1;
  }

  #mac(covered: Uint8Array, count: NasCount, direction: Direction): Uint8Array {
    return computeEia(this.eia, this.#knasInt, count, BEARER, bitOf(direction), covered);
  }

  /** Ciphers or deciphers, which is the same, as much as the header type says. */
  #cipher(message: Uint8Array, type: ProtectedHeaderType, count: NasCount, direction: Direction): Uint8Array {
    const part = this.eea === 0 ? undefined : cipheredPart(message, type);
    if (part === undefined) return message;
    const changed = applyEea(
      this.eea,
      this.#knasEnc,
      count,
      BEARER,
      bitOf(direction),
      message.subarray(part.start, part.end),
    );
    if (changed.length === message.length) return changed;
    const whole = message.slice();
    whole.set(changed, part.start);
    return whole;
  }
}

const MAC_START = 1;
const MAC_END = 5;
const NO_MAC = new Uint8Array(4);

function readHeader(bytes: Uint8Array): SecurityProtected | 'notProtected' | 'malformed' {
  try {
    const header = decodeNasHeader(bytes);
    return header.type === 'protected' ? header : 'notProtected';
  } catch (error) {
    if (error instanceof DecodeError) return 'malformed';
    throw error;
  }
}

function bitOf(direction: Direction): typeof UPLINK | typeof DOWNLINK {
  return direction === 'uplink' ? UPLINK : DOWNLINK;
}

/** Undefined when the MAC is right for `count`; `window` is the distance to the COUNT before it with the same low bits. */
function judge(
  count: NasCount,
  window: 32 | 256,
  matches: (candidate: NasCount) => boolean,
): 'mac' | 'replay' | 'countExhausted' | undefined {
  if (count <= LAST_NAS_COUNT && matches(count)) return undefined;
  if (count >= window && matches(count - window)) return 'replay';
  return count > LAST_NAS_COUNT ? 'countExhausted' : 'mac';
}

/** Compares without leaving early, as a MAC should be. */
function sameMac(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ (b[i] ?? 0);
  return difference === 0;
}
