import { type ByteReader, type ByteWriter, DecodeError, toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { EMM } from './message-table.ts';

/**
 * The Service Request of four octets, which is no standard layer 3 message. TS 24.301 §8.2.25
 *
 *   8 7 6 5 | 4 3 2 1
 *   1 1 x x | 0 1 1 1     security header type, protocol discriminator
 *   KSI 3   | SN 5        §9.9.3.19
 *   short MAC, 2 octets   §9.9.3.28
 */
export interface ServiceRequest {
  readonly message: 'ServiceRequest';
  /** 0 … 6. */
  readonly ksi: number;
  /** The 5 least significant bits of the uplink NAS COUNT. */
  readonly sequenceNumber: number;
  /** The 2 least significant octets of the MAC. */
  readonly shortMac: Uint8Array;
}

const SECURITY_HEADER_TYPE = 0xc;
const LENGTH = 4;

/** True for security header types 12 to 15. "If received they shall be interpreted as 1100." TS 24.301 §9.3.1 */
export function isServiceRequest(firstOctet: number): boolean {
  return (firstOctet & 0xf) === EMM && firstOctet >> 4 >= SECURITY_HEADER_TYPE;
}

/** Reads the message from its first octet. */
export function decodeServiceRequest(reader: ByteReader): ServiceRequest {
  if (reader.remaining < LENGTH) {
    throw new DecodeError(`a Service Request has ${LENGTH} octets, not ${reader.remaining}`, reader.end);
  }
  reader.skip(1);
  const octet = reader.u8();
  return { message: 'ServiceRequest', ksi: octet >> 5, sequenceNumber: octet & 0x1f, shortMac: reader.take(2) };
}

export function encodeServiceRequest(message: ServiceRequest, writer: ByteWriter): void {
  if (message.shortMac.length !== 2) throw new RangeError(`a short MAC has 2 octets, not ${message.shortMac.length}`);
  writer.u8((SECURITY_HEADER_TYPE << 4) | EMM);
  writer.u8(((message.ksi & 7) << 5) | (message.sequenceNumber & 0x1f)).put(message.shortMac);
}

export function explainServiceRequest(message: ServiceRequest, offset: number): FieldTree[] {
  const { ksi, sequenceNumber, shortMac } = message;
  const clause = 'TS 24.301 §9.9.3.19';
  return [
    { name: 'securityHeaderType', offset, length: 1, value: 'service request', clause: 'TS 24.301 §9.3.1' },
    { name: 'ksi', offset: offset + 1, length: 1, value: String(ksi), clause },
    { name: 'sequenceNumber', offset: offset + 1, length: 1, value: `${sequenceNumber} (5 bits)`, clause },
    { name: 'shortMac', offset: offset + 2, length: 2, value: toHex(shortMac), clause: 'TS 24.301 §9.9.3.28' },
  ];
}
