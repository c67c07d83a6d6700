import type { ChunkCodec } from './chunk-codec.ts';
import { decodeHeartbeatInfo, encodeHeartbeatInfo, explainHeartbeatInfo } from './heartbeat.ts';

/**
 * HEARTBEAT ACK (5): the Heartbeat Info of the HEARTBEAT, unchanged. RFC 9260 §3.3.6
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 5    |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |   Heartbeat Info Type = 1     |          Info Length          |
 *     +-------------------------------+-------------------------------+
 *     |                Sender-Specific Heartbeat Info                 |
 *     +---------------------------------------------------------------+
 */
export interface HeartbeatAckChunk {
  readonly type: 'HEARTBEAT-ACK';
  readonly info: Uint8Array;
}

export const heartbeatAckCodec: ChunkCodec<HeartbeatAckChunk> = {
  code: 5,
  type: 'HEARTBEAT-ACK',
  clause: '3.3.6',
  decode: reader => ({ type: 'HEARTBEAT-ACK', info: decodeHeartbeatInfo(reader) }),
  flags: () => 0,
  encode: (chunk, writer) => encodeHeartbeatInfo(chunk.info, writer),
  explain: (chunk, at) => explainHeartbeatInfo(chunk.info, at),
};
