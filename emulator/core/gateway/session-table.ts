import type { Ipv6Cidr } from '../../codec/ip/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import type { FTeid } from '../session.ts';

/** Packets and octets of IP that crossed one PDN connection. */
export interface Usage {
  uplinkPackets: number;
  uplinkOctets: number;
  downlinkPackets: number;
  downlinkOctets: number;
}

/** One PDN connection at the gateway, with its default bearer's tunnel. */
export interface Session extends Usage {
  readonly imsi: Imsi;
  readonly ebi: number;
  readonly apn: string;
  /** The gateway's end of the tunnel. */
  readonly teid: number;
  readonly ipv4: number | undefined;
  readonly ipv6: SessionPrefix | undefined;
  /** The base station's end; undefined while the phone is idle. */
  enb: FTeid | undefined;
  /** Packets that wait for an idle phone. */
  readonly waiting: Uint8Array[];
  /** The MME was told of waiting packets and has not brought the bearer up since. */
  notified: boolean;
}

export interface SessionPrefix {
  readonly index: number;
  readonly prefix: Ipv6Cidr;
  /** 8 octets. */
  readonly interfaceIdentifier: Uint8Array;
}

/** Every PDN connection, found by subscriber and bearer, by tunnel, and by address. */
export class SessionTable {
  private readonly byBearer = new Map<string, Session>();
  private readonly byTeid = new Map<number, Session>();
  private readonly byIpv4 = new Map<number, Session>();
  private readonly byPrefix = new Map<string, Session>();
  private readonly byImsi = new Map<Imsi, Set<Session>>();

  get size(): number {
    return this.byTeid.size;
  }

  add(session: Session): void {
    this.byBearer.set(key(session.imsi, session.ebi), session);
    this.byTeid.set(session.teid, session);
    if (session.ipv4 !== undefined) this.byIpv4.set(session.ipv4, session);
    if (session.ipv6 !== undefined) this.byPrefix.set(prefixKey(session.ipv6.prefix.network), session);
    const own = this.byImsi.get(session.imsi);
    if (own === undefined) this.byImsi.set(session.imsi, new Set([session]));
    else own.add(session);
  }

  remove(session: Session): void {
    this.byBearer.delete(key(session.imsi, session.ebi));
    this.byTeid.delete(session.teid);
    if (session.ipv4 !== undefined) this.byIpv4.delete(session.ipv4);
    if (session.ipv6 !== undefined) this.byPrefix.delete(prefixKey(session.ipv6.prefix.network));
    const own = this.byImsi.get(session.imsi);
    own?.delete(session);
    if (own?.size === 0) this.byImsi.delete(session.imsi);
  }

  ofBearer(imsi: Imsi, ebi: number): Session | undefined {
    return this.byBearer.get(key(imsi, ebi));
  }

  ofTeid(teid: number): Session | undefined {
    return this.byTeid.get(teid);
  }

  ofIpv4(address: number): Session | undefined {
    return this.byIpv4.get(address);
  }

  /** The session whose /64 an address of 16 octets lies in. */
  ofIpv6(address: Uint8Array): Session | undefined {
    return this.byPrefix.get(prefixKey(address));
  }

  ofImsi(imsi: Imsi): Iterable<Session> {
    return this.byImsi.get(imsi) ?? [];
  }

  all(): Iterable<Session> {
    return this.byTeid.values();
  }
}

function key(imsi: Imsi, ebi: number): string {
  return `${imsi}/${ebi}`;
}

function prefixKey(address: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 8; i++) text += String.fromCharCode(address[i]!);
  return text;
}
