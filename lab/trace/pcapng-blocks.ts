import { ByteWriter } from '../../emulator/bytes/index.ts';

/*
 * Blocks of the pcapng capture file format (draft-ietf-opsawg-pcapng), written big-endian, which a reader sees from the
 * byte-order magic. Every block: type, total length, body padded to 32 bits, total length again.
 */

const BLOCK = { sectionHeader: 0x0a0d0d0a, interfaceDescription: 1, nameResolution: 4, enhancedPacket: 6 } as const;
const OPTION = { end: 0, comment: 1 } as const;
const SHB_OPTION = { hardware: 2, operatingSystem: 3, userApplication: 4 } as const;
const IDB_OPTION = { name: 2, description: 3, timestampResolution: 9 } as const;
const NAME_RECORD = { end: 0, ipv4: 1, ipv6: 2 } as const;

/** Link types: raw IPv4 or IPv6 packets, and Wireshark's exported PDUs. */
export const LINK_TYPE = { raw: 101, wiresharkUpperPdu: 252 } as const;

const UTF8 = new TextEncoder();

/** A time since 1970 in nanoseconds, as the two halves of an unsigned 64-bit number. */
export interface Nanoseconds {
  readonly high: number;
  readonly low: number;
}

/** Section Header Block; `application` names who wrote the file. */
export function sectionHeaderBlock(application: string, comment?: string): Uint8Array {
  return block(BLOCK.sectionHeader, body => {
    // byte-order magic, version 1.0, section length not known
    body.u32(0x1a2b3c4d).u16(1).u16(0).u32(0xffffffff).u32(0xffffffff);
    option(body, SHB_OPTION.userApplication, application);
    if (comment !== undefined) option(body, OPTION.comment, comment);
    body.u32(OPTION.end);
  });
}

/** Interface Description Block with timestamps in nanoseconds and no limit of packet size. */
export function interfaceDescriptionBlock(linkType: number, name: string, description: string): Uint8Array {
  return block(BLOCK.interfaceDescription, body => {
    body.u16(linkType).u16(0).u32(0);
    option(body, IDB_OPTION.name, name);
    option(body, IDB_OPTION.description, description);
    body.u16(IDB_OPTION.timestampResolution).u16(1).u8(9).zeros(3);
    body.u32(OPTION.end);
  });
}

/** What an Enhanced Packet Block says of a packet. */
export interface PacketRecord {
  readonly interfaceId: number;
  readonly at: Nanoseconds;
  /** The packet, in pieces that follow one another. */
  readonly pieces: readonly Uint8Array[];
  /** Before the packet was cut to what the pieces hold. */
  readonly originalLength: number;
  readonly comment: string | undefined;
}

/** Writes an Enhanced Packet Block; the caller keeps the writer for the next one. */
export function writeEnhancedPacketBlock(writer: ByteWriter, record: PacketRecord): void {
  const { interfaceId, at, pieces, originalLength, comment } = record;
  const start = writer.length;
  let length = 0;
  for (const piece of pieces) length += piece.length;
  writer.u32(BLOCK.enhancedPacket).u32(0);
  writer.u32(interfaceId).u32(at.high).u32(at.low).u32(length).u32(originalLength);
  for (const piece of pieces) writer.put(piece);
  pad(writer, length);
  if (comment !== undefined) {
    option(writer, OPTION.comment, comment);
    writer.u32(OPTION.end);
  }
  endBlock(writer, start);
}

/** Name Resolution Block; addresses of 4 or 16 octets. */
export function nameResolutionBlock(
  names: readonly { readonly address: Uint8Array; readonly name: string }[],
): Uint8Array {
  return block(BLOCK.nameResolution, body => {
    for (const { address, name } of names) {
      const text = UTF8.encode(name);
      const length = address.length + text.length + 1;
      body.u16(address.length === 4 ? NAME_RECORD.ipv4 : NAME_RECORD.ipv6).u16(length);
      body.put(address).put(text).u8(0);
      pad(body, length);
    }
    body.u32(NAME_RECORD.end);
  });
}

function block(type: number, fill: (body: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  writer.u32(type).u32(0);
  fill(writer);
  endBlock(writer, 0);
  return writer.finish();
}

function endBlock(writer: ByteWriter, start: number): void {
  const length = writer.length + 4 - start;
  writer.patchU16(start + 4, length >>> 16);
  writer.patchU16(start + 6, length);
  writer.u32(length);
}

/** A text option; its length has 16 bits, which is far more than a comment needs. */
function option(body: ByteWriter, code: number, text: string): void {
  const lengthAt = body.u16(code).length;
  body.u16(0);
  // TextEncoder costs more than a short text; nearly all are ASCII
  let ascii = text.length < 256;
  for (let i = 0; ascii && i < text.length; i++) if (text.charCodeAt(i) > 127) ascii = false;
  if (ascii) for (let i = 0; i < text.length; i++) body.u8(text.charCodeAt(i));
  else body.put(UTF8.encode(text).subarray(0, 0xfffc));
  const length = body.length - lengthAt - 2;
  body.patchU16(lengthAt, length);
  pad(body, length);
}

function pad(body: ByteWriter, length: number): void {
  body.zeros((4 - (length & 3)) & 3);
}
