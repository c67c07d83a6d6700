import { type ProtectedHeaderType, SECURITY_HEADER_TYPE } from '../codec/nas-eps/index.ts';

const ESM_MESSAGE_CONTAINER = 0x78;
const NAS_MESSAGE_CONTAINER = 0x67;
/** Protocol discriminator and header type, message type, service type and KSI of a Control Plane Service Request. */
const CONTROL_PLANE_HEADER = 3;

/**
 * The octets of a NAS message that its security header type ciphers; undefined when none are. A Control Plane Service
 * Request keeps all but the value of its ESM or NAS message container in the clear. TS 24.301 §4.4.5
 */
export function cipheredPart(
  message: Uint8Array,
  type: ProtectedHeaderType,
): { readonly start: number; readonly end: number } | undefined {
  switch (type) {
    case SECURITY_HEADER_TYPE.integrityProtectedAndCiphered:
    case SECURITY_HEADER_TYPE.integrityProtectedAndCipheredWithNewContext:
      return { start: 0, end: message.length };
    case SECURITY_HEADER_TYPE.integrityProtectedAndPartiallyCiphered: {
      // The container is the first element with an IEI, or it is absent.
      const iei = message[CONTROL_PLANE_HEADER];
      const lengthOctets = iei === ESM_MESSAGE_CONTAINER ? 2 : iei === NAS_MESSAGE_CONTAINER ? 1 : undefined;
      if (lengthOctets === undefined) return undefined;
      const start = CONTROL_PLANE_HEADER + 1 + lengthOctets;
      const last = message[start - 1] ?? 0;
      const length = lengthOctets === 2 ? ((message[start - 2] ?? 0) << 8) | last : last;
      return { start, end: Math.min(start + length, message.length) };
    }
    default:
      return undefined;
  }
}
