import { DecodeError } from '../../bytes/index.ts';
import { ipv4Octets } from './address.ts';
import { decodeIcmp, encodeIcmp } from './icmp.ts';
import { decodeIcmpv6, encodeIcmpv6 } from './icmpv6.ts';
import { decodeIpv4, encodeIpv4, type Ipv4Packet, isIpv4Fragment } from './ipv4.ts';
import { decodeIpv6, encodeIpv6, ipv6Fragment, ipv6PseudoHeader } from './ipv6.ts';
import { IP_PROTOCOL } from './protocols.ts';
import { encodeUdp } from './udp.ts';

/** Packets that hosts and routers make of other packets, and the ones that the lab's phones send. */

/** The echo reply to a packet that is a whole, well-formed ICMP or ICMPv6 echo request; otherwise undefined. */
export function answerEcho(packet: Uint8Array): Uint8Array | undefined {
  try {
    return (packet[0] ?? 0) >> 4 === 6 ? answerEcho6(packet) : answerEcho4(packet);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** An ICMP echo request over IPv4 as a whole packet. */
export function ipv4EchoRequest(
  source: number,
  destination: number,
  identifier: number,
  sequenceNumber: number,
  data: Uint8Array,
): Uint8Array {
  const payload = encodeIcmp({ type: 'EchoRequest', identifier, sequenceNumber, data });
  return encodeIpv4({ source, destination, protocol: IP_PROTOCOL.icmp, dontFragment: true, payload });
}

/** An ICMPv6 echo request as a whole packet; addresses of 16 octets. */
export function ipv6EchoRequest(
  source: Uint8Array,
  destination: Uint8Array,
  identifier: number,
  sequenceNumber: number,
  data: Uint8Array,
): Uint8Array {
  const payload = encodeIcmpv6({ type: 'EchoRequest', identifier, sequenceNumber, data }, { source, destination });
  return encodeIpv6({ source, destination, protocol: IP_PROTOCOL.icmpv6, payload });
}

/** A UDP datagram over IPv4 as a whole packet. */
export function ipv4Udp(
  source: number,
  sourcePort: number,
  destination: number,
  destinationPort: number,
  data: Uint8Array,
): Uint8Array {
  const addresses = { source: ipv4Octets(source), destination: ipv4Octets(destination) };
  const payload = encodeUdp({ sourcePort, destinationPort, payload: data }, addresses);
  return encodeIpv4({ source, destination, protocol: IP_PROTOCOL.udp, payload });
}

/** A UDP datagram over IPv6 as a whole packet; addresses of 16 octets. */
export function ipv6Udp(
  source: Uint8Array,
  sourcePort: number,
  destination: Uint8Array,
  destinationPort: number,
  data: Uint8Array,
): Uint8Array {
  const payload = encodeUdp({ sourcePort, destinationPort, payload: data }, { source, destination });
  return encodeIpv6({ source, destination, protocol: IP_PROTOCOL.udp, payload });
}

/**
 * The ICMP error that a router or host at `from` sends about a packet, with the quotation of RFC 1812 §4.3.2.3 (as much
 * as fits into 576 octets). undefined where RFC 1122 §3.2.2 forbids one: about an ICMP error, a later fragment,
 * or a packet that came from or went to more than one host.
 */
export function ipv4Error(
  packet: Uint8Array,
  from: number,
  error: { type: 'DestinationUnreachable'; code: number; mtu?: number } | { type: 'TimeExceeded'; code: number },
): Uint8Array | undefined {
  let about: Ipv4Packet;
  try {
    about = decodeIpv4(packet);
  } catch (failure) {
    if (failure instanceof DecodeError) return undefined;
    throw failure;
  }
  if (about.fragmentOffset > 0 || !isUnicast(about.source) || !isUnicast(about.destination)) return undefined;
  const isEcho = about.payload[0] === 0 || about.payload[0] === 8;
  if (about.protocol === IP_PROTOCOL.icmp && !isEcho) return undefined;
  const original = packet.subarray(0, Math.min(packet.length, 576 - 28));
  const payload =
    error.type === 'TimeExceeded'
      ? encodeIcmp({ type: 'TimeExceeded', code: error.code, original })
      : encodeIcmp({ type: 'DestinationUnreachable', code: error.code, mtu: error.mtu ?? 0, original });
  return encodeIpv4({ source: from, destination: about.source, protocol: IP_PROTOCOL.icmp, payload });
}

function answerEcho4(packet: Uint8Array): Uint8Array | undefined {
  const request = decodeIpv4(packet);
  if (request.protocol !== IP_PROTOCOL.icmp || isIpv4Fragment(request)) return undefined;
  const icmp = decodeIcmp(request.payload);
  if (icmp.type !== 'EchoRequest') return undefined;
  return encodeIpv4({
    source: request.destination,
    destination: request.source,
    protocol: IP_PROTOCOL.icmp,
    identification: request.identification,
    payload: encodeIcmp({ ...icmp, type: 'EchoReply' }),
  });
}

function answerEcho6(packet: Uint8Array): Uint8Array | undefined {
  const request = decodeIpv6(packet);
  if (request.protocol !== IP_PROTOCOL.icmpv6 || ipv6Fragment(request) !== undefined) return undefined;
  const icmp = decodeIcmpv6(request.payload, ipv6PseudoHeader(request));
  if (icmp.type !== 'EchoRequest') return undefined;
  const addresses = { source: request.destination, destination: request.source };
  return encodeIpv6({
    ...addresses,
    protocol: IP_PROTOCOL.icmpv6,
    payload: encodeIcmpv6({ ...icmp, type: 'EchoReply' }, addresses),
  });
}

function isUnicast(address: number): boolean {
  const first = address >>> 24;
  return first !== 0 && first < 224;
}
