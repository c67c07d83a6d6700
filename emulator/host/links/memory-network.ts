import type { PeerAddress } from '../../sctp/index.ts';
import { LabError } from '../../vocabulary/index.ts';
import { type Cancel, type Carrier, nobody } from './carrier.ts';
import type { Soon } from './soon.ts';

/** A network without a kernel: packets between the carriers opened on it, in order, none lost, each in a later turn. */
export class MemoryNetwork {
  private readonly soon: Soon;
  private readonly carriers = new Map<string, MemoryCarrier>();
  private waiting: Packet[] = [];
  private lastPort = 49_151;

  constructor(soon: Soon) {
    this.soon = soon;
  }

  /** @throws LabError when address and port are in use */
  open(localAddress: string, udpPort: number): Carrier {
    const port = udpPort === 0 ? ++this.lastPort : udpPort;
    const key = keyOf({ address: localAddress, udpPort: port });
    if (this.carriers.has(key)) {
      throw new LabError('udp-port-in-use', `UDP port ${port} on ${localAddress} is in use in the memory network`);
    }
    const carrier = new MemoryCarrier(this, { address: localAddress, udpPort: port });
    this.carriers.set(key, carrier);
    return carrier;
  }

  close(local: PeerAddress): void {
    this.carriers.delete(keyOf(local));
  }

  deliver(packet: Packet): void {
    this.waiting.push(packet);
    if (this.waiting.length === 1) this.soon(this.drain);
  }

  refuses(to: PeerAddress, refused: (text: string) => void): Cancel {
    let watched = true;
    this.soon(() => {
      if (watched && !this.carriers.has(keyOf(to))) {
        refused(`nothing listens on ${to.address} UDP port ${to.udpPort} in the memory network`);
      }
    });
    return () => {
      watched = false;
    };
  }

  private readonly drain = (): void => {
    const packets = this.waiting;
    this.waiting = [];
    for (const { from, to, bytes } of packets) this.carriers.get(keyOf(to))?.receive(bytes, from);
  };
}

interface Packet {
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly bytes: Uint8Array;
}

class MemoryCarrier implements Carrier {
  private readonly network: MemoryNetwork;
  private readonly local: PeerAddress;
  readonly congested = false;
  receive: Carrier['receive'] = nobody;

  constructor(network: MemoryNetwork, local: PeerAddress) {
    this.network = network;
    this.local = local;
  }

  get localAddress(): string {
    return this.local.address;
  }

  get udpPort(): number {
    return this.local.udpPort;
  }

  send(bytes: Uint8Array, to: PeerAddress): void {
    this.network.deliver({ from: this.local, to, bytes });
  }

  watchUnreachable(to: PeerAddress, refused: (text: string) => void): Cancel {
    return this.network.refuses(to, refused);
  }

  async close(): Promise<void> {
    this.network.close(this.local);
  }
}

function keyOf({ address, udpPort }: PeerAddress): string {
  return `${address}|${udpPort}`;
}
