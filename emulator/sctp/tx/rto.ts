import type { Millis } from '../../machine/index.ts';
import type { ProtocolParameters } from '../protocol-parameters.ts';

const RTO_ALPHA = 1 / 8;
const RTO_BETA = 1 / 4;

/** The retransmission timeout of the path. RFC 9260 §6.3.1 */
export class Rto {
  private readonly parameters: ProtocolParameters;
  private variation = 0;
  smoothedRttMs: number | undefined;
  currentMs: Millis;

  constructor(parameters: ProtocolParameters) {
    this.parameters = parameters;
    this.currentMs = parameters.rtoInitialMs;
  }

  /** A round-trip time of a chunk that was sent once (Karn), or of a HEARTBEAT. */
  measured(rttMs: number): void {
    if (this.smoothedRttMs === undefined) {
      this.smoothedRttMs = rttMs;
      this.variation = rttMs / 2;
    } else {
      this.variation = (1 - RTO_BETA) * this.variation + RTO_BETA * Math.abs(this.smoothedRttMs - rttMs);
      this.smoothedRttMs = (1 - RTO_ALPHA) * this.smoothedRttMs + RTO_ALPHA * rttMs;
    }
    this.currentMs = this.clamp(this.smoothedRttMs + 4 * this.variation);
  }

  /** Doubles the timeout after it expired. RFC 9260 §6.3.3 E2 */
  backOff(): void {
    this.currentMs = this.clamp(this.currentMs * 2);
  }

  private clamp(ms: number): number {
    return Math.min(Math.max(ms, this.parameters.rtoMinMs, 1), this.parameters.rtoMaxMs);
  }
}
