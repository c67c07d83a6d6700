import type { Imsi, Plmn, Secret } from '../vocabulary/index.ts';

/**
 * What MME and HSS say to one another (S6a, TS 29.272), as values. The embedded core carries them inside one process;
 * a Diameter codec would carry the same over a socket. `id` pairs an answer with its request.
 */

/** An EPS authentication vector. TS 33.401 §6.1.2 */
export interface EUtranVector {
  /** 16 octets. */
  readonly rand: Uint8Array;
  /** 4 … 16 octets. */
  readonly xres: Uint8Array;
  /** 16 octets. */
  readonly autn: Uint8Array;
  readonly kasme: Secret<'KASME'>;
}

/** DIAMETER result codes that Open5GS's HSS sends, and the one for "no answer". TS 29.272 §7.4 */
export type S6aResult =
  | { readonly type: 'success' }
  /** DIAMETER_ERROR_USER_UNKNOWN 5001, UNKNOWN_EPS_SUBSCRIPTION 5420, RAT_NOT_ALLOWED 5421, ROAMING_NOT_ALLOWED 5004, AUTHENTICATION_DATA_UNAVAILABLE 4181 … */
  | { readonly type: 'error'; readonly resultCode: number }
  /** The HSS cannot be reached. */
  | { readonly type: 'unreachable' };

export interface Ambr {
  readonly downlinkBps: number;
  readonly uplinkBps: number;
}

export interface Arp {
  /** 1 (highest) … 15. */
  readonly priorityLevel: number;
  /** true = may pre-empt others. */
  readonly preEmptionCapability: boolean;
  /** true = may be pre-empted. */
  readonly preEmptionVulnerability: boolean;
}

/** One APN of the subscription. TS 29.272 §7.3.35 */
export interface ApnConfiguration {
  readonly contextIdentifier: number;
  readonly apn: string;
  readonly pdnType: 'ipv4' | 'ipv6' | 'ipv4v6';
  readonly qci: number;
  readonly arp: Arp;
  readonly ambr: Ambr;
  readonly ueIpv4?: string;
  readonly ueIpv6?: string;
}

/** TS 29.272 §7.3.2, the fields that an MME acts on. */
export interface SubscriptionData {
  readonly msisdn: readonly string[];
  /** 0 = service granted, 1 = operator determined barring. Open5GS's MME does not act on it. */
  readonly subscriberStatus: number;
  readonly operatorDeterminedBarring: number;
  readonly accessRestrictionData: number;
  readonly networkAccessMode: number;
  /** Subscribed periodic RAU/TAU timer, minutes. */
  readonly subscribedRauTauTimer: number;
  readonly ueAmbr: Ambr;
  readonly defaultContextIdentifier: number;
  readonly apnConfigurations: readonly ApnConfiguration[];
}

/** From the MME to the HSS. */
export type S6aRequest =
  | {
      readonly type: 'AuthenticationInformationRequest';
      readonly id: number;
      readonly imsi: Imsi;
      readonly visitedPlmn: Plmn;
      /** RAND (16 octets) followed by AUTS (14 octets) of a failed synchronisation. */
      readonly resynchronisation?: { readonly rand: Uint8Array; readonly auts: Uint8Array };
    }
  | {
      readonly type: 'UpdateLocationRequest';
      readonly id: number;
      readonly imsi: Imsi;
      readonly visitedPlmn: Plmn;
      readonly imeisv?: string;
    }
  | { readonly type: 'PurgeUeRequest'; readonly id: number; readonly imsi: Imsi };

/** From the HSS to the MME: answers, and the two requests that an HSS starts. */
export type S6aMessage =
  | {
      readonly type: 'AuthenticationInformationAnswer';
      readonly id: number;
      readonly imsi: Imsi;
      readonly result: S6aResult;
      readonly vector?: EUtranVector;
    }
  | {
      readonly type: 'UpdateLocationAnswer';
      readonly id: number;
      readonly imsi: Imsi;
      readonly result: S6aResult;
      readonly subscription?: SubscriptionData;
    }
  | { readonly type: 'PurgeUeAnswer'; readonly id: number; readonly imsi: Imsi; readonly result: S6aResult }
  | {
      readonly type: 'CancelLocationRequest';
      readonly id: number;
      readonly imsi: Imsi;
      readonly cancellationType: 'subscription-withdrawal' | 'mme-update-procedure';
    }
  | {
      readonly type: 'InsertSubscriberDataRequest';
      readonly id: number;
      readonly imsi: Imsi;
      readonly subscription: SubscriptionData;
    };
