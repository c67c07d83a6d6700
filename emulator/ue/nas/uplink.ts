import type { EstablishmentCause } from '../../air/index.ts';
import {
  encodeNasEps,
  type NasEpsMessage,
  type NasEpsMessageName,
  type ProtectedHeaderType,
  SECURITY_HEADER_TYPE,
} from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { sendOverAir } from '../radio/rrc.ts';
import { bendUplink } from './bending.ts';

export interface SendOptions {
  /** Why the connection is set up, when there is none yet. */
  readonly establishmentCause?: EstablishmentCause;
  /** Instead of what the rules of TS 24.301 §4.4 say. */
  readonly securityHeaderType?: ProtectedHeaderType | 'plain';
}

const INTEGRITY_PROTECTED = SECURITY_HEADER_TYPE.integrityProtected;
const CIPHERED = SECURITY_HEADER_TYPE.integrityProtectedAndCiphered;

/**
 * Encodes, protects and sends a NAS message; returns its plain octets. It is integrity protected whenever the phone has a
 * security context, and ciphered as well once secure exchange is established on the connection, so that the first message
 * of a connection, which another MME may have to read, never is. TS 24.301 §4.4.4.1, §4.4.5
 */
export function sendNas(phone: Phone, message: NasEpsMessage, options: SendOptions = {}): Uint8Array {
  const plain = encodeNasEps(message);
  const { context, exchange } = phone.security;
  const type = options.securityHeaderType ?? (exchange ? CIPHERED : INTEGRITY_PROTECTED);
  if (type === 'plain' || context === undefined) {
    deliver(phone, message.message, plain, plain, SECURITY_HEADER_TYPE.plain, options);
    return plain;
  }
  const initial = !phone.radio.connected;
  const sealed = context.protect(plain, type, 'uplink');
  if (!sealed.ok) {
    // TS 33.401 §8.1.1: the keys must not be used any more; without them the network authenticates anew.
    phone.note(`${message.message} not sent: the uplink NAS COUNT is used up, the keys are deleted`);
    phone.security.context = undefined;
    phone.security.exchange = false;
    return plain;
  }
  if (initial || message.message === 'SecurityModeComplete') phone.security.kenbCount = sealed.count;
  deliver(phone, message.message, plain, sealed.message, type, options);
  return plain;
}

/** Sends the Service Request of four octets. TS 24.301 §8.2.25 */
export function sendServiceRequest(phone: Phone, establishmentCause: EstablishmentCause): void {
  const sealed = phone.security.context?.protectServiceRequest();
  if (sealed?.ok !== true) {
    phone.note('Service Request not sent: there is no usable security context');
    return;
  }
  phone.security.kenbCount = sealed.count;
  const { message } = sealed;
  deliver(phone, 'ServiceRequest', message, message, SECURITY_HEADER_TYPE.serviceRequest, { establishmentCause });
}

function deliver(
  phone: Phone,
  name: NasEpsMessageName,
  plain: Uint8Array,
  octets: Uint8Array,
  securityHeaderType: number,
  options: SendOptions,
): void {
  if (phone.config.traceNas) phone.emit({ type: 'nas', direction: 'uplink', plain, securityHeaderType });
  const cause = options.establishmentCause ?? 'mo-Signalling';
  for (const copy of bendUplink(phone, name, octets, plain)) sendOverAir(phone, copy, cause);
}
