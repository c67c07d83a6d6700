import type { ChunkCodec } from './chunk-codec.ts';
import { decodeInitFields, encodeInitFields, explainInitFields, type InitFields } from './init.ts';

/**
 * INIT ACK (2): the fields of INIT, and among its parameters a State Cookie. RFC 9260 §3.3.3
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 2    |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |                         Initiate Tag                          |
 *     +---------------------------------------------------------------+
 *     |          Advertised Receiver Window Credit (a_rwnd)           |
 *     +-------------------------------+-------------------------------+
 *     |  Number of Outbound Streams   |   Number of Inbound Streams   |
 *     +-------------------------------+-------------------------------+
 *     |                          Initial TSN                          |
 *     +---------------------------------------------------------------+
 *     |              State Cookie and other parameters                |
 *     +---------------------------------------------------------------+
 */
export interface InitAckChunk extends InitFields {
  readonly type: 'INIT-ACK';
}

export const initAckCodec: ChunkCodec<InitAckChunk> = {
  code: 2,
  type: 'INIT-ACK',
  clause: '3.3.3',
  decode: reader => ({ type: 'INIT-ACK', ...decodeInitFields(reader) }),
  flags: () => 0,
  encode: encodeInitFields,
  explain: explainInitFields,
};
