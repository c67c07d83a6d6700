import { DecodeError } from '../../bytes/index.ts';
import {
  answerEcho,
  decodeIpv4,
  decodeIpv6,
  decodeUdp,
  IP_PROTOCOL,
  ipv4Error,
  ipv4Octets,
  ipv4Udp,
  ipv6Udp,
  isIpv4Fragment,
  readIpv4,
} from '../../codec/ip/index.ts';
import { decodeVolume, encodeVolume, FlowCounter, VOLUME_PORTS, VolumeSender } from '../../codec/volume/index.ts';
import type { Millis } from '../../machine/index.ts';

const ICMP_PORT_UNREACHABLE = 3;
const ICMP_PROTOCOL_UNREACHABLE = 2;
/** What one phone may have running at the source and at the sink; the oldest goes first. */
const MAX_FLOWS = 64;

/** Who spoke UDP to a service: both ends of the flow, 4 or 16 octets each. */
interface Peer {
  readonly phone: Uint8Array;
  readonly phonePort: number;
  readonly host: Uint8Array;
  readonly hostPort: number;
}

/**
 * What answers on the gateway's own address and on the lab's internet host: ICMP echo, and the UDP services of lab traffic
 * (echo, sink, source). Everything else is refused as a host refuses it.
 */
export class Services {
  private readonly sources = new Map<string, { readonly peer: Peer; readonly sender: VolumeSender }>();
  private readonly sinks = new Map<string, FlowCounter>();

  /** Answers one packet for a local address; returns the packets that go back. */
  answer(packet: Uint8Array, now: Millis): Uint8Array[] {
    const echo = answerEcho(packet);
    if (echo !== undefined) return [echo];
    try {
      return (packet[0]! >> 4 === 6 ? this.answerIpv6(packet, now) : this.answerIpv4(packet, now)) ?? [];
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  }

  /** The next packets of running sources. */
  due(now: Millis): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (const [key, { peer, sender }] of this.sources) {
      for (const payload of sender.take(now)) packets.push(udpBack(peer, payload));
      if (sender.done) this.sources.delete(key);
    }
    return packets;
  }

  nextDue(): Millis | undefined {
    let earliest: Millis | undefined;
    for (const { sender } of this.sources.values()) {
      const at = sender.next();
      if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
    }
    return earliest;
  }

  /** Forgets the flows of a phone that is gone: its address as 4 octets, or the 8 octets of its prefix. */
  forget(address: Uint8Array): void {
    const start = keyOf(address);
    for (const flows of [this.sources, this.sinks]) {
      for (const key of flows.keys()) if (key.startsWith(start)) flows.delete(key);
    }
  }

  private answerIpv4(packet: Uint8Array, now: Millis): Uint8Array[] | undefined {
    const ip = decodeIpv4(packet);
    if (isIpv4Fragment(ip)) return undefined;
    const [phone, host] = [ipv4Octets(ip.source), ipv4Octets(ip.destination)];
    const refused = (code: number) => ipv4Error(packet, ip.destination, { type: 'DestinationUnreachable', code });
    if (ip.protocol === IP_PROTOCOL.icmp) return undefined;
    if (ip.protocol !== IP_PROTOCOL.udp) return optional(refused(ICMP_PROTOCOL_UNREACHABLE));
    const udp = decodeUdp(ip.payload, { source: phone, destination: host });
    const peer = { phone, phonePort: udp.sourcePort, host, hostPort: udp.destinationPort };
    return this.serve(peer, udp.payload, now) ?? optional(refused(ICMP_PORT_UNREACHABLE));
  }

  private answerIpv6(packet: Uint8Array, now: Millis): Uint8Array[] | undefined {
    const ip = decodeIpv6(packet);
    if (ip.protocol !== IP_PROTOCOL.udp) return undefined;
    const udp = decodeUdp(ip.payload, ip);
    const [phone, host] = [ip.source.slice(), ip.destination.slice()];
    return this.serve({ phone, phonePort: udp.sourcePort, host, hostPort: udp.destinationPort }, udp.payload, now);
  }

  /** undefined = no service on that port. */
  private serve(peer: Peer, payload: Uint8Array, now: Millis): Uint8Array[] | undefined {
    switch (peer.hostPort) {
      case VOLUME_PORTS.echo:
        return [udpBack(peer, payload)];
      case VOLUME_PORTS.source:
        return this.source(peer, payload, now);
      case VOLUME_PORTS.sink:
        return this.sink(peer, payload);
      default:
        return undefined;
    }
  }

  private source(peer: Peer, payload: Uint8Array, now: Millis): Uint8Array[] {
    const message = decodeVolume(payload);
    if (message.type !== 'SourceRequest' && message.type !== 'SourceStop') return [];
    const key = flowKey(peer, message.flow);
    if (message.type === 'SourceStop') this.sources.delete(key);
    else if (!this.sources.has(key)) {
      limit(this.sources, peer);
      this.sources.set(key, { peer, sender: new VolumeSender(message, now) });
    }
    return [];
  }

  private sink(peer: Peer, payload: Uint8Array): Uint8Array[] {
    const message = decodeVolume(payload);
    if (message.type !== 'Record' && message.type !== 'SinkReportRequest') return [];
    const key = flowKey(peer, message.flow);
    const counter = this.sinks.get(key) ?? new FlowCounter();
    if (message.type === 'Record') {
      if (!this.sinks.has(key)) {
        limit(this.sinks, peer);
        this.sinks.set(key, counter);
      }
      counter.add(message.sequence, message.size);
      return [];
    }
    const { datagrams, duplicates, upTo, octets } = counter;
    return [
      udpBack(peer, encodeVolume({ type: 'SinkReport', flow: message.flow, datagrams, duplicates, upTo, octets })),
    ];
  }
}

function optional(packet: Uint8Array | undefined): Uint8Array[] {
  return packet === undefined ? [] : [packet];
}

function udpBack(peer: Peer, payload: Uint8Array): Uint8Array {
  const { phone, phonePort, host, hostPort } = peer;
  return phone.length === 4
    ? ipv4Udp(readIpv4(host), hostPort, readIpv4(phone), phonePort, payload)
    : ipv6Udp(host, hostPort, phone, phonePort, payload);
}

/** Begins with the phone's address, so that all flows of a phone are found by it. */
function flowKey(peer: Peer, flow: number): string {
  return `${keyOf(peer.phone)}${keyOf(peer.host)}:${peer.phonePort}:${flow}`;
}

function keyOf(octets: Uint8Array): string {
  return String.fromCharCode(...octets);
}

function limit(flows: Map<string, unknown>, peer: Peer): void {
  const own = [...flows.keys()].filter(key => key.startsWith(keyOf(peer.phone)));
  if (own.length >= MAX_FLOWS) flows.delete(own[0]!);
}
