import type { RandomBytes } from '../../machine/index.ts';
import type { ProtocolParameters } from '../../sctp/index.ts';
import { type Clock, SystemClock } from '../loop/clock.ts';
import { systemRandom } from '../random.ts';
import type { Carrier } from './carrier.ts';
import { MemoryNetwork } from './memory-network.ts';
import type { SctpSocket } from './sctp-socket.ts';
import { SocketShell } from './socket-shell.ts';
import { afterThisTurn, type Soon } from './soon.ts';
import { UdpCarrier } from './udp-carrier.ts';

export interface SctpSocketOptions {
  /** Where to bind; 127.0.0.1 by default. */
  readonly localAddress?: string;
  /** UDP port of the encapsulation: 9899 (`SCTP_UDP_PORT`) for a core that listens, 0 (the default) for any free one. */
  readonly udpPort?: number;
  readonly parameters?: Partial<ProtocolParameters>;
  /** A clock of its own for this socket: it has one alarm. The system's by default. */
  readonly clock?: Clock;
  /** When to send what a turn brought; the event loop's end of turn by default. */
  readonly soon?: Soon;
  /** The operating system's by default. */
  readonly random?: RandomBytes;
  /** Puts something between the socket and the network: an impaired link. */
  readonly through?: (carrier: Carrier) => Carrier;
}

/** SCTP over UDP. RFC 6951. @throws LabError when the UDP port cannot be had, UserError when the address is none */
export async function openSctpOverUdp(options: SctpSocketOptions = {}): Promise<SctpSocket> {
  return shell(await UdpCarrier.open(options.localAddress ?? '127.0.0.1', options.udpPort ?? 0), options);
}

/** SCTP between sockets of one process, without a kernel. @throws LabError when address and port are in use on the network */
export function openSctpInMemory(network: MemoryNetwork, options: SctpSocketOptions = {}): SctpSocket {
  return shell(network.open(options.localAddress ?? '127.0.0.1', options.udpPort ?? 0), options);
}

/** A memory network on the event loop. */
export function openMemoryNetwork(soon: Soon = afterThisTurn): MemoryNetwork {
  return new MemoryNetwork(soon);
}

function shell(carrier: Carrier, options: SctpSocketOptions): SctpSocket {
  const clock = options.clock ?? new SystemClock();
  const random = options.random ?? systemRandom();
  const { parameters } = options;
  return new SocketShell(options.through?.(carrier) ?? carrier, clock, options.soon ?? afterThisTurn, {
    random,
    ...(parameters === undefined ? {} : { parameters }),
  });
}
