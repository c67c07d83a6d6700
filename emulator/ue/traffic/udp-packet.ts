import { ipv4Udp, ipv6Udp, readIpv4 } from '../../codec/ip/index.ts';
import type { Route } from './task.ts';

/** Octets of IP and UDP header before a payload. */
export function headerOctets(route: Route): number {
  return (route.source.length === 4 ? 20 : 40) + 8;
}

/** A UDP datagram along a route as a whole packet. */
export function udpPacket(route: Route, sourcePort: number, destinationPort: number, payload: Uint8Array): Uint8Array {
  const { source, destination } = route;
  return source.length === 4
    ? ipv4Udp(readIpv4(source), sourcePort, readIpv4(destination), destinationPort, payload)
    : ipv6Udp(source, sourcePort, destination, destinationPort, payload);
}
