import type { Millis } from '../../machine/index.ts';
import type { AssociationStatistics, DownReason, PeerAddress } from '../../sctp/index.ts';

/**
 * A socket for signalling links, the same over UDP, in memory, and whatever else carries SCTP. All callbacks are synchronous and come
 * from the event loop, never from inside a call of the socket, except those that `abort` and `close` cause.
 */
export interface SctpSocket {
  readonly localAddress: string;
  readonly udpPort: number;
  /** Takes associations that peers open to this SCTP port. @throws LabError when the port has a listener already */
  listen(sctpPort: number, handlers: SctpHandlers): SctpListener;
  /**
   * Opens an association; `up` or `down` follows.
   * @throws UserError when the address is not an IP address of the socket's family; LabError when the local port is in use to that peer
   */
  connect(target: SctpTarget, handlers: SctpHandlers): SctpAssociation;
  /** Shows every packet to one more observer, until the returned function is called. */
  tap(observer: PacketObserver): () => void;
  /** Aborts what is open, then frees the UDP port. */
  close(): Promise<void>;
}

export interface SctpTarget {
  /** IP address of the peer. */
  readonly address: string;
  /** UDP port of the peer's encapsulation; 9899 by default. */
  readonly udpPort?: number;
  readonly sctpPort: number;
  /** A random one by default: a new one for each attempt keeps the peer from taking it for a restart. */
  readonly localSctpPort?: number;
  /** Streams to ask for; the socket's protocol parameters by default. */
  readonly streams?: { readonly outbound: number; readonly inbound: number };
}

export interface SctpHandlers {
  up(association: SctpAssociation, details: AssociationDetails): void;
  /** One whole message; the octets are the receiver's to keep. */
  data(association: SctpAssociation, stream: number, ppid: number, bytes: Uint8Array): void;
  /** The last call for an association; after a restart by the peer, `up` follows with another one. */
  down(association: SctpAssociation, reason: DownReason): void;
  /** The send buffer, once above the high-water mark, has room again. */
  writable?(association: SctpAssociation): void;
  /** The peer reported an error that did not end the association. */
  peerError?(association: SctpAssociation, text: string): void;
  /** The path failed (Path.Max.Retrans), or works again. */
  path?(association: SctpAssociation, active: boolean): void;
}

export interface AssociationDetails {
  readonly outboundStreams: number;
  readonly inboundStreams: number;
  readonly peer: PeerAddress & { readonly sctpPort: number };
  readonly localSctpPort: number;
  /** The peer opened it. */
  readonly incoming: boolean;
}

export interface SctpAssociation {
  /** Unique within its socket. */
  readonly id: number;
  /** Known once it is up. */
  readonly details: AssociationDetails | undefined;
  /** Octets handed over and not yet acknowledged. */
  readonly bufferedOctets: number;
  /**
   * Hands a message over; its octets must not change any more. Messages of one turn of the event loop share packets.
   * Returns false when the association is not up or is ending. @throws RangeError for a stream that does not exist, or no octets
   */
  send(stream: number, ppid: number, bytes: Uint8Array, options?: { readonly unordered?: boolean }): boolean;
  /** Stops taking messages: they wait with the peer once the receiver window is full. */
  pause(): void;
  resume(): void;
  /** Graceful end: what was handed over is delivered first; `down` follows. */
  shutdown(): void;
  /** Ends at once; the peer is told the reason. `down` comes before this returns. */
  abort(reason: string): void;
  /** Undefined once it is down. */
  statistics(): AssociationStatistics | undefined;
}

export interface SctpListener {
  readonly sctpPort: number;
  /** Refuses new associations; those that are up stay. */
  close(): void;
}

/** One SCTP packet on its way, as tracing and captures want it. */
export interface PacketEvent {
  readonly direction: 'sent' | 'received';
  /** On the socket's clock. */
  readonly at: Millis;
  readonly local: PeerAddress;
  readonly remote: PeerAddress;
  /** The SCTP packet, common header first. */
  readonly bytes: Uint8Array;
}

export type PacketObserver = (packet: PacketEvent) => void;

/** UDP port of SCTP encapsulation. RFC 6951 §5.1 */
export const SCTP_UDP_PORT = 9899;
