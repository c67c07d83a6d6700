import {
  COMMON_HEADER_LENGTH,
  DATA_HEADER_LENGTH,
  type PacketWriter,
  padded,
  type SackChunk,
} from '../../codec/sctp/index.ts';
import type { Millis } from '../../machine/index.ts';
import type { ProtocolParameters } from '../protocol-parameters.ts';
import { tsnAdd, tsnDistance } from '../serial.ts';
import { Congestion } from './congestion.ts';
import { Outstanding } from './outstanding.ts';
import type { Rto } from './rto.ts';
import { SendQueue } from './send-queue.ts';

/** What a SACK means for the timers and counters of the association. */
export interface SackOutcome {
  readonly verdict: 'used' | 'old' | 'never-sent';
  /** The earliest outstanding chunk was acknowledged: T3-rtx restarts. RFC 9260 §6.3.2 R3 */
  readonly advanced: boolean;
  /** Something new was acknowledged: the peer is alive. */
  readonly progress: boolean;
}

const OLD: SackOutcome = { verdict: 'old', advanced: false, progress: false };
const NEVER_SENT: SackOutcome = { verdict: 'never-sent', advanced: false, progress: false };

/**
 * The sending half of an association: queue, fragmentation, what is outstanding, congestion and the peer's window.
 * Windows and flight count octets of user data.
 */
export class Sender {
  private readonly parameters: ProtocolParameters;
  private readonly rto: Rto;
  private readonly queue = new SendQueue();
  private readonly outstanding: Outstanding;
  readonly congestion: Congestion;
  readonly outboundStreams: number;
  /** Most octets of user data in one chunk. */
  private readonly mostUserData: number;
  /** What the peer advertised last (a_rwnd). */
  private advertisedWindow: number;
  /** The next retransmission ignores the congestion window: the first packet after three missing reports. */
  private fastRetransmitDue = false;
  /** A SACK came since the last T3-rtx expiry while the peer's window was shut. */
  private probeAnswered = false;
  /** The last `fill` sent the earliest outstanding chunk again: T3-rtx restarts. RFC 9260 §7.2.4 (4) */
  retransmittedFirst = false;
  messagesSent = 0;
  chunksRetransmitted = 0;
  fastRetransmits = 0;
  timeouts = 0;

  constructor(
    parameters: ProtocolParameters,
    rto: Rto,
    start: { initialTsn: number; peerReceiverWindow: number; outboundStreams: number },
  ) {
    this.parameters = parameters;
    this.rto = rto;
    this.outstanding = new Outstanding(start.initialTsn);
    this.mostUserData = (parameters.maxPacketLength - COMMON_HEADER_LENGTH - DATA_HEADER_LENGTH) & ~3;
    this.congestion = new Congestion(this.mostUserData, parameters.maxBurst, start.peerReceiverWindow);
    this.advertisedWindow = start.peerReceiverWindow;
    this.outboundStreams = start.outboundStreams;
  }

  /** Nothing waits and nothing is outstanding. */
  get isDry(): boolean {
    return this.queue.isEmpty && this.outstanding.isEmpty;
  }

  get hasOutstanding(): boolean {
    return !this.outstanding.isEmpty;
  }

  get flightSize(): number {
    return this.outstanding.flight;
  }

  /** The peer's advertised window less what is in flight. */
  get peerReceiverWindow(): number {
    return Math.max(0, this.advertisedWindow - this.outstanding.flight);
  }

  /** Octets handed over and not yet acknowledged cumulatively. */
  get bufferedOctets(): number {
    return this.queue.octets + this.outstanding.octets;
  }

  /** Highest TSN that was sent; one below the initial TSN before any. */
  get lastTsn(): number {
    return tsnAdd(this.outstanding.nextTsn, -1);
  }

  enqueue(stream: number, ppid: number, bytes: Uint8Array, unordered: boolean): void {
    this.queue.push(stream, ppid, bytes, unordered);
    this.messagesSent++;
  }

  /** Whether `fill` would add a chunk to an empty packet now. */
  canSend(): boolean {
    const { flight } = this.outstanding;
    const lost = this.outstanding.firstLost();
    if (lost !== undefined) return this.mayRetransmit(lost.chunk.userData.length);
    const next = this.queue.nextLength(this.mostUserData, this.mostUserData);
    return next > 0 && this.mayTransmit(next, flight);
  }

  /**
   * Adds chunks to the packet while it stays within Max packet length and the windows allow: retransmissions first.
   * Returns how many; `pushing` asks the peer to acknowledge the last one at once.
   */
  fill(writer: PacketWriter, now: Millis, pushing: boolean): number {
    this.congestion.sending(now, this.rto.currentMs, this.outstanding.flight);
    this.retransmittedFirst = false;
    let added = this.fillLost(writer, now);
    if (this.outstanding.hasLost) return added;
    for (;;) {
      const room = this.parameters.maxPacketLength - writer.length - DATA_HEADER_LENGTH;
      const length = this.queue.nextLength(room, this.mostUserData);
      if (length <= 0 || !this.mayTransmit(length, this.outstanding.flight)) return added;
      const last = this.queue.octets === length;
      const blocked = this.outstanding.flight + length >= this.congestion.window;
      const chunk = this.queue.take(this.outstanding.nextTsn, length, (last && pushing) || (blocked && !last));
      writer.add(chunk);
      this.outstanding.sent(chunk, now);
      added++;
    }
  }

  /** RFC 9260 §6.2.1 */
  handleSack(sack: SackChunk, now: Millis): SackOutcome {
    if (tsnDistance(sack.cumulativeTsnAck, this.outstanding.cumulativeAck) < 0) return OLD;
    if (!this.outstanding.covers(sack)) return NEVER_SENT;
    const flightBefore = this.outstanding.flight;
    const effect = this.outstanding.acknowledge(sack, this.congestion.inFastRecovery);
    const flight = this.outstanding.flight;
    if (effect.roundTripFrom !== undefined) this.rto.measured(now - effect.roundTripFrom);
    if (effect.octets > 0) {
      this.congestion.acknowledged(effect.octets, flightBefore, flight, effect.cumulativeAdvanced);
    }
    this.congestion.cumulativeAt(sack.cumulativeTsnAck);
    if (effect.fastRetransmit) {
      this.congestion.enterFastRecovery(this.lastTsn);
      this.fastRetransmitDue = true;
      this.fastRetransmits++;
    }
    this.advertisedWindow = sack.advertisedReceiverWindow;
    if (sack.advertisedReceiverWindow === 0) this.probeAnswered = true;
    return { verdict: 'used', advanced: effect.cumulativeAdvanced, progress: effect.octets > 0 };
  }

  /** The Cumulative TSN Ack of a SHUTDOWN. */
  handleCumulativeAck(cumulativeTsnAck: number, now: Millis): SackOutcome {
    return this.handleSack(
      {
        type: 'SACK',
        cumulativeTsnAck,
        advertisedReceiverWindow: this.advertisedWindow,
        gapAckBlocks: [],
        duplicateTsns: [],
      },
      now,
    );
  }

  /**
   * T3-rtx expired. RFC 9260 §6.3.3
   * Returns whether it counts as an error of the path: an answered zero window probe does not (§6.1 A).
   */
  handleTimeout(): boolean {
    this.timeouts++;
    const counts = !this.probeAnswered;
    this.probeAnswered = false;
    this.rto.backOff();
    this.congestion.timedOut();
    this.outstanding.loseAll();
    this.fastRetransmitDue = false;
    return counts;
  }

  private fillLost(writer: PacketWriter, now: Millis): number {
    let added = 0;
    for (let sent = this.outstanding.firstLost(); sent !== undefined; sent = this.outstanding.firstLost()) {
      const { length } = sent.chunk.userData;
      if (writer.length + DATA_HEADER_LENGTH + padded(length) > this.parameters.maxPacketLength) break;
      if (!this.mayRetransmit(length)) break;
      if (this.outstanding.isFirst(sent)) this.retransmittedFirst = true;
      this.outstanding.retransmitted(sent, now);
      writer.add(sent.chunk);
      this.chunksRetransmitted++;
      added++;
    }
    if (added > 0) this.fastRetransmitDue = false;
    return added;
  }

  private mayRetransmit(length: number): boolean {
    const { flight } = this.outstanding;
    return this.fastRetransmitDue || flight === 0 || flight + length <= this.congestion.window;
  }

  /** One chunk may always be in flight, whatever the peer's window says: the zero window probe. RFC 9260 §6.1 A, B */
  private mayTransmit(length: number, flight: number): boolean {
    if (flight === 0) return true;
    return flight < this.congestion.window && length <= this.peerReceiverWindow;
  }
}
