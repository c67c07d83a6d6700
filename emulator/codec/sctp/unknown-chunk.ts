import type { ByteReader } from '../../bytes/index.ts';
import type { UnknownAction } from './parameters.ts';

/**
 * A chunk of a type that this codec does not know. Its two highest type bits say what a receiver does. RFC 9260 §3.2
 *
 *     +-+-+-----------+---------------+-------------------------------+  0x: stop, discard the packet from here on
 *     |s|r|   Type    |     Flags     |            Length             |  1x: skip the chunk, go on with the next
 *     +-+-+-----------+---------------+-------------------------------+  x1: report Unrecognized Chunk Type
 *     |                             Value                             |
 *     +---------------------------------------------------------------+
 */
export interface UnknownChunk {
  readonly type: 'unknown';
  readonly chunkType: number;
  readonly flags: number;
  readonly value: Uint8Array;
}

export function decodeUnknownChunk(chunkType: number, flags: number, reader: ByteReader): UnknownChunk {
  return { type: 'unknown', chunkType, flags, value: reader.rest() };
}

export function actionForUnknownChunk(chunkType: number): UnknownAction {
  return { skip: (chunkType & 0x80) !== 0, report: (chunkType & 0x40) !== 0 };
}
