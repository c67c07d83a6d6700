import { DecodeError, equalBytes } from '../../bytes/index.ts';
import {
  answerEcho,
  decodeIcmp,
  decodeIcmpv6,
  decodeIpv4,
  decodeIpv6,
  decodeUdp,
  ICMP_UNREACHABLE_CODES,
  ICMPV6_UNREACHABLE_CODES,
  IP_PROTOCOL,
  ipv4Error,
  ipv4Octets,
  ipv6Fragment,
  isIpv4Fragment,
  type RouterAdvertisement,
} from '../../codec/ip/index.ts';
import type { PdnInterface } from './interface.ts';
import type { TaskEvent } from './task.ts';

/** What a packet from the network means to the stack. */
export type Inbound =
  /** A packet that goes back. */
  | { readonly type: 'answer'; readonly packet: Uint8Array }
  | { readonly type: 'routerAdvertisement'; readonly advertisement: RouterAdvertisement }
  /** For the task with this ICMP identifier or UDP port and peer. */
  | {
      readonly type: 'forTask';
      readonly protocol: 'icmp' | 'udp';
      readonly key: number;
      readonly remote: Uint8Array;
      readonly event: TaskEvent;
    };

const PORT_UNREACHABLE = 3;
const PROTOCOL_UNREACHABLE = 2;
/** Ports below the dynamic ones: nothing on the phone listens there. */
const FIRST_DYNAMIC_PORT = 49_152;
/** A router's neighbour discovery comes with this hop limit, so that nobody sends it from afar. RFC 4861 §6.1.2 */
const NEIGHBOUR_DISCOVERY_HOP_LIMIT = 255;

/** Reads a packet for one of the interface's addresses; nothing when it is damaged, a fragment, or for somebody else. */
export function readInbound(link: PdnInterface, packet: Uint8Array): readonly Inbound[] {
  try {
    return (packet[0] ?? 0) >> 4 === 6 ? readIpv6(link, packet) : readIpv4(link, packet);
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

function readIpv4(link: PdnInterface, packet: Uint8Array): readonly Inbound[] {
  const ip = decodeIpv4(packet);
  if (ip.destination !== link.ipv4 || isIpv4Fragment(ip)) return [];
  const remote = ipv4Octets(ip.source);
  if (ip.protocol === IP_PROTOCOL.icmp) {
    const icmp = decodeIcmp(ip.payload);
    if (icmp.type === 'EchoRequest') return answer(answerEcho(packet));
    if (icmp.type === 'EchoReply') return [echoReply(icmp, remote, ip.ttl)];
    if (icmp.type === 'DestinationUnreachable')
      return aboutOwn(icmp.original, ICMP_UNREACHABLE_CODES[icmp.code] ?? `unreachable (code ${icmp.code})`);
    return icmp.type === 'TimeExceeded' ? aboutOwn(icmp.original, 'time to live exceeded') : [];
  }
  const refuse = (code: number) => answer(ipv4Error(packet, ip.destination, { type: 'DestinationUnreachable', code }));
  if (ip.protocol !== IP_PROTOCOL.udp) return refuse(PROTOCOL_UNREACHABLE);
  const udp = decodeUdp(ip.payload, { source: remote, destination: ipv4Octets(ip.destination) });
  if (udp.destinationPort < FIRST_DYNAMIC_PORT) return refuse(PORT_UNREACHABLE);
  return [datagram(udp.destinationPort, remote, udp.payload)];
}

function readIpv6(link: PdnInterface, packet: Uint8Array): readonly Inbound[] {
  const ip = decodeIpv6(packet);
  if (ipv6Fragment(ip) !== undefined) return [];
  const own = isOwn(link, ip.destination);
  if (ip.protocol === IP_PROTOCOL.icmpv6) {
    const icmp = decodeIcmpv6(ip.payload, ip);
    if (icmp.type === 'RouterAdvertisement') {
      const linkLocal = ip.source[0] === 0xfe && (ip.source[1]! & 0xc0) === 0x80;
      const genuine = linkLocal && ip.hopLimit === NEIGHBOUR_DISCOVERY_HOP_LIMIT;
      return genuine ? [{ type: 'routerAdvertisement', advertisement: icmp }] : [];
    }
    if (!own) return [];
    if (icmp.type === 'EchoRequest') return answer(answerEcho(packet));
    if (icmp.type === 'EchoReply') return [echoReply(icmp, ip.source, ip.hopLimit)];
    if (icmp.type === 'DestinationUnreachable')
      return aboutOwn(icmp.original, ICMPV6_UNREACHABLE_CODES[icmp.code] ?? `unreachable (code ${icmp.code})`);
    if (icmp.type === 'PacketTooBig') return aboutOwn(icmp.original, `packet too big for the MTU of ${icmp.mtu}`);
    return icmp.type === 'TimeExceeded' ? aboutOwn(icmp.original, 'hop limit exceeded') : [];
  }
  if (!own || ip.protocol !== IP_PROTOCOL.udp) return [];
  const udp = decodeUdp(ip.payload, ip);
  return [datagram(udp.destinationPort, ip.source, udp.payload)];
}

function isOwn(link: PdnInterface, address: Uint8Array): boolean {
  return (
    (link.ipv6 !== undefined && equalBytes(address, link.ipv6)) ||
    (link.linkLocal !== undefined && equalBytes(address, link.linkLocal))
  );
}

function answer(packet: Uint8Array | undefined): readonly Inbound[] {
  return packet === undefined ? [] : [{ type: 'answer', packet }];
}

function echoReply(
  icmp: { readonly identifier: number; readonly sequenceNumber: number; readonly data: Uint8Array },
  remote: Uint8Array,
  ttl: number,
): Inbound {
  const event: TaskEvent = { type: 'echoReply', sequence: icmp.sequenceNumber, octets: icmp.data.length, ttl };
  return { type: 'forTask', protocol: 'icmp', key: icmp.identifier, remote, event };
}

function datagram(port: number, remote: Uint8Array, payload: Uint8Array): Inbound {
  return { type: 'forTask', protocol: 'udp', key: port, remote, event: { type: 'datagram', payload } };
}

/** The task whose packet an ICMP error quotes; a quotation may be cut off behind 8 octets of the upper layer. */
function aboutOwn(original: Uint8Array, reason: string): readonly Inbound[] {
  const version = (original[0] ?? 0) >> 4;
  const headerOctets = version === 6 ? 40 : ((original[0] ?? 0) & 0xf) * 4;
  if (original.length < headerOctets + 8) return [];
  const protocol = original[version === 6 ? 6 : 9];
  const remote = version === 6 ? original.slice(24, 40) : original.slice(16, 20);
  const at = (offset: number): number => (original[headerOctets + offset]! << 8) | original[headerOctets + offset + 1]!;
  if (protocol === IP_PROTOCOL.udp) {
    const event: TaskEvent = { type: 'unreachable', reason };
    return [{ type: 'forTask', protocol: 'udp', key: at(0), remote, event }];
  }
  if (protocol !== IP_PROTOCOL.icmp && protocol !== IP_PROTOCOL.icmpv6) return [];
  const event: TaskEvent = { type: 'unreachable', reason, sequence: at(6) };
  return [{ type: 'forTask', protocol: 'icmp', key: at(4), remote, event }];
}
