import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';

/**
 * What each chunk file exports: how the value of one chunk type (the octets after flags and length) is read, written and explained.
 *
 *      0                   1                   2                   3
 *     +---------------+---------------+-------------------------------+
 *     |  Chunk Type   |  Chunk Flags  |         Chunk Length          |  length counts these four octets and the value,
 *     +---------------+---------------+-------------------------------+  not the zero octets that pad it to a multiple of 4
 *     |                          Chunk Value                          |
 *     +---------------------------------------------------------------+
 */
export interface ChunkCodec<Chunk extends { readonly type: string }> {
  /** Chunk type on the wire. RFC 9260 §3.2 Table 1 */
  readonly code: number;
  readonly type: Chunk['type'];
  readonly clause: string;
  /** Reads the value; `reader` ends where the chunk ends. */
  decode(reader: ByteReader, flags: number): Chunk;
  flags(chunk: Chunk): number;
  encode(chunk: Chunk, writer: ByteWriter): void;
  /** The fields of the value, which starts at octet `at` of the packet. */
  explain(chunk: Chunk, at: number): FieldTree[];
}

/** Octets with the padding that makes them a multiple of four. RFC 9260 §3.2 */
export function padded(length: number): number {
  return (length + 3) & ~3;
}

export function hex8(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}

export function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

export function hex32(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** The T bit of ABORT and SHUTDOWN COMPLETE: the packet carries the receiver's own tag, reflected. RFC 9260 §8.5.1 */
export const T_BIT = 0x01;
