import type { Imsi } from '../vocabulary/index.ts';
import type { Ambr, Arp } from './s6a.ts';

/**
 * What MME and gateway (SGW and PGW in one) say to one another: the procedures of GTPv2-C (S11, TS 29.274), as values.
 * `id` pairs an answer with its request; a PDN connection is named by IMSI and its default bearer's EPS bearer identity.
 */

/** Where GTP-U packets of one bearer go. The port is 2152 with real peers; the embedded lab may use another. */
export interface FTeid {
  /** IPv4 or IPv6 text. */
  readonly address: string;
  readonly port?: number;
  /** 32 bit. */
  readonly teid: number;
}

/** An IP address (PAA, TS 29.274 §8.14) as the phone receives it. */
export interface PdnAddress {
  /** Dotted quad. */
  readonly ipv4?: string;
  /** Interface identifier, 8 octets; the prefix arrives by router advertisement. */
  readonly ipv6InterfaceIdentifier?: Uint8Array;
}

/** One protocol or container of the Protocol configuration options. TS 24.008 §10.5.6.3 */
export interface ConfigurationOption {
  /** 16 bit. */
  readonly id: number;
  readonly contents: Uint8Array;
}

export type SessionRequest =
  | {
      readonly type: 'CreateSessionRequest';
      readonly id: number;
      readonly imsi: Imsi;
      readonly apn: string;
      readonly pdnType: 'ipv4' | 'ipv6' | 'ipv4v6';
      readonly ebi: number;
      readonly qci: number;
      readonly arp: Arp;
      readonly ambr: Ambr;
      readonly staticIpv4?: string;
      readonly staticIpv6?: string;
      /** What the phone asked for. */
      readonly pco?: readonly ConfigurationOption[];
    }
  /** The base station's end of the tunnel; undefined = idle, downlink packets page the phone (Release Access Bearers). */
  | {
      readonly type: 'ModifyBearerRequest';
      readonly id: number;
      readonly imsi: Imsi;
      readonly ebi: number;
      readonly enb: FTeid | undefined;
    }
  | { readonly type: 'DeleteSessionRequest'; readonly id: number; readonly imsi: Imsi; readonly ebi: number };

export type SessionMessage =
  | {
      readonly type: 'CreateSessionResponse';
      readonly id: number;
      readonly imsi: Imsi;
      readonly ebi: number;
      /** GTPv2 cause; 16 = request accepted. TS 29.274 §8.4 */
      readonly cause: number;
      readonly pdnType?: 'ipv4' | 'ipv6' | 'ipv4v6';
      readonly address?: PdnAddress;
      /** The gateway's end of the tunnel (S1-U). */
      readonly gateway?: FTeid;
      readonly pco?: readonly ConfigurationOption[];
    }
  | {
      readonly type: 'ModifyBearerResponse';
      readonly id: number;
      readonly imsi: Imsi;
      readonly ebi: number;
      readonly cause: number;
    }
  | {
      readonly type: 'DeleteSessionResponse';
      readonly id: number;
      readonly imsi: Imsi;
      readonly ebi: number;
      readonly cause: number;
    }
  /** A packet waits for an idle phone. */
  | { readonly type: 'DownlinkDataNotification'; readonly imsi: Imsi; readonly ebi: number }
  /** The gateway ends the PDN connection. */
  | { readonly type: 'DeleteBearerRequest'; readonly id: number; readonly imsi: Imsi; readonly ebi: number };
