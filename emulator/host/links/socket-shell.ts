import {
  type AssociationStatistics,
  Endpoint,
  type EndpointInput,
  type EndpointOptions,
  type EndpointOutput,
  type PeerAddress,
} from '../../sctp/index.ts';
import { LabError } from '../../vocabulary/index.ts';
import type { Clock } from '../loop/clock.ts';
import { AssociationHandle, type HandleOwner } from './association-handle.ts';
import type { Carrier } from './carrier.ts';
import {
  type PacketObserver,
  SCTP_UDP_PORT,
  type SctpAssociation,
  type SctpHandlers,
  type SctpListener,
  type SctpSocket,
  type SctpTarget,
} from './sctp-socket.ts';
import type { Soon } from './soon.ts';

/** Ephemeral SCTP ports. RFC 6335 §6 */
const FIRST_EPHEMERAL = 49_152;
const EPHEMERAL_COUNT = 65_536 - FIRST_EPHEMERAL;

/** Joins the SCTP endpoint machine to a carrier, a clock and the callbacks of its users. */
export class SocketShell implements SctpSocket, HandleOwner {
  private readonly carrier: Carrier;
  private readonly clock: Clock;
  private readonly soon: Soon;
  private readonly endpoint: Endpoint;
  private readonly local: PeerAddress;
  private readonly random: EndpointOptions['random'];
  private readonly listeners = new Map<number, SctpHandlers>();
  private readonly associations = new Map<number, AssociationHandle>();
  private readonly observers = new Set<PacketObserver>();
  /** Handlers of the association that just ended by a restart: its successor's. */
  private restarted: SctpHandlers | undefined;
  private turnPlanned = false;
  private alarmAt = Number.POSITIVE_INFINITY;
  private closed = false;

  constructor(carrier: Carrier, clock: Clock, soon: Soon, options: EndpointOptions) {
    this.carrier = carrier;
    this.clock = clock;
    this.soon = soon;
    this.random = options.random;
    this.endpoint = new Endpoint(options);
    this.local = { address: carrier.localAddress, udpPort: carrier.udpPort };
    carrier.receive = (packet, from) => {
      if (this.observers.size > 0) this.observe('received', from, packet);
      this.feed({ type: 'datagram', from, bytes: packet });
    };
  }

  get localAddress(): string {
    return this.local.address;
  }

  get udpPort(): number {
    return this.local.udpPort;
  }

  listen(sctpPort: number, handlers: SctpHandlers): SctpListener {
    if (this.listeners.has(sctpPort)) {
      throw new LabError('sctp-port-in-use', `SCTP port ${sctpPort} on ${this.where} has a listener already`);
    }
    this.listeners.set(sctpPort, handlers);
    this.feed({ type: 'listen', port: sctpPort });
    return {
      sctpPort,
      close: () => {
        if (this.listeners.get(sctpPort) !== handlers) return;
        this.listeners.delete(sctpPort);
        this.feed({ type: 'unlisten', port: sctpPort });
      },
    };
  }

  connect(target: SctpTarget, handlers: SctpHandlers): SctpAssociation {
    if (this.closed) throw new LabError('socket-closed', `the SCTP socket on ${this.where} is closed`);
    const peer: PeerAddress = { address: target.address, udpPort: target.udpPort ?? SCTP_UDP_PORT };
    const localPort = target.localSctpPort ?? this.freePort(peer, target.sctpPort);
    if (this.endpoint.isTaken(peer, target.sctpPort, localPort)) {
      const ends = `from SCTP port ${localPort} to ${peer.address} SCTP port ${target.sctpPort}`;
      throw new LabError('sctp-port-in-use', `an association ${ends} exists already`, {
        hint: 'leave the local SCTP port out: each association then gets one of its own',
      });
    }
    const id = this.endpoint.reserveId();
    const handle = new AssociationHandle(this, id, handlers);
    this.associations.set(id, handle);
    handle.unwatch = this.carrier.watchUnreachable(peer, text => {
      this.feed({ type: 'to', association: id, input: { type: 'unreachable', text } });
    });
    const { streams } = target;
    this.feed({
      type: 'associate',
      association: id,
      peer,
      peerPort: target.sctpPort,
      localPort,
      ...(streams === undefined ? {} : { streams }),
    });
    return handle;
  }

  tap(observer: PacketObserver): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    for (const handle of [...this.associations.values()]) handle.abort('the socket was closed');
    this.closed = true;
    this.listeners.clear();
    this.clock.setAlarm(undefined, this.ring);
    await this.carrier.close();
  }

  /** Gives the machine one input, performs what follows, and plans the next turn. */
  feed(input: EndpointInput): void {
    if (this.closed) return;
    const outputs = this.endpoint.handle(input, this.clock.now());
    if (outputs.length > 0) this.perform(outputs);
    this.plan();
  }

  statistics(id: number): AssociationStatistics | undefined {
    return this.endpoint.statistics(id);
  }

  bufferedOctets(id: number): number {
    return this.endpoint.bufferedOctets(id);
  }

  /** As `feed`, for a message: tells whether it was taken. */
  send(id: number, stream: number, ppid: number, bytes: Uint8Array, unordered: boolean): boolean {
    if (this.closed) return false;
    const outputs = this.endpoint.handle(
      { type: 'to', association: id, input: { type: 'send', stream, ppid, bytes, unordered } },
      this.clock.now(),
    );
    this.plan();
    for (const output of outputs) {
      if (output.type !== 'refused') continue;
      if (output.reason === 'stream') throw new RangeError(`the association has no outbound stream ${stream}`);
      return false;
    }
    return true;
  }

  private perform(outputs: readonly EndpointOutput[]): void {
    for (const output of outputs) {
      // a handler may have closed the socket
      if (this.closed) return;
      switch (output.type) {
        case 'transmit':
          if (this.observers.size > 0) this.observe('sent', output.to, output.bytes);
          this.carrier.send(output.bytes, output.to);
          break;
        case 'data': {
          const handle = this.associations.get(output.association);
          handle?.handlers.data(handle, output.stream, output.ppid, output.bytes);
          break;
        }
        case 'up':
          this.up(output);
          break;
        case 'down':
          this.down(output);
          break;
        case 'writable': {
          const handle = this.associations.get(output.association);
          handle?.handlers.writable?.(handle);
          break;
        }
        case 'peerError': {
          const handle = this.associations.get(output.association);
          handle?.handlers.peerError?.(handle, output.text);
          break;
        }
        case 'path': {
          const handle = this.associations.get(output.association);
          handle?.handlers.path?.(handle, output.active);
          break;
        }
        case 'refused':
        case 'discarded':
          break;
      }
    }
  }

  private up(output: Extract<EndpointOutput, { type: 'up' }>): void {
    let handle = this.associations.get(output.association);
    if (handle === undefined) {
      const handlers = this.restarted ?? this.listeners.get(output.localPort);
      this.restarted = undefined;
      if (handlers === undefined) return;
      handle = new AssociationHandle(this, output.association, handlers);
      this.associations.set(output.association, handle);
    }
    handle.unwatch?.();
    handle.details = {
      outboundStreams: output.outboundStreams,
      inboundStreams: output.inboundStreams,
      peer: { ...output.peer, sctpPort: output.peerPort },
      localSctpPort: output.localPort,
      incoming: output.incoming,
    };
    handle.handlers.up(handle, handle.details);
  }

  private down(output: Extract<EndpointOutput, { type: 'down' }>): void {
    const handle = this.associations.get(output.association);
    if (handle === undefined) return;
    this.associations.delete(output.association);
    handle.unwatch?.();
    if (output.reason.kind === 'restart') this.restarted = handle.handlers;
    handle.handlers.down(handle, output.reason);
  }

  /** Comes back when something is due: at the end of this turn, or by one alarm for all associations. */
  private plan(): void {
    if (this.turnPlanned || this.closed) return;
    const next = this.endpoint.nextTimeout();
    if (next === undefined) return;
    if (next <= this.clock.now()) {
      this.turnPlanned = true;
      this.soon(this.turn);
    } else if (next < this.alarmAt) {
      // a deadline that moved away leaves its alarm: it rings early, finds nothing, and is set anew
      this.alarmAt = next;
      this.clock.setAlarm(next, this.ring);
    }
  }

  private readonly turn = (): void => {
    this.turnPlanned = false;
    if (this.closed) return;
    if (this.carrier.congested) {
      this.turnPlanned = true;
      this.soon(this.turn);
      return;
    }
    this.feed(TIMEOUT);
  };

  private readonly ring = (): void => {
    this.alarmAt = Number.POSITIVE_INFINITY;
    if (!this.turnPlanned) this.turn();
  };

  private observe(direction: 'sent' | 'received', remote: PeerAddress, bytes: Uint8Array): void {
    const at = this.clock.now();
    for (const observer of this.observers) observer({ direction, at, local: this.local, remote, bytes });
  }

  private freePort(peer: PeerAddress, peerPort: number): number {
    for (let attempt = 0; attempt < EPHEMERAL_COUNT; attempt++) {
      const [high, low] = this.random(2);
      const port = FIRST_EPHEMERAL + (((high! << 8) | low!) % EPHEMERAL_COUNT);
      if (!this.endpoint.isTaken(peer, peerPort, port) && !this.listeners.has(port)) return port;
    }
    throw new LabError('sctp-ports-exhausted', `no free SCTP port towards ${peer.address} SCTP port ${peerPort}`);
  }

  private get where(): string {
    return `${this.local.address} UDP port ${this.local.udpPort}`;
  }
}

const TIMEOUT = { type: 'timeout' } as const;
