import { DecodeError } from '../../bytes/index.ts';
import {
  decodeIcmpv6,
  decodeIpv6,
  encodeIcmpv6,
  encodeIpv6,
  IP_PROTOCOL,
  ipv6LinkLocal,
} from '../../codec/ip/index.ts';
import type { Session } from './session-table.ts';

/** The router's end of each point-to-point link. */
const ROUTER = ipv6LinkLocal(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1));
const ALL_NODES = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const INFINITE = 0xffffffff;

/**
 * Answers a router solicitation with the session's /64, which the phone joins with its interface identifier
 * (TS 23.401 §5.3.1.2.2, RFC 4861 §4.2); undefined when the packet is none.
 */
export function routerAdvertisementFor(session: Session, packet: Uint8Array, mtu: number): Uint8Array | undefined {
  if (session.ipv6 === undefined || !isRouterSolicitation(packet)) return undefined;
  const addresses = { source: ROUTER, destination: ALL_NODES };
  const payload = encodeIcmpv6(
    {
      type: 'RouterAdvertisement',
      curHopLimit: 64,
      managed: false,
      otherConfiguration: true,
      otherFlags: 0,
      routerLifetimeSeconds: 0xffff,
      reachableTimeMs: 0,
      retransTimerMs: 0,
      options: [
        {
          type: 'PrefixInformation',
          prefixLength: 64,
          // TS 23.401: the prefix is the phone's alone, so it is not on-link for others.
          onLink: false,
          autonomous: true,
          validLifetimeSeconds: INFINITE,
          preferredLifetimeSeconds: INFINITE,
          prefix: session.ipv6.prefix.network,
        },
        { type: 'Mtu', mtu },
      ],
    },
    addresses,
  );
  return encodeIpv6({ ...addresses, protocol: IP_PROTOCOL.icmpv6, hopLimit: 255, payload });
}

function isRouterSolicitation(packet: Uint8Array): boolean {
  try {
    const ip = decodeIpv6(packet);
    return ip.protocol === IP_PROTOCOL.icmpv6 && decodeIcmpv6(ip.payload, ip).type === 'RouterSolicitation';
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
