import { fromHex, toHex } from '../../bytes/index.ts';
import {
  encodeIcmpv6,
  encodeIpv6,
  formatIpv6,
  type Icmpv6Message,
  IP_PROTOCOL,
  ipv6FromInterfaceId,
  ipv6LinkLocal,
  parseIpv4,
} from '../../codec/ip/index.ts';
import type { Millis } from '../../machine/index.ts';
import type { PdnConnection } from '../port.ts';

/** Of a link whose MTU nobody told. RFC 8200 §5 is the least; TS 23.060 §9.3 recommends 1358 for GTP transport. */
const DEFAULT_MTU = 1358;
const MAX_SOLICITATIONS = 3;
/** RTR_SOLICITATION_INTERVAL. RFC 4861 §10 */
const SOLICITATION_INTERVAL_MS = 4_000;
const ALL_ROUTERS = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);

/** One PDN connection as an IP interface: its addresses, and stateless autoconfiguration when it has IPv6. */
export class PdnInterface {
  readonly ebi: number;
  /** Unsigned 32 bit. */
  readonly ipv4: number | undefined;
  readonly linkLocal: Uint8Array | undefined;
  /** The address under the advertised prefix, 16 octets. */
  ipv6: Uint8Array | undefined;
  mtu: number;
  private readonly interfaceIdentifier: Uint8Array | undefined;
  private solicitations = 0;
  private nextSolicitation: Millis | undefined;

  constructor(pdn: PdnConnection, now: Millis) {
    this.ebi = pdn.ebi;
    this.ipv4 = pdn.ipv4 === undefined ? undefined : parseIpv4(pdn.ipv4);
    this.mtu = pdn.mtu ?? DEFAULT_MTU;
    if (pdn.ipv6InterfaceIdentifier === undefined) return;
    this.interfaceIdentifier = fromHex(pdn.ipv6InterfaceIdentifier);
    this.linkLocal = ipv6LinkLocal(this.interfaceIdentifier);
    this.nextSolicitation = now;
  }

  next(): Millis | undefined {
    return this.nextSolicitation;
  }

  /** Takes over what has changed of the connection; false when it has other addresses, so that it is another interface. */
  update(pdn: PdnConnection): boolean {
    const ipv4 = pdn.ipv4 === undefined ? undefined : parseIpv4(pdn.ipv4);
    const identifier = this.interfaceIdentifier === undefined ? undefined : toHex(this.interfaceIdentifier);
    if (pdn.ebi !== this.ebi || ipv4 !== this.ipv4 || pdn.ipv6InterfaceIdentifier !== identifier) return false;
    this.mtu = pdn.mtu ?? this.mtu;
    return true;
  }

  /** The router solicitation that is due, as a packet. RFC 4861 §6.3.7 */
  solicit(now: Millis): Uint8Array | undefined {
    if (this.nextSolicitation === undefined || now < this.nextSolicitation || this.linkLocal === undefined)
      return undefined;
    this.solicitations++;
    this.nextSolicitation = this.solicitations < MAX_SOLICITATIONS ? now + SOLICITATION_INTERVAL_MS : undefined;
    const addresses = { source: this.linkLocal, destination: ALL_ROUTERS };
    const payload = encodeIcmpv6({ type: 'RouterSolicitation', options: [] }, addresses);
    return encodeIpv6({ ...addresses, protocol: IP_PROTOCOL.icmpv6, hopLimit: 255, payload });
  }

  /** Takes the first prefix for autoconfiguration, and the MTU; returns the address when it is new. RFC 4862 §5.5.3 */
  advertise(advertisement: Extract<Icmpv6Message, { readonly type: 'RouterAdvertisement' }>): string | undefined {
    if (this.interfaceIdentifier === undefined) return undefined;
    this.nextSolicitation = undefined;
    let address: Uint8Array | undefined;
    for (const option of advertisement.options) {
      if (option.type === 'Mtu' && option.mtu >= 1280) this.mtu = option.mtu;
      if (option.type !== 'PrefixInformation' || !option.autonomous || option.prefixLength !== 64) continue;
      if (option.validLifetimeSeconds > 0 && option.preferredLifetimeSeconds <= option.validLifetimeSeconds)
        address ??= ipv6FromInterfaceId(option.prefix, this.interfaceIdentifier);
    }
    if (address === undefined) return undefined;
    const before = this.ipv6 === undefined ? undefined : formatIpv6(this.ipv6);
    this.ipv6 = address;
    const text = formatIpv6(address);
    return text === before ? undefined : text;
  }
}
