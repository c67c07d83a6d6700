import type { ChunkCodec } from './chunk-codec.ts';

/**
 * SHUTDOWN (7). RFC 9260 §3.3.8
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 7    |     Flags     |          Length = 8           |
 *     +---------------+---------------+-------------------------------+
 *     |                      Cumulative TSN Ack                       |
 *     +---------------------------------------------------------------+
 */
export interface ShutdownChunk {
  readonly type: 'SHUTDOWN';
  readonly cumulativeTsnAck: number;
}

export const shutdownCodec: ChunkCodec<ShutdownChunk> = {
  code: 7,
  type: 'SHUTDOWN',
  clause: '3.3.8',
  decode: reader => ({ type: 'SHUTDOWN', cumulativeTsnAck: reader.u32() }),
  flags: () => 0,
  encode: (chunk, writer) => {
    writer.u32(chunk.cumulativeTsnAck);
  },
  explain: (chunk, at) => [
    { name: 'Cumulative TSN Ack', offset: at, length: 4, value: String(chunk.cumulativeTsnAck) },
  ],
};
