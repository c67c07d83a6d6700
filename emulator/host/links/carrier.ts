import type { PeerAddress } from '../../sctp/index.ts';

/** Stops watching. */
export type Cancel = () => void;

/** What carries SCTP packets: UDP, memory, one of them made worse; later raw IP. */
export interface Carrier {
  readonly localAddress: string;
  readonly udpPort: number;
  /** Hands a packet to the network; it may be lost there. */
  send(packet: Uint8Array, to: PeerAddress): void;
  /** The one receiver of all packets, set by the owner of the carrier. */
  receive: (packet: Uint8Array, from: PeerAddress) => void;
  /** The network below takes no more for now: the owner makes no new packets until it does. */
  readonly congested: boolean;
  /** Calls back if the network says that nobody listens at `to`; many never say. */
  watchUnreachable(to: PeerAddress, refused: (text: string) => void): Cancel;
  /** Delivers what was sent, then closes. */
  close(): Promise<void>;
}

/** Drops what comes; the first value of `Carrier.receive`. */
export function nobody(): void {}
