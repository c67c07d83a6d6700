import { DecodeError } from '../../bytes/index.ts';
import { decodeIpv4, decodeIpv6, IP_PROTOCOL, ipv4Octets, isIpv4Fragment } from '../../codec/ip/index.ts';
import type { EpsBearer } from './bearer.ts';
import type { FilterCondition, PacketFilter } from './traffic-flow-template.ts';

/** The fields of an uplink packet that filters look at: local is the phone's side. */
interface Flow {
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
  readonly protocol: number;
  readonly localPort: number | undefined;
  readonly remotePort: number | undefined;
  readonly spi: number | undefined;
  readonly typeOfService: number;
  readonly flowLabel: number | undefined;
}

/**
 * The bearer for an uplink packet of a PDN connection: the one with the filter of lowest precedence that matches, else the
 * default bearer. TS 23.401 §4.7.2.2
 */
export function chooseBearer(bearers: readonly EpsBearer[], defaultEbi: number, packet: Uint8Array): number {
  let chosen = defaultEbi;
  let precedence = Number.POSITIVE_INFINITY;
  let flow: Flow | undefined;
  for (const bearer of bearers) {
    if (bearer.linkedEbi !== defaultEbi || bearer.filters.length === 0) continue;
    flow ??= readFlow(packet);
    if (flow === undefined) return defaultEbi;
    const filter = bearer.filters.find(candidate => candidate.uplink && matches(candidate, flow!));
    if (filter !== undefined && filter.precedence < precedence) {
      chosen = bearer.ebi;
      precedence = filter.precedence;
    }
  }
  return chosen;
}

function matches(filter: PacketFilter, flow: Flow): boolean {
  return filter.conditions.every(condition => fits(condition, flow));
}

function fits(condition: FilterCondition, flow: Flow): boolean {
  switch (condition.type) {
    case 'remoteAddress':
      return sameNetwork(flow.remote, condition.address, condition.mask);
    case 'localAddress':
      return sameNetwork(flow.local, condition.address, condition.mask);
    case 'remotePort':
      return inRange(flow.remotePort, condition);
    case 'localPort':
      return inRange(flow.localPort, condition);
    case 'protocol':
      return flow.protocol === condition.value;
    case 'securityParameterIndex':
      return flow.spi === condition.value;
    case 'flowLabel':
      return flow.flowLabel === condition.value;
    case 'typeOfService':
      return (flow.typeOfService & condition.mask) === (condition.value & condition.mask);
  }
}

function inRange(port: number | undefined, range: { readonly low: number; readonly high: number }): boolean {
  return port !== undefined && port >= range.low && port <= range.high;
}

function sameNetwork(address: Uint8Array, network: Uint8Array, mask: Uint8Array): boolean {
  if (address.length !== network.length) return false;
  for (let i = 0; i < mask.length; i++) if ((address[i]! & mask[i]!) !== (network[i]! & mask[i]!)) return false;
  return true;
}

function readFlow(packet: Uint8Array): Flow | undefined {
  try {
    return (packet[0] ?? 0) >> 4 === 6 ? readFlow6(packet) : readFlow4(packet);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function readFlow4(packet: Uint8Array): Flow {
  const ip = decodeIpv4(packet);
  return {
    local: ipv4Octets(ip.source),
    remote: ipv4Octets(ip.destination),
    protocol: ip.protocol,
    ...upperLayer(ip.protocol, isIpv4Fragment(ip) ? NO_OCTETS : ip.payload),
    typeOfService: (ip.dscp << 2) | ip.ecn,
    flowLabel: undefined,
  };
}

function readFlow6(packet: Uint8Array): Flow {
  const ip = decodeIpv6(packet);
  return {
    local: ip.source,
    remote: ip.destination,
    protocol: ip.protocol,
    ...upperLayer(ip.protocol, ip.payload),
    typeOfService: ip.trafficClass,
    flowLabel: ip.flowLabel,
  };
}

const NO_OCTETS = new Uint8Array(0);
const TCP = 6;
const ESP = 50;

function upperLayer(protocol: number, payload: Uint8Array): Pick<Flow, 'localPort' | 'remotePort' | 'spi'> {
  const ports = (protocol === TCP || protocol === IP_PROTOCOL.udp) && payload.length >= 4;
  return {
    localPort: ports ? (payload[0]! << 8) | payload[1]! : undefined,
    remotePort: ports ? (payload[2]! << 8) | payload[3]! : undefined,
    spi:
      protocol === ESP && payload.length >= 4
        ? ((payload[0]! << 24) | (payload[1]! << 16) | (payload[2]! << 8) | payload[3]!) >>> 0
        : undefined,
  };
}
