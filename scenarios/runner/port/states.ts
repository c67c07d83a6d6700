import type { Value } from '../source/source-node.ts';

/** A phone as it sees itself. Causes are numbers. */
export interface UeState {
  readonly imsi: string;
  /** `registered`, `deregistered`, `registered-initiated` …: the 3GPP state without `EMM-`, in lower case. */
  readonly emm: string;
  readonly rrc: 'idle' | 'connected';
  readonly guti?: string;
  /** By APN. */
  readonly pdn: Readonly<Record<string, PdnState>>;
  /** IP address of the first PDN connection. */
  readonly ip?: string;
  /** The last refusal, while it is the last that happened. `ignored`: unprotected, so that the phone could not believe it. */
  readonly reject?: {
    readonly message?: string;
    readonly cause?: number;
    readonly esm_cause?: number;
    readonly ignored?: boolean;
  };
  readonly aka?: AkaState;
  readonly security?: { readonly eea: number; readonly eia: number };
  /** Octets of IP packets since the phone was switched on. */
  readonly usage: { readonly up: number; readonly down: number };
  readonly network_name?: string;
  readonly bts?: string;
}

export interface PdnState {
  readonly ebi: number;
  readonly type: string;
  readonly ip?: string;
  readonly ipv6?: string;
  readonly dns: readonly string[];
  readonly mtu?: number;
  readonly qci: number;
  readonly ambr?: { readonly down: number; readonly up: number };
  readonly esm_cause?: number;
}

/** The phone's last authentication. */
export interface AkaState {
  readonly verdict: 'accepted' | 'mac-failure' | 'separation-bit' | 'synch-failure';
  readonly autn_valid: boolean;
  /** The keys on both sides are the same: shown by the integrity of the Security Mode Command. undefined = not tried. */
  readonly kasme_match?: boolean;
  readonly rand: string;
  readonly autn: string;
  readonly amf: string;
  readonly mac: string;
  readonly xmac: string;
  readonly sqn: number;
  readonly sqn_ms: number;
  readonly res?: string;
  readonly auts?: string;
}

/** The network's side of the last challenge, from the database's keys and the challenge's RAND. No key is in it. */
export interface AkaFacts {
  readonly rand: string;
  readonly autn: string;
  readonly mac: string;
  readonly xres: string;
  readonly sqn: number;
  readonly amf: string;
}

/**
 * The keys of a card held against those of the database, as answers only: no key is in it. `undefined` = the database has no key of
 * that kind to compare.
 */
export interface KeyComparison {
  readonly kiSame?: boolean;
  readonly opcSame?: boolean;
  /** `security.opc` of the database holds the OP from which the card's OPc is derived (OPc = AES_Ki(OP) xor OP). */
  readonly opStoredAsOpc: boolean;
  /** `security.op` of the database holds the card's OPc. */
  readonly opcStoredAsOp: boolean;
  /** `security.k` and `security.opc` stand in each other's place. */
  readonly swapped: boolean;
}

export interface BtsState {
  /** `up`, `down`, `refused` … */
  readonly s1: string;
  /** Phones with a connection. */
  readonly ues: number;
}

/** A SIM in the inventory. */
export interface SimState {
  readonly state: string;
  readonly iccid?: string;
  readonly imsi: string;
  /** Digits, `quarantined` after deactivation, undefined when there is none. */
  readonly msisdn?: string;
  readonly plan?: string;
  readonly customer?: string;
  /** Of the last transition. */
  readonly reason?: string;
}

/** A core as it sees itself. */
export interface CoreState {
  /** By IMSI. */
  readonly ues: Readonly<Record<string, CoreUeState>>;
  /** Under Open5GS's metric names: mme_session, enb, enb_ue … */
  readonly counters: Readonly<Record<string, number>>;
}

export interface CoreUeState {
  readonly emm: string;
  readonly ecm: 'idle' | 'connected';
  readonly guti?: string;
  readonly eea?: number;
  readonly eia?: number;
  readonly tac?: number;
  readonly bearers: number;
  readonly ip?: string;
  /** Octets counted by the gateway. */
  readonly usage?: { readonly up: number; readonly down: number };
  readonly [name: string]: Value;
}

/** A value of a document, with its BSON type where JSON has none. */
export type StoredValue =
  | { readonly bson: 'int32' | 'double'; readonly value: number }
  /** Digits, so that nothing is rounded. */
  | { readonly bson: 'int64'; readonly value: string }
  | { readonly bson: 'string' | 'objectId' | 'date' | 'binary'; readonly value: string }
  | { readonly bson: 'bool'; readonly value: boolean }
  | { readonly bson: 'null' }
  | { readonly bson: 'array'; readonly items: readonly StoredValue[] }
  | { readonly bson: 'document'; readonly members: Readonly<Record<string, StoredValue>> }
  | { readonly bson: 'other'; readonly value: string };
