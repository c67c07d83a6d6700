import { concatBytes } from '../../bytes/index.ts';
import type { DataChunk } from '../../codec/sctp/index.ts';
import { ssnAdd, ssnDistance, tsnAdd } from '../serial.ts';

export interface ReceivedMessage {
  readonly stream: number;
  readonly ppid: number;
  readonly bytes: Uint8Array;
  readonly unordered: boolean;
}

/** Fragments with consecutive TSNs of one message that is not complete. */
interface Run {
  firstTsn: number;
  lastTsn: number;
  readonly chunks: DataChunk[];
  octets: number;
}

interface StreamOrder {
  nextSsn: number;
  /** Complete messages that wait for an earlier one of their stream. */
  readonly waiting: Map<number, ReceivedMessage>;
}

/**
 * Joins fragments and puts the messages of each stream into their order. RFC 9260 §6.5, §6.6, §6.9
 * Every TSN must be given once; the order does not matter.
 */
export class Reassembly {
  private readonly runsByFirst = new Map<number, Run>();
  private readonly runsByLast = new Map<number, Run>();
  private readonly streams = new Map<number, StreamOrder>();
  /** Octets that are held back. */
  octets = 0;

  /** Hands out every message that became ready. Returns what is wrong when fragments or sequence numbers contradict each other. */
  add(chunk: DataChunk, deliver: (message: ReceivedMessage) => void): string | undefined {
    if (chunk.beginning && chunk.ending) return this.complete(chunk, chunk.userData, deliver);
    const left = chunk.beginning ? undefined : this.runsByLast.get(tsnAdd(chunk.tsn, -1));
    const right = chunk.ending ? undefined : this.runsByFirst.get(tsnAdd(chunk.tsn, 1));
    const fault = this.contradiction(chunk, left, right);
    if (fault !== undefined) return fault;
    const run = this.join(chunk, left, right);
    this.octets += chunk.userData.length;
    const first = firstOf(run);
    if (!first.beginning || !lastOf(run).ending) return undefined;
    this.runsByFirst.delete(run.firstTsn);
    this.runsByLast.delete(run.lastTsn);
    this.octets -= run.octets;
    return this.complete(first, concatBytes(...run.chunks.map(part => part.userData)), deliver);
  }

  private contradiction(chunk: DataChunk, left: Run | undefined, right: Run | undefined): string | undefined {
    const tsn = `TSN ${chunk.tsn}`;
    if (chunk.beginning && this.endsOpen(tsnAdd(chunk.tsn, -1))) return `${tsn} begins a message inside another`;
    if (chunk.ending && this.beginsOpen(tsnAdd(chunk.tsn, 1))) return `${tsn} ends a message inside another`;
    const before = left === undefined ? undefined : lastOf(left);
    const after = right === undefined ? undefined : firstOf(right);
    if (before?.ending || after?.beginning) return `${tsn} is a fragment of no message`;
    for (const neighbour of [before, after]) {
      if (neighbour === undefined) continue;
      if (neighbour.stream !== chunk.stream) return `${tsn}: fragments on streams ${neighbour.stream}, ${chunk.stream}`;
      if (neighbour.unordered !== chunk.unordered) return `${tsn}: fragments both ordered and unordered`;
      if (!chunk.unordered && neighbour.ssn !== chunk.ssn) {
        return `${tsn}: fragments with SSN ${neighbour.ssn} and ${chunk.ssn}`;
      }
    }
    return undefined;
  }

  /** A held fragment with this TSN wants a successor. */
  private endsOpen(tsn: number): boolean {
    const run = this.runsByLast.get(tsn);
    return run !== undefined && !lastOf(run).ending;
  }

  /** A held fragment with this TSN wants a predecessor. */
  private beginsOpen(tsn: number): boolean {
    const run = this.runsByFirst.get(tsn);
    return run !== undefined && !firstOf(run).beginning;
  }

  private join(chunk: DataChunk, left: Run | undefined, right: Run | undefined): Run {
    const run = left ?? right ?? { firstTsn: chunk.tsn, lastTsn: chunk.tsn, chunks: [], octets: 0 };
    if (left !== undefined) {
      this.runsByLast.delete(left.lastTsn);
      left.chunks.push(chunk);
      left.lastTsn = chunk.tsn;
      if (right !== undefined) {
        this.runsByFirst.delete(right.firstTsn);
        for (const part of right.chunks) left.chunks.push(part);
        left.lastTsn = right.lastTsn;
        left.octets += right.octets;
      }
    } else if (right !== undefined) {
      this.runsByFirst.delete(right.firstTsn);
      right.chunks.unshift(chunk);
      right.firstTsn = chunk.tsn;
    } else {
      run.chunks.push(chunk);
    }
    run.octets += chunk.userData.length;
    this.runsByFirst.set(run.firstTsn, run);
    this.runsByLast.set(run.lastTsn, run);
    return run;
  }

  private complete(
    first: DataChunk,
    bytes: Uint8Array,
    deliver: (message: ReceivedMessage) => void,
  ): string | undefined {
    const message: ReceivedMessage = { stream: first.stream, ppid: first.ppid, bytes, unordered: first.unordered };
    if (first.unordered) {
      deliver(message);
      return undefined;
    }
    let order = this.streams.get(first.stream);
    if (order === undefined) this.streams.set(first.stream, (order = { nextSsn: 0, waiting: new Map() }));
    const distance = ssnDistance(first.ssn, order.nextSsn);
    if (distance < 0) return `stream ${first.stream}: SSN ${first.ssn} came twice`;
    if (distance > 0) {
      if (order.waiting.has(first.ssn)) return `stream ${first.stream}: SSN ${first.ssn} came twice`;
      order.waiting.set(first.ssn, message);
      this.octets += bytes.length;
      return undefined;
    }
    deliver(message);
    order.nextSsn = ssnAdd(order.nextSsn, 1);
    if (order.waiting.size > 0) this.release(order, deliver);
    return undefined;
  }

  private release(order: StreamOrder, deliver: (message: ReceivedMessage) => void): void {
    for (let next = order.waiting.get(order.nextSsn); next !== undefined; next = order.waiting.get(order.nextSsn)) {
      order.waiting.delete(order.nextSsn);
      this.octets -= next.bytes.length;
      order.nextSsn = ssnAdd(order.nextSsn, 1);
      deliver(next);
    }
  }
}

function firstOf(run: Run): DataChunk {
  return run.chunks[0]!;
}

function lastOf(run: Run): DataChunk {
  return run.chunks[run.chunks.length - 1]!;
}
