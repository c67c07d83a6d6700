import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { DecodeError } from '../../../emulator/bytes/index.ts';
import {
  decodeVolume,
  encodeVolume,
  FlowCounter,
  VOLUME_PORTS,
  type VolumeMessage,
  VolumeSender,
} from '../../../emulator/codec/volume/index.ts';

/** Sources and counters that are kept; the oldest go first. */
const MAX_FLOWS = 256;
/** How often a source sends what is due, ms. */
const PACE_MS = 1;

/**
 * The lab's host behind somebody else's gateway: sends and counts the volumes that phones ask for, on the gateway's own address, where this
 * machine has it (an UPF with its TUN here). What the embedded gateway does inside.
 */
export class VolumeHost {
  private readonly sockets: readonly Socket[];
  private readonly sources = new Map<string, { readonly sender: VolumeSender; readonly to: RemoteInfo }>();
  private readonly sinks = new Map<string, FlowCounter>();
  private timer: NodeJS.Timeout | undefined;

  /** undefined when the address is not this machine's, or its ports 9 and 19 cannot be had. */
  static async open(address: string): Promise<VolumeHost | undefined> {
    const sockets: Socket[] = [];
    try {
      for (const port of [VOLUME_PORTS.sink, VOLUME_PORTS.source]) sockets.push(await bind(address, port));
    } catch {
      for (const socket of sockets) socket.close();
      return undefined;
    }
    return new VolumeHost(sockets);
  }

  private constructor(sockets: readonly Socket[]) {
    this.sockets = sockets;
    const [sink, source] = sockets;
    sink!.on('message', (payload, from) => this.sink(payload, from));
    source!.on('message', (payload, from) => this.source(payload, from));
    for (const socket of sockets) socket.on('error', () => {});
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const socket of this.sockets) {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    }
  }

  private sink(payload: Uint8Array, from: RemoteInfo): void {
    const message = read(payload);
    if (message?.type !== 'Record' && message?.type !== 'SinkReportRequest') return;
    const key = keyOf(from, message.flow);
    let counter = this.sinks.get(key);
    if (counter === undefined) {
      makeRoom(this.sinks);
      counter = new FlowCounter();
      this.sinks.set(key, counter);
    }
    if (message.type === 'Record') {
      counter.add(message.sequence, message.size);
      return;
    }
    const { datagrams, duplicates, upTo, octets } = counter;
    const report = encodeVolume({ type: 'SinkReport', flow: message.flow, datagrams, duplicates, upTo, octets });
    this.sockets[0]!.send(report, from.port, from.address);
  }

  private source(payload: Uint8Array, from: RemoteInfo): void {
    const message = read(payload);
    if (message?.type !== 'SourceRequest' && message?.type !== 'SourceStop') return;
    const key = keyOf(from, message.flow);
    if (message.type === 'SourceStop') this.sources.delete(key);
    else if (!this.sources.has(key)) {
      makeRoom(this.sources);
      this.sources.set(key, { sender: new VolumeSender(message, performance.now()), to: from });
      this.timer ??= setInterval(() => this.sendDue(), PACE_MS);
    }
  }

  private sendDue(): void {
    const now = performance.now();
    for (const [key, { sender, to }] of this.sources) {
      for (const payload of sender.take(now)) this.sockets[1]!.send(payload, to.port, to.address);
      if (sender.done) this.sources.delete(key);
    }
    if (this.sources.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

async function bind(address: string, port: number): Promise<Socket> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, address);
    await listening;
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

function read(payload: Uint8Array): VolumeMessage | undefined {
  try {
    return decodeVolume(payload);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function keyOf({ address, port }: RemoteInfo, flow: number): string {
  return `${address} ${port} ${flow}`;
}

function makeRoom(flows: Map<string, unknown>): void {
  if (flows.size < MAX_FLOWS) return;
  const oldest = flows.keys().next().value;
  if (oldest !== undefined) flows.delete(oldest);
}
