import type {
  NasEps,
  NasKeySetIdentifier,
  ProtocolOption,
  UeNetworkCapability,
  UeSecurityCapability,
} from '../../codec/nas-eps/index.ts';
import type { EutranCgi } from '../../codec/s1ap/index.ts';
import type { Deadlined, Millis } from '../../machine/index.ts';
import type { Kasme, NasSecurityContext } from '../../nas-security/index.ts';
import type { Guti, Imsi, Tai } from '../../vocabulary/index.ts';
import type { EnbRef } from '../port.ts';
import type { ApnConfiguration, SubscriptionData } from '../s6a.ts';
import type { FTeid, PdnAddress } from '../session.ts';

/** EMM main states of the MME. TS 24.301 §5.1.3.4 */
export type EmmState =
  | 'EMM-DEREGISTERED'
  | 'EMM-COMMON-PROCEDURE-INITIATED'
  | 'EMM-REGISTERED'
  | 'EMM-DEREGISTERED-INITIATED';

/** Timers of one phone whose message is sent again. TS 24.301 §10.2 */
export type RepeatingTimer = 'T3413' | 'T3422' | 'T3450' | 'T3460' | 'T3470';

/** Timers of one phone. TS 24.301 §10.2, TS 23.401 §4.3.5.2 */
export type UeTimer = RepeatingTimer | 'mobileReachable' | 'implicitDetach';

/** Timers of one EPS bearer context. TS 24.301 table 10.2.2 */
export type BearerTimer = 'T3485' | 'T3489' | 'T3495';

/** What becomes of the phone when its connection is gone: it is idle, or the MME forgets it. */
export type AfterRelease = 'idle' | 'forget';

/** In place of the eNB UE S1AP ID until the target of a handover has given it. */
export const NO_ENB_ID = -1;

/** The UE-associated logical S1 connection: the phone is EMM-CONNECTED while it has one. */
export class S1Connection implements Deadlined {
  enb: EnbRef;
  readonly mmeUeS1apId: number;
  /** 24 bit, or NO_ENB_ID. */
  enbUeS1apId: number;
  stream: number;
  tai: Tai;
  cgi: EutranCgi;
  ue: UeContext | undefined;
  /** UE Context Release Command sent: what follows its answer. */
  releasing: AfterRelease | undefined;
  /** An authentic NAS message has come on it: plain ones are not accepted any more. TS 24.301 §4.4.4.3 */
  secured = false;
  /** Initial Context Setup: asked for, and done. */
  contextSetup: 'none' | 'requested' | 'done' = 'none';
  /** A command waits for its answer until then. */
  guardAt: Millis | undefined;
  queuedAt: Millis = Number.POSITIVE_INFINITY;

  constructor(enb: EnbRef, mmeUeS1apId: number, enbUeS1apId: number, stream: number, tai: Tai, cgi: EutranCgi) {
    this.enb = enb;
    this.mmeUeS1apId = mmeUeS1apId;
    this.enbUeS1apId = enbUeS1apId;
    this.stream = stream;
    this.tai = tai;
    this.cgi = cgi;
  }

  deadline(): Millis | undefined {
    return this.guardAt;
  }
}

/** The EMM procedure that waits for something. Only what it needs lives in it. */
export type Procedure =
  | { readonly type: 'identification' }
  /** Authentication Information asked of the HSS by the request of that number. */
  | { readonly type: 'vector'; readonly request: number }
  | {
      readonly type: 'authentication';
      readonly rand: Uint8Array;
      readonly xres: Uint8Array;
      readonly kasme: Kasme;
      readonly keySetIdentifier: NasKeySetIdentifier;
    }
  | { readonly type: 'securityMode'; readonly context: NasSecurityContext }
  | { readonly type: 'location'; readonly request: number }
  /** The default bearer of an attach comes into being. */
  | { readonly type: 'attachBearer' }
  /** Attach Accept sent. */
  | { readonly type: 'attachComplete' }
  | { readonly type: 'guti' }
  | { readonly type: 'detach' };

/** The request that a registration procedure works on. */
export interface Registration {
  readonly request: NasEps<'AttachRequest'> | NasEps<'TrackingAreaUpdateRequest'>;
  /** The plain octets: hashed for HASHMME, and compared to tell a repetition from a new attempt. */
  readonly octets: Uint8Array;
  readonly connection: S1Connection;
  /** What the request says that the phone can do: the phone's own word only once it is authenticated. */
  readonly networkCapability: UeNetworkCapability;
  readonly securityCapability: UeSecurityCapability;
}

/** What follows when the gateway has deleted every session. */
export type AfterDeletion = 'locate' | 'connect' | 'detachAccept';

/** One PDN connection with its default bearer; Open5GS's MME has no other bearers without a PCRF. TS 24.301 §5.2.2 */
export interface Bearer {
  readonly ebi: number;
  readonly procedureTransactionIdentity: number;
  /** Asked for inside an Attach Request. */
  readonly inAttach: boolean;
  readonly asked: 'ipv4' | 'ipv6' | 'ipv4v6';
  state: 'information' | 'creating' | 'activating' | 'active' | 'deactivating';
  apn: ApnConfiguration | undefined;
  /** The last request to the gateway: answers to older ones are stale. */
  request: number;
  pdnType: 'ipv4' | 'ipv6' | 'ipv4v6' | undefined;
  address: PdnAddress | undefined;
  gateway: FTeid | undefined;
  enb: FTeid | undefined;
  /** Protocol configuration options: the phone's, then the gateway's until the phone has been told. */
  options: readonly ProtocolOption[] | undefined;
  /** The phone used the extended IE, so the answer does too. */
  extendedOptions: boolean;
  timer: BearerRepetition | undefined;
  /** Set while the phone is to be told that the bearer ends. */
  deactivation: Deactivation | undefined;
}

export interface Deactivation {
  /** The phone's, when it asked for the end; else 0. */
  readonly procedureTransactionIdentity: number;
  readonly esmCause: number;
}

/** An ESM message that is sent again when its timer runs out. */
export interface BearerRepetition {
  readonly name: BearerTimer;
  readonly plain: Uint8Array;
  at: Millis;
  left: number;
}

/** How a message is protected: `new-context` is the header of Security Mode Command. */
export type Protection = 'plain' | 'protected' | 'new-context';

/** An EMM message that is sent again when its timer runs out. */
export interface Repetition {
  readonly timer: RepeatingTimer;
  readonly plain: Uint8Array;
  readonly protection: Protection;
  readonly context: NasSecurityContext | undefined;
  /** The octets that went out first, to be sent again as they were. */
  genuine: Uint8Array | undefined;
  left: number;
}

/** A handover through the MME: the base station that the phone leaves, the one that it goes to, and that one's tunnels. */
export interface Handover {
  readonly source: S1Connection;
  readonly target: S1Connection;
  /** By E-RAB id. */
  readonly tunnels: Map<number, FTeid>;
  /** The base stations reach one another. */
  readonly direct: boolean;
}

/** Why an idle phone is paged. */
export interface Paging {
  readonly reason: 'data' | 'detach';
  /** With `detach`: the phone shall attach again. */
  readonly reattach: boolean;
  left: number;
}

/** Everything that the MME knows of one phone. Kept after its detach, as Open5GS keeps it: a GUTI attach then needs no HSS. */
export class UeContext implements Deadlined {
  imsi: Imsi | undefined;
  imeisv: string | undefined;
  guti: Guti | undefined;
  /** Assigned and not confirmed yet; both are good until then. */
  nextGuti: Guti | undefined;
  emm: EmmState = 'EMM-DEREGISTERED';
  procedure: Procedure | undefined;
  registration: Registration | undefined;
  connection: S1Connection | undefined;
  /** The connection that the phone had when it came on another one, until it has proved itself there. */
  heldConnection: S1Connection | undefined;
  /** The current EPS security context; one that is being made lives in the procedure. */
  security: NasSecurityContext | undefined;
  /** Uplink NAS COUNT of the message that started the connection: KeNB is made of it. */
  kenbCount = 0;
  /** The last {NH, NCC} that went to a base station after that KeNB. TS 33.401 §7.2.8 */
  nextHop: { readonly nh: Uint8Array; readonly ncc: number } | undefined;
  /** An S1 handover under way. */
  handover: Handover | undefined;
  lastKsi = 7;
  networkCapability: UeNetworkCapability | undefined;
  securityCapability: UeSecurityCapability | undefined;
  radioCapability: Uint8Array | undefined;
  subscription: SubscriptionData | undefined;
  /** The HSS believes that we serve this phone: purge when it is forgotten. */
  located = false;
  readonly bearers: Bearer[] = [];
  afterDeletion: AfterDeletion | undefined;
  /** Detach Accept is due: the phone has not been switched off. */
  detachAccept = false;
  tai: Tai | undefined;
  synchFailures = 0;
  repetition: Repetition | undefined;
  paging: Paging | undefined;
  readonly timers = new Map<UeTimer, Millis>();
  queuedAt: Millis = Number.POSITIVE_INFINITY;
  /** Removed from the MME: its timers are dead. */
  gone = false;

  deadline(): Millis | undefined {
    if (this.gone) return undefined;
    let earliest: Millis | undefined;
    for (const at of this.timers.values()) if (earliest === undefined || at < earliest) earliest = at;
    for (const { timer } of this.bearers) {
      if (timer !== undefined && (earliest === undefined || timer.at < earliest)) earliest = timer.at;
    }
    return earliest;
  }

  /** A KeNB of that uplink NAS COUNT is in use from here on; next hops start again. */
  startKenb(count: number): void {
    this.kenbCount = count;
    this.nextHop = undefined;
  }

  bearer(ebi: number): Bearer | undefined {
    return this.bearers.find(bearer => bearer.ebi === ebi);
  }

  removeBearer(bearer: Bearer): void {
    const index = this.bearers.indexOf(bearer);
    if (index >= 0) this.bearers.splice(index, 1);
  }
}
