import { formatIp, ipv4EchoRequest, ipv6EchoRequest, readIpv4 } from '../../codec/ip/index.ts';
import type { Millis } from '../../machine/index.ts';
import type { PingRequest, PingSummary } from './port.ts';
import type { Emit, Route, Task, TaskEvent } from './task.ts';

/** Echo requests at an interval, and what came of them. */
export class Ping implements Task {
  readonly protocol = 'icmp';
  readonly id: string;
  readonly key: number;
  readonly route: Route;
  done = false;
  private readonly count: number;
  private readonly intervalMs: Millis;
  private readonly timeoutMs: Millis;
  private readonly data: Uint8Array;
  private readonly startedAt: Millis;
  /** When each unanswered request was sent, by sequence number. */
  private readonly waiting = new Map<number, Millis>();
  private sent = 0;
  private received = 0;
  private minMs = Number.POSITIVE_INFINITY;
  private maxMs = 0;
  private sumMs = 0;

  /** `identifier`: 16 bit, of this run alone. */
  constructor(request: PingRequest, identifier: number, route: Route, now: Millis) {
    this.id = request.id;
    this.key = identifier;
    this.route = route;
    this.count = request.count ?? 3;
    this.intervalMs = request.intervalMs ?? 1000;
    this.timeoutMs = request.timeoutMs ?? 2000;
    this.data = Uint8Array.from({ length: request.size ?? 56 }, (_, i) => i & 0xff);
    this.startedAt = now;
  }

  next(): Millis | undefined {
    let earliest = this.sent < this.count ? this.startedAt + this.sent * this.intervalMs : undefined;
    for (const at of this.waiting.values()) {
      const deadline = at + this.timeoutMs;
      if (earliest === undefined || deadline < earliest) earliest = deadline;
    }
    return earliest;
  }

  run(now: Millis, emit: Emit): void {
    for (const [sequence, at] of this.waiting) {
      if (at + this.timeoutMs > now) continue;
      this.waiting.delete(sequence);
      emit({ type: 'pingLost', id: this.id, sequence, reason: `no answer in ${this.timeoutMs} ms` });
    }
    if (this.sent < this.count && now >= this.startedAt + this.sent * this.intervalMs) this.send(now, emit);
    this.finishWhenDone(emit);
  }

  hear(event: TaskEvent, now: Millis, emit: Emit): void {
    if (event.type === 'datagram' || event.sequence === undefined) return;
    const { sequence } = event;
    const at = this.waiting.get(sequence);
    if (at === undefined) return;
    this.waiting.delete(sequence);
    if (event.type === 'unreachable') emit({ type: 'pingLost', id: this.id, sequence, reason: event.reason });
    else {
      const rttMs = now - at;
      this.received++;
      this.minMs = Math.min(this.minMs, rttMs);
      this.maxMs = Math.max(this.maxMs, rttMs);
      this.sumMs += rttMs;
      const from = formatIp(this.route.destination);
      emit({ type: 'pingReply', id: this.id, sequence, rttMs, from, octets: event.octets, ttl: event.ttl });
    }
    this.finishWhenDone(emit);
  }

  stop(_now: Millis, emit: Emit): void {
    if (this.done) return;
    this.done = true;
    emit(this.summary());
  }

  private send(now: Millis, emit: Emit): void {
    const { link, source, destination } = this.route;
    const sequence = this.sent + 1;
    const packet =
      source.length === 4
        ? ipv4EchoRequest(readIpv4(source), readIpv4(destination), this.key, sequence & 0xffff, this.data)
        : ipv6EchoRequest(source, destination, this.key, sequence & 0xffff, this.data);
    this.sent = sequence;
    this.waiting.set(sequence & 0xffff, now);
    emit({ type: 'packet', ebi: link.ebi, packet });
  }

  private finishWhenDone(emit: Emit): void {
    if (this.sent >= this.count && this.waiting.size === 0) this.stop(0, emit);
  }

  private summary(): PingSummary {
    const { id, sent, received } = this;
    if (received === 0) return { type: 'pingDone', id, sent, received };
    const avgMs = this.sumMs / received;
    return { type: 'pingDone', id, sent, received, minMs: this.minMs, avgMs, maxMs: this.maxMs };
  }
}
