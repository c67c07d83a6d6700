import type { SctpPacket } from '../codec/sctp/index.ts';
import type { Timeout } from '../machine/index.ts';

/** One association of an endpoint, unique among all it ever had. */
export type AssociationId = number;

/** Where the packets of a peer go: an address of the network below, and the UDP port of its encapsulation. RFC 6951 */
export interface PeerAddress {
  readonly address: string;
  readonly udpPort: number;
}

/** Why an association ended, or never began. */
export interface DownReason {
  readonly kind:
    | 'shutdown'
    | 'abort'
    /** Association.Max.Retrans was exceeded. */
    | 'lost'
    /** Nothing answered INIT or COOKIE ECHO. */
    | 'init-timeout'
    /** The network says that nobody listens there. */
    | 'unreachable'
    /** The peer began anew and forgot everything (RFC 9260 §5.2.4.1); `up` follows for its successor. */
    | 'restart';
  /** For people, with the peer's error causes. */
  readonly text: string;
}

export type AssociationInput =
  | Timeout
  /** Active open: sends INIT. */
  | { readonly type: 'associate' }
  /** A packet for this association by its ports; its checksum is right, its verification tag not yet judged. */
  | { readonly type: 'packet'; readonly packet: SctpPacket; readonly from: PeerAddress }
  /** A packet with our verification tag and a right checksum that nobody can read. */
  | { readonly type: 'malformed'; readonly reason: string }
  /** The network refused what we sent. */
  | { readonly type: 'unreachable'; readonly text: string }
  /** Hands a message over; its octets must not change any more. */
  | {
      readonly type: 'send';
      readonly stream: number;
      readonly ppid: number;
      readonly bytes: Uint8Array;
      readonly unordered?: boolean;
    }
  /** Stops or goes on taking messages; while paused they wait and use up the receiver window. */
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Graceful end: everything handed over is delivered first. */
  | { readonly type: 'shutdown' }
  | { readonly type: 'abort'; readonly reason: string };

export type AssociationOutput =
  /** An SCTP packet, complete with checksum. */
  | { readonly type: 'transmit'; readonly to: PeerAddress; readonly bytes: Uint8Array }
  | {
      readonly type: 'up';
      readonly association: AssociationId;
      readonly peer: PeerAddress;
      readonly peerPort: number;
      readonly localPort: number;
      readonly outboundStreams: number;
      readonly inboundStreams: number;
      /** The peer opened it. */
      readonly incoming: boolean;
    }
  | {
      readonly type: 'data';
      readonly association: AssociationId;
      readonly stream: number;
      readonly ppid: number;
      readonly bytes: Uint8Array;
      readonly unordered: boolean;
    }
  /** The last output of an association. */
  | { readonly type: 'down'; readonly association: AssociationId; readonly reason: DownReason }
  /** A message that cannot be sent: no such stream, or the association does not take messages in its state. */
  | { readonly type: 'refused'; readonly association: AssociationId; readonly reason: 'stream' | 'state' }
  /** The send buffer has room again. */
  | { readonly type: 'writable'; readonly association: AssociationId }
  /** The peer reported an error that did not end the association. */
  | { readonly type: 'peerError'; readonly association: AssociationId; readonly text: string }
  /** Path.Max.Retrans was exceeded, or the path works again. */
  | { readonly type: 'path'; readonly association: AssociationId; readonly active: boolean };

/** Figures of one association, for people and benches. */
export interface AssociationStatistics {
  readonly state: string;
  readonly messagesSent: number;
  readonly messagesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly chunksRetransmitted: number;
  readonly fastRetransmits: number;
  readonly timeouts: number;
  readonly duplicateTsns: number;
  readonly congestionWindow: number;
  readonly slowStartThreshold: number;
  readonly flightSize: number;
  readonly peerReceiverWindow: number;
  /** Octets handed over and not yet acknowledged. */
  readonly bufferedOctets: number;
  readonly rtoMs: number;
  readonly smoothedRttMs: number | undefined;
  readonly errorCount: number;
}

export type EndpointInput =
  | Timeout
  | { readonly type: 'datagram'; readonly from: PeerAddress; readonly bytes: Uint8Array }
  /** INIT to this SCTP port is answered from now on. */
  | { readonly type: 'listen'; readonly port: number }
  | { readonly type: 'unlisten'; readonly port: number }
  | {
      readonly type: 'associate';
      /** From `reserveId()`. */
      readonly association: AssociationId;
      readonly peer: PeerAddress;
      readonly peerPort: number;
      readonly localPort: number;
      readonly streams?: { readonly outbound: number; readonly inbound: number };
    }
  /** Any of send, pause, resume, shutdown, abort, unreachable to one association; one that is gone refuses to send, else nothing. */
  | {
      readonly type: 'to';
      readonly association: AssociationId;
      readonly input: Exclude<AssociationInput, { type: 'packet' | 'malformed' | 'timeout' | 'associate' }>;
    };

export type EndpointOutput =
  | AssociationOutput
  /** A datagram that led to nothing: not SCTP, wrong checksum, wrong tag. */
  | { readonly type: 'discarded'; readonly from: PeerAddress; readonly reason: string };
