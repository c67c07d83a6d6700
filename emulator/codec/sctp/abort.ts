import { decodeCauses, type ErrorCause, encodeCauses, explainCauses } from './causes.ts';
import { type ChunkCodec, T_BIT } from './chunk-codec.ts';

/**
 * ABORT (6). RFC 9260 §3.3.7
 *
 *     +---------------+-------------+-+-------------------------------+
 *     |   Type = 6    |  Reserved   |T|            Length             |
 *     +---------------+-------------+-+-------------------------------+
 *     |                   zero or more Error Causes                   |
 *     +---------------------------------------------------------------+
 */
export interface AbortChunk {
  readonly type: 'ABORT';
  /** T bit: the sender had no association, the verification tag is the receiver's own, reflected. */
  readonly tagReflected: boolean;
  readonly causes: readonly ErrorCause[];
}

export const abortCodec: ChunkCodec<AbortChunk> = {
  code: 6,
  type: 'ABORT',
  clause: '3.3.7',
  decode: (reader, flags) => ({ type: 'ABORT', tagReflected: (flags & T_BIT) !== 0, causes: decodeCauses(reader) }),
  flags: chunk => (chunk.tagReflected ? T_BIT : 0),
  encode: (chunk, writer) => encodeCauses(chunk.causes, writer),
  explain: (chunk, at) => [
    { name: 'T bit', offset: at - 3, length: 1, value: chunk.tagReflected ? '1 (tag reflected)' : '0' },
    ...explainCauses(chunk.causes, at),
  ],
};
