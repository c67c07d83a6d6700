import type { Millis } from '../../machine/index.ts';
import type { PdnInterface } from './interface.ts';
import type { StackOutput } from './port.ts';

/** Where a task reaches its peer: over which interface, from and to which address (4 or 16 octets). */
export interface Route {
  readonly link: PdnInterface;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

/** What a task hears of: answers to what it sent. */
export type TaskEvent =
  | { readonly type: 'echoReply'; readonly sequence: number; readonly octets: number; readonly ttl: number }
  | { readonly type: 'datagram'; readonly payload: Uint8Array }
  /** An ICMP error about a packet of the task; `sequence` of an echo request. */
  | { readonly type: 'unreachable'; readonly reason: string; readonly sequence?: number };

/** Something that runs on the stack for a while. `key` is the ICMP identifier or UDP port that answers carry. */
export interface Task {
  readonly id: string;
  readonly key: number;
  readonly protocol: 'icmp' | 'udp';
  readonly route: Route;
  readonly done: boolean;
  next(): Millis | undefined;
  /** Sends what is due. */
  run(now: Millis, emit: Emit): void;
  hear(event: TaskEvent, now: Millis, emit: Emit): void;
  stop(now: Millis, emit: Emit): void;
}

export type Emit = (output: StackOutput) => void;
