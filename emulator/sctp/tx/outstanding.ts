import type { DataChunk, SackChunk } from '../../codec/sctp/index.ts';
import type { Millis } from '../../machine/index.ts';
import { Deque } from '../deque.ts';
import { tsnAdd, tsnDistance } from '../serial.ts';

/** A chunk that was sent and is not covered by the Cumulative TSN Ack. */
export interface Sent {
  chunk: DataChunk;
  sentAt: Millis;
  transmissions: number;
  /** In a gap ack block; the peer may still take it back. */
  acknowledged: boolean;
  /** Marked for retransmission, so not in flight. */
  lost: boolean;
  missingReports: number;
  fastRetransmitted: boolean;
}

/** What a SACK changed. */
export interface SackEffect {
  readonly cumulativeAdvanced: boolean;
  /** Octets newly acknowledged, cumulatively or in gaps. */
  readonly octets: number;
  /** When the round trip began that this SACK ended, if it may be measured (Karn). */
  readonly roundTripFrom: Millis | undefined;
  /** Chunks that reached three missing reports now. */
  readonly fastRetransmit: boolean;
  /** The peer took back what it had acknowledged in a gap. */
  readonly reneged: boolean;
}

const MISSING_REPORTS = 3;

/** The chunks between the Cumulative TSN Ack and the next TSN, and what SACKs say about each. RFC 9260 §6.2.1, §7.2.4 */
export class Outstanding {
  private readonly chunks = new Deque<Sent>();
  cumulativeAck: number;
  /** Octets sent, not acknowledged, not given up. */
  flight = 0;
  /** Octets not yet covered by the Cumulative TSN Ack. */
  octets = 0;
  private lostCount = 0;
  /** No chunk below this TSN is marked for retransmission. */
  private lostFrom: number;
  private gapAcknowledged = 0;
  /** TSN whose round trip is measured: one at a time. */
  private measured: number | undefined;

  constructor(initialTsn: number) {
    this.cumulativeAck = tsnAdd(initialTsn, -1);
    this.lostFrom = initialTsn;
  }

  get isEmpty(): boolean {
    return this.chunks.length === 0;
  }

  get nextTsn(): number {
    return tsnAdd(this.cumulativeAck, this.chunks.length + 1);
  }

  get hasLost(): boolean {
    return this.lostCount > 0;
  }

  sent(chunk: DataChunk, now: Millis): void {
    const octets = chunk.userData.length;
    this.flight += octets;
    this.octets += octets;
    this.measured ??= chunk.tsn;
    this.chunks.push({
      chunk,
      sentAt: now,
      transmissions: 1,
      acknowledged: false,
      lost: false,
      missingReports: 0,
      fastRetransmitted: false,
    });
  }

  /** The earliest chunk marked for retransmission. */
  firstLost(): Sent | undefined {
    if (this.lostCount === 0) return undefined;
    let index = Math.max(0, tsnDistance(this.lostFrom, this.cumulativeAck) - 1);
    while (!this.chunks.at(index).lost) index++;
    const sent = this.chunks.at(index);
    this.lostFrom = sent.chunk.tsn;
    return sent;
  }

  retransmitted(sent: Sent, now: Millis): void {
    sent.lost = false;
    sent.sentAt = now;
    sent.transmissions++;
    // a stalled sender wants its answer now, not after the peer's delayed acknowledgement
    if (!sent.chunk.immediate) sent.chunk = { ...sent.chunk, immediate: true };
    if (this.measured === sent.chunk.tsn) this.measured = undefined;
    this.lostCount--;
    this.flight += sent.chunk.userData.length;
  }

  /** True when the chunk is the earliest outstanding one. */
  isFirst(sent: Sent): boolean {
    return this.chunks.first() === sent;
  }

  /** T3-rtx expired: everything not acknowledged is to be sent again. RFC 9260 §6.3.3 */
  loseAll(): void {
    for (let i = 0; i < this.chunks.length; i++) {
      const sent = this.chunks.at(i);
      if (sent.acknowledged) continue;
      sent.missingReports = 0;
      sent.fastRetransmitted = false;
      this.lose(sent);
    }
    this.measured = undefined;
  }

  /** Whether a SACK speaks only of TSNs that were sent. */
  covers(sack: SackChunk): boolean {
    const advance = tsnDistance(sack.cumulativeTsnAck, this.cumulativeAck);
    const left = this.chunks.length - advance;
    if (left < 0) return false;
    let after = 1;
    for (const { start, end } of sack.gapAckBlocks) {
      if (start <= after || end < start || end > left) return false;
      after = end;
    }
    return true;
  }

  /** Applies a SACK that `covers` allowed and whose Cumulative TSN Ack is not behind ours. */
  acknowledge(sack: SackChunk, inFastRecovery: boolean): SackEffect {
    const flow = { octets: 0, roundTripFrom: undefined as Millis | undefined };
    const advanced = this.advance(sack.cumulativeTsnAck, flow);
    let highestNew = 0;
    let reported = 0;
    for (const { start, end } of sack.gapAckBlocks) {
      for (let index = start - 1; index < end; index++) {
        const sent = this.chunks.at(index);
        if (sent.acknowledged) continue;
        this.leaveFlight(sent, flow);
        sent.acknowledged = true;
        this.gapAcknowledged++;
        highestNew = index;
      }
      reported += end - start + 1;
    }
    const reneged = this.gapAcknowledged > reported;
    if (reneged) this.takeBackAllBut(sack);
    const upTo = inFastRecovery && advanced ? (sack.gapAckBlocks.at(-1)?.end ?? 0) : highestNew;
    return { cumulativeAdvanced: advanced, ...flow, fastRetransmit: this.reportMissing(upTo), reneged };
  }

  /** Moves the Cumulative TSN Ack; returns whether it moved. */
  private advance(cumulativeTsnAck: number, flow: { octets: number; roundTripFrom: Millis | undefined }): boolean {
    const count = tsnDistance(cumulativeTsnAck, this.cumulativeAck);
    for (let i = 0; i < count; i++) {
      const sent = this.chunks.shift()!;
      this.octets -= sent.chunk.userData.length;
      if (sent.acknowledged) this.gapAcknowledged--;
      else this.leaveFlight(sent, flow);
    }
    this.cumulativeAck = cumulativeTsnAck;
    return count > 0;
  }

  private leaveFlight(sent: Sent, flow: { octets: number; roundTripFrom: Millis | undefined }): void {
    const octets = sent.chunk.userData.length;
    flow.octets += octets;
    if (sent.lost) {
      sent.lost = false;
      this.lostCount--;
    } else {
      this.flight -= octets;
    }
    if (this.measured !== sent.chunk.tsn) return;
    if (sent.transmissions === 1) flow.roundTripFrom = sent.sentAt;
    this.measured = undefined;
  }

  /** The peer dropped chunks that it had reported in a gap: they are outstanding again. RFC 9260 §6.2.1 */
  private takeBackAllBut(sack: SackChunk): void {
    for (let index = 0; index < this.chunks.length; index++) {
      const sent = this.chunks.at(index);
      if (!sent.acknowledged || sack.gapAckBlocks.some(({ start, end }) => start <= index + 1 && index + 1 <= end))
        continue;
      sent.acknowledged = false;
      this.gapAcknowledged--;
      this.flight += sent.chunk.userData.length;
    }
  }

  /** Counts a missing report for each hole below position `upTo`: highest TSN newly acknowledged. RFC 9260 §7.2.4 */
  private reportMissing(upTo: number): boolean {
    let found = false;
    for (let i = 0; i < upTo; i++) {
      const sent = this.chunks.at(i);
      if (sent.acknowledged || sent.lost || sent.fastRetransmitted) continue;
      if (++sent.missingReports < MISSING_REPORTS) continue;
      sent.fastRetransmitted = true;
      this.lose(sent);
      found = true;
    }
    return found;
  }

  private lose(sent: Sent): void {
    if (sent.lost) return;
    sent.lost = true;
    if (this.lostCount++ === 0 || tsnDistance(sent.chunk.tsn, this.lostFrom) < 0) this.lostFrom = sent.chunk.tsn;
    this.flight -= sent.chunk.userData.length;
  }
}
