/** Protocol numbers and next-header values that this codec knows. IANA "Assigned Internet Protocol Numbers" */
export const IP_PROTOCOL = {
  hopByHopOptions: 0,
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  routing: 43,
  fragment: 44,
  esp: 50,
  authenticationHeader: 51,
  icmpv6: 58,
  noNextHeader: 59,
  destinationOptions: 60,
  sctp: 132,
} as const;

const NAMES: Readonly<Record<number, string>> = {
  0: 'hop-by-hop options',
  1: 'ICMP',
  2: 'IGMP',
  6: 'TCP',
  17: 'UDP',
  43: 'routing',
  44: 'fragment',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  59: 'no next header',
  60: 'destination options',
  132: 'SCTP',
};

/** `UDP`, `protocol 89`. */
export function formatIpProtocol(protocol: number): string {
  return NAMES[protocol] ?? `protocol ${protocol}`;
}
