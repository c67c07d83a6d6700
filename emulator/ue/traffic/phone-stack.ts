import { equalBytes } from '../../bytes/index.ts';
import { ipv4Octets, parseIp } from '../../codec/ip/index.ts';
import { RECORD_OCTETS } from '../../codec/volume/index.ts';
import type { Machine, Millis } from '../../machine/index.ts';
import { UserError } from '../../vocabulary/index.ts';
import { Download } from './download.ts';
import { readInbound } from './inbound.ts';
import { PdnInterface } from './interface.ts';
import { Ping } from './ping.ts';
import type { PingRequest, StackInput, StackOutput, VolumeRequest } from './port.ts';
import type { Route, Task } from './task.ts';
import { headerOctets } from './udp-packet.ts';
import { Upload } from './upload.ts';

/** First of the dynamic ports. RFC 6335 §6 */
const FIRST_PORT = 49_152;
const PORTS = 0x10000 - FIRST_PORT;

/**
 * The IP stack of a phone: addresses of its PDN connections, answers to echo requests, pings, and volumes of lab traffic.
 * One machine for a phone; without PDN connections and tasks it holds nothing.
 */
export class PhoneStack implements Machine<StackInput, StackOutput> {
  private interfaces: PdnInterface[] = [];
  private tasks: Task[] = [];
  private nextPort = 0;
  private outputs: StackOutput[] = [];

  handle(input: StackInput, now: Millis): StackOutput[] {
    const emit = this.emit;
    switch (input.type) {
      case 'timeout':
        break;
      case 'up':
        if (this.interfaces.some(link => link.update(input.pdn))) break;
        this.takeDown(input.pdn.ebi, now);
        this.interfaces.push(new PdnInterface(input.pdn, now));
        break;
      case 'down':
        this.takeDown(input.ebi, now);
        break;
      case 'packet':
        this.receive(input.ebi, input.packet, now);
        break;
      case 'ping':
      case 'download':
      case 'upload':
        this.begin(input, now);
        break;
      case 'stop':
        for (const task of this.tasks) if (task.id === input.id) task.stop(now, emit);
    }
    this.run(now);
    const outputs = this.outputs;
    this.outputs = [];
    return outputs;
  }

  nextTimeout(): Millis | undefined {
    let earliest: Millis | undefined;
    for (const part of this.interfaces) earliest = earlier(earliest, part.next());
    for (const task of this.tasks) earliest = earlier(earliest, task.next());
    return earliest;
  }

  private readonly emit = (output: StackOutput): void => {
    this.outputs.push(output);
  };

  /** Everything that is due. */
  private run(now: Millis): void {
    for (const link of this.interfaces) {
      const packet = link.solicit(now);
      if (packet !== undefined) this.emit({ type: 'packet', ebi: link.ebi, packet });
    }
    if (this.tasks.length === 0) return;
    for (const task of this.tasks) {
      const at = task.done ? undefined : task.next();
      if (at !== undefined && at <= now) task.run(now, this.emit);
    }
    if (this.tasks.some(({ done }) => done)) this.tasks = this.tasks.filter(({ done }) => !done);
  }

  /** Ends an interface and what runs over it. */
  private takeDown(ebi: number, now: Millis): void {
    this.interfaces = this.interfaces.filter(link => link.ebi !== ebi);
    for (const task of this.tasks) if (task.route.link.ebi === ebi) task.stop(now, this.emit);
  }

  private receive(ebi: number, packet: Uint8Array, now: Millis): void {
    const link = this.interfaces.find(other => other.ebi === ebi);
    if (link === undefined) return;
    for (const inbound of readInbound(link, packet)) {
      switch (inbound.type) {
        case 'answer':
          this.emit({ type: 'packet', ebi, packet: inbound.packet });
          break;
        case 'routerAdvertisement': {
          const address = link.advertise(inbound.advertisement);
          if (address !== undefined) this.emit({ type: 'ipv6Address', ebi, address });
          break;
        }
        case 'forTask': {
          const { protocol, key, remote, event } = inbound;
          const task = this.tasks.find(
            other =>
              other.protocol === protocol &&
              other.key === key &&
              other.route.link === link &&
              equalBytes(other.route.destination, remote),
          );
          task?.hear(event, now, this.emit);
        }
      }
    }
  }

  private begin(request: PingRequest | VolumeRequest, now: Millis): void {
    const failed = (detail: string): void => this.emit({ type: 'failed', id: request.id, detail });
    const route = this.routeTo(request.type === 'ping' ? request.to : request.peer, request.ebi);
    if (typeof route === 'string') return failed(route);
    const key = this.allocatePort();
    // UDP and ICMP headers are of one size.
    const most = route.link.mtu - headerOctets(route);
    if (request.type === 'ping') {
      if ((request.size ?? 0) > most)
        return failed(`${request.size} octets do not fit the MTU of ${route.link.mtu}: ${most} at most`);
      this.tasks.push(new Ping(request, key, route, now));
      return;
    }
    const packetSize = request.packetSize ?? most;
    if (packetSize < RECORD_OCTETS || packetSize > most)
      return failed(`packet size ${packetSize}: ${RECORD_OCTETS} to ${most} octets are possible`);
    if (!(Number.isSafeInteger(request.octets) && request.octets > 0))
      return failed(`${request.octets} octets: a whole number above 0 is possible`);
    const Flow = request.type === 'download' ? Download : Upload;
    this.tasks.push(new Flow(request, key, packetSize, route, now));
  }

  /** The way to an address, or why there is none. */
  private routeTo(to: string, ebi: number | undefined): Route | string {
    let destination: Uint8Array;
    try {
      destination = parseIp(to);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    const links = ebi === undefined ? this.interfaces : this.interfaces.filter(link => link.ebi === ebi);
    if (links.length === 0) return ebi === undefined ? 'no PDN connection' : `no PDN connection with EPS bearer ${ebi}`;
    for (const link of links) {
      const source = destination.length === 4 ? ipv4Source(link) : link.ipv6;
      if (source !== undefined) return { link, source, destination };
    }
    return destination.length === 4 ? 'no IPv4 address' : 'no IPv6 address: no router advertisement has come';
  }

  /** Also the identifier of echo requests: a number that no task uses. */
  private allocatePort(): number {
    for (;;) {
      const port = FIRST_PORT + (this.nextPort++ % PORTS);
      if (!this.tasks.some(task => task.key === port)) return port;
    }
  }
}

function ipv4Source(link: PdnInterface): Uint8Array | undefined {
  return link.ipv4 === undefined ? undefined : ipv4Octets(link.ipv4);
}

function earlier(a: Millis | undefined, b: Millis | undefined): Millis | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
