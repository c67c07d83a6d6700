import type { Millis, Timeout } from '../../machine/index.ts';
import type { PdnConnection } from '../port.ts';

/** What somebody asks of a phone's IP stack. `id` comes back with every result; `ebi`: by default the first PDN connection. */
interface Asked {
  readonly id: string;
  readonly ebi?: number;
}

export interface PingRequest extends Asked {
  readonly type: 'ping';
  /** IPv4 or IPv6 address as text. */
  readonly to: string;
  /** 3 by default. */
  readonly count?: number;
  /** 1000 by default. */
  readonly intervalMs?: Millis;
  /** Octets of data in each echo request, 56 by default. */
  readonly size?: number;
  /** How long an answer may take, 2000 by default. */
  readonly timeoutMs?: Millis;
}

export interface VolumeRequest extends Asked {
  /** From the lab's source, or to its sink. */
  readonly type: 'download' | 'upload';
  /** Address of source or sink as text. */
  readonly peer: string;
  /** UDP payload octets. */
  readonly octets: number;
  /** UDP payload bits per second; 0 (by default) = as fast as it goes. */
  readonly rateBps?: number;
  /** UDP payload octets of each datagram; by default what the MTU allows. */
  readonly packetSize?: number;
  /** The flow ends when nothing has come for so long, 5000 by default. */
  readonly idleTimeoutMs?: Millis;
}

export type StackInput =
  | Timeout
  /** A PDN connection is there (or has changed), or is gone. */
  | { readonly type: 'up'; readonly pdn: PdnConnection }
  | { readonly type: 'down'; readonly ebi: number }
  /** A packet from the network. */
  | { readonly type: 'packet'; readonly ebi: number; readonly packet: Uint8Array }
  | PingRequest
  | VolumeRequest
  /** Ends what was asked under this id. */
  | { readonly type: 'stop'; readonly id: string };

export type StackOutput =
  /** A packet to the network. */
  | { readonly type: 'packet'; readonly ebi: number; readonly packet: Uint8Array }
  /** The address that a router advertisement brought. */
  | { readonly type: 'ipv6Address'; readonly ebi: number; readonly address: string }
  | PingReply
  | { readonly type: 'pingLost'; readonly id: string; readonly sequence: number; readonly reason: string }
  | PingSummary
  | VolumeSummary
  /** It could not begin. */
  | { readonly type: 'failed'; readonly id: string; readonly detail: string };

export interface PingReply {
  readonly type: 'pingReply';
  readonly id: string;
  readonly sequence: number;
  readonly rttMs: Millis;
  readonly from: string;
  readonly octets: number;
  readonly ttl: number;
}

export interface PingSummary {
  readonly type: 'pingDone';
  readonly id: string;
  readonly sent: number;
  readonly received: number;
  /** Of the received ones; undefined without any. */
  readonly minMs?: Millis;
  readonly avgMs?: Millis;
  readonly maxMs?: Millis;
}

export interface VolumeSummary {
  readonly type: 'volumeDone';
  readonly id: string;
  readonly direction: 'download' | 'upload';
  /** Every datagram arrived. */
  readonly complete: boolean;
  /** Datagrams sent, as far as the receiving end can know (download: those the source announced). */
  readonly sent: number;
  readonly sentOctets: number;
  /** Different datagrams that arrived at the receiving end, and their UDP payload octets. */
  readonly received: number;
  readonly receivedOctets: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** From the first to the last datagram. */
  readonly durationMs: Millis;
  /** Why it ended early. */
  readonly detail?: string;
}
