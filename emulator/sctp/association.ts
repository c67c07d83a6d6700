import type { Chunk } from '../codec/sctp/index.ts';
import type { Machine, Millis } from '../machine/index.ts';
import { shutdown, shutdownTakesTooLong, shutdownUnanswered } from './closing.ts';
import { AssociationContext, type AssociationSetup, textBytes } from './context.ts';
import type { StateCookie } from './cookie.ts';
import { accept, associate, cookieUnanswered, initUnanswered } from './establishment.ts';
import { handleChunks, handlePacket, violation } from './incoming.ts';
import { countError, heartbeatDue, heartbeatUnanswered } from './path.ts';
import type { AssociationId, AssociationInput, AssociationOutput, AssociationStatistics } from './port.ts';
import { transmit } from './transmission.ts';

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
  const next = context.timers.next();
  if (next !== undefined && next <= now) handleExpired(context, now);
  if (context.transmitDue !== undefined) transmit(context, now);
}

function handleExpired(context: AssociationContext, now: Millis): void {
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
