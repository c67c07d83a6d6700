import {
  encodeVolume,
  type SinkReport,
  VOLUME_PORTS,
  type VolumeMessage,
  VolumeSender,
} from '../../codec/volume/index.ts';
import type { Millis } from '../../machine/index.ts';
import type { VolumeRequest } from './port.ts';
import type { Emit, Route, Task, TaskEvent } from './task.ts';
import { udpPacket } from './udp-packet.ts';
import { decodeRecord, failedBecause } from './volume-message.ts';

const ASK_INTERVAL_MS = 500;

/**
 * A volume to the lab's sink. It begins when the sink has answered once, so that nothing is sent into a bearer that is not
 * there yet, and ends when the sink reports all of it, or the same count twice.
 */
export class Upload implements Task {
  readonly protocol = 'udp';
  readonly id: string;
  readonly key: number;
  readonly route: Route;
  done = false;
  private readonly wanted: VolumeRequest;
  private readonly packetSize: number;
  private readonly idleTimeoutMs: Millis;
  private sender: VolumeSender | undefined;
  private report: SinkReport | undefined;
  private nextAsk: Millis | undefined;
  private heardAt: Millis;
  private firstAt: Millis = 0;
  private lastAt: Millis = 0;

  constructor(wanted: VolumeRequest, port: number, packetSize: number, route: Route, now: Millis) {
    this.id = wanted.id;
    this.key = port;
    this.route = route;
    this.wanted = wanted;
    this.packetSize = packetSize;
    this.idleTimeoutMs = wanted.idleTimeoutMs ?? 5_000;
    this.nextAsk = now;
    this.heardAt = now;
  }

  next(): Millis | undefined {
    if (this.done) return undefined;
    const due = this.sender?.next();
    if (due !== undefined) return due;
    const end = this.heardAt + this.idleTimeoutMs;
    return this.nextAsk === undefined ? end : Math.min(this.nextAsk, end);
  }

  run(now: Millis, emit: Emit): void {
    if (this.sender !== undefined && !this.sender.done) {
      this.sendRecords(this.sender, now, emit);
      return;
    }
    if (now >= this.heardAt + this.idleTimeoutMs) this.finish(emit, 'the sink did not answer');
    else if (this.nextAsk !== undefined && now >= this.nextAsk) {
      this.nextAsk = now + ASK_INTERVAL_MS;
      this.send({ type: 'SinkReportRequest', flow: this.key }, emit);
    }
  }

  hear(event: TaskEvent, now: Millis, emit: Emit): void {
    if (event.type === 'unreachable') {
      this.finish(emit, event.reason);
      return;
    }
    const report = event.type === 'datagram' ? decodeRecord(event.payload) : undefined;
    if (report?.type !== 'SinkReport' || report.flow !== this.key) return;
    this.heardAt = now;
    if (this.sender === undefined) {
      const { octets, rateBps = 0 } = this.wanted;
      this.sender = new VolumeSender({ flow: this.key, octets, rateBps, packetSize: this.packetSize }, now);
      this.nextAsk = now;
      this.firstAt = now;
      return;
    }
    const settled = report.datagrams === this.report?.datagrams;
    this.report = report;
    if (this.sender.done && (report.datagrams >= this.sender.total || settled))
      this.finish(emit, 'datagrams were lost');
  }

  stop(_now: Millis, emit: Emit): void {
    this.finish(emit, 'stopped');
  }

  private sendRecords(sender: VolumeSender, now: Millis, emit: Emit): void {
    for (const payload of sender.take(now)) this.sendPayload(payload, emit);
    this.lastAt = now;
    if (!sender.done) return;
    // The report follows the last record at once; it is only late ones that a second report is for.
    this.heardAt = now;
    this.nextAsk = now + ASK_INTERVAL_MS;
    this.send({ type: 'SinkReportRequest', flow: this.key }, emit);
  }

  private send(message: VolumeMessage, emit: Emit): void {
    this.sendPayload(encodeVolume(message), emit);
  }

  private sendPayload(payload: Uint8Array, emit: Emit): void {
    const packet = udpPacket(this.route, this.key, VOLUME_PORTS.sink, payload);
    emit({ type: 'packet', ebi: this.route.link.ebi, packet });
  }

  private finish(emit: Emit, detail: string): void {
    if (this.done) return;
    this.done = true;
    const { sender, report } = this;
    const sent = sender?.sent ?? 0;
    const received = report?.datagrams ?? 0;
    const complete = sender?.done === true && received >= sent;
    emit({
      type: 'volumeDone',
      id: this.id,
      direction: 'upload',
      complete,
      sent,
      sentOctets: sender?.sentOctets ?? 0,
      received,
      receivedOctets: report?.octets ?? 0,
      lost: Math.max(0, sent - received),
      duplicates: report?.duplicates ?? 0,
      reordered: 0,
      durationMs: this.lastAt - this.firstAt,
      ...failedBecause(complete, detail),
    });
  }
}
