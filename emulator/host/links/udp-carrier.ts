import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { PeerAddress } from '../../sctp/index.ts';
import { LabError, UserError } from '../../vocabulary/index.ts';
import { plainOctets } from '../plain-octets.ts';
import { type Cancel, type Carrier, nobody } from './carrier.ts';
import { watchRefusal } from './udp-refusal.ts';

/** Octets of kernel buffer to ask for: a burst from many peers must wait somewhere. The kernel grants less without complaint. */
const BUFFER_OCTETS = 4 * 1024 * 1024;

/** Packets that may wait for the kernel before the socket's owner is told to hold back. */
const CONGESTED_AT = 64;

/**
 * SCTP packets as UDP datagrams. RFC 6951
 * The socket is never connected: a peer with several addresses answers from another one than the one addressed.
 */
export class UdpCarrier implements Carrier {
  private readonly socket: Socket;
  private readonly family: 4 | 6;
  readonly localAddress: string;
  readonly udpPort: number;
  receive: Carrier['receive'] = nobody;

  /** @throws LabError when the port is in use, is not allowed, or the address is not of this machine */
  static async open(localAddress: string, udpPort: number): Promise<UdpCarrier> {
    const family = familyOf(localAddress);
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // addresses are numbers already: answering at once saves a turn of the event loop for each packet
      lookup: (address, _options, callback) => callback(null, address, family),
    });
    try {
      // before bind: with addresses resolved at once, it emits before it returns
      const listening = once(socket, 'listening');
      socket.bind(udpPort, localAddress);
      await listening;
    } catch (error) {
      socket.close();
      throw bindError(error as NodeJS.ErrnoException, localAddress, udpPort);
    }
    return new UdpCarrier(socket, localAddress, family);
  }

  private constructor(socket: Socket, localAddress: string, family: 4 | 6) {
    this.socket = socket;
    this.family = family;
    this.localAddress = localAddress;
    this.udpPort = socket.address().port;
    growBuffers(socket);
    socket.on('message', (packet, from) =>
      this.receive(plainOctets(packet), { address: from.address, udpPort: from.port }),
    );
    // what the network refuses is lost like any packet; SCTP finds out by itself
    socket.on('error', () => {});
  }

  get congested(): boolean {
    return this.socket.getSendQueueCount() > CONGESTED_AT;
  }

  send(packet: Uint8Array, to: PeerAddress): void {
    this.socket.send(packet, to.udpPort, to.address);
  }

  watchUnreachable(to: PeerAddress, refused: (text: string) => void): Cancel {
    if (isIP(to.address) !== this.family) {
      throw new UserError('address-invalid', `'${to.address}' is not an IPv${this.family} address`, {
        expected: `an IPv${this.family} address, as the local one (${this.localAddress}) is`,
      });
    }
    return watchRefusal(to, this.localAddress, refused);
  }

  async close(): Promise<void> {
    // packets still in libuv's queue would be lost with the socket: the ABORTs and SHUTDOWN COMPLETEs of the end
    for (let turn = 0; turn < 1000 && this.socket.getSendQueueCount() > 0; turn++) {
      await new Promise(resolve => setImmediate(resolve));
    }
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}

function familyOf(address: string): 4 | 6 {
  const family = isIP(address);
  if (family === 4 || family === 6) return family;
  throw new UserError('address-invalid', `'${address}' is not an IP address`, { expected: 'for example 127.0.0.1' });
}

function growBuffers(socket: Socket): void {
  // an operating system that grants nothing beyond its default says so with an error
  for (const grow of [() => socket.setRecvBufferSize(BUFFER_OCTETS), () => socket.setSendBufferSize(BUFFER_OCTETS)]) {
    try {
      grow();
    } catch {}
  }
}

function bindError(error: NodeJS.ErrnoException, address: string, udpPort: number): Error {
  const where = `UDP port ${udpPort} on ${address}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return new LabError('udp-port-in-use', `${where} is in use`, {
        hint: 'end the program that holds it (another core, another lab?), or choose another port',
      });
    case 'EADDRNOTAVAIL':
      return new LabError('address-not-local', `${address} is not an address of this machine`);
    case 'EACCES':
      return new LabError('udp-port-forbidden', `${where} is not allowed for this user`);
    default:
      return new LabError('udp-bind-failed', `${where} cannot be opened: ${error.message}`, {}, { cause: error });
  }
}
