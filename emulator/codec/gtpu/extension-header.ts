import { ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';

/*
 * Extension header, TS 29.281 §5.2.1; its own type stands in the octet before it.
 *  octet 1         length of the header in units of 4 octets
 *  octets 2 … m    content
 *  octet m+1       type of the next extension header, 0 = none
 */

/** One extension header; content is a multiple of 4 octets minus 2. */
export interface GtpuExtensionHeader {
  readonly type: number;
  readonly content: Uint8Array;
}

/** TS 29.281 Table 5.2.1-2; bits 8 and 7 say who must understand it. */
export const GTPU_EXTENSION_HEADER = {
  longPdcpPduNumber: 0x03,
  serviceClassIndicator: 0x20,
  udpPort: 0x40,
  ranContainer: 0x81,
  longPdcpPduNumberRequired: 0x82,
  xwRanContainer: 0x83,
  nrRanContainer: 0x84,
  pduSessionContainer: 0x85,
  pdcpPduNumber: 0xc0,
} as const;

const NAMES: Readonly<Record<number, readonly [name: string, clause: string]>> = {
  1: ['MBMS support indication', 'TS 29.060 §6'],
  2: ['MS Info Change Reporting support indication', 'TS 29.060 §6'],
  3: ['Long PDCP PDU Number', 'TS 29.281 §5.2.2.2A'],
  32: ['Service Class Indicator', 'TS 29.281 §5.2.2.3'],
  64: ['UDP Port', 'TS 29.281 §5.2.2.1'],
  129: ['RAN Container', 'TS 29.281 §5.2.2.4'],
  130: ['Long PDCP PDU Number', 'TS 29.281 §5.2.2.2A'],
  131: ['Xw RAN Container', 'TS 29.281 §5.2.2.5'],
  132: ['NR RAN Container', 'TS 29.281 §5.2.2.6'],
  133: ['PDU Session Container', 'TS 29.281 §5.2.2.7'],
  192: ['PDCP PDU Number', 'TS 29.281 §5.2.2.2'],
  193: ['Suspend Request', 'TS 29.060 §6'],
  194: ['Suspend Response', 'TS 29.060 §6'],
};

/** Name and clause of an extension header type. */
export function nameGtpuExtensionHeader(type: number): { readonly name: string; readonly clause: string } {
  const [name, clause] = NAMES[type] ?? [
    `extension header 0x${type.toString(16).padStart(2, '0')}`,
    'TS 29.281 §5.2.1',
  ];
  return { name, clause };
}

/** True when an endpoint that does not know this type must discard the packet. TS 29.281 Table 5.2.1-1 */
export function isComprehensionRequired(type: number): boolean {
  return (type & 0x80) !== 0;
}

/** Follows the chain that begins with `firstType`, up to the header that names no next one. */
export function decodeExtensionHeaders(reader: ByteReader, firstType: number): GtpuExtensionHeader[] {
  const headers: GtpuExtensionHeader[] = [];
  for (let type = firstType; type !== 0; ) {
    const at = reader.position;
    const units = reader.u8();
    if (units === 0) throw new DecodeError('extension header of length 0', at, 'extensionHeaders');
    headers.push({ type, content: reader.take(units * 4 - 2) });
    type = reader.u8();
  }
  return headers;
}

/** Writes the type of the first header, then each header with the type of its successor. */
export function encodeExtensionHeaders(headers: readonly GtpuExtensionHeader[], writer: ByteWriter): void {
  for (const { type, content } of headers) {
    if ((content.length + 2) % 4 !== 0 || content.length > 1018 || content.length === 0)
      throw new RangeError(`extension header content of ${content.length} octets: 4 n − 2 up to 1018 are possible`);
    if (type <= 0 || type > 0xff) throw new RangeError(`extension header type ${type}: 1 to 255 are possible`);
    writer
      .u8(type)
      .u8((content.length + 2) / 4)
      .put(content);
  }
  writer.u8(0);
}

/** PDU session information, what TS 38.415 §5.5.2 puts into a PDU session container. Optional fields stay in `rest`. */
export type PduSessionContainer = DownlinkPduSession | UplinkPduSession;

export interface DownlinkPduSession {
  readonly direction: 'downlink';
  /** Low nibble of the first octet: QMP, SNP, MSNP and a spare bit. */
  readonly flags: number;
  /** Paging policy presence; its indicator is then in `rest`. */
  readonly pagingPolicyPresence: boolean;
  readonly reflectiveQosIndicator: boolean;
  /** QoS flow identifier, 6 bit. */
  readonly qfi: number;
  readonly rest: Uint8Array;
}

export interface UplinkPduSession {
  readonly direction: 'uplink';
  /** Low nibble of the first octet: QMP, DL and UL delay indications, SNP. */
  readonly flags: number;
  /** The two bits above the QFI. */
  readonly upperFlags: number;
  readonly qfi: number;
  readonly rest: Uint8Array;
}

/** Reads the content of an extension header of type 0x85. @throws DecodeError at a PDU type above 1 */
export function decodePduSessionContainer(content: Uint8Array): PduSessionContainer {
  const reader = new ByteReader(content);
  const first = reader.u8();
  const second = reader.u8();
  const flags = first & 0xf;
  const qfi = second & 0x3f;
  const rest = reader.rest();
  if (first >> 4 === 1) return { direction: 'uplink', flags, upperFlags: second >> 6, qfi, rest };
  if (first >> 4 !== 0) throw new DecodeError(`PDU session information type ${first >> 4}`, 0, 'pduType');
  return {
    direction: 'downlink',
    flags,
    pagingPolicyPresence: (second & 0x80) !== 0,
    reflectiveQosIndicator: (second & 0x40) !== 0,
    qfi,
    rest,
  };
}

/** The extension header of type 0x85, padded to its unit of 4 octets. */
export function encodePduSessionContainer(session: PduSessionContainer): GtpuExtensionHeader {
  const writer = new ByteWriter(8);
  if (session.direction === 'uplink') writer.u8(0x10 | session.flags).u8((session.upperFlags << 6) | session.qfi);
  else {
    const indicators = (session.pagingPolicyPresence ? 0x80 : 0) | (session.reflectiveQosIndicator ? 0x40 : 0);
    writer.u8(session.flags).u8(indicators | session.qfi);
  }
  writer.put(session.rest);
  while (writer.length % 4 !== 2) writer.u8(0);
  return { type: GTPU_EXTENSION_HEADER.pduSessionContainer, content: writer.finish() };
}
