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
import type { Machine, Millis } from '../machine/index.ts';
import {
  continueClosing,
  handleShutdown,
  handleShutdownAck,
  handleShutdownComplete,
  sendShutdown,
  shutdown,
  shutdownTakesTooLong,
  shutdownUnanswered,
} from './closing.ts';
import { AssociationContext, type AssociationSetup, textBytes } from './context.ts';
import type { StateCookie } from './cookie.ts';
import {
  accept,
  associate,
  cookieUnanswered,
  handleCookieAck,
  handleCookieEcho,
  handleInitAck,
  handleStaleCookie,
  handleUnexpectedInit,
  initUnanswered,
} from './establishment.ts';
import { clearErrors, countError, handleHeartbeatAck, heartbeatDue, heartbeatUnanswered } from './path.ts';
import type {
  AssociationId,
  AssociationInput,
  AssociationOutput,
  AssociationStatistics,
  DownReason,
  PeerAddress,
} from './port.ts';
import { sendsData, transmit } from './transmission.ts';

/**
 * One SCTP association (RFC 9260) as a machine. Nothing that is due is sent by the input that made it due, except what ends or opens an
 * association: `nextTimeout()` says "now", and the timeout input bundles all that the host brought in between into few packets.
 */
export class Association implements Machine<AssociationInput, AssociationOutput> {
  private readonly context: AssociationContext;

  constructor(setup: AssociationSetup, id: AssociationId, localTag: number) {
    this.context = new AssociationContext(setup, id, localTag);
  }

  get id(): AssociationId {
    return this.context.id;
  }

  /** The tag that the peer's packets carry; a restart changes it. */
  get localTag(): number {
    return this.context.localTag;
  }

  get localPort(): number {
    return this.context.localPort;
  }

  get peerPort(): number {
    return this.context.peerPort;
  }

  /** The state's name in RFC 9260. */
  get state(): string {
    return this.context.state.name;
  }

  handle(input: AssociationInput, now: Millis): AssociationOutput[] {
    const { context } = this;
    switch (input.type) {
      case 'packet':
        handlePacket(context, input.packet, input.from, now);
        break;
      case 'timeout':
        handleTimers(context, now);
        break;
      case 'send':
        send(context, input, now);
        break;
      case 'associate':
        if (context.state.name === 'CLOSED') associate(context, now);
        break;
      case 'pause':
        if (context.transfer !== undefined) context.transfer.receiver.paused = true;
        break;
      case 'resume':
        resume(context, now);
        break;
      case 'shutdown':
        shutdown(context, now);
        break;
      case 'abort':
        if (context.state.name === 'CLOSED') break;
        context.abort([{ type: 'USER-INITIATED-ABORT', value: textBytes(input.reason) }], {
          kind: 'abort',
          text: `aborted here: ${input.reason}`,
        });
        break;
      case 'malformed':
        violation(context, input.reason);
        break;
      case 'unreachable':
        if (context.state.name === 'COOKIE-WAIT') context.close({ kind: 'unreachable', text: input.text });
        break;
    }
    return context.takeOutputs();
  }

  /** Enters ESTABLISHED by a cookie of ours, then reads the rest of the packet that carried it. */
  accept(cookie: StateCookie, rest: readonly Chunk[], now: Millis): AssociationOutput[] {
    accept(this.context, cookie, now);
    this.context.packetsReceived++;
    handleChunks(this.context, rest, now);
    return this.context.takeOutputs();
  }

  nextTimeout(): Millis | undefined {
    return this.context.transmitDue ?? this.context.timers.next();
  }

  /** `nextTimeout()` is now: something waits to be sent. */
  get isTransmitDue(): boolean {
    return this.context.transmitDue !== undefined;
  }

  /** The earliest running timer. */
  nextTimer(): Millis | undefined {
    return this.context.timers.next();
  }

  /** Octets handed over and not yet acknowledged. */
  get bufferedOctets(): number {
    return this.context.transfer?.sender.bufferedOctets ?? 0;
  }

  statistics(): AssociationStatistics {
    const { context } = this;
    const transfer = context.transfer;
    return {
      state: context.state.name,
      messagesSent: transfer?.sender.messagesSent ?? 0,
      messagesReceived: transfer?.receiver.messagesReceived ?? 0,
      packetsSent: context.packetsSent,
      packetsReceived: context.packetsReceived,
      chunksRetransmitted: transfer?.sender.chunksRetransmitted ?? 0,
      fastRetransmits: transfer?.sender.fastRetransmits ?? 0,
      timeouts: transfer?.sender.timeouts ?? 0,
      duplicateTsns: transfer?.receiver.duplicateCount ?? 0,
      congestionWindow: transfer?.sender.congestion.window ?? 0,
      slowStartThreshold: transfer?.sender.congestion.slowStartThreshold ?? 0,
      flightSize: transfer?.sender.flightSize ?? 0,
      peerReceiverWindow: transfer?.sender.peerReceiverWindow ?? 0,
      bufferedOctets: this.bufferedOctets,
      rtoMs: context.rto.currentMs,
      smoothedRttMs: context.rto.smoothedRttMs,
      errorCount: context.errorCount,
    };
  }
}

function send(context: AssociationContext, input: Extract<AssociationInput, { type: 'send' }>, now: Millis): void {
  const { state } = context;
  if (input.bytes.length === 0) throw new RangeError('an SCTP message has at least one octet');
  if (state.name !== 'ESTABLISHED') {
    context.put({ type: 'refused', association: context.id, reason: 'state' });
    return;
  }
  const { sender } = state.transfer;
  if (input.stream >= sender.outboundStreams) {
    context.put({ type: 'refused', association: context.id, reason: 'stream' });
    return;
  }
  sender.enqueue(input.stream, input.ppid, input.bytes, input.unordered ?? false);
  context.transmitDue ??= now;
}

function resume(context: AssociationContext, now: Millis): void {
  const { transfer } = context;
  if (transfer === undefined) return;
  transfer.receiver.resume();
  if (transfer.receiver.acknowledgeNow) context.transmitDue ??= now;
}

function handleTimers(context: AssociationContext, now: Millis): void {
  for (const name of context.timers.expire(now)) {
    // an earlier one of the same moment may have ended the association
    if (context.state.name === 'CLOSED') break;
    switch (name) {
      case 'T1-init':
        initUnanswered(context, now);
        break;
      case 'T1-cookie':
        cookieUnanswered(context, now);
        break;
      case 'T2-shutdown':
        shutdownUnanswered(context, now);
        break;
      case 'T3-rtx':
        dataUnacknowledged(context, now);
        break;
      case 'T5-shutdown-guard':
        shutdownTakesTooLong(context);
        break;
      case 'sack-delay':
        if (context.transfer !== undefined) context.transfer.receiver.acknowledgeNow = true;
        context.transmitDue ??= now;
        break;
      case 'heartbeat':
        heartbeatDue(context, now);
        break;
      case 'heartbeat-ack':
        heartbeatUnanswered(context, now);
        break;
    }
  }
  if (context.transmitDue !== undefined) transmit(context, now);
}

/** T3-rtx expired. RFC 9260 §6.3.3 */
function dataUnacknowledged(context: AssociationContext, now: Millis): void {
  const { transfer } = context;
  if (transfer === undefined || !transfer.sender.hasOutstanding) return;
  const counts = transfer.sender.handleTimeout();
  if (counts && !countError(context, 'DATA')) return;
  context.tryAlternate();
  context.transmitDue ??= now;
}

/** RFC 9260 §8.5: whether the tag of a packet lets it in, by the chunk that it begins with. */
function handlePacket(context: AssociationContext, packet: SctpPacket, from: PeerAddress, now: Millis): void {
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
      if (handleCookieEcho(context, first, verificationTag, now)) handleChunks(context, packet.chunks.slice(1), now);
      return;
    case 'SHUTDOWN-ACK':
      if (context.state.name === 'COOKIE-WAIT' || context.state.name === 'COOKIE-ECHOED') {
        // the end of an earlier association with these ports: let the peer finish it. RFC 9260 §8.5.1 E
        context.sendAlone(verificationTag, { type: 'SHUTDOWN-COMPLETE', tagReflected: true });
        return;
      }
      break;
  }
  if (!own) return;
  context.packetsReceived++;
  context.heardFrom(from);
  handleChunks(context, packet.chunks, now);
}

function handleChunks(context: AssociationContext, chunks: readonly Chunk[], now: Millis): void {
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
  if (outcome.progress) clearErrors(context);
  if (!sender.hasOutstanding) context.timers.stop('T3-rtx');
  else if (outcome.advanced || !context.timers.isRunning('T3-rtx')) {
    context.timers.start('T3-rtx', now + context.rto.currentMs);
  }
  if (context.aboveHighWater && sender.bufferedOctets <= context.parameters.sendHighWater / 4) {
    context.aboveHighWater = false;
    context.put({ type: 'writable', association: context.id });
  }
  if (sender.canSend()) context.transmitDue ??= now;
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
function violation(context: AssociationContext, text: string): void {
  if (context.state.name === 'CLOSED') return;
  const reason: DownReason = { kind: 'abort', text: `the peer broke the protocol: ${text}` };
  context.abort([{ type: 'PROTOCOL-VIOLATION', value: textBytes(text) }], reason);
}
