import type { ChunkCodec } from './chunk-codec.ts';

/**
 * COOKIE ECHO (10): the State Cookie of the INIT ACK, unchanged; the first chunk of its packet. RFC 9260 §3.3.11
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 10   |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |                            Cookie                             |
 *     +---------------------------------------------------------------+
 */
export interface CookieEchoChunk {
  readonly type: 'COOKIE-ECHO';
  readonly cookie: Uint8Array;
}

export const cookieEchoCodec: ChunkCodec<CookieEchoChunk> = {
  code: 10,
  type: 'COOKIE-ECHO',
  clause: '3.3.11',
  decode: reader => ({ type: 'COOKIE-ECHO', cookie: reader.rest() }),
  flags: () => 0,
  encode: (chunk, writer) => {
    writer.put(chunk.cookie);
  },
  explain: (chunk, at) => [
    { name: 'Cookie', offset: at, length: chunk.cookie.length, value: `${chunk.cookie.length} octets` },
  ],
};
