import { DecodeError, toHex } from '../../../bytes/index.ts';
import { halfFlag, halfNumber, halfWord } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';
import { readIpv4Text, writeIpv4Text } from '../../nas-common/ip-address.ts';

/** The address that a phone gets: IPv4 as text (0.0.0.0 = by DHCP), the IPv6 interface identifier as 8 octets. */
export type PdnAddress =
  | { readonly type: 'ipv4'; readonly ipv4: string }
  | { readonly type: 'ipv6'; readonly interfaceIdentifier: Uint8Array }
  | { readonly type: 'ipv4v6'; readonly interfaceIdentifier: Uint8Array; readonly ipv4: string }
  | { readonly type: 'nonIp' }
  | { readonly type: 'ethernet' };

const PDN_TYPES = { 1: 'ipv4', 2: 'ipv6', 3: 'ipv4v6', 5: 'nonIp', 6: 'ethernet' } as const;
const PDN_TYPE_NUMBERS = { ipv4: 1, ipv6: 2, ipv4v6: 3, nonIp: 5, ethernet: 6 } as const;

/** The IP version that a phone asks for; 4 counts as ipv6. */
export const pdnType = halfWord('PDN type', 'TS 24.301 §9.9.4.10', PDN_TYPES);

export const pdnAddress = element<PdnAddress>('PDN address', 'TS 24.301 §9.9.4.9', {
  decode: reader => {
    const type = PDN_TYPES[(reader.u8() & 7) as keyof typeof PDN_TYPES];
    switch (type) {
      case 'ipv4':
        return { type, ipv4: readIpv4Text(reader) };
      case 'ipv6':
        return { type, interfaceIdentifier: reader.take(8) };
      case 'ipv4v6':
        return { type, interfaceIdentifier: reader.take(8), ipv4: readIpv4Text(reader) };
      case 'nonIp':
      case 'ethernet':
        reader.skip(4);
        return { type };
      default:
        throw new DecodeError('the PDN type value is reserved', reader.position - 1);
    }
  },
  encode: (value, writer) => {
    writer.u8(PDN_TYPE_NUMBERS[value.type]);
    switch (value.type) {
      case 'ipv4':
        writeIpv4Text(value.ipv4, writer);
        return;
      case 'ipv6':
        writer.put(interfaceIdentifier(value.interfaceIdentifier));
        return;
      case 'ipv4v6':
        writer.put(interfaceIdentifier(value.interfaceIdentifier));
        writeIpv4Text(value.ipv4, writer);
        return;
      default:
        writer.zeros(4);
    }
  },
  show: showPdnAddress,
});

/** `10.45.0.2`, or the interface identifier in hex. */
export function showPdnAddress(address: PdnAddress): string {
  switch (address.type) {
    case 'ipv4':
      return address.ipv4;
    case 'ipv6':
      return `IID ${toHex(address.interfaceIdentifier)}`;
    case 'ipv4v6':
      return `${address.ipv4}, IID ${toHex(address.interfaceIdentifier)}`;
    default:
      return address.type;
  }
}

function interfaceIdentifier(octets: Uint8Array): Uint8Array {
  if (octets.length !== 8) throw new RangeError(`an interface identifier has 8 octets, not ${octets.length}`);
  return octets;
}

export const requestType = halfWord('Request type', 'TS 24.008 §10.5.6.17', {
  1: 'initialRequest',
  2: 'handover',
  3: 'unused',
  4: 'emergency',
  5: 'rlos',
  6: 'handoverOfEmergencyBearerServices',
});

/** True: APN and protocol configuration options come later, protected. */
export const esmInformationTransferFlag = halfFlag(
  'ESM information transfer flag',
  'TS 24.301 §9.9.4.5',
  'security protected ESM information transfer required',
  'not required',
);

export const linkedEpsBearerIdentity = halfNumber('Linked EPS bearer identity', 'TS 24.301 §9.9.4.6', 4);

export const connectivityType = halfWord(
  'Connectivity type',
  'TS 24.008 §10.5.6.19',
  { 0: 'notIndicated', 1: 'lipaPdnConnection' },
  4,
);

export const controlPlaneOnlyIndication = halfFlag(
  'Control plane only indication',
  'TS 24.301 §9.9.4.23',
  'control plane CIoT EPS optimization only',
  'reserved',
);

export const releaseAssistanceIndication = halfWord(
  'Release assistance indication',
  'TS 24.301 §9.9.4.25',
  { 0: 'noInformation', 1: 'noFurtherData', 2: 'singleDownlinkData' },
  2,
);

export const radioPriority = halfNumber('Radio priority', 'TS 24.008 §10.5.7.2', 3);
