import { type ByteReader, type ByteWriter, DecodeError } from '../../bytes/index.ts';

/*
 * Information elements, TS 29.281 §8.1: types below 128 are type and value, of a length that the type fixes; the others are
 * type, length and value, the length in 2 octets, but in 1 octet in the extension header type list (§8.5).
 */

/** An information element as it stands: type and value octets. */
export interface GtpuIe {
  readonly type: number;
  readonly value: Uint8Array;
}

/** TS 29.281 Table 8.1-1 */
export const GTPU_IE = {
  recovery: 14,
  teidDataI: 16,
  peerAddress: 133,
  extensionHeaderTypeList: 141,
  tunnelStatusInformation: 230,
  recoveryTimeStamp: 231,
  privateExtension: 255,
} as const;

const NAMES: Readonly<Record<number, readonly [name: string, clause: string]>> = {
  [GTPU_IE.recovery]: ['Recovery', 'TS 29.281 §8.2'],
  [GTPU_IE.teidDataI]: ['Tunnel Endpoint Identifier Data I', 'TS 29.281 §8.3'],
  [GTPU_IE.peerAddress]: ['GTP-U Peer Address', 'TS 29.281 §8.4'],
  [GTPU_IE.extensionHeaderTypeList]: ['Extension Header Type List', 'TS 29.281 §8.5'],
  [GTPU_IE.privateExtension]: ['Private Extension', 'TS 29.281 §8.6'],
  [GTPU_IE.tunnelStatusInformation]: ['GTP-U Tunnel Status Information', 'TS 29.281 §8.7'],
  [GTPU_IE.recoveryTimeStamp]: ['Recovery Time Stamp', 'TS 29.281 §8.8'],
};

/** Name and clause of an information element type. */
export function nameGtpuIe(type: number): { readonly name: string; readonly clause: string } {
  const [name, clause] = NAMES[type] ?? [`information element ${type}`, 'TS 29.281 §8.1'];
  return { name, clause };
}

/** Reads the next information element. @throws DecodeError at a type below 128 whose length is not known */
export function decodeGtpuIe(reader: ByteReader): GtpuIe {
  const at = reader.position;
  const type = reader.u8();
  if (type === GTPU_IE.recovery) return { type, value: reader.take(1) };
  if (type === GTPU_IE.teidDataI) return { type, value: reader.take(4) };
  if (type < 128) throw new DecodeError(`information element type ${type} has no known length`, at);
  const length = type === GTPU_IE.extensionHeaderTypeList ? reader.u8() : reader.u16();
  return { type, value: reader.take(length) };
}

export function encodeGtpuIe(ie: GtpuIe, writer: ByteWriter): void {
  writer.u8(ie.type);
  if (ie.type === GTPU_IE.extensionHeaderTypeList) writer.u8(ie.value.length);
  else if (ie.type >= 128) writer.u16(ie.value.length);
  writer.put(ie.value);
}
