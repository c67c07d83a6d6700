import type { ChunkCodec } from './chunk-codec.ts';

/**
 * COOKIE ACK (11); the first chunk of its packet. RFC 9260 §3.3.12
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 11   |     Flags     |          Length = 4           |
 *     +---------------+---------------+-------------------------------+
 */
export interface CookieAckChunk {
  readonly type: 'COOKIE-ACK';
}

export const cookieAckCodec: ChunkCodec<CookieAckChunk> = {
  code: 11,
  type: 'COOKIE-ACK',
  clause: '3.3.12',
  decode: () => ({ type: 'COOKIE-ACK' }),
  flags: () => 0,
  encode: () => {},
  explain: () => [],
};
