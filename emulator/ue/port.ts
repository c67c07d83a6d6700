import type { AirDownlink, AirUplink } from '../air/index.ts';
import type { TrafficFlowTemplate } from '../codec/nas-common/traffic-flow-template.ts';
import type { Timeout } from '../machine/index.ts';
import type { Guti, Imsi, Ki, Opc, Plmn } from '../vocabulary/index.ts';

/** A phone and its card, as the user describes them. */
export interface UeConfig {
  readonly usim: UsimConfig;
  /** 14 digits + check digit. */
  readonly imei: string;
  /** 2 digits. */
  readonly imeiSoftwareVersion: string;
  /** APN asked for at attach; undefined = the subscription's default. */
  readonly apn?: string;
  readonly pdnType: 'ipv4' | 'ipv6' | 'ipv4v6';
  /** Algorithms that the phone offers, as numbers 0 … 7 of EEA and EIA. */
  readonly eea: readonly number[];
  readonly eia: readonly number[];
  /** Send APN and PCO only when the network asks, ciphered (ESM information transfer flag). TS 24.301 §6.5.1.2 */
  readonly esmInformationTransfer: boolean;
  readonly attachType: 'eps' | 'combined';
  /** Report every NAS message, deciphered, as an output. */
  readonly traceNas: boolean;
  /** UE radio access capability (TS 36.331 UE-EUTRA-Capability) as octets; by default that of a category 4 phone. */
  readonly radioCapability?: Uint8Array;
  /** How the phone departs from the rules from the start; see the `tamper` input. */
  readonly tampering?: UeTampering;
}

export interface UsimConfig {
  readonly imsi: Imsi;
  readonly ki: Ki;
  readonly opc: Opc;
  readonly homePlmn: Plmn;
  /** L of TS 33.102 §C.2.2: a SEQ this far behind the highest is refused; undefined = no limit. */
  readonly sqnAgeLimit?: number;
  /** What survives power-off: SQN array, GUTI, KASME …; undefined = a card fresh from the factory. */
  readonly memory?: UsimMemory;
}

/**
 * The files of the card and of the phone's non-volatile memory that survive power-off, as plain JSON. KASME is in it: whoever
 * stores it keeps it as a secret. TS 31.102 (EF_EPSLOCI, EF_EPSNSC), TS 33.102 Annex C (SQN array)
 */
export interface UsimMemory {
  readonly v: 1;
  readonly imsi: string;
  /** The highest SEQ accepted for each of the 32 IND values, as SQN numbers (48 bit). */
  readonly sqnArray: readonly number[];
  readonly epsloci?: EpsLoci;
  readonly epsnsc?: EpsNsc;
  /** PLMNs that refused the subscription (EF_FPLMN). */
  readonly forbiddenPlmns?: readonly Plmn[];
}

export interface EpsLoci {
  readonly guti?: Guti;
  readonly lastVisitedTai?: { readonly plmn: Plmn; readonly tac: number };
  readonly updateStatus: 'EU1_UPDATED' | 'EU2_NOT_UPDATED' | 'EU3_ROAMING_NOT_ALLOWED';
}

/** EPS NAS security context (EF_EPSNSC). TS 31.102 §4.2.92 */
export interface EpsNsc {
  /** 0 … 6. */
  readonly ksi: number;
  /** 64 hex digits. */
  readonly kasme: string;
  readonly eea: number;
  readonly eia: number;
  readonly uplinkNasCount: number;
  readonly downlinkNasCount: number;
}

/** EMM main states of the UE. TS 24.301 §5.1.3.2 */
export type EmmState =
  | 'EMM-NULL'
  | 'EMM-DEREGISTERED'
  | 'EMM-REGISTERED-INITIATED'
  | 'EMM-REGISTERED'
  | 'EMM-DEREGISTERED-INITIATED'
  | 'EMM-TRACKING-AREA-UPDATING-INITIATED'
  | 'EMM-SERVICE-REQUEST-INITIATED';

/** TS 36.331 §4.2.1 */
export type RrcState = 'RRC_IDLE' | 'RRC_CONNECTED';

/** TS 24.301 §6.1.3.2 */
export type EpsBearerState = 'BEARER CONTEXT INACTIVE' | 'BEARER CONTEXT ACTIVE';

/** What the card and the phone saw in one authentication; hex where octets. No key is in it. */
export interface AkaOutcome {
  readonly rand: string;
  readonly autn: string;
  readonly amfField: string;
  readonly verdict: 'accepted' | 'mac-failure' | 'separation-bit' | 'synch-failure';
  /** MAC-A as received and XMAC as the card computed it, 8 octets each. */
  readonly mac: string;
  readonly xmac: string;
  /** SQN as de-masked with the card's AK, and the highest that the card has accepted. */
  readonly sqn: number;
  readonly sqnMs: number;
  readonly res?: string;
  readonly auts?: string;
}

/** A PDN connection as the phone has it. */
export interface PdnConnection {
  readonly ebi: number;
  readonly apn: string;
  readonly pdnType: 'ipv4' | 'ipv6' | 'ipv4v6';
  readonly ipv4?: string;
  /** Interface identifier, 16 hex digits; the global address follows a router advertisement. */
  readonly ipv6InterfaceIdentifier?: string;
  readonly dns: readonly string[];
  readonly mtu?: number;
  readonly qci: number;
  readonly apnAmbr?: { readonly downlinkBps: number; readonly uplinkBps: number };
  /** Why the network gave another PDN type than asked for (50, 51, 52). */
  readonly esmCause?: number;
}

/** Ways in which a lab makes a phone misbehave, for negative tests. All of it is off unless named. */
export interface UeTampering {
  readonly card?: CardTampering;
  /** Algorithms to offer instead of those of the configuration. */
  readonly eea?: readonly number[];
  readonly eia?: readonly number[];
  /** Answer a challenge although its MAC or SQN is wrong, as a phone that trusts every network. */
  readonly ignoreAutn?: boolean;
  /** Accept EIA0 from a network that is not for emergencies. */
  readonly acceptNullIntegrity?: boolean;
  /**
   * Process rejects and other messages in the clear although secure exchange is established, which TS 24.301 §4.4.4.2 forbids.
   * Open5GS sends Attach, TAU and Service Reject so at any time.
   */
  readonly acceptUnprotected?: boolean;
  /** Do not compare the replayed security capabilities with those that were sent. */
  readonly ignoreReplayedCapabilities?: boolean;
  /** What happens to single NAS messages; the first rule that fits acts. */
  readonly messages?: readonly NasTampering[];
}

/** The card's side only: the database keeps the right values. Bit 0 is the most significant bit of the first octet. */
export interface CardTampering {
  readonly kiFlipBits?: readonly number[];
  readonly opcFlipBits?: readonly number[];
  /** The card believes to have accepted this SQN (48 bit) in every slot. */
  readonly sqnMs?: number;
  /** Bits of MAC-S in AUTS. */
  readonly autsMacFlipBits?: readonly number[];
  readonly resFlipBits?: readonly number[];
  /** Answer with these octets (4 … 16) whatever the challenge. */
  readonly res?: Uint8Array;
}

/** What happens to a NAS message between the phone's NAS and its radio. */
export interface NasTampering {
  readonly direction: 'uplink' | 'downlink';
  /** The message's name as the codec spells it: AttachRequest, SecurityModeCommand, ServiceRequest … */
  readonly message: string;
  /** Let this many pass first; 0 by default. */
  readonly skip?: number;
  /** Act on this many; on every one by default. */
  readonly times?: number;
  readonly action: NasTamperingAction;
}

export type NasTamperingAction =
  | { readonly type: 'drop' }
  /** Deliver the same octets `copies` more times, 1 by default. */
  | { readonly type: 'duplicate'; readonly copies?: number }
  | { readonly type: 'delay'; readonly delayMs: number }
  /** Deliver it, and the same octets again later: a replay attack. */
  | { readonly type: 'replay'; readonly delayMs: number }
  /** Flip a bit of the message authentication code; a plain message is left alone. */
  | { readonly type: 'corruptMac' }
  /** Take the security header off: the plain message in its place. */
  | { readonly type: 'strip' }
  /** Other octets in its place, as they are: no security is added. */
  | { readonly type: 'replace'; readonly octets: Uint8Array };

/** A dedicated bearer as the phone has it. */
export interface DedicatedBearer {
  readonly ebi: number;
  /** The default bearer of its PDN connection. */
  readonly linkedEbi: number;
  readonly qci: number;
  readonly packetFilters: number;
}

export type UeInput =
  | Timeout
  | { readonly type: 'air'; readonly message: AirDownlink }
  /** Power on and search a cell; with `attach: false` the phone camps and waits. */
  | { readonly type: 'powerOn'; readonly attach?: boolean }
  /** Switch-off detach, then silence. `abrupt`: the battery falls out. */
  | { readonly type: 'powerOff'; readonly abrupt?: boolean }
  /** `identity`: what the Attach Request carries; by default the GUTI when the card holds a valid one. */
  | { readonly type: 'attach'; readonly identity?: 'imsi' | 'guti'; readonly apn?: string }
  | { readonly type: 'detach' }
  /** Leave EMM-IDLE: because of data, or of signalling. */
  | { readonly type: 'serviceRequest' }
  | { readonly type: 'trackingAreaUpdate'; readonly updateType?: 'ta' | 'periodic'; readonly active?: boolean }
  | { readonly type: 'connectPdn'; readonly apn: string; readonly pdnType?: 'ipv4' | 'ipv6' | 'ipv4v6' }
  | { readonly type: 'disconnectPdn'; readonly ebi: number }
  /** Ask for a dedicated bearer; `tft`: the traffic that it is for. TS 24.301 §6.5.3 */
  | {
      readonly type: 'requestBearer';
      readonly linkedEbi: number;
      readonly qci: number;
      readonly tft: TrafficFlowTemplate;
    }
  /** Ask to change or release (`esmCause` 36) the resources of a bearer. TS 24.301 §6.5.4 */
  | {
      readonly type: 'modifyBearer';
      readonly ebi: number;
      readonly tft: TrafficFlowTemplate;
      readonly esmCause?: number;
    }
  /** An IP packet of an application on the phone; an idle phone asks for service first and holds it back. */
  | { readonly type: 'packet'; readonly ebi: number; readonly packet: Uint8Array }
  /** Takes the place of all tampering before it; undefined heals the phone. */
  | { readonly type: 'tamper'; readonly tampering: UeTampering | undefined };

export type UeOutput =
  | { readonly type: 'air'; readonly message: AirUplink }
  /** An IP packet for the applications on the phone. */
  | { readonly type: 'packet'; readonly ebi: number; readonly packet: Uint8Array }
  | {
      readonly type: 'state';
      readonly machine: 'emm';
      readonly from: EmmState;
      readonly to: EmmState;
      readonly substate?: string;
    }
  | {
      readonly type: 'state';
      readonly machine: 'rrc';
      readonly from: RrcState;
      readonly to: RrcState;
      readonly substate?: undefined;
    }
  | {
      readonly type: 'state';
      readonly machine: `esm-${number}`;
      readonly from: EpsBearerState;
      readonly to: EpsBearerState;
      readonly substate?: undefined;
    }
  | {
      readonly type: 'attached';
      /** Absent only when the network gave none. */
      readonly guti?: Guti;
      readonly pdn: PdnConnection;
      /** Why a combined attach brought EPS services only. */
      readonly emmCause?: number;
      /** Absent = the network wants no periodic update. */
      readonly t3412Ms?: number;
    }
  | { readonly type: 'attachFailed'; readonly reason: AttachFailure; readonly retryInMs?: number }
  | { readonly type: 'aka'; readonly outcome: AkaOutcome }
  /** `by`: who ended the registration. */
  | { readonly type: 'detached'; readonly by: 'ue' | 'network'; readonly emmCause?: number; readonly reattach: boolean }
  | { readonly type: 'pdnConnected'; readonly pdn: PdnConnection }
  | { readonly type: 'pdnModified'; readonly pdn: PdnConnection }
  /** `esmCause`: what the network said; without it the phone gave up by itself, and `detail` says why. */
  | { readonly type: 'pdnFailed'; readonly apn: string; readonly esmCause?: number; readonly detail?: string }
  | { readonly type: 'pdnDisconnected'; readonly ebi: number; readonly esmCause: number }
  | { readonly type: 'bearerActivated'; readonly bearer: DedicatedBearer }
  | { readonly type: 'bearerModified'; readonly bearer: DedicatedBearer }
  | { readonly type: 'bearerDeactivated'; readonly ebi: number; readonly esmCause: number }
  /** A request for bearer resources or a disconnection was refused, or nobody answered. */
  | { readonly type: 'esmFailed'; readonly procedure: string; readonly esmCause?: number; readonly detail?: string }
  /** User plane bearers are there: the service request, or an update with active flag, succeeded. */
  | { readonly type: 'serviceAccepted' }
  | { readonly type: 'serviceRejected'; readonly emmCause: number }
  /** A service request ended without an answer. */
  | { readonly type: 'serviceFailed'; readonly detail: string }
  | { readonly type: 'trackingAreaUpdated'; readonly guti?: Guti; readonly t3412Ms?: number }
  | { readonly type: 'trackingAreaUpdateFailed'; readonly emmCause?: number; readonly detail?: string }
  | { readonly type: 'emmInformation'; readonly fullName?: string; readonly shortName?: string }
  /** What survives power-off has changed. */
  | { readonly type: 'usimMemory'; readonly memory: UsimMemory }
  /** A NAS message, deciphered (with `traceNas`). `failure`: why a received one was discarded. */
  | {
      readonly type: 'nas';
      readonly direction: 'uplink' | 'downlink';
      readonly plain: Uint8Array;
      readonly securityHeaderType: number;
      readonly failure?: string;
    }
  /** Something a reader of the log should know: a message ignored and why, a timer that ran out. */
  | { readonly type: 'note'; readonly text: string };

/** Why an attach ended without registration. */
export type AttachFailure =
  | { readonly type: 'rejected'; readonly emmCause: number; readonly esmCause?: number }
  | { readonly type: 'authentication-rejected' }
  /**
   * T3410 ran out (no answer), or the connection was lost. `ignored`: the reject that came before, which the phone had to
   * ignore because it was not integrity protected.
   */
  | { readonly type: 'no-answer'; readonly detail: string; readonly ignored?: IgnoredReject }
  /** The phone itself gave up: wrong network authentication, security mode refused. */
  | { readonly type: 'aborted'; readonly detail: string; readonly emmCause?: number }
  | { readonly type: 'no-cell' };

/** What a message said that the phone was not allowed to believe. */
export interface IgnoredReject {
  readonly message: string;
  readonly emmCause: number;
  readonly esmCause?: number;
}
