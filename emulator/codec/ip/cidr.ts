import { UserError } from '../../vocabulary/index.ts';
import { formatIpv4, formatIpv6, readIpv4, tryParseIpv4, tryParseIpv6, writeIpv4 } from './address.ts';

/** A network: its address (host bits zero) and prefix length. */
export type Cidr = Ipv4Cidr | Ipv6Cidr;

export interface Ipv4Cidr {
  readonly family: 4;
  readonly network: number;
  /** 0 … 32. */
  readonly prefixLength: number;
}

export interface Ipv6Cidr {
  readonly family: 6;
  /** 16 octets. */
  readonly network: Uint8Array;
  /** 0 … 128. */
  readonly prefixLength: number;
}

/**
 * Reads `10.45.0.0/16` or `2001:db8:cafe::/48`.
 * @throws UserError also when host bits are set, naming the network that was meant
 */
export function parseCidr(text: string): Cidr {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text.trim());
  const ipv4 = match === null ? undefined : tryParseIpv4(match[1]!);
  const ipv6 = match === null ? undefined : tryParseIpv6(match[1]!);
  const prefixLength = Number(match?.[2]);
  let cidr: Cidr;
  if (ipv4 !== undefined && prefixLength <= 32) {
    cidr = { family: 4, network: (ipv4 & mask(prefixLength)) >>> 0, prefixLength };
    if (cidr.network === ipv4) return cidr;
  } else if (ipv6 !== undefined && prefixLength <= 128) {
    cidr = { family: 6, network: ipv6.map((octet, at) => octet & mask6(prefixLength, at)), prefixLength };
    if (ipv6.every((octet, at) => octet === (cidr.network as Uint8Array)[at])) return cidr;
  } else {
    throw new UserError('cidr-invalid', `'${text}' is not a network`, {
      expected: 'an address and a prefix length, such as 10.45.0.0/16 or 2001:db8:cafe::/48',
    });
  }
  throw new UserError('cidr-host-bits', `'${text}' has bits set behind its prefix`, { expected: formatCidr(cidr) });
}

export function formatCidr(cidr: Cidr): string {
  return `${cidr.family === 4 ? formatIpv4(cidr.network) : formatIpv6(cidr.network)}/${cidr.prefixLength}`;
}

/** True when `address` (4 or 16 octets, or an IPv4 number) lies in the network; never for another family. */
export function cidrContains(cidr: Cidr, address: number | Uint8Array): boolean {
  if (cidr.family === 4) {
    if (typeof address !== 'number' && address.length !== 4) return false;
    const number = typeof address === 'number' ? address : readIpv4(address);
    return ((number ^ cidr.network) & mask(cidr.prefixLength)) === 0;
  }
  if (typeof address === 'number' || address.length !== 16) return false;
  return address.every((octet, at) => ((octet ^ cidr.network[at]!) & mask6(cidr.prefixLength, at)) === 0);
}

/** How many addresses an IPv4 network holds, network and broadcast address included. */
export function ipv4CidrSize(cidr: Ipv4Cidr): number {
  return 2 ** (32 - cidr.prefixLength);
}

/** The `index`-th network of `prefixLength` in an IPv6 network (index up to 2^52): `subnet(2001:db8:cafe::/48, 64, 2)`. */
export function ipv6Subnet(cidr: Ipv6Cidr, prefixLength: number, index: number): Ipv6Cidr {
  const bits = prefixLength - cidr.prefixLength;
  if (bits < 0 || prefixLength > 128 || index < 0 || index >= 2 ** Math.min(bits, 52))
    throw new RangeError(`no network ${index} of /${prefixLength} in ${formatCidr(cidr)}`);
  const network = cidr.network.slice();
  let rest = index;
  for (let bit = prefixLength - 1; rest > 0; bit--) {
    if (rest % 2 === 1) network[bit >> 3]! |= 0x80 >> (bit & 7);
    rest = Math.floor(rest / 2);
  }
  return { family: 6, network, prefixLength };
}

/** The address of `prefix` (first 64 bit) with an interface identifier of 8 octets: SLAAC on a PDN connection. RFC 4862 §5.5.3 */
export function ipv6FromInterfaceId(prefix: Uint8Array, interfaceIdentifier: Uint8Array): Uint8Array {
  const address = new Uint8Array(16);
  address.set(prefix.subarray(0, 8), 0);
  address.set(interfaceIdentifier.subarray(0, 8), 8);
  return address;
}

/** fe80:: with an interface identifier of 8 octets. RFC 4291 §2.5.6 */
export function ipv6LinkLocal(interfaceIdentifier: Uint8Array): Uint8Array {
  return ipv6FromInterfaceId(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0), interfaceIdentifier);
}

/** The netmask of an IPv4 prefix length as 4 octets. */
export function ipv4Netmask(prefixLength: number): Uint8Array {
  const octets = new Uint8Array(4);
  writeIpv4(octets, 0, mask(prefixLength));
  return octets;
}

function mask(prefixLength: number): number {
  return prefixLength === 0 ? 0 : -1 << (32 - prefixLength);
}

function mask6(prefixLength: number, octet: number): number {
  const bits = Math.min(8, Math.max(0, prefixLength - octet * 8));
  return (0xff << (8 - bits)) & 0xff;
}
