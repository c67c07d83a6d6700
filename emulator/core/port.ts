import type { Timeout } from '../machine/index.ts';
import type { Imsi, Plmn, Tai } from '../vocabulary/index.ts';
import type { DatabaseAnswer, DatabaseRequest, SubscriberChange } from './database.ts';
import type { S6aMessage, S6aRequest } from './s6a.ts';
import type { FTeid, SessionMessage, SessionRequest } from './session.ts';

/** The embedded core as the user configures it; defaults follow Open5GS's shipped configuration. */
export interface CoreConfig {
  readonly mme: MmeConfig;
  readonly hss: HssConfig;
  readonly gateway: GatewayConfig;
  /** Report every NAS message, deciphered, and every S6a and session message as outputs. */
  readonly trace: boolean;
}

export interface MmeConfig {
  readonly name: string;
  readonly mmegi: number;
  readonly mmec: number;
  readonly servedTais: readonly Tai[];
  /** Most wanted first, as Open5GS's `integrity_order` and `ciphering_order`. */
  readonly eiaOrder: readonly number[];
  readonly eeaOrder: readonly number[];
  readonly networkFullName: string;
  readonly networkShortName: string;
  /** Universal time, ms since 1970, when the machine's clock was 0; undefined = phones are not told the time. */
  readonly utcAtStartMs?: number;
  /** Periodic TAU timer, ms. */
  readonly t3412Ms: number;
  readonly relativeCapacity: number;
  readonly maxUes: number;
  /** IMSI PLMN → EMM cause of the reject; a PLMN that is not listed while the list is not empty is rejected with `accessControlCause`. */
  readonly accessControl: readonly { readonly plmn: Plmn; readonly rejectCause?: number }[];
  /** 11 by default. */
  readonly accessControlCause?: number;
  /** Whose release the MME imitates where Open5GS's releases differ (cause 8 or 11 for an unknown IMSI …). */
  readonly imitates: CoreRelease;
  /** Protect rejects as the specification asks, whatever the imitated release does. */
  readonly protectsRejects?: boolean;
}

/** A release of Open5GS by its behaviour; `main` is v2.8.0-66-g8f25f3b, from which the captures are. */
export type CoreRelease = '2.7.5' | '2.7.6' | '2.7.7' | '2.8.0' | 'main';

export interface HssConfig {
  readonly host: string;
  /** Origin-Host of the MME, which the HSS stores as `mme_host`. */
  readonly mmeHost: string;
  readonly realm: string;
}

export interface GatewayConfig {
  /** S1-U address (and port where it is not 2152) that base stations send to. */
  readonly s1u: { readonly address: string; readonly port?: number };
  /** CIDR of the pool; its first address is the gateway's own. */
  readonly ipv4Pool: string;
  readonly ipv6Pool: string;
  readonly dns: readonly string[];
  readonly mtu: number;
  /** A host of the lab's internet with the same services as the gateway's own address; any other address is unreachable. */
  readonly internetHost: string;
  /** APNs that exist; empty = every APN of a subscription. */
  readonly apns: readonly string[];
}

/** One S1 association, numbered by the host. */
export type EnbRef = number;

export type MmeInput =
  | Timeout
  | { readonly type: 's1Up'; readonly enb: EnbRef; readonly peer: string; readonly outboundStreams: number }
  | { readonly type: 's1Down'; readonly enb: EnbRef }
  | { readonly type: 's1ap'; readonly enb: EnbRef; readonly stream: number; readonly bytes: Uint8Array }
  | { readonly type: 's6a'; readonly message: S6aMessage }
  | { readonly type: 'session'; readonly message: SessionMessage };

export type MmeOutput =
  | { readonly type: 's1ap'; readonly enb: EnbRef; readonly stream: number; readonly bytes: Uint8Array }
  /** Ask the host to end the association. */
  | { readonly type: 's1Close'; readonly enb: EnbRef }
  | { readonly type: 's6a'; readonly message: S6aRequest }
  | { readonly type: 'session'; readonly message: SessionRequest }
  | CoreNote;

export type HssInput =
  | Timeout
  | { readonly type: 's6a'; readonly message: S6aRequest }
  | { readonly type: 'database'; readonly answer: DatabaseAnswer }
  | { readonly type: 'change'; readonly change: SubscriberChange };

export type HssOutput =
  | { readonly type: 's6a'; readonly message: S6aMessage }
  | { readonly type: 'database'; readonly request: DatabaseRequest }
  | CoreNote;

export type GatewayInput =
  | Timeout
  | { readonly type: 'session'; readonly message: SessionRequest }
  /** A GTP-U packet (inner IP packet) for one of the gateway's TEIDs. */
  | { readonly type: 'gtpu'; readonly teid: number; readonly packet: Uint8Array }
  /** The base station does not know the tunnel that a packet was sent to. */
  | { readonly type: 'gtpuErrorIndication'; readonly address: string; readonly teid: number };

export type GatewayOutput =
  | { readonly type: 'session'; readonly message: SessionMessage }
  | { readonly type: 'gtpu'; readonly to: FTeid; readonly packet: Uint8Array }
  | CoreNote;

/** What a reader of the log should know. */
export type CoreNote =
  | {
      readonly type: 'state';
      readonly node: 'mme' | 'hss' | 'gateway';
      readonly imsi?: Imsi;
      readonly machine: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly type: 'nas';
      readonly imsi?: Imsi;
      readonly direction: 'uplink' | 'downlink';
      readonly plain: Uint8Array;
      readonly securityHeaderType: number;
      readonly failure?: string;
    }
  /** A named fault: it waits for its message, is switched on, has acted (`acted` times so far), is healed. */
  | {
      readonly type: 'fault';
      readonly name: string;
      readonly event: 'armed' | 'on' | 'acted' | 'off';
      readonly acted: number;
      readonly imsi?: Imsi;
      /** As the command gave it. */
      readonly label?: string;
    }
  | { readonly type: 'note'; readonly node: 'mme' | 'hss' | 'gateway'; readonly imsi?: Imsi; readonly text: string };

/** The whole embedded core as one machine: MME, HSS and gateway joined inside. */
export type CoreInput =
  | Timeout
  | Extract<MmeInput, { type: 's1Up' | 's1Down' | 's1ap' }>
  | Extract<HssInput, { type: 'database' | 'change' }>
  | Extract<GatewayInput, { type: 'gtpu' | 'gtpuErrorIndication' }>
  | { readonly type: 'fault'; readonly fault: FaultCommand };

export type CoreOutput =
  | Extract<MmeOutput, { type: 's1ap' | 's1Close' }>
  | Extract<HssOutput, { type: 'database' }>
  | Extract<GatewayOutput, { type: 'gtpu' }>
  /** With `trace`: what MME and HSS, MME and gateway said to one another. */
  | { readonly type: 's6a'; readonly message: S6aRequest | S6aMessage }
  | { readonly type: 'session'; readonly message: SessionRequest | SessionMessage }
  | CoreNote;

/** Named faults for scenarios, from the table in faults/; `checkFault` checks one. `on: false` heals, `all` heals everything. */
export interface FaultCommand {
  readonly name: string;
  readonly on: boolean;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Tells faults of one name apart: its notes carry it, and healing with a label heals only that one. */
  readonly label?: string;
}
