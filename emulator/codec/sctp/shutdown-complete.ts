import { type ChunkCodec, T_BIT } from './chunk-codec.ts';

/**
 * SHUTDOWN COMPLETE (14); alone in its packet. RFC 9260 §3.3.13
 *
 *     +---------------+-------------+-+-------------------------------+
 *     |   Type = 14   |  Reserved   |T|          Length = 4           |
 *     +---------------+-------------+-+-------------------------------+
 */
export interface ShutdownCompleteChunk {
  readonly type: 'SHUTDOWN-COMPLETE';
  /** T bit: the sender had no association, the verification tag is the receiver's own, reflected. */
  readonly tagReflected: boolean;
}

export const shutdownCompleteCodec: ChunkCodec<ShutdownCompleteChunk> = {
  code: 14,
  type: 'SHUTDOWN-COMPLETE',
  clause: '3.3.13',
  decode: (_reader, flags) => ({ type: 'SHUTDOWN-COMPLETE', tagReflected: (flags & T_BIT) !== 0 }),
  flags: chunk => (chunk.tagReflected ? T_BIT : 0),
  encode: () => {},
  explain: (chunk, at) => [
    { name: 'T bit', offset: at - 3, length: 1, value: chunk.tagReflected ? '1 (tag reflected)' : '0' },
  ],
};
