import type { Imsi, Ki, Op, Opc } from '../emulator/vocabulary/index.ts';

/**
 * A SIM as an HSS must know it: what the `subscribers` document of Open5GS holds, in the lab's words. Keys are secrets;
 * exactly one of `opc` and `op` is given. Made from text by parseSimRecord, which also fills the defaults.
 */
export interface SimRecord extends SubscriberProfile {
  readonly ki: Ki;
  readonly opc?: Opc;
  /** Used only when there is no OPc. */
  readonly op?: Op;
  /** Authentication management field, 2 octets; 8000 sets the separation bit that EPS AKA needs. TS 33.102 Annex H */
  readonly amfField: Uint8Array;
  /** Next sequence number, 48 bit (0 … 2^48−1, exact as a number). */
  readonly sqn: number;
  /** Fixes RAND (16 octets) of every vector: reproducible, and insecure. Absent: random. */
  readonly rand?: Uint8Array;
}

/** What a subscriber may do. */
export interface SubscriberProfile {
  readonly imsi: Imsi;
  /** E.164 digits without +; 2 at most. */
  readonly msisdn: readonly string[];
  /** UE-AMBR, over all sessions without a guaranteed bit rate. TS 23.401 §4.7.3 */
  readonly ambr: Ambr;
  /** 1 … 8; the EPC uses the first alone. */
  readonly slices: readonly Slice[];
  /** Access-Restriction-Data bits; 32 = handover to non-3GPP not allowed. TS 29.272 §7.3.31 */
  readonly accessRestrictionData: number;
  /** 0 service granted, 1 operator determined barring. TS 29.272 §7.3.29 */
  readonly subscriberStatus: number;
  /** 0 … 8, sent while subscriberStatus is 1. TS 29.272 §7.3.30 */
  readonly operatorDeterminedBarring: number;
  /** 0 packet and circuit, 2 packet only. TS 29.272 §7.3.21 */
  readonly networkAccessMode: number;
  /** Periodic TAU timer, minutes. */
  readonly subscribedRauTauTimerMin: number;
}

export interface Ambr {
  readonly downlinkBps: number;
  readonly uplinkBps: number;
}

/** S-NSSAI with its sessions. TS 23.003 §28.4 */
export interface Slice {
  /** Slice/service type, 1 … 255. */
  readonly sst: number;
  /** Slice differentiator, 6 hex digits. */
  readonly sd?: string;
  readonly defaultIndicator: boolean;
  /** 1 … 4. */
  readonly sessions: readonly Session[];
}

/** `invalid` comes only from documents: the MME drops such a session and those after it. */
export type PdnType = 'ipv4' | 'ipv6' | 'ipv4v6' | 'invalid';

/** One APN (or DNN) of a subscription. */
export interface Session {
  readonly apn: string;
  readonly pdnType: PdnType;
  /** QoS class identifier of the default bearer. TS 23.203 §6.1.7 */
  readonly qci: number;
  readonly arp: Arp;
  /** APN-AMBR. */
  readonly ambr: Ambr;
  /** Static address of the phone. */
  readonly ueIpv4?: string;
  readonly ueIpv6?: string;
  /** Gateway (SMF/PGW-C) to use instead of the configured one. */
  readonly smfIpv4?: string;
  readonly smfIpv6?: string;
  readonly lboRoamingAllowed?: boolean;
  /** Networks behind the phone, CIDR; 8 at most of each family. */
  readonly ipv4FramedRoutes?: readonly string[];
  readonly ipv6FramedRoutes?: readonly string[];
  /** Dedicated bearers' rules; 8 at most. */
  readonly pccRules: readonly PccRule[];
}

/** Allocation and retention priority. TS 29.212 §5.3.45–47 */
export interface Arp {
  /** 1 (highest) … 15. */
  readonly priorityLevel: number;
  readonly preEmptionCapability: boolean;
  readonly preEmptionVulnerability: boolean;
}

export interface PccRule {
  readonly qci: number;
  readonly arp: Arp;
  readonly mbr?: Ambr;
  readonly gbr?: Ambr;
  /** 15 at most. */
  readonly flows: readonly PccFlow[];
}

export interface PccFlow {
  readonly direction: 'downlink' | 'uplink';
  /** IPFilterRule, `permit out …`. RFC 6733 §4.3.1 */
  readonly description: string;
}

/** A subscriber as a database holds it: keys may be missing (suspended, or a stub that the HSS left), and the HSS has written its part. */
export interface StoredSim extends SubscriberProfile, Partial<Pick<SimRecord, KeyFields>> {
  /** The `security` field is there, whatever it holds; without it the HSS answers as for an unknown subscriber. */
  readonly hasSecurity: boolean;
  readonly serving: ServingState;
}

/** What the HSS notes about the phone: never written by the provisioner. */
export interface ServingState {
  readonly mmeHost?: string;
  readonly mmeRealm?: string;
  /** Microseconds since 1970 of the last location update. */
  readonly mmeTimestampUs?: number;
  readonly purged?: boolean;
  /** Software version of the phone's IMEI, 16 digits. */
  readonly imeisv?: string;
}

type KeyFields = 'ki' | 'opc' | 'op' | 'amfField' | 'sqn' | 'rand';

/** Limits of Open5GS's arrays; one more and its process aborts. */
export const LIMITS = { msisdn: 2, slices: 8, sessions: 4, framedRoutes: 8, pccRules: 8, flows: 15 } as const;

/** 2^48 − 1. */
export const SQN_MAX = 0xffffffffffff;

export const SESSION_DEFAULTS = {
  apn: 'internet',
  pdnType: 'ipv4v6',
  qci: 9,
  arp: { priorityLevel: 8, preEmptionCapability: false, preEmptionVulnerability: false },
  ambr: { downlinkBps: 1e9, uplinkBps: 1e9 },
  pccRules: [],
} as const satisfies Session;

/** SEQ 1, IND 0: what a card fresh from the factory takes at once. With 0 its first attach begins with a resynchronisation. */
export const FIRST_SQN = 32;

/** What Open5GS's WebUI fills into an empty form; it leaves SQN out, which is 0. */
export const SIM_DEFAULTS = {
  msisdn: [],
  amfField: '8000',
  sqn: FIRST_SQN,
  ambr: { downlinkBps: 1e9, uplinkBps: 1e9 },
  slices: [{ sst: 1, defaultIndicator: true, sessions: [SESSION_DEFAULTS] }],
  accessRestrictionData: 32,
  subscriberStatus: 0,
  operatorDeterminedBarring: 0,
  networkAccessMode: 0,
  subscribedRauTauTimerMin: 12,
} as const;

/** True when the stored subscriber has all that authentication needs. */
export function canAuthenticate(sim: StoredSim): sim is StoredSim & SimRecord {
  return sim.ki !== undefined && (sim.opc !== undefined || sim.op !== undefined);
}
