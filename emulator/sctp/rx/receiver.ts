import { type DataChunk, SACK_BASE_LENGTH, type SackChunk } from '../../codec/sctp/index.ts';
import { Deque } from '../deque.ts';
import type { ProtocolParameters } from '../protocol-parameters.ts';
import { tsnDistance } from '../serial.ts';
import { Reassembly, type ReceivedMessage } from './reassembly.ts';
import { TsnTracker } from './tsn-tracker.ts';

/** What a DATA chunk was. */
export type DataVerdict =
  | { readonly type: 'accepted' }
  | { readonly type: 'dropped' }
  /** Acknowledged, reported to the peer, and thrown away. */
  | { readonly type: 'invalid-stream' }
  | { readonly type: 'violation'; readonly text: string }
  /** One message is larger than the whole receiver window. */
  | { readonly type: 'out-of-resource' };

const ACCEPTED: DataVerdict = { type: 'accepted' };
const DROPPED: DataVerdict = { type: 'dropped' };

/** Duplicate TSNs are reported for information; a flood of them is not worth a packet. */
const MOST_DUPLICATES = 64;

/** The receiving half of an association: what came, what is held back, and when to acknowledge. RFC 9260 §6.2 */
export class Receiver {
  private readonly parameters: ProtocolParameters;
  private readonly tracker: TsnTracker;
  private readonly reassembly = new Reassembly();
  readonly inboundStreams: number;
  private readonly deliver: (message: ReceivedMessage) => void;
  private readonly ready = new Deque<ReceivedMessage>();
  private readyOctets = 0;
  private duplicates: number[] = [];
  private packetsToAcknowledge = 0;
  private lastAdvertised: number;
  paused = false;
  /** A SACK must go out with the next packet. */
  acknowledgeNow = false;
  duplicateCount = 0;
  messagesReceived = 0;

  constructor(
    parameters: ProtocolParameters,
    start: { initialTsn: number; inboundStreams: number },
    deliver: (message: ReceivedMessage) => void,
  ) {
    this.parameters = parameters;
    this.tracker = new TsnTracker(start.initialTsn);
    this.inboundStreams = start.inboundStreams;
    this.deliver = deliver;
    this.lastAdvertised = parameters.receiveWindow;
  }

  get cumulativeTsn(): number {
    return this.tracker.cumulative;
  }

  /** DATA came that no SACK covers yet: one may travel with whatever goes out. */
  get acknowledgePending(): boolean {
    return this.packetsToAcknowledge > 0 || this.acknowledgeNow;
  }

  /** Octets that may still come (a_rwnd). */
  get window(): number {
    return Math.max(0, this.parameters.receiveWindow - this.reassembly.octets - this.readyOctets);
  }

  /** Takes one DATA chunk with user data in it. */
  handleData(chunk: DataChunk): DataVerdict {
    const judgement = this.tracker.judge(chunk.tsn);
    if (judgement === 'too-far') return DROPPED;
    if (judgement === 'duplicate') {
      this.duplicateCount++;
      if (this.duplicates.length < MOST_DUPLICATES) this.duplicates.push(chunk.tsn);
      this.acknowledgeNow = true;
      return DROPPED;
    }
    // a shut window takes only what fills a gap: that is what opens it again
    if (this.window < chunk.userData.length && tsnDistance(chunk.tsn, this.tracker.highest) > 0) {
      this.acknowledgeNow = true;
      if (this.paused || this.tracker.hasGaps || this.reassembly.octets === 0) return DROPPED;
      return { type: 'out-of-resource' };
    }
    const filledGap = this.tracker.hasGaps;
    this.tracker.add(chunk.tsn);
    if (chunk.immediate || filledGap) this.acknowledgeNow = true;
    if (chunk.stream >= this.inboundStreams) return { type: 'invalid-stream' };
    const fault = this.reassembly.add(chunk, this.take);
    return fault === undefined ? ACCEPTED : { type: 'violation', text: fault };
  }

  /** A packet with DATA was read to its end: every second one is acknowledged with what goes out next. */
  endOfPacket(): void {
    this.packetsToAcknowledge++;
    if (this.packetsToAcknowledge >= 2) this.acknowledgeNow = true;
  }

  /** Something is missing: each packet gets a SACK of its own, because the sender counts them. RFC 9260 §6.7, §7.2.4 */
  get hasGaps(): boolean {
    return this.tracker.hasGaps;
  }

  /** Goes on delivering; asks for a SACK when that opens the window noticeably. RFC 9260 §6.2 */
  resume(): void {
    this.paused = false;
    for (let next = this.ready.shift(); next !== undefined; next = this.ready.shift()) {
      this.readyOctets -= next.bytes.length;
      this.deliver(next);
    }
    const opened = this.window - this.lastAdvertised;
    if (opened >= Math.min(this.parameters.receiveWindow / 2, this.parameters.maxPacketLength))
      this.acknowledgeNow = true;
  }

  /** The SACK of this moment, in `room` octets at most; it counts as sent. */
  takeSack(room: number): SackChunk {
    const blocks = Math.max(0, Math.floor((room - SACK_BASE_LENGTH) / 4));
    const gapAckBlocks = this.tracker.hasGaps ? this.tracker.gapAckBlocks(blocks) : [];
    const duplicateTsns = this.duplicates.slice(0, blocks - gapAckBlocks.length);
    this.duplicates = [];
    this.packetsToAcknowledge = 0;
    this.acknowledgeNow = false;
    this.lastAdvertised = this.window;
    return {
      type: 'SACK',
      cumulativeTsnAck: this.tracker.cumulative,
      advertisedReceiverWindow: this.lastAdvertised,
      gapAckBlocks,
      duplicateTsns,
    };
  }

  private readonly take = (message: ReceivedMessage): void => {
    this.messagesReceived++;
    if (!this.paused) {
      this.deliver(message);
      return;
    }
    this.ready.push(message);
    this.readyOctets += message.bytes.length;
  };
}
