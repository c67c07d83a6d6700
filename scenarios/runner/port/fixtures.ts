import type { PdnTypeName } from './commands.ts';
import type { StoredValue } from './states.ts';

/** Where a SIM is in its life. */
export type SimStateName = 'available' | 'assigned' | 'active' | 'suspended' | 'deactivated';

/** A SIM as a scenario wishes it; what is left out is drawn from the case's seed. Keys in hex, 16 octets. */
export interface SimSpec {
  readonly state: SimStateName;
  readonly imsi?: string;
  readonly ki?: string;
  readonly opc?: string;
  /** The document then holds OP, not OPc. */
  readonly op?: string;
  readonly amf?: string;
  /** Next SQN, 48 bit; 32 by default, which a card fresh from the factory takes at once. */
  readonly sqn?: number;
  /** Digits, or `auto`. */
  readonly msisdn?: string;
  readonly iccid?: string;
  readonly plan?: string;
  readonly customer?: string;
  readonly ambr?: { readonly downlinkBps: number; readonly uplinkBps: number };
  readonly sessions?: readonly SessionSpec[];
  /** Further paths of the document that are set as they are, last. */
  readonly document?: Readonly<Record<string, StoredValue | undefined>>;
}

export interface SessionSpec {
  readonly apn: string;
  readonly type?: PdnTypeName;
  readonly qci?: number;
  readonly ambr?: { readonly downlinkBps: number; readonly uplinkBps: number };
}

export interface BtsSpec {
  /** `001-01` */
  readonly plmn: string;
  readonly tacs: readonly number[];
  /** Police the UE-AMBR that the core sends. */
  readonly enforceAmbr: boolean;
  /** False: it is there, off the air, and `bts-up` connects it. True by default. */
  readonly connected?: boolean;
}

export interface UeSpec {
  readonly sim: string;
  readonly bts: string;
  readonly apn?: string;
  readonly pdnType?: PdnTypeName;
  readonly eea?: readonly number[];
  readonly eia?: readonly number[];
  readonly imei?: string;
  readonly attachType?: 'eps' | 'combined';
}

/** What a SIM was given: what the scenario did not say was drawn. No key is in it. */
export interface SimFacts {
  readonly imsi: string;
  readonly iccid?: string;
  readonly msisdn?: string;
}
