import { encodeVolume, RECORD_OCTETS } from './volume.ts';

/** Datagrams that one call hands out at most, so that others get their turn. */
const BURST = 64;

/**
 * How far behind its pace a sender makes up, ms. One that was held up for longer (a computer with too much to do) goes on at its pace from
 * there. A base station holds 350 ms of a phone's rate at most, and some of that is taken already.
 */
const CATCH_UP_MS = 50;

/** Makes the numbered datagrams of one flow, at its pace: the source's side of a download, the phone's of an upload. */
export class VolumeSender {
  readonly flow: number;
  readonly total: number;
  sent = 0;
  sentOctets = 0;
  private readonly octets: number;
  private readonly rateBps: number;
  private readonly packetSize: number;
  private startedAt: number;

  /** `rateBps` 0 = as fast as it is asked. @throws RangeError on a packet size below RECORD_OCTETS */
  constructor(
    request: {
      readonly flow: number;
      readonly octets: number;
      readonly rateBps: number;
      readonly packetSize: number;
    },
    now: number,
  ) {
    if (request.packetSize < RECORD_OCTETS) throw new RangeError(`packet size ${request.packetSize} is too small`);
    this.flow = request.flow;
    this.octets = request.octets;
    this.rateBps = request.rateBps;
    this.packetSize = request.packetSize;
    this.startedAt = now;
    this.total = Math.ceil(request.octets / request.packetSize);
  }

  get done(): boolean {
    return this.sent >= this.total;
  }

  /** When the next datagram is due; undefined when all are sent. */
  next(): number | undefined {
    if (this.done) return undefined;
    return this.rateBps === 0 ? this.startedAt : this.startedAt + (this.sentOctets * 8000) / this.rateBps;
  }

  /** The datagrams that are due, 64 at most: UDP payloads. */
  take(now: number): Uint8Array[] {
    const due: Uint8Array[] = [];
    const behindMs = this.rateBps === 0 ? 0 : now - (this.next() ?? now);
    if (behindMs > CATCH_UP_MS) this.startedAt += behindMs - CATCH_UP_MS;
    for (let at = this.next(); at !== undefined && at <= now && due.length < BURST; at = this.next()) {
      // The last datagram carries what is left, but a record has at least its header.
      const size = Math.max(RECORD_OCTETS, Math.min(this.packetSize, this.octets - this.sentOctets));
      const { flow, total, sent: sequence } = this;
      due.push(encodeVolume({ type: 'Record', flow, sequence, total, sentAtMs: Math.floor(now), size }));
      this.sent++;
      this.sentOctets += size;
    }
    return due;
  }
}
