import {
  decrementTtl,
  formatIp,
  formatIpv4,
  type Ipv4Cidr,
  Ipv4Pool,
  type Ipv6Cidr,
  Ipv6PrefixPool,
  ipv4Error,
  parseCidr,
  parseIpv4,
  readIpv4,
  tryParseIpv4,
} from '../../codec/ip/index.ts';
import type { Machine, Millis, RandomBytes } from '../../machine/index.ts';
import { type Imsi, UserError } from '../../vocabulary/index.ts';
import type { GatewayConfig, GatewayInput, GatewayOutput } from '../port.ts';
import type { PdnAddress, SessionMessage, SessionRequest } from '../session.ts';
import { answerConfiguration } from './configuration-options.ts';
import { routerAdvertisementFor } from './router-advertisement.ts';
import { Services } from './services.ts';
import { type Session, SessionTable, type Usage } from './session-table.ts';

/** GTPv2 causes. TS 29.274 §8.4 */
const REQUEST_ACCEPTED = 16;
const CONTEXT_NOT_FOUND = 64;
const MISSING_OR_UNKNOWN_APN = 78;
const ALL_DYNAMIC_ADDRESSES_ARE_OCCUPIED = 84;
const STATIC_ADDRESS_NOT_AVAILABLE = 89;

/** What is kept for an idle phone while it is paged; the rest is dropped. */
const MAX_WAITING_PACKETS = 16;
const ICMP_NETWORK_UNREACHABLE = 0;

/** SGW and PGW in one: gives addresses, ends the GTP-U tunnels, and is the lab's little internet. */
export class Gateway implements Machine<GatewayInput, GatewayOutput> {
  private readonly config: GatewayConfig;
  private readonly random: RandomBytes;
  private readonly ipv4Pool: Ipv4Pool;
  private readonly ipv6Pool: Ipv6PrefixPool;
  private readonly internetHost: number;
  private readonly sessions = new SessionTable();
  private readonly services = new Services();
  private lastTeid = 0;
  /** Packets thrown away since the start, by reason. */
  readonly dropped = { spoofedSource: 0, unknownTeid: 0, malformed: 0, waitingOverflow: 0 };

  /** @throws UserError when a pool of the configuration is no network with room for phones */
  constructor(config: GatewayConfig, random: RandomBytes) {
    this.config = config;
    this.random = random;
    this.ipv4Pool = new Ipv4Pool(poolOf(config.ipv4Pool, 4) as Ipv4Cidr);
    this.ipv6Pool = new Ipv6PrefixPool(poolOf(config.ipv6Pool, 6) as Ipv6Cidr);
    this.internetHost = parseIpv4(config.internetHost);
  }

  /** The gateway's own address in the pool: what phones ping. */
  get ipv4Address(): string {
    return formatIpv4(this.ipv4Pool.gateway);
  }

  /** The same in the first prefix of the IPv6 pool. */
  get ipv6Address(): string {
    const address = this.ipv6Pool.gatewayPrefix.network.slice();
    address[15] = 1;
    return formatIp(address);
  }

  get sessionCount(): number {
    return this.sessions.size;
  }

  /** What a subscriber's PDN connections have carried since they were made. */
  usageOf(imsi: Imsi): Usage {
    const sum: Usage = { uplinkPackets: 0, uplinkOctets: 0, downlinkPackets: 0, downlinkOctets: 0 };
    for (const session of this.sessions.ofImsi(imsi)) {
      sum.uplinkPackets += session.uplinkPackets;
      sum.uplinkOctets += session.uplinkOctets;
      sum.downlinkPackets += session.downlinkPackets;
      sum.downlinkOctets += session.downlinkOctets;
    }
    return sum;
  }

  /** True when `teid` is the gateway's end of a living tunnel: what the GTP-U shell asks before it answers Error Indication. */
  knowsTeid(teid: number): boolean {
    return this.sessions.ofTeid(teid) !== undefined;
  }

  /** Whose tunnel ends here under `teid`. */
  imsiOf(teid: number): Imsi | undefined {
    return this.sessions.ofTeid(teid)?.imsi;
  }

  /** Whom an IP packet is addressed to. */
  imsiTo(packet: Uint8Array): Imsi | undefined {
    return this.targetOf(packet, packet[0]! >> 4)?.imsi;
  }

  nextTimeout(): Millis | undefined {
    return this.services.nextDue();
  }

  handle(input: GatewayInput, now: Millis): GatewayOutput[] {
    switch (input.type) {
      case 'session':
        return this.handleSession(input.message);
      case 'gtpu':
        return this.handleUplink(input.teid, input.packet, now);
      case 'gtpuErrorIndication':
        return this.tunnelLost(input.teid, input.address);
      case 'timeout':
        return this.services.due(now).flatMap(packet => this.route(packet));
    }
  }

  private handleSession(request: SessionRequest): GatewayOutput[] {
    if (request.type === 'CreateSessionRequest') return this.createSession(request);
    const { id, imsi, ebi } = request;
    const session = this.sessions.ofBearer(imsi, ebi);
    const cause = session === undefined ? CONTEXT_NOT_FOUND : REQUEST_ACCEPTED;
    if (request.type === 'DeleteSessionRequest') {
      if (session !== undefined) this.release(session);
      return [{ type: 'session', message: { type: 'DeleteSessionResponse', id, imsi, ebi, cause } }];
    }
    const outputs: GatewayOutput[] = [
      { type: 'session', message: { type: 'ModifyBearerResponse', id, imsi, ebi, cause } },
    ];
    if (session === undefined) return outputs;
    session.enb = request.enb;
    session.notified = false;
    if (request.enb !== undefined) {
      for (const packet of session.waiting.splice(0)) outputs.push(...this.downlink(session, packet));
    }
    return outputs;
  }

  private createSession(request: Extract<SessionRequest, { type: 'CreateSessionRequest' }>): GatewayOutput[] {
    const { id, imsi, ebi, apn, pdnType, pco } = request;
    const answer = (more: { cause: number } & Partial<SessionMessage>): GatewayOutput[] => [
      { type: 'session', message: { type: 'CreateSessionResponse', id, imsi, ebi, ...more } as SessionMessage },
    ];
    const { apns, dns, mtu } = this.config;
    if (apns.length > 0 && !apns.some(known => known.toLowerCase() === apn.toLowerCase())) {
      return answer({ cause: MISSING_OR_UNKNOWN_APN });
    }
    const old = this.sessions.ofBearer(imsi, ebi);
    if (old !== undefined) this.release(old);
    const ipv4 = pdnType === 'ipv6' ? undefined : this.takeIpv4(request.staticIpv4);
    if (typeof ipv4 === 'object') return answer({ cause: ipv4.cause });
    const prefix = pdnType === 'ipv4' ? undefined : this.ipv6Pool.allocate();
    if (pdnType !== 'ipv4' && prefix === undefined) {
      if (ipv4 !== undefined) this.ipv4Pool.release(ipv4);
      return answer({ cause: ALL_DYNAMIC_ADDRESSES_ARE_OCCUPIED });
    }
    const ipv6 = prefix && { ...prefix, interfaceIdentifier: this.interfaceIdentifier() };
    const session: Session = {
      imsi,
      ebi,
      apn,
      teid: this.nextTeid(),
      ipv4,
      ipv6,
      enb: undefined,
      waiting: [],
      // TS 23.401 §5.3.2.1: until the first Modify Bearer, packets wait without a Downlink Data Notification.
      notified: true,
      uplinkPackets: 0,
      uplinkOctets: 0,
      downlinkPackets: 0,
      downlinkOctets: 0,
    };
    this.sessions.add(session);
    return answer({
      cause: REQUEST_ACCEPTED,
      pdnType,
      address: addressOf(session),
      gateway: { teid: session.teid, ...this.config.s1u },
      ...(pco === undefined ? {} : { pco: answerConfiguration(pco, { dns, mtu }) }),
    });
  }

  private takeIpv4(wanted: string | undefined): number | { readonly cause: number } {
    if (wanted === undefined) return this.ipv4Pool.allocate() ?? { cause: ALL_DYNAMIC_ADDRESSES_ARE_OCCUPIED };
    const address = tryParseIpv4(wanted);
    if (address === undefined || !this.ipv4Pool.claim(address)) return { cause: STATIC_ADDRESS_NOT_AVAILABLE };
    return address;
  }

  /** Random, with the universal/local bit cleared as RFC 4291 asks of an identifier that is not globally unique. */
  private interfaceIdentifier(): Uint8Array {
    const identifier = this.random(8).slice();
    identifier[0]! &= 0xfd;
    return identifier;
  }

  private nextTeid(): number {
    do this.lastTeid = (this.lastTeid % 0xffffffff) + 1;
    while (this.sessions.ofTeid(this.lastTeid) !== undefined);
    return this.lastTeid;
  }

  private release(session: Session): void {
    this.sessions.remove(session);
    if (session.ipv4 !== undefined) {
      this.ipv4Pool.release(session.ipv4);
      this.services.forget(Uint8Array.of(session.ipv4 >>> 24, session.ipv4 >>> 16, session.ipv4 >>> 8, session.ipv4));
    }
    if (session.ipv6 !== undefined) {
      this.ipv6Pool.release(session.ipv6.index);
      this.services.forget(session.ipv6.prefix.network.subarray(0, 8));
    }
  }

  private handleUplink(teid: number, packet: Uint8Array, now: Millis): GatewayOutput[] {
    const session = this.sessions.ofTeid(teid);
    if (session === undefined) {
      this.dropped.unknownTeid++;
      return [];
    }
    const version = (packet[0] ?? 0) >> 4;
    if ((version !== 4 || packet.length < 20) && (version !== 6 || packet.length < 40)) {
      this.dropped.malformed++;
      return [];
    }
    if (!isFrom(session, packet, version)) {
      this.dropped.spoofedSource++;
      return [];
    }
    session.uplinkPackets++;
    session.uplinkOctets += packet.length;
    const advertisement = version === 6 ? routerAdvertisementFor(session, packet, this.config.mtu) : undefined;
    if (advertisement !== undefined) return this.downlink(session, advertisement);
    if (this.isLocal(packet, version)) return this.services.answer(packet, now).flatMap(answer => this.route(answer));
    return this.forward(packet, version);
  }

  private isLocal(packet: Uint8Array, version: number): boolean {
    if (version === 4) {
      const destination = readIpv4(packet, 16);
      return destination === this.ipv4Pool.gateway || destination === this.internetHost;
    }
    const { network } = this.ipv6Pool.gatewayPrefix;
    for (let i = 0; i < 15; i++) if (packet[24 + i] !== network[i]) return false;
    return packet[39] === 1;
  }

  /** From one phone to another, or nowhere. */
  private forward(packet: Uint8Array, version: number): GatewayOutput[] {
    const source = version === 4 ? this.sessions.ofIpv4(readIpv4(packet, 12)) : undefined;
    const own = packet.slice();
    if (version === 4 && !decrementTtl(own)) {
      const error = ipv4Error(packet, this.ipv4Pool.gateway, { type: 'TimeExceeded', code: 0 });
      return error === undefined || source === undefined ? [] : this.downlink(source, error);
    }
    const target = this.targetOf(packet, version);
    if (target !== undefined) return this.downlink(target, own);
    if (source === undefined) return [];
    const unreachable = { type: 'DestinationUnreachable', code: ICMP_NETWORK_UNREACHABLE } as const;
    const error = ipv4Error(packet, this.ipv4Pool.gateway, unreachable);
    return error === undefined ? [] : this.downlink(source, error);
  }

  /** A packet of our own services to the phone that it is addressed to. */
  private route(packet: Uint8Array): GatewayOutput[] {
    const target = this.targetOf(packet, packet[0]! >> 4);
    return target === undefined ? [] : this.downlink(target, packet);
  }

  private targetOf(packet: Uint8Array, version: number): Session | undefined {
    return version === 4 ? this.sessions.ofIpv4(readIpv4(packet, 16)) : this.sessions.ofIpv6(packet.subarray(24, 40));
  }

  private downlink(session: Session, packet: Uint8Array): GatewayOutput[] {
    if (session.enb !== undefined) {
      session.downlinkPackets++;
      session.downlinkOctets += packet.length;
      return [{ type: 'gtpu', to: session.enb, packet }];
    }
    if (session.waiting.length >= MAX_WAITING_PACKETS) this.dropped.waitingOverflow++;
    else session.waiting.push(packet);
    if (session.notified) return [];
    session.notified = true;
    const { imsi, ebi } = session;
    return [{ type: 'session', message: { type: 'DownlinkDataNotification', imsi, ebi } }];
  }

  /** The base station lost the tunnel: the phone counts as idle. TS 23.007 §22 */
  private tunnelLost(teid: number, address: string): GatewayOutput[] {
    for (const session of this.sessions.all()) {
      if (session.enb?.teid !== teid || session.enb.address !== address) continue;
      session.enb = undefined;
      const text = `base station ${address} does not know TEID 0x${teid.toString(16)}: bearer ${session.ebi} is idle`;
      return [{ type: 'note', node: 'gateway', imsi: session.imsi, text }];
    }
    return [];
  }
}

function addressOf({ ipv4, ipv6 }: Session): PdnAddress {
  const text = ipv4 === undefined ? undefined : formatIpv4(ipv4);
  if (ipv6 === undefined) return text === undefined ? {} : { ipv4: text };
  const { interfaceIdentifier: ipv6InterfaceIdentifier } = ipv6;
  return text === undefined ? { ipv6InterfaceIdentifier } : { ipv4: text, ipv6InterfaceIdentifier };
}

/** The phone's own address, its prefix or a link-local address: nothing else may leave a tunnel. */
function isFrom(session: Session, packet: Uint8Array, version: number): boolean {
  if (version === 4) return session.ipv4 === readIpv4(packet, 12);
  if (session.ipv6 === undefined) return false;
  if (packet[8] === 0xfe && (packet[9]! & 0xc0) === 0x80) return true;
  const { network } = session.ipv6.prefix;
  for (let i = 0; i < 8; i++) if (packet[8 + i] !== network[i]) return false;
  return true;
}

function poolOf(text: string, family: 4 | 6): Ipv4Cidr | Ipv6Cidr {
  const cidr = parseCidr(text);
  const room = family === 4 ? 30 : 63;
  if (cidr.family === family && cidr.prefixLength <= room) return cidr;
  throw new UserError('pool-invalid', `'${text}' is no IPv${family} pool with room for phones`, {
    expected: `an IPv${family} network of /${room} or larger`,
  });
}
