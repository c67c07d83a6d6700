import { type Chunk, encodeSctp, type SctpPacket } from '../codec/sctp/index.ts';

/**
 * The answer to a packet that belongs to no association and opens none; undefined for silence. RFC 9260 §8.4
 * INIT and COOKIE ECHO are judged before: they may open one.
 */
export function answerOutOfTheBlue(packet: SctpPacket): Uint8Array | undefined {
  const { chunks } = packet;
  if (chunks.length === 0) return undefined;
  if (chunks.some(chunk => chunk.type === 'ABORT' || chunk.type === 'SHUTDOWN-COMPLETE')) return undefined;
  if (chunks.some(chunk => chunk.type === 'COOKIE-ACK' || isStaleCookie(chunk))) return undefined;
  if (chunks.some(chunk => chunk.type === 'SHUTDOWN-ACK')) {
    return reflect(packet, { type: 'SHUTDOWN-COMPLETE', tagReflected: true });
  }
  return reflect(packet, { type: 'ABORT', tagReflected: true, causes: [] });
}

/** A packet back to where one came from, with the tag that it carried. */
export function reflect(packet: SctpPacket, chunk: Chunk, verificationTag = packet.verificationTag): Uint8Array {
  return encodeSctp({
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    verificationTag,
    chunks: [chunk],
  });
}

function isStaleCookie(chunk: Chunk): boolean {
  return chunk.type === 'ERROR' && chunk.causes.some(cause => cause.type === 'STALE-COOKIE');
}
