import { ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';
import { parseIp } from '../../codec/ip/index.ts';
import type { ConfigurationOption } from '../session.ts';

/** Identifiers of TS 24.008 §10.5.6.3 that the gateway answers. */
const IPCP = 0x8021;
const DNS_IPV6 = 0x0003;
const DNS_IPV4 = 0x000d;
const LINK_MTU_IPV4 = 0x0010;

/** IPCP codes (RFC 1661 §5) and the DNS options of RFC 1877. */
const CONFIGURE_REQUEST = 1;
const CONFIGURE_ACK = 2;
const CONFIGURE_NAK = 3;
const CONFIGURE_REJECT = 4;
const PRIMARY_DNS = 129;
const SECONDARY_DNS = 131;

export interface OfferedConfiguration {
  /** Addresses as text, IPv4 and IPv6. */
  readonly dns: readonly string[];
  readonly mtu: number;
}

/** Answers the phone's protocol configuration options: DNS servers by container or IPCP, and the link MTU; what is unknown is passed over. */
export function answerConfiguration(
  asked: readonly ConfigurationOption[],
  offered: OfferedConfiguration,
): ConfigurationOption[] {
  const addresses = offered.dns.map(parseIp);
  const ipv4 = addresses.filter(address => address.length === 4);
  const ipv6 = addresses.filter(address => address.length === 16);
  return asked.flatMap(({ id, contents }) => {
    switch (id) {
      case IPCP:
        return answerIpcp(contents, ipv4) ?? [];
      case DNS_IPV4:
        return ipv4.map(address => ({ id, contents: address }));
      case DNS_IPV6:
        return ipv6.map(address => ({ id, contents: address }));
      case LINK_MTU_IPV4:
        return [{ id, contents: Uint8Array.of(offered.mtu >> 8, offered.mtu) }];
      default:
        return [];
    }
  });
}

/**
 * One IPCP exchange folded into the options: DNS options are naked with the real addresses (acknowledged when they were right),
 * other options rejected. RFC 1332, RFC 1877
 */
function answerIpcp(request: Uint8Array, dns: readonly Uint8Array[]): ConfigurationOption | undefined {
  const packet = readConfigureRequest(request);
  if (packet === undefined) return undefined;
  const rejected: IpcpOption[] = [];
  const answered: IpcpOption[] = [];
  let right = true;
  for (const option of packet.options) {
    const wanted = option.type === PRIMARY_DNS ? dns[0] : option.type === SECONDARY_DNS ? dns[1] : undefined;
    if (wanted === undefined) {
      rejected.push(option);
      continue;
    }
    if (!option.value.every((octet, i) => octet === wanted[i])) right = false;
    answered.push({ type: option.type, value: wanted });
  }
  // A Nak carries the real addresses at once; options of no interest would need a round of their own, so a Nak wins over a Reject.
  if (answered.length === 0) return ipcp(CONFIGURE_REJECT, packet.identifier, rejected);
  return ipcp(right && rejected.length === 0 ? CONFIGURE_ACK : CONFIGURE_NAK, packet.identifier, answered);
}

interface IpcpOption {
  readonly type: number;
  readonly value: Uint8Array;
}

function readConfigureRequest(
  bytes: Uint8Array,
): { readonly identifier: number; readonly options: IpcpOption[] } | undefined {
  try {
    const header = new ByteReader(bytes);
    if (header.u8() !== CONFIGURE_REQUEST) return undefined;
    const identifier = header.u8();
    const length = header.u16();
    if (length < 4) return undefined;
    const reader = header.sub(length - 4);
    const options: IpcpOption[] = [];
    while (reader.remaining > 0) {
      const type = reader.u8();
      const optionLength = reader.u8();
      if (optionLength < 2) return undefined;
      options.push({ type, value: reader.take(optionLength - 2) });
    }
    return { identifier, options };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function ipcp(code: number, identifier: number, options: readonly IpcpOption[]): ConfigurationOption {
  const writer = new ByteWriter(32).u8(code).u8(identifier).u16(0);
  for (const { type, value } of options) {
    writer
      .u8(type)
      .u8(value.length + 2)
      .put(value);
  }
  writer.patchU16(2, writer.length);
  return { id: IPCP, contents: writer.finish() };
}
