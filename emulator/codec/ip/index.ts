export {
  formatIp,
  formatIpv4,
  formatIpv6,
  ipv4Octets,
  parseIp,
  parseIpv4,
  parseIpv6,
  readIpv4,
  tryParseIpv4,
  tryParseIpv6,
  writeIpv4,
} from './address.ts';
export { answerEcho, ipv4EchoRequest, ipv4Error, ipv4Udp, ipv6EchoRequest, ipv6Udp } from './answers.ts';
export { checksumOf, type PseudoHeader, sumPseudoHeader, sumWords } from './checksum.ts';
export {
  type Cidr,
  cidrContains,
  formatCidr,
  type Ipv4Cidr,
  type Ipv6Cidr,
  ipv4CidrSize,
  ipv4Netmask,
  ipv6FromInterfaceId,
  ipv6LinkLocal,
  ipv6Subnet,
  parseCidr,
} from './cidr.ts';
export { describeIp } from './describe.ts';
export { explainIp } from './explain.ts';
export { decodeIcmp, encodeIcmp, ICMP_UNREACHABLE_CODES, type IcmpEcho, type IcmpMessage } from './icmp.ts';
export {
  decodeIcmpv6,
  encodeIcmpv6,
  ICMPV6_UNREACHABLE_CODES,
  type Icmpv6Message,
  type RouterAdvertisement,
} from './icmpv6.ts';
export { decodeIpv4, decrementTtl, encodeIpv4, type Ipv4Fields, type Ipv4Packet, isIpv4Fragment } from './ipv4.ts';
export {
  decodeIpv6,
  encodeIpv6,
  type Ipv6ExtensionHeader,
  type Ipv6Fields,
  type Ipv6Packet,
  ipv6Fragment,
  ipv6PseudoHeader,
} from './ipv6.ts';
export type { NdOption, PrefixInformation } from './nd-options.ts';
export { Ipv4Pool, Ipv6PrefixPool } from './pool.ts';
export { formatIpProtocol, IP_PROTOCOL } from './protocols.ts';
export { decodeUdp, encodeUdp, type UdpDatagram } from './udp.ts';
