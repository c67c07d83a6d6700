import { ipcpPacket, PCO_ID, type ProtocolConfigurationOptions } from '../../codec/nas-eps/index.ts';
import type { UeConfig } from '../port.ts';

const NOTHING = new Uint8Array(0);
const ANY_ADDRESS = new Uint8Array(4);
const IPCP_IDENTIFIER = 1;

/** What a phone asks for with a PDN connection: DNS servers, the link MTU, its address by NAS. TS 24.008 §10.5.6.3 */
export function requestedOptions(pdnType: UeConfig['pdnType']): ProtocolConfigurationOptions {
  return REQUESTS[pdnType];
}

const IPV4 = [
  { id: PCO_ID.ipcp, contents: ipcpPacket('configureRequest', IPCP_IDENTIFIER, [ANY_ADDRESS, ANY_ADDRESS]) },
  { id: PCO_ID.dnsServerIpv4Address, contents: NOTHING },
  { id: PCO_ID.ipAddressAllocationViaNas, contents: NOTHING },
  { id: PCO_ID.ipv4LinkMtu, contents: NOTHING },
];
const IPV6 = [{ id: PCO_ID.dnsServerIpv6Address, contents: NOTHING }];

/** The same for every phone, so they are made once. */
const REQUESTS: Readonly<Record<UeConfig['pdnType'], ProtocolConfigurationOptions>> = {
  ipv4: { configurationProtocol: 0, options: IPV4 },
  ipv6: { configurationProtocol: 0, options: IPV6 },
  ipv4v6: { configurationProtocol: 0, options: [...IPV4, ...IPV6] },
};
