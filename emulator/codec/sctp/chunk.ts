import { type ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';
import { type AbortChunk, abortCodec } from './abort.ts';
import { type ChunkCodec, padded } from './chunk-codec.ts';
import { type CookieAckChunk, cookieAckCodec } from './cookie-ack.ts';
import { type CookieEchoChunk, cookieEchoCodec } from './cookie-echo.ts';
import { type DataChunk, dataCodec } from './data.ts';
import { type ErrorChunk, errorCodec } from './error.ts';
import { type HeartbeatChunk, heartbeatCodec } from './heartbeat.ts';
import { type HeartbeatAckChunk, heartbeatAckCodec } from './heartbeat-ack.ts';
import { type InitChunk, initCodec } from './init.ts';
import { type InitAckChunk, initAckCodec } from './init-ack.ts';
import { type SackChunk, sackCodec } from './sack.ts';
import { type ShutdownChunk, shutdownCodec } from './shutdown.ts';
import { type ShutdownAckChunk, shutdownAckCodec } from './shutdown-ack.ts';
import { type ShutdownCompleteChunk, shutdownCompleteCodec } from './shutdown-complete.ts';
import { decodeUnknownChunk, type UnknownChunk } from './unknown-chunk.ts';

/** Any chunk, by its name in RFC 9260. */
export type Chunk =
  | DataChunk
  | InitChunk
  | InitAckChunk
  | SackChunk
  | HeartbeatChunk
  | HeartbeatAckChunk
  | AbortChunk
  | ShutdownChunk
  | ShutdownAckChunk
  | ErrorChunk
  | CookieEchoChunk
  | CookieAckChunk
  | ShutdownCompleteChunk
  | UnknownChunk;

const CODECS: { readonly [Type in Exclude<Chunk['type'], 'unknown'>]: ChunkCodec<Extract<Chunk, { type: Type }>> } = {
  DATA: dataCodec,
  INIT: initCodec,
  'INIT-ACK': initAckCodec,
  SACK: sackCodec,
  HEARTBEAT: heartbeatCodec,
  'HEARTBEAT-ACK': heartbeatAckCodec,
  ABORT: abortCodec,
  SHUTDOWN: shutdownCodec,
  'SHUTDOWN-ACK': shutdownAckCodec,
  ERROR: errorCodec,
  'COOKIE-ECHO': cookieEchoCodec,
  'COOKIE-ACK': cookieAckCodec,
  'SHUTDOWN-COMPLETE': shutdownCompleteCodec,
};

const BY_CODE: (ChunkCodec<Chunk> | undefined)[] = [];
for (const codec of Object.values(CODECS)) BY_CODE[codec.code] = codec as unknown as ChunkCodec<Chunk>;

/** The codec of a known chunk. */
export function codecOf(type: Exclude<Chunk['type'], 'unknown'>): ChunkCodec<Chunk> {
  return CODECS[type] as unknown as ChunkCodec<Chunk>;
}

/** Reads one chunk with its padding. @throws DecodeError whose path begins with the chunk's name */
export function decodeChunk(reader: ByteReader): Chunk {
  const start = reader.position;
  const code = reader.u8();
  const flags = reader.u8();
  const length = reader.u16();
  if (length < 4) throw new DecodeError(`chunk length is ${length}, must be at least 4`, start + 2);
  const value = reader.sub(length - 4);
  reader.skip(padded(length) - length);
  const codec = BY_CODE[code];
  if (codec === undefined) return decodeUnknownChunk(code, flags, value);
  try {
    const chunk = codec.decode(value, flags);
    if (value.remaining > 0) value.fail(`${value.remaining} octets too many`);
    return chunk;
  } catch (error) {
    throw error instanceof DecodeError ? error.inside(codec.type) : error;
  }
}

/** Writes one chunk with its padding. @throws RangeError when it is longer than its 16 bit length can say */
export function encodeChunk(chunk: Chunk, writer: ByteWriter): void {
  const start = writer.length;
  if (chunk.type === 'unknown') {
    writer.u8(chunk.chunkType).u8(chunk.flags).u16(0).put(chunk.value);
  } else {
    const codec = codecOf(chunk.type);
    writer.u8(codec.code).u8(codec.flags(chunk)).u16(0);
    codec.encode(chunk, writer);
  }
  const length = writer.length - start;
  if (length > 0xffff) throw new RangeError(`${chunk.type} chunk of ${length} octets: 65535 at most`);
  writer.patchU16(start + 2, length);
  if ((length & 3) !== 0) writer.zeros(padded(length) - length);
}

/** One chunk alone, padded: what an Unrecognized Chunk Type cause carries. */
export function chunkBytes(chunk: Chunk): Uint8Array {
  const writer = new ByteWriter(64);
  encodeChunk(chunk, writer);
  return writer.finish();
}
