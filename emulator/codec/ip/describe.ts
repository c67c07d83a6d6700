import { DecodeError } from '../../bytes/index.ts';
import { formatIpv4, formatIpv6, ipv4Octets } from './address.ts';
import type { PseudoHeader } from './checksum.ts';
import { decodeIcmp, ICMP_UNREACHABLE_CODES, type IcmpMessage } from './icmp.ts';
import { decodeIcmpv6, ICMPV6_UNREACHABLE_CODES, type Icmpv6Message } from './icmpv6.ts';
import { decodeIpv4, type Ipv4Packet, isIpv4Fragment } from './ipv4.ts';
import { decodeIpv6, type Ipv6Packet, ipv6Fragment, ipv6PseudoHeader } from './ipv6.ts';
import { formatIpProtocol, IP_PROTOCOL } from './protocols.ts';
import { decodeUdp } from './udp.ts';

/** One line on an IPv4 or IPv6 packet, never throwing: `ICMP echo request 10.45.0.2 → 10.45.0.1 id 1 seq 2`. */
export function describeIp(bytes: Uint8Array): string {
  try {
    const version = (bytes[0] ?? 0) >> 4;
    if (version === 4) return describeIpv4(decodeIpv4(bytes));
    if (version === 6) return describeIpv6(decodeIpv6(bytes));
    return `${bytes.length} octets that are no IP packet`;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return `malformed IP packet of ${bytes.length} octets: ${error.message}`;
  }
}

function describeIpv4(packet: Ipv4Packet): string {
  const source = formatIpv4(packet.source);
  const destination = formatIpv4(packet.destination);
  const whole = `${formatIpProtocol(packet.protocol)} ${source} → ${destination}`;
  if (isIpv4Fragment(packet)) {
    const last = packet.moreFragments ? '' : ', the last';
    return `${whole} fragment at ${packet.fragmentOffset}, ${packet.payload.length} octets${last}`;
  }
  const addresses = { source: ipv4Octets(packet.source), destination: ipv4Octets(packet.destination) };
  if (packet.protocol === IP_PROTOCOL.icmp)
    return upper(whole, () => icmpLine('ICMP', decodeIcmp(packet.payload), source, destination));
  if (packet.protocol === IP_PROTOCOL.udp)
    return upper(whole, () => udpLine(packet.payload, addresses, source, destination));
  return `${whole} ${packet.payload.length} octets`;
}

function describeIpv6(packet: Ipv6Packet): string {
  const source = formatIpv6(packet.source);
  const destination = formatIpv6(packet.destination);
  const whole = `${formatIpProtocol(packet.protocol)} ${source} → ${destination}`;
  const fragment = ipv6Fragment(packet);
  if (fragment !== undefined && (fragment.offset > 0 || fragment.moreFragments))
    return `${whole} fragment at ${fragment.offset}, ${packet.payload.length} octets${fragment.moreFragments ? '' : ', the last'}`;
  if (packet.protocol === IP_PROTOCOL.icmpv6)
    return upper(whole, () =>
      icmpLine('ICMPv6', decodeIcmpv6(packet.payload, ipv6PseudoHeader(packet)), source, destination),
    );
  if (packet.protocol === IP_PROTOCOL.udp)
    return upper(whole, () => udpLine(packet.payload, ipv6PseudoHeader(packet), `[${source}]`, `[${destination}]`));
  return `${whole} ${packet.payload.length} octets`;
}

function upper(whole: string, line: () => string): string {
  try {
    return line();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return `${whole} malformed: ${error.message}`;
  }
}

function udpLine(bytes: Uint8Array, addresses: PseudoHeader, source: string, destination: string): string {
  const udp = decodeUdp(bytes, addresses);
  return `UDP ${source}:${udp.sourcePort} → ${destination}:${udp.destinationPort} ${udp.payload.length} octets`;
}

function icmpLine(protocol: string, message: IcmpMessage | Icmpv6Message, source: string, destination: string): string {
  const [what, facts] = icmpFacts(protocol, message);
  return `${protocol} ${what} ${source} → ${destination}${facts === '' ? '' : ` ${facts}`}`;
}

function icmpFacts(protocol: string, message: IcmpMessage | Icmpv6Message): [what: string, facts: string] {
  switch (message.type) {
    case 'EchoRequest':
      return ['echo request', `id ${message.identifier} seq ${message.sequenceNumber}`];
    case 'EchoReply':
      return ['echo reply', `id ${message.identifier} seq ${message.sequenceNumber}`];
    case 'DestinationUnreachable': {
      const names = protocol === 'ICMP' ? ICMP_UNREACHABLE_CODES : ICMPV6_UNREACHABLE_CODES;
      return [names[message.code] ?? `unreachable (code ${message.code})`, aboutOriginal(message.original)];
    }
    case 'PacketTooBig':
      return ['packet too big', `MTU ${message.mtu}, ${aboutOriginal(message.original)}`];
    case 'TimeExceeded':
      return [message.code === 0 ? 'time exceeded' : 'reassembly time exceeded', aboutOriginal(message.original)];
    case 'RouterSolicitation':
      return ['router solicitation', ''];
    case 'RouterAdvertisement': {
      const prefixes = message.options.flatMap(option =>
        option.type === 'PrefixInformation' ? [`${formatIpv6(option.prefix)}/${option.prefixLength}`] : [],
      );
      return ['router advertisement', prefixes.join(', ')];
    }
    case 'Unknown':
      return [`type ${message.icmpType} code ${message.code}`, ''];
  }
}

/** An ICMP error quotes only the beginning of a packet, so lengths and checksums of the quotation say nothing. */
function aboutOriginal(original: Uint8Array): string {
  if (original.length >= 20 && original[0]! >> 4 === 4) {
    const destination = original.subarray(16, 20).join('.');
    return `about ${formatIpProtocol(original[9]!)} to ${destination}`;
  }
  if (original.length >= 40 && original[0]! >> 4 === 6)
    return `about ${formatIpProtocol(original[6]!)} to ${formatIpv6(original.subarray(24, 40))}`;
  return `about ${original.length} octets`;
}
