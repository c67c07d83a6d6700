import type { GtpuExtensionHeader } from '../../codec/gtpu/index.ts';

/** A UDP address of a GTP-U endpoint. The port is 2152 with real peers; only the embedded lab uses others. */
export interface GtpuPeer {
  /** IPv4 or IPv6 text. */
  readonly address: string;
  /** 2152 when it is left out. */
  readonly port?: number;
}

/** A user's packet as it came out of a tunnel. */
export interface ReceivedGPdu {
  readonly from: Required<GtpuPeer>;
  /** Of this endpoint. */
  readonly teid: number;
  /** Yours to keep: every datagram has a buffer of its own. */
  readonly packet: Uint8Array;
  /** PDU session container, PDCP PDU number and those that need no comprehension; undefined on a plain G-PDU. */
  readonly extensionHeaders: readonly GtpuExtensionHeader[] | undefined;
  readonly sequenceNumber: number | undefined;
}

/** Sees every datagram as it is on the wire, before and after the codec: for traces and captures. */
export type GtpuTap = (
  direction: 'sent' | 'received',
  local: Required<GtpuPeer>,
  remote: Required<GtpuPeer>,
  datagram: Uint8Array,
) => void;

export interface GtpuSocketOptions {
  /** Address to bind; 127.0.0.1 when it is left out. */
  readonly address?: string;
  /** Port to bind; 2152 when it is left out, 0 = any free one. */
  readonly port?: number;
  /** The transport layer address that peers know this endpoint by, when it is not `address` (bound to 0.0.0.0, behind NAT). */
  readonly advertisedAddress?: string;
  /** Takes each user packet, synchronously, in order of arrival. */
  readonly received: (packet: ReceivedGPdu) => void;
  /** Is this one of our TEIDs? If not, the packet is dropped and answered with Error Indication. */
  readonly hasTunnel: (teid: number) => boolean;
  /** A peer says that it has no tunnel `teid` at `address`: packets sent there are lost. TS 29.281 §7.3.1 */
  readonly errorIndication?: (indication: { from: Required<GtpuPeer>; teid: number; address: string }) => void;
  /** The peer switched the tunnel over: nothing more comes from there. TS 29.281 §7.3.2 */
  readonly endMarker?: (marker: { from: Required<GtpuPeer>; teid: number }) => void;
  readonly tap?: GtpuTap;
  /** Where peers really are, when their advertised address and port 2152 do not say it (embedded lab). */
  readonly addressBook?: GtpuAddressBook;
  /** Asked of the kernel for each direction; 4 MiB when left out. The kernel may grant less. */
  readonly bufferOctets?: number;
}

/** Totals since the socket was opened; octets count the user's packets without GTP-U header. */
export interface GtpuCounters {
  receivedPackets: number;
  receivedOctets: number;
  sentPackets: number;
  sentOctets: number;
  echoRequestsReceived: number;
  echoResponsesReceived: number;
  errorIndicationsReceived: number;
  errorIndicationsSent: number;
  endMarkersSent: number;
  endMarkersReceived: number;
  /** G-PDUs for a TEID that nobody has. */
  unknownTeid: number;
  /** Datagrams that are not GTP-U, or of another version. */
  malformed: number;
  /** G-PDUs with an extension header that must be understood and is not. */
  unsupportedExtensionHeader: number;
  /** Message types that an endpoint on S1-U has no use for. */
  ignored: number;
  /** Datagrams that the kernel did not take. */
  sendErrors: number;
}

/** A GTP-U endpoint (TS 29.281) on one UDP socket. */
export interface GtpuSocket {
  /** Where it is bound, with the port that the kernel chose. */
  readonly local: Required<GtpuPeer>;
  readonly counters: Readonly<GtpuCounters>;
  /** Sends a user's packet into the tunnel `teid` of a peer. */
  send(to: GtpuPeer, teid: number, packet: Uint8Array, extensionHeaders?: readonly GtpuExtensionHeader[]): void;
  /** Says that nothing more comes through this tunnel. */
  sendEndMarker(to: GtpuPeer, teid: number): void;
  /**
   * Echo Request, repeated each second (T3-RESPONSE) until it is answered, `attempts` times (N3-REQUESTS) at most.
   * Resolves to the round trip in ms, or undefined when the path is dead. TS 29.281 §7.2.1, §12
   */
  echo(to: GtpuPeer, options?: { attempts?: number; intervalMs?: number }): Promise<number | undefined>;
  /** Resolves once everything handed over was given to the kernel and the port is free. */
  close(): Promise<void>;
}

/**
 * Which UDP address stands behind the transport layer address that a peer advertises in S1AP, both ways. Real peers need no
 * entry: they are where they say, on port 2152. In the embedded lab on a machine with a single loopback address, every
 * endpoint advertises an address of its own and is bound to 127.0.0.1 on a port of its own.
 */
export class GtpuAddressBook {
  private readonly places = new Map<string, Required<GtpuPeer>>();
  private readonly advertised = new Map<string, string>();

  /** The endpoint known as `address` is found at `place`. */
  enter(address: string, place: Required<GtpuPeer>): void {
    this.remove(address);
    this.places.set(address, place);
    this.advertised.set(`${place.address} ${place.port}`, address);
  }

  remove(address: string): void {
    const place = this.places.get(address);
    if (place === undefined) return;
    this.places.delete(address);
    this.advertised.delete(`${place.address} ${place.port}`);
  }

  /** Where datagrams for an advertised address go; undefined when it has no entry. */
  placeOf(address: string): Required<GtpuPeer> | undefined {
    return this.places.get(address);
  }

  /** The advertised address of whoever sends from this place; the sender's own address when it has no entry. */
  addressOf(place: Required<GtpuPeer>): string {
    return this.advertised.get(`${place.address} ${place.port}`) ?? place.address;
  }
}
