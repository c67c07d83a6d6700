import { ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';
import { type Chunk, decodeChunk, encodeChunk } from './chunk.ts';
import { hex32 } from './chunk-codec.ts';
import { sctpChecksum } from './crc32c.ts';

/**
 * An SCTP packet: common header and chunks. RFC 9260 §3.1
 *
 *     +-------------------------------+-------------------------------+
 *     |      Source Port Number       |    Destination Port Number    |
 *     +-------------------------------+-------------------------------+
 *     |                       Verification Tag                        |
 *     +---------------------------------------------------------------+
 *     |                      Checksum (CRC-32C)                       |  least significant octet first, unlike all else
 *     +---------------------------------------------------------------+
 *     |                            Chunk #1 …                         |
 *     +---------------------------------------------------------------+
 */
export interface SctpPacket {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly verificationTag: number;
  readonly chunks: readonly Chunk[];
}

/** Octets of the common header. */
export const COMMON_HEADER_LENGTH = 12;

/**
 * Reads a whole packet. `checksum: 'ignored'` is for captures on loopback, where the kernel leaves the field empty.
 * @throws DecodeError on a wrong checksum, a truncated chunk, or a chunk whose value does not fit its type
 */
export function decodeSctp(bytes: Uint8Array, checksum: 'verified' | 'ignored' = 'verified'): SctpPacket {
  const reader = new ByteReader(bytes);
  const sourcePort = reader.u16();
  const destinationPort = reader.u16();
  const verificationTag = reader.u32();
  const found = reader.u32();
  if (checksum === 'verified') {
    const computed = sctpChecksum(bytes);
    if (found !== computed) {
      throw new DecodeError(`CRC-32C is ${hex32(found)}, must be ${hex32(computed)}`, 8, 'checksum');
    }
  }
  const chunks: Chunk[] = [];
  while (reader.remaining > 0) chunks.push(decodeChunk(reader));
  return { sourcePort, destinationPort, verificationTag, chunks };
}

/** Writes a whole packet with its checksum. */
export function encodeSctp(packet: SctpPacket): Uint8Array {
  const writer = new PacketWriter();
  writer.begin(packet.sourcePort, packet.destinationPort, packet.verificationTag);
  for (const chunk of packet.chunks) writer.add(chunk);
  return writer.finish();
}

/** Builds one packet after the other in the same buffer, chunk by chunk, for a sender that bundles. */
export class PacketWriter {
  private readonly writer = new ByteWriter(2048);

  begin(sourcePort: number, destinationPort: number, verificationTag: number): void {
    this.writer.length = 0;
    this.writer.u16(sourcePort).u16(destinationPort).u32(verificationTag).u32(0);
  }

  /** Octets so far, header included. */
  get length(): number {
    return this.writer.length;
  }

  get isEmpty(): boolean {
    return this.writer.length <= COMMON_HEADER_LENGTH;
  }

  add(chunk: Chunk): void {
    encodeChunk(chunk, this.writer);
  }

  /** Adds the chunk if the packet stays within `limit` octets; an empty packet takes any chunk. Returns whether it did. */
  addWithin(chunk: Chunk, limit: number): boolean {
    const before = this.writer.length;
    const wasEmpty = this.isEmpty;
    encodeChunk(chunk, this.writer);
    if (this.writer.length <= limit || wasEmpty) return true;
    this.writer.length = before;
    return false;
  }

  /** A copy of the packet with its checksum. */
  finish(): Uint8Array {
    const packet = this.writer.finish();
    const checksum = sctpChecksum(packet);
    packet[8] = checksum >>> 24;
    packet[9] = checksum >>> 16;
    packet[10] = checksum >>> 8;
    packet[11] = checksum;
    return packet;
  }
}
