import type { Imsi, Ki, Opc, Secret } from '../../emulator/vocabulary/index.ts';
import type { SimInput } from '../sim-input.ts';
import type { Sealed } from './key-vault.ts';
import type { NetworkEffect, SimAction, SimState } from './transitions.ts';

/** A SIM card as the inventory keeps it. Its secrets are sealed; `CardSecrets` is what comes out when they are asked for. */
export interface SimCard {
  /** 19 … 22 digits; never used again. ITU-T E.118 */
  readonly iccid: string;
  /** 15 digits. */
  readonly imsi: Imsi;
  /** `001-01`; absent where neither the batch nor the IMSI tells it. */
  readonly plmn?: string;
  readonly state: SimState;
  /** E.164 digits without +. A deactivated card keeps it while it is in quarantine. */
  readonly msisdn?: string;
  /** Of a deactivated card: until then nobody else gets its number. */
  readonly msisdnQuarantinedUntil?: Date;
  readonly customer?: string;
  readonly order?: string;
  readonly plan?: string;
  readonly product?: string;
  /** The batch that it came with. */
  readonly batch?: string;
  /** AMF of its authentication vectors, 4 hex digits. */
  readonly amf: string;
  /** The card that took over its number. */
  readonly replacedBy?: string;
  /** The card whose number it took over. */
  readonly replaces?: string;
  /** Grows by one with every change; who writes names the version that they saw. */
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly sealed: Sealed;
  /** First to last; each entry holds the digest of the one before. */
  readonly history: readonly HistoryEntry[];
}

/** Written once, with the change that it tells of, in the same document. */
export interface HistoryEntry {
  /** The version of the card that this change made. */
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: SimAction | 'register';
  readonly from?: SimState;
  readonly to: SimState;
  readonly traceId?: string;
  /** What else was said or decided: reason, msisdn, customer, plan. Never a secret. */
  readonly detail: Readonly<Record<string, string>>;
  /** SHA-256 of the entry before it (64 hex digits; of the ICCID for the first). */
  readonly previous: string;
  /** SHA-256 of this entry and `previous`. */
  readonly hash: string;
}

/** What a card holds that nobody else may know. */
export interface CardSecrets {
  readonly ki: Ki;
  readonly opc: Opc;
  readonly pin1?: Secret<'PIN1'>;
  readonly puk1?: Secret<'PUK1'>;
  readonly pin2?: Secret<'PIN2'>;
  readonly puk2?: Secret<'PUK2'>;
  readonly adm1?: Secret<'ADM1'>;
  /** Over-the-air keys. TS 102 225 §5 */
  readonly kic?: Secret<'KIC'>;
  readonly kid?: Secret<'KID'>;
  readonly kik?: Secret<'KIK'>;
}

export type SecretName = keyof CardSecrets;

/** One accepted change on its way to whoever is to know of it. Holds no secret. */
export interface SimEvent {
  /** `8988211000000000012/3`: ICCID and version. The same however often it is delivered. */
  readonly id: string;
  readonly iccid: string;
  readonly imsi: string;
  /** Version of the card; grows with each event of a card, not always by one. */
  readonly sequence: number;
  readonly action: SimAction | 'register';
  readonly network: NetworkEffect;
  readonly from?: SimState;
  readonly to: SimState;
  readonly at: Date;
  readonly actor: string;
  readonly traceId?: string;
  readonly msisdn?: string;
  readonly customer?: string;
  readonly plan?: string;
  readonly reason?: string;
  /** The other card of a swap. */
  readonly other?: string;
  /** What the network must give the subscriber: set with provision and update. */
  readonly profile?: NetworkProfile;
}

/** What a plan means to the HSS, as people write it. */
export type NetworkProfile = Pick<
  SimInput,
  'ambr' | 'sessions' | 'sst' | 'sd' | 'accessRestrictionData' | 'networkAccessMode' | 'subscribedRauTauTimerMin'
>;

/** Who asks, for history and audit. */
export interface Caller {
  /** Such as `cli:anna`, `api:token-3`, `scenario:sim-lifecycle`. */
  readonly actor: string;
  readonly traceId?: string;
}
