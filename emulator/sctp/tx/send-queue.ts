import type { DataChunk } from '../../codec/sctp/index.ts';
import { Deque } from '../deque.ts';
import { ssnAdd } from '../serial.ts';

interface Message {
  readonly stream: number;
  readonly ssn: number;
  readonly ppid: number;
  readonly bytes: Uint8Array;
  readonly unordered: boolean;
  sent: number;
}

/** A fragment of more than this many octets is worth the rest of a packet; else it starts the next one. */
const WORTH_FRAGMENT = 256;

/**
 * Messages that wait for their TSNs, first come, first served: without I-DATA the fragments of a message have consecutive TSNs
 * anyway. RFC 9260 §6.9
 */
export class SendQueue {
  private readonly messages = new Deque<Message>();
  /** Next stream sequence number by stream. RFC 9260 §6.5 */
  private readonly nextSsn = new Map<number, number>();
  /** Octets that wait. */
  octets = 0;

  get isEmpty(): boolean {
    return this.messages.length === 0;
  }

  push(stream: number, ppid: number, bytes: Uint8Array, unordered: boolean): void {
    let ssn = 0;
    if (!unordered) {
      ssn = this.nextSsn.get(stream) ?? 0;
      this.nextSsn.set(stream, ssnAdd(ssn, 1));
    }
    this.messages.push({ stream, ssn, ppid, bytes, unordered, sent: 0 });
    this.octets += bytes.length;
  }

  /**
   * Octets of user data that the next chunk would have with `room` octets left in the packet and `most` in an empty one;
   * 0 when it should wait for an empty packet.
   */
  nextLength(room: number, most: number): number {
    const message = this.messages.first();
    if (message === undefined) return 0;
    const left = message.bytes.length - message.sent;
    if (left <= room) return left;
    if (left <= most || room < Math.min(WORTH_FRAGMENT, most)) return 0;
    return room & ~3;
  }

  /** Takes the next `length` octets as a chunk. */
  take(tsn: number, length: number, immediate: boolean): DataChunk {
    const message = this.messages.first()!;
    const whole = length === message.bytes.length;
    const chunk: DataChunk = {
      type: 'DATA',
      immediate,
      unordered: message.unordered,
      beginning: message.sent === 0,
      ending: message.sent + length === message.bytes.length,
      tsn,
      stream: message.stream,
      ssn: message.ssn,
      ppid: message.ppid,
      userData: whole ? message.bytes : message.bytes.subarray(message.sent, message.sent + length),
    };
    message.sent += length;
    this.octets -= length;
    if (chunk.ending) this.messages.shift();
    return chunk;
  }
}
