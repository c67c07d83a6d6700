import type { Millis } from '../../machine/index.ts';
import { tsnDistance } from '../serial.ts';

/** Congestion window of the one path, counted in octets of user data. RFC 9260 §7.2 */
export class Congestion {
  /** PMDCS: the user data that one full packet carries. */
  private readonly pmdcs: number;
  /**
   * L of RFC 9260 §7.2.1: full packets that one SACK may add in slow start. As many as one event may send: what a burst carried, a peer
   * that reads it in one turn acknowledges with one SACK, and Max.Burst keeps the growth from leaving in one burst (RFC 3465 §2.3).
   */
  private readonly slowStartLimit: number;
  window: number;
  slowStartThreshold: number;
  private partialBytesAcked = 0;
  /** Highest TSN outstanding when fast recovery began; recovery ends when it is acknowledged. */
  private recoveryExit: number | undefined;
  /** When DATA went out last. */
  lastSentAt: Millis | undefined;

  constructor(pmdcs: number, maxBurst: number, peerReceiverWindow: number) {
    this.slowStartLimit = maxBurst;
    this.pmdcs = pmdcs;
    this.window = Math.min(4 * pmdcs, Math.max(2 * pmdcs, 4404));
    this.slowStartThreshold = Math.max(peerReceiverWindow, this.window);
  }

  get inFastRecovery(): boolean {
    return this.recoveryExit !== undefined;
  }

  /** A SACK acknowledged `octets` more; `flightBefore` was in flight when it came. RFC 9260 §7.2.1, §7.2.2 */
  acknowledged(octets: number, flightBefore: number, flightNow: number, cumulativeAdvanced: boolean): void {
    const fullyUsed = flightBefore >= this.window;
    if (this.window <= this.slowStartThreshold) {
      if (cumulativeAdvanced && fullyUsed && !this.inFastRecovery) {
        const grown = this.window + Math.min(octets, this.slowStartLimit * this.pmdcs);
        // a large step must not carry slow start far beyond where it ends
        this.window = Math.min(grown, this.slowStartThreshold + this.pmdcs);
      }
    } else {
      this.partialBytesAcked += octets;
      if (this.partialBytesAcked >= this.window && cumulativeAdvanced) {
        if (fullyUsed) {
          this.partialBytesAcked -= this.window;
          this.window += this.pmdcs;
        } else {
          this.partialBytesAcked = this.window;
        }
      }
    }
    if (flightNow === 0) this.partialBytesAcked = 0;
  }

  /** Leaves fast recovery when its exit point is acknowledged. */
  cumulativeAt(tsn: number): void {
    if (this.recoveryExit !== undefined && tsnDistance(tsn, this.recoveryExit) >= 0) this.recoveryExit = undefined;
  }

  /** Three missing reports: halves once for all losses of one window. RFC 9260 §7.2.4 */
  enterFastRecovery(highestOutstanding: number): void {
    if (this.recoveryExit !== undefined) return;
    this.recoveryExit = highestOutstanding;
    this.slowStartThreshold = Math.max(Math.floor(this.window / 2), 4 * this.pmdcs);
    this.window = this.slowStartThreshold;
    this.partialBytesAcked = 0;
  }

  /** T3-rtx expired. RFC 9260 §7.2.3 */
  timedOut(): void {
    this.recoveryExit = undefined;
    this.slowStartThreshold = Math.max(Math.floor(this.window / 2), 4 * this.pmdcs);
    this.window = this.pmdcs;
    this.partialBytesAcked = 0;
  }

  /** Called before each transmission: an idle path loses half its window for each RTO. RFC 9260 §7.2.1 */
  sending(now: Millis, rtoMs: number, flight: number): void {
    if (flight === 0 && this.lastSentAt !== undefined) {
      for (let idle = now - this.lastSentAt; idle >= rtoMs && this.window > 4 * this.pmdcs; idle -= rtoMs) {
        this.window = Math.max(Math.floor(this.window / 2), 4 * this.pmdcs);
      }
    }
    this.lastSentAt = now;
  }
}
