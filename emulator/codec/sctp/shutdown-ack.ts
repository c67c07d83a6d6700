import type { ChunkCodec } from './chunk-codec.ts';

/**
 * SHUTDOWN ACK (8). RFC 9260 §3.3.9
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 8    |     Flags     |          Length = 4           |
 *     +---------------+---------------+-------------------------------+
 */
export interface ShutdownAckChunk {
  readonly type: 'SHUTDOWN-ACK';
}

export const shutdownAckCodec: ChunkCodec<ShutdownAckChunk> = {
  code: 8,
  type: 'SHUTDOWN-ACK',
  clause: '3.3.9',
  decode: () => ({ type: 'SHUTDOWN-ACK' }),
  flags: () => 0,
  encode: () => {},
  explain: () => [],
};
