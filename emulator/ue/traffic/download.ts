import { encodeVolume, FlowCounter, VOLUME_PORTS, type VolumeMessage } from '../../codec/volume/index.ts';
import type { Millis } from '../../machine/index.ts';
import type { VolumeRequest } from './port.ts';
import type { Emit, Route, Task, TaskEvent } from './task.ts';
import { udpPacket } from './udp-packet.ts';
import { decodeRecord, failedBecause } from './volume-message.ts';

const REQUEST_INTERVAL_MS = 1_000;

/** A volume from the lab's source: asks for it until it begins, counts it, and ends when all or nothing more comes. */
export class Download implements Task {
  readonly protocol = 'udp';
  readonly id: string;
  readonly key: number;
  readonly route: Route;
  done = false;
  private readonly request: VolumeMessage & { readonly type: 'SourceRequest' };
  private readonly idleTimeoutMs: Millis;
  private readonly counter = new FlowCounter();
  private readonly startedAt: Millis;
  private asked = 0;
  private total = 0;
  private firstAt: Millis | undefined;
  private lastAt: Millis = 0;

  constructor(wanted: VolumeRequest, port: number, packetSize: number, route: Route, now: Millis) {
    this.id = wanted.id;
    this.key = port;
    this.route = route;
    this.idleTimeoutMs = wanted.idleTimeoutMs ?? 5_000;
    this.startedAt = now;
    const { octets, rateBps = 0 } = wanted;
    this.request = { type: 'SourceRequest', flow: port, octets, rateBps, packetSize };
  }

  next(): Millis | undefined {
    if (this.done) return undefined;
    if (this.firstAt !== undefined) return this.lastAt + this.idleTimeoutMs;
    return Math.min(this.startedAt + this.asked * REQUEST_INTERVAL_MS, this.startedAt + this.idleTimeoutMs);
  }

  run(now: Millis, emit: Emit): void {
    const quietSince = this.firstAt === undefined ? this.startedAt : this.lastAt;
    if (now >= quietSince + this.idleTimeoutMs) {
      const detail = this.firstAt === undefined ? 'the source did not answer' : 'no more datagrams came';
      this.finish(emit, detail);
    } else if (this.firstAt === undefined && now >= this.startedAt + this.asked * REQUEST_INTERVAL_MS) {
      this.asked++;
      this.send(this.request, emit);
    }
  }

  hear(event: TaskEvent, now: Millis, emit: Emit): void {
    if (event.type === 'unreachable') {
      this.finish(emit, event.reason);
      return;
    }
    const record = event.type === 'datagram' ? decodeRecord(event.payload) : undefined;
    if (record?.type !== 'Record' || record.flow !== this.key) return;
    this.firstAt ??= now;
    this.lastAt = now;
    this.total = record.total;
    this.counter.add(record.sequence, record.size);
    if (this.counter.datagrams >= this.total) this.finish(emit);
  }

  stop(_now: Millis, emit: Emit): void {
    if (this.done) return;
    this.send({ type: 'SourceStop', flow: this.key }, emit);
    this.finish(emit, 'stopped');
  }

  private send(message: VolumeMessage, emit: Emit): void {
    const packet = udpPacket(this.route, this.key, VOLUME_PORTS.source, encodeVolume(message));
    emit({ type: 'packet', ebi: this.route.link.ebi, packet });
  }

  private finish(emit: Emit, detail?: string): void {
    if (this.done) return;
    this.done = true;
    const { counter, total } = this;
    const lost = counter.missing(total);
    const complete = this.firstAt !== undefined && lost === 0;
    emit({
      type: 'volumeDone',
      id: this.id,
      direction: 'download',
      complete,
      sent: total,
      sentOctets: complete ? counter.octets : this.request.octets,
      received: counter.datagrams,
      receivedOctets: counter.octets,
      lost,
      duplicates: counter.duplicates,
      reordered: counter.reordered,
      durationMs: this.firstAt === undefined ? 0 : this.lastAt - this.firstAt,
      ...failedBecause(complete, detail),
    });
  }
}
