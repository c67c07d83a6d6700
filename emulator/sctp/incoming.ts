import {
  actionForUnknownChunk,
  type Chunk,
  COMMON_HEADER_LENGTH,
  chunkBytes,
  type DataChunk,
  describeCause,
  type ErrorCause,
  type ErrorChunk,
  type SackChunk,
  type SctpPacket,
} from '../codec/sctp/index.ts';
import type { Millis } from '../machine/index.ts';
import { continueClosing, handleShutdown, handleShutdownAck, handleShutdownComplete, sendShutdown } from './closing.ts';
import { type AssociationContext, textBytes } from './context.ts';
import {
  handleCookieAck,
  handleCookieEcho,
  handleInitAck,
  handleStaleCookie,
  handleUnexpectedInit,
} from './establishment.ts';
import { handleHeartbeatAck } from './path.ts';
import type { DownReason, PeerAddress } from './port.ts';
import { acknowledged, sendsData } from './transmission.ts';

/** What a packet does to an association: first its verification tag, then chunk by chunk. RFC 9260 §6, §8.5 */

/** Whether the tag of a packet lets it in, by the chunk that it begins with. RFC 9260 §8.5 */
export function handlePacket(context: AssociationContext, packet: SctpPacket, from: PeerAddress, now: Millis): void {
  const first = packet.chunks[0];
  const { verificationTag } = packet;
  const own = verificationTag === context.localTag;
  switch (first?.type) {
    case undefined:
      return;
    case 'INIT':
      if (verificationTag === 0 && packet.chunks.length === 1) handleUnexpectedInit(context, first, from, now);
      return;
    case 'ABORT':
      if (first.tagReflected ? verificationTag === context.transfer?.peerTag : own) handleAbort(context, first.causes);
      return;
    case 'SHUTDOWN-COMPLETE':
      if (first.tagReflected ? verificationTag === context.transfer?.peerTag : own) handleShutdownComplete(context);
      return;
    case 'COOKIE-ECHO':
      context.packetsReceived++;
      if (handleCookieEcho(context, first, verificationTag, from, now))
        handleChunks(context, packet.chunks.slice(1), now);
      return;
    case 'SHUTDOWN-ACK':
      if (context.state.name === 'COOKIE-WAIT' || context.state.name === 'COOKIE-ECHOED') {
        // the end of an earlier association with these ports: let the peer finish it. RFC 9260 §8.5.1 E
        context.answer(from, verificationTag, { type: 'SHUTDOWN-COMPLETE', tagReflected: true });
        return;
      }
      break;
  }
  if (!own) return;
  context.packetsReceived++;
  context.heardFrom(from);
  handleChunks(context, packet.chunks, now);
}

export function handleChunks(context: AssociationContext, chunks: readonly Chunk[], now: Millis): void {
  let data = false;
  for (const chunk of chunks) {
    if (context.state.name === 'CLOSED') return;
    if (chunk.type === 'DATA') data = handleData(context, chunk, now) || data;
    else if (!handleControl(context, chunk, now)) break;
  }
  if (data) endOfData(context, now);
}

/** Returns whether the next chunk of the packet counts. */
function handleControl(context: AssociationContext, chunk: Chunk, now: Millis): boolean {
  switch (chunk.type) {
    case 'SACK':
      handleSack(context, chunk, now);
      return true;
    case 'HEARTBEAT':
      if (context.transfer !== undefined) context.control({ type: 'HEARTBEAT-ACK', info: chunk.info }, now);
      return true;
    case 'HEARTBEAT-ACK':
      handleHeartbeatAck(context, chunk, now);
      return true;
    case 'INIT-ACK':
      handleInitAck(context, chunk, now);
      return true;
    case 'COOKIE-ACK':
      handleCookieAck(context, now);
      return true;
    case 'ERROR':
      handleError(context, chunk, now);
      return true;
    case 'SHUTDOWN':
      handleShutdown(context, chunk, now);
      return true;
    case 'SHUTDOWN-ACK':
      handleShutdownAck(context);
      return true;
    case 'ABORT':
      handleAbort(context, chunk.causes);
      return false;
    case 'unknown': {
      const { skip, report } = actionForUnknownChunk(chunk.chunkType);
      if (report && context.transfer !== undefined) {
        const causes: ErrorCause[] = [{ type: 'UNRECOGNIZED-CHUNK-TYPE', value: chunkBytes(chunk).subarray(0, 512) }];
        context.control({ type: 'ERROR', causes }, now);
      }
      return skip;
    }
    default:
      // INIT, COOKIE ECHO and SHUTDOWN COMPLETE stand at the head of a packet only. RFC 9260 §6.10
      return false;
  }
}

/** Returns whether the chunk wants an acknowledgement. */
function handleData(context: AssociationContext, chunk: DataChunk, now: Millis): boolean {
  const { name } = context.state;
  if (name !== 'ESTABLISHED' && name !== 'SHUTDOWN-PENDING' && name !== 'SHUTDOWN-SENT') return false;
  const { transfer } = context.state;
  if (chunk.userData.length === 0) {
    const text = `DATA with TSN ${chunk.tsn} has no user data`;
    context.abort([{ type: 'NO-USER-DATA', tsn: chunk.tsn }], { kind: 'abort', text });
    return false;
  }
  const verdict = transfer.receiver.handleData(chunk);
  switch (verdict.type) {
    case 'accepted':
    case 'dropped':
      return true;
    case 'invalid-stream':
      context.control({ type: 'ERROR', causes: [{ type: 'INVALID-STREAM-IDENTIFIER', stream: chunk.stream }] }, now);
      return true;
    case 'violation':
      violation(context, verdict.text);
      return false;
    case 'out-of-resource': {
      const window = context.parameters.receiveWindow;
      const text = `a message is larger than the receiver window of ${window} octets`;
      context.abort([{ type: 'OUT-OF-RESOURCE' }], { kind: 'abort', text });
      return false;
    }
  }
}

/** Decides about the acknowledgement of a packet with DATA. RFC 9260 §6.2 */
function endOfData(context: AssociationContext, now: Millis): void {
  const { transfer } = context;
  if (transfer === undefined) return;
  // Deviation: §6.2 wants a SACK for every second packet; those that one turn brings share one, when nothing is missing
  transfer.receiver.endOfPacket();
  if (context.state.name === 'SHUTDOWN-SENT') {
    // each DATA is answered with SHUTDOWN, and a SACK that names the gaps. RFC 9260 §9.2
    transfer.receiver.acknowledgeNow = true;
    sendShutdown(context, now);
  }
  if (transfer.receiver.hasGaps) {
    // not left to the end of the turn: three of them make the peer send again what is lost
    const room = context.parameters.maxPacketLength - COMMON_HEADER_LENGTH;
    context.sendAlone(transfer.peerTag, transfer.receiver.takeSack(room));
    context.timers.stop('sack-delay');
  } else if (transfer.receiver.acknowledgeNow) context.transmitDue ??= now;
  else if (!context.timers.isRunning('sack-delay')) {
    context.timers.start('sack-delay', now + context.parameters.sackDelayMs);
  }
}

function handleSack(context: AssociationContext, chunk: SackChunk, now: Millis): void {
  const { transfer } = context;
  if (transfer === undefined || !sendsData(context)) return;
  const { sender } = transfer;
  const outcome = sender.handleSack(chunk, now);
  if (outcome.verdict === 'old') return;
  if (outcome.verdict === 'never-sent') {
    violation(context, `SACK ${chunk.cumulativeTsnAck} acknowledges what was never sent`);
    return;
  }
  acknowledged(context, sender, outcome, now);
  continueClosing(context, now);
}

function handleAbort(context: AssociationContext, causes: readonly ErrorCause[]): void {
  if (context.state.name === 'CLOSED') return;
  const text =
    causes.length === 0 ? 'aborted by the peer' : `aborted by the peer: ${causes.map(describeCause).join('; ')}`;
  context.close({ kind: 'abort', text });
}

function handleError(context: AssociationContext, chunk: ErrorChunk, now: Millis): void {
  for (const cause of chunk.causes) {
    if (cause.type === 'STALE-COOKIE') handleStaleCookie(context, cause.stalenessMicroseconds, now);
    else context.put({ type: 'peerError', association: context.id, text: describeCause(cause) });
  }
}

/** The peer broke the protocol in a way that leaves no common ground: ABORT with the reason. RFC 9260 §3.3.10.13 */
export function violation(context: AssociationContext, text: string): void {
  if (context.state.name === 'CLOSED') return;
  const reason: DownReason = { kind: 'abort', text: `the peer broke the protocol: ${text}` };
  context.abort([{ type: 'PROTOCOL-VIOLATION', value: textBytes(text) }], reason);
}
