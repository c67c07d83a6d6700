export type { FieldTree } from '../tree.ts';
export type { AbortChunk } from './abort.ts';
export { CAUSE_CODES, describeCause, type ErrorCause } from './causes.ts';
export { type Chunk, chunkBytes } from './chunk.ts';
export { padded } from './chunk-codec.ts';
export type { CookieEchoChunk } from './cookie-echo.ts';
export { crc32c, sctpChecksum } from './crc32c.ts';
export { DATA_HEADER_LENGTH, type DataChunk } from './data.ts';
export { describeChunk, describeSctp } from './describe.ts';
export type { ErrorChunk } from './error.ts';
export { explainSctp } from './explain.ts';
export type { HeartbeatAckChunk } from './heartbeat-ack.ts';
export type { InitChunk, InitFields } from './init.ts';
export type { InitAckChunk } from './init-ack.ts';
export { COMMON_HEADER_LENGTH, decodeSctp, encodeSctp, PacketWriter, type SctpPacket } from './packet.ts';
export {
  actionForUnknownParameter,
  encodeParameter,
  type Parameter,
  parameterTypeOf,
  type UnknownAction,
} from './parameters.ts';
export { formatPpid, PPID_NGAP, PPID_S1AP } from './ppid.ts';
export { type GapAckBlock, SACK_BASE_LENGTH, type SackChunk } from './sack.ts';
export type { ShutdownChunk } from './shutdown.ts';
export { actionForUnknownChunk, type UnknownChunk } from './unknown-chunk.ts';
