import { DecodeError } from '../../bytes/index.ts';
import {
  decodeNasEps,
  decodeNasHeader,
  isComprehensionRequired,
  type NasEps,
  type NasEpsMessage,
  type NasHeader,
  type OtherElement,
  SECURITY_HEADER_TYPE,
} from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';

/** What a downlink NAS message turned out to be. */
export type Received =
  | {
      readonly type: 'message';
      readonly message: NasEpsMessage;
      readonly plain: Uint8Array;
      /** Its MAC was right under the current security context. */
      readonly verified: boolean;
    }
  /** Its MAC is under a context that it takes into use itself; `octets` are those received. */
  | {
      readonly type: 'securityModeCommand';
      readonly message: NasEps<'SecurityModeCommand'>;
      readonly octets: Uint8Array;
    }
  /** It cannot be decoded; `emmCause` says in what way, numbered alike in EMM and ESM. TS 24.301 §7 */
  | { readonly type: 'faulty'; readonly plain: Uint8Array; readonly cause: 96 | 97; readonly verified: boolean }
  | { readonly type: 'discarded'; readonly plain: Uint8Array; readonly failure: string };

const NEW_CONTEXT = SECURITY_HEADER_TYPE.integrityProtectedWithNewContext;

/** Takes the security header off a downlink message, checks it and decodes. Reports the message when NAS is traced. */
export function readDownlink(phone: Phone, octets: Uint8Array): Received {
  const received = read(phone, octets);
  if (received.type === 'discarded') phone.note(`downlink NAS message discarded: ${received.failure}`);
  if (phone.config.traceNas) trace(phone, octets, received);
  return received;
}

/** The name and plain octets of a downlink message, without any effect on the security context. */
export function peekDownlink(phone: Phone, octets: Uint8Array): { readonly name: string; readonly plain: Uint8Array } {
  const { context } = phone.security;
  const count = context?.downlinkNasCount;
  const received = read(phone, octets);
  if (context !== undefined && count !== undefined) context.downlinkNasCount = count;
  if (received.type === 'securityModeCommand') return { name: 'SecurityModeCommand', plain: octets.subarray(6) };
  return { name: received.type === 'message' ? received.message.message : '', plain: received.plain };
}

function read(phone: Phone, octets: Uint8Array): Received {
  let header: NasHeader;
  try {
    header = decodeNasHeader(octets);
  } catch (error) {
    if (error instanceof DecodeError) return { type: 'discarded', plain: octets, failure: error.message };
    throw error;
  }
  if (header.type === 'plain') return decode(octets, false);
  if (header.type === 'serviceRequest')
    return { type: 'discarded', plain: octets, failure: 'a Service Request is not for a phone' };
  if (header.securityHeaderType === NEW_CONTEXT) return readSecurityModeCommand(octets, header.nasMessage);
  const { context } = phone.security;
  if (context === undefined) {
    // Nobody can check it; what is not ciphered counts as unprotected. TS 24.301 §4.4.4.2
    if (header.securityHeaderType === SECURITY_HEADER_TYPE.integrityProtected) return decode(header.nasMessage, false);
    return { type: 'discarded', plain: octets, failure: 'it is ciphered and there is no security context' };
  }
  const opened = context.unprotect(octets, 'downlink');
  if (!opened.ok) return { type: 'discarded', plain: octets, failure: FAILURES[opened.failure] };
  return decode(opened.message, true);
}

const FAILURES = {
  mac: 'its MAC is wrong',
  replay: 'it is a replay: its NAS COUNT was used before',
  countExhausted: 'the downlink NAS COUNT is used up',
  notProtected: 'it is not protected',
  malformed: 'it has no security header',
} as const;

function readSecurityModeCommand(octets: Uint8Array, plain: Uint8Array): Received {
  const received = decode(plain, false);
  if (received.type !== 'message') return received;
  const { message } = received;
  if (message.message === 'SecurityModeCommand') return { type: 'securityModeCommand', message, octets };
  return { type: 'discarded', plain, failure: `${message.message} cannot take a new security context into use` };
}

function decode(plain: Uint8Array, verified: boolean): Received {
  try {
    const message = decodeNasEps(plain, 'downlink');
    // An element that must be understood and is not makes the message one with invalid mandatory information. TS 24.301 §7.6.1
    const strange = message.message !== 'ServiceRequest' && message.otherElements?.some(isNotUnderstood);
    return strange ? { type: 'faulty', plain, cause: 96, verified } : { type: 'message', message, plain, verified };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const protocolDiscriminator = (plain[0] ?? 0) & 0xf;
    const least = protocolDiscriminator === 0x7 ? 2 : 3;
    const known = protocolDiscriminator === 0x7 || protocolDiscriminator === 0x2;
    // Too short, or of another protocol: ignored. TS 24.301 §7.2, §7.1
    if (!known || plain.length < least) return { type: 'discarded', plain, failure: error.message };
    return { type: 'faulty', plain, cause: error.path === '' ? 97 : 96, verified };
  }
}

function isNotUnderstood(other: OtherElement): boolean {
  return other.reason === 'unknown' && isComprehensionRequired(other);
}

function trace(phone: Phone, octets: Uint8Array, received: Received): void {
  const plain = received.type === 'securityModeCommand' ? octets.subarray(6) : received.plain;
  const securityHeaderType = ((octets[0] ?? 0) & 0xf) === 0x7 ? (octets[0] ?? 0) >> 4 : 0;
  const failure =
    received.type === 'discarded'
      ? received.failure
      : received.type === 'faulty'
        ? received.cause === 97
          ? 'unknown message type'
          : 'invalid mandatory information'
        : undefined;
  phone.emit({
    type: 'nas',
    direction: 'downlink',
    plain,
    securityHeaderType,
    ...(failure === undefined ? {} : { failure }),
  });
}
