import { type ByteReader, type ByteWriter, toHex } from '../../bytes/index.ts';
import { formatIp } from '../ip/index.ts';
import type { FieldTree } from '../tree.ts';
import { checked } from './coding.ts';
import { type Element, element } from './element.ts';

/** One protocol (id ≥ 0x8000: a PPP packet) or container, in the order of the message. */
export interface ProtocolOption {
  readonly id: number;
  readonly contents: Uint8Array;
}

/** Protocol configuration options: the protocol is 0, PPP for use with IP PDP type. */
export interface ProtocolConfigurationOptions {
  readonly configurationProtocol: number;
  readonly options: readonly ProtocolOption[];
}

/** Identifiers of protocols and containers. TS 24.008 table 10.5.154 */
export const PCO_ID = {
  lcp: 0xc021,
  pap: 0xc023,
  chap: 0xc223,
  ipcp: 0x8021,
  pCscfIpv6Address: 0x0001,
  imCnSubsystemSignallingFlag: 0x0002,
  dnsServerIpv6Address: 0x0003,
  policyControlRejectionCode: 0x0004,
  bearerControlMode: 0x0005,
  ipAddressAllocationViaNas: 0x000a,
  ipv4AddressAllocationViaDhcpv4: 0x000b,
  pCscfIpv4Address: 0x000c,
  dnsServerIpv4Address: 0x000d,
  msisdn: 0x000e,
  ifomSupport: 0x000f,
  ipv4LinkMtu: 0x0010,
  localAddressInTft: 0x0011,
  pCscfReselectionSupport: 0x0012,
  nbifomRequest: 0x0013,
  nbifomMode: 0x0014,
  nonIpLinkMtu: 0x0015,
  apnRateControl: 0x0016,
  dataOff3gppPs: 0x0017,
  reliableDataService: 0x0018,
  additionalApnRateControl: 0x0019,
  pduSessionId: 0x001a,
  ethernetFramePayloadMtu: 0x0020,
  unstructuredLinkMtu: 0x0021,
  causeValue5gsm: 0x0022,
  qosRulesLong: 0x0023,
  qosFlowDescriptionsLong: 0x0024,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(PCO_ID).map(([name, id]) => [id, name]));

/**
 * Containers whose length takes two octets, by direction: what is a flag of no octets in one may be a long list in the
 * other. TS 24.008 §10.5.6.3.1
 */
const LONG_UPLINK: ReadonlySet<number> = new Set([0x0041, 0x0051]);
const LONG_DOWNLINK: ReadonlySet<number> = new Set([0x0023, 0x0024, 0x0030, 0x0031, 0x0041, 0x0051]);

/** The contents of the first option with this id; undefined when there is none. */
export function findOption(options: ProtocolConfigurationOptions, id: number): Uint8Array | undefined {
  return options.options.find(option => option.id === id)?.contents;
}

/** What the network tells a phone about its DNS servers, in containers and in IPCP, without repetition. */
export function dnsServersOf(pco: ProtocolConfigurationOptions): string[] {
  const servers = new Set<string>();
  for (const { id, contents } of pco.options) {
    if (id === PCO_ID.dnsServerIpv4Address && contents.length === 4) servers.add(formatIp(contents));
    else if (id === PCO_ID.dnsServerIpv6Address && contents.length === 16) servers.add(formatIp(contents));
    else if (id === PCO_ID.ipcp) for (const server of ipcpDnsServers(contents)) servers.add(server);
  }
  servers.delete('0.0.0.0');
  return [...servers];
}

/** The IPv4 link MTU in octets; undefined when the network gave none. */
export function ipv4LinkMtuOf(pco: ProtocolConfigurationOptions): number | undefined {
  const contents = findOption(pco, PCO_ID.ipv4LinkMtu);
  return contents?.length === 2 ? (contents[0]! << 8) | contents[1]! : undefined;
}

const IPCP_PRIMARY_DNS = 0x81;
const IPCP_SECONDARY_DNS = 0x83;

/** An IPCP packet that carries primary and secondary DNS addresses. RFC 1877; codes of RFC 1661 */
export function ipcpPacket(
  code: 'configureRequest' | 'configureAck' | 'configureNak',
  identifier: number,
  dns: readonly [primary: Uint8Array, secondary: Uint8Array],
): Uint8Array {
  const number = { configureRequest: 1, configureAck: 2, configureNak: 3 }[code];
  const head = [number, identifier, 0, 16];
  return Uint8Array.of(...head, IPCP_PRIMARY_DNS, 6, ...dns[0], IPCP_SECONDARY_DNS, 6, ...dns[1]);
}

/** DNS addresses in an IPCP packet; none when it is malformed. */
function ipcpDnsServers(packet: Uint8Array): string[] {
  const servers: string[] = [];
  for (let at = 4; at + 2 <= packet.length; ) {
    const type = packet[at]!;
    const length = packet[at + 1]!;
    if (length < 2 || at + length > packet.length) return servers;
    if ((type === IPCP_PRIMARY_DNS || type === IPCP_SECONDARY_DNS) && length === 6) {
      servers.push(formatIp(packet.subarray(at + 2, at + 6)));
    }
    at += length;
  }
  return servers;
}

function decode(reader: ByteReader, long: ReadonlySet<number>): ProtocolConfigurationOptions {
  const configurationProtocol = reader.u8() & 7;
  const options: ProtocolOption[] = [];
  while (reader.remaining > 0) options.push(readOption(reader, long));
  return { configurationProtocol, options };
}

function readOption(reader: ByteReader, long: ReadonlySet<number>): ProtocolOption {
  const id = reader.u16();
  return { id, contents: reader.take(long.has(id) ? reader.u16() : reader.u8()) };
}

function encode(value: ProtocolConfigurationOptions, writer: ByteWriter, long: ReadonlySet<number>): void {
  writer.u8(0x80 | (value.configurationProtocol & 7));
  for (const { id, contents } of value.options) {
    writer.u16(id);
    if (long.has(id)) writer.u16(contents.length);
    else writer.u8(checked(`length of option 0x${id.toString(16)}`, contents.length, 0xff));
    writer.put(contents);
  }
}

function show(value: ProtocolConfigurationOptions): string {
  return value.options.map(showOption).join(', ') || 'none';
}

function showOption({ id, contents }: ProtocolOption): string {
  const name = NAMES.get(id) ?? `0x${id.toString(16).padStart(4, '0')}`;
  if (contents.length === 0) return name;
  if (contents.length === 4 && (id === PCO_ID.dnsServerIpv4Address || id === PCO_ID.pCscfIpv4Address)) {
    return `${name} ${formatIp(contents)}`;
  }
  if (contents.length === 16 && (id === PCO_ID.dnsServerIpv6Address || id === PCO_ID.pCscfIpv6Address)) {
    return `${name} ${formatIp(contents)}`;
  }
  if (id === PCO_ID.ipv4LinkMtu && contents.length === 2) return `${name} ${(contents[0]! << 8) | contents[1]!}`;
  // PAP and CHAP carry passwords and responses to challenges.
  if (id === PCO_ID.pap || id === PCO_ID.chap) return `${name} (${contents.length} octets)`;
  return `${name} ${toHex(contents)}`;
}

function parts(reader: ByteReader, long: ReadonlySet<number>): FieldTree[] {
  const offset = reader.position;
  const protocol = reader.u8() & 7;
  const value = protocol === 0 ? 'PPP for use with IP PDP type' : String(protocol);
  const tree: FieldTree[] = [
    { name: 'configurationProtocol', offset, length: 1, value, clause: 'TS 24.008 §10.5.6.3' },
  ];
  while (reader.remaining > 0) {
    const start = reader.position;
    const option = readOption(reader, long);
    tree.push({ name: 'option', offset: start, length: reader.position - start, value: showOption(option) });
  }
  return tree;
}

function pcoElement(title: string, clause: string, long: ReadonlySet<number>): Element<ProtocolConfigurationOptions> {
  return element<ProtocolConfigurationOptions>(title, clause, {
    decode: reader => decode(reader, long),
    encode: (value, writer) => encode(value, writer, long),
    show,
    parts: reader => parts(reader, long),
  });
}

const PCO = ['Protocol configuration options', 'TS 24.008 §10.5.6.3'] as const;
const EXTENDED_PCO = ['Extended protocol configuration options', 'TS 24.008 §10.5.6.3A'] as const;

/** Options in messages of the UE. */
export const protocolConfigurationOptionsUplink = pcoElement(...PCO, LONG_UPLINK);
/** Options in messages of the network. */
export const protocolConfigurationOptionsDownlink = pcoElement(...PCO, LONG_DOWNLINK);
/** The same in an element whose length indicator has two octets. */
export const extendedProtocolConfigurationOptionsUplink = pcoElement(...EXTENDED_PCO, LONG_UPLINK);
export const extendedProtocolConfigurationOptionsDownlink = pcoElement(...EXTENDED_PCO, LONG_DOWNLINK);
