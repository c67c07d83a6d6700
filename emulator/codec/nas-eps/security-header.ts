import { ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';
import { EMM } from './message-table.ts';
import { decodeServiceRequest, isServiceRequest, type ServiceRequest } from './service-request-short.ts';

/** Security header types. TS 24.301 table 9.3.1 */
export const SECURITY_HEADER_TYPE = {
  plain: 0x0,
  integrityProtected: 0x1,
  integrityProtectedAndCiphered: 0x2,
  integrityProtectedWithNewContext: 0x3,
  integrityProtectedAndCipheredWithNewContext: 0x4,
  integrityProtectedAndPartiallyCiphered: 0x5,
  serviceRequest: 0xc,
} as const;

/** Security header type of a message with a MAC of four octets. */
export type ProtectedHeaderType = 1 | 2 | 3 | 4 | 5;

/** What the first octets of a NAS message say about its protection. */
export type NasHeader =
  /** Plain EMM or ESM: hand the octets to decodeNasEps. */
  | { readonly type: 'plain' }
  | SecurityProtected
  /** Four octets with a short MAC. */
  | { readonly type: 'serviceRequest'; readonly serviceRequest: ServiceRequest };

/** Security protected NAS message. TS 24.301 §8.2.23 */
export interface SecurityProtected {
  readonly type: 'protected';
  readonly securityHeaderType: ProtectedHeaderType;
  /** 4 octets. */
  readonly messageAuthenticationCode: Uint8Array;
  /** The 8 least significant bits of the NAS COUNT. */
  readonly sequenceNumber: number;
  /** The plain message, ciphered or not. */
  readonly nasMessage: Uint8Array;
}

/**
 * Reads the security header. Byte strings in the result are views of `bytes`.
 * @throws DecodeError on a reserved security header type, another protocol, or too few octets
 */
export function decodeNasHeader(bytes: Uint8Array): NasHeader {
  const reader = new ByteReader(bytes);
  const first = reader.u8();
  if ((first & 0xf) !== EMM || first >> 4 === SECURITY_HEADER_TYPE.plain) return PLAIN;
  if (isServiceRequest(first)) {
    reader.position = 0;
    return { type: 'serviceRequest', serviceRequest: decodeServiceRequest(reader) };
  }
  const securityHeaderType = first >> 4;
  if (securityHeaderType > SECURITY_HEADER_TYPE.integrityProtectedAndPartiallyCiphered) {
    throw new DecodeError(`security header type ${securityHeaderType} is reserved`, 0, 'securityHeaderType');
  }
  const messageAuthenticationCode = reader.take(4);
  const sequenceNumber = reader.u8();
  if (reader.remaining === 0) throw new DecodeError('the NAS message is missing', reader.position, 'nasMessage');
  return {
    type: 'protected',
    securityHeaderType: securityHeaderType as ProtectedHeaderType,
    messageAuthenticationCode,
    sequenceNumber,
    nasMessage: reader.rest(),
  };
}

const PLAIN: NasHeader = Object.freeze({ type: 'plain' });

/** Puts the security header before a message that is already ciphered where it must be. */
export function encodeSecurityProtected(message: Omit<SecurityProtected, 'type'>): Uint8Array {
  const { messageAuthenticationCode: mac } = message;
  if (mac.length !== 4) throw new RangeError(`a MAC has 4 octets, not ${mac.length}`);
  const writer = new ByteWriter(6 + message.nasMessage.length);
  writer
    .u8((message.securityHeaderType << 4) | EMM)
    .put(mac)
    .u8(message.sequenceNumber)
    .put(message.nasMessage);
  return writer.finish();
}
