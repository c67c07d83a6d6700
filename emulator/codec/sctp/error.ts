import { decodeCauses, type ErrorCause, encodeCauses, explainCauses } from './causes.ts';
import type { ChunkCodec } from './chunk-codec.ts';

/**
 * ERROR (9): something was wrong that does not end the association by itself. RFC 9260 §3.3.10
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 9    |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |                    one or more Error Causes                   |
 *     +---------------------------------------------------------------+
 */
export interface ErrorChunk {
  readonly type: 'ERROR';
  readonly causes: readonly ErrorCause[];
}

export const errorCodec: ChunkCodec<ErrorChunk> = {
  code: 9,
  type: 'ERROR',
  clause: '3.3.10',
  decode: reader => ({ type: 'ERROR', causes: decodeCauses(reader) }),
  flags: () => 0,
  encode: (chunk, writer) => encodeCauses(chunk.causes, writer),
  explain: (chunk, at) => explainCauses(chunk.causes, at),
};
