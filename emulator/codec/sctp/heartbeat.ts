import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import { toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import type { ChunkCodec } from './chunk-codec.ts';
import { decodeTlvs, encodeTlv } from './tlv.ts';

/**
 * HEARTBEAT (4). RFC 9260 §3.3.5
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 4    |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |   Heartbeat Info Type = 1     |          Info Length          |
 *     +-------------------------------+-------------------------------+
 *     |       Sender-Specific Heartbeat Info, returned unread         |
 *     +---------------------------------------------------------------+
 */
export interface HeartbeatChunk {
  readonly type: 'HEARTBEAT';
  readonly info: Uint8Array;
}

const HEARTBEAT_INFO = 1;

export const heartbeatCodec: ChunkCodec<HeartbeatChunk> = {
  code: 4,
  type: 'HEARTBEAT',
  clause: '3.3.5',
  decode: reader => ({ type: 'HEARTBEAT', info: decodeHeartbeatInfo(reader) }),
  flags: () => 0,
  encode: (chunk, writer) => encodeHeartbeatInfo(chunk.info, writer),
  explain: (chunk, at) => explainHeartbeatInfo(chunk.info, at),
};

export function decodeHeartbeatInfo(reader: ByteReader): Uint8Array {
  const start = reader.position;
  const [info, ...others] = decodeTlvs(reader, 'Heartbeat Info', (code, value) =>
    code === HEARTBEAT_INFO ? value.rest() : undefined,
  );
  if (info !== undefined && others.length === 0) return info;
  reader.position = start;
  return reader.fail('wants exactly one Heartbeat Info parameter');
}

export function encodeHeartbeatInfo(info: Uint8Array, writer: ByteWriter): void {
  encodeTlv(writer, HEARTBEAT_INFO, true, w => w.put(info));
}

export function explainHeartbeatInfo(info: Uint8Array, at: number): FieldTree[] {
  return [{ name: 'Heartbeat Info', offset: at, length: 4 + info.length, value: toHex(info) }];
}
