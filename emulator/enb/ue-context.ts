import type { Plmn, Secret } from '../vocabulary/index.ts';
import type { AirRef } from './port.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** An E-RAB: one GTP-U tunnel and the radio bearer over it. */
export interface Bearer {
  /** 5 … 15. */
  readonly eRabId: number;
  readonly qci: number;
  /** Our end of the tunnel: what the gateway sends to. */
  readonly localTeid: number;
  /** The gateway's end. */
  remote: { readonly address: string; readonly teid: number };
}

export interface AsSecurity {
  readonly kenb: Secret<'KeNB'>;
  readonly eea: number;
  readonly eia: number;
}

/** What the base station waits for the phone to complete, in the order in which it was told. */
export type PendingReconfiguration =
  | {
      readonly type: 'initialContextSetup';
      readonly bearers: readonly Bearer[];
      readonly failed: readonly FailedERab[];
    }
  | { readonly type: 'eRabSetup'; readonly bearers: readonly Bearer[]; readonly failed: readonly FailedERab[] }
  | { readonly type: 'eRabModify'; readonly eRabIds: readonly number[]; readonly failed: readonly FailedERab[] }
  | { readonly type: 'eRabRelease'; readonly eRabIds: readonly number[]; readonly failed: readonly FailedERab[] };

export interface FailedERab {
  readonly eRabId: number;
  readonly cause: FailedERabCause;
}

export type FailedERabCause = 'unknown-E-RAB-ID' | 'multiple-E-RAB-ID-instances' | 'not-supported-QCI-value';

/** One phone with an RRC connection, and its UE-associated logical S1 connection. */
export interface UeContext {
  readonly ref: AirRef;
  /** 24 bit. */
  readonly enbUeS1apId: number;
  readonly cell: number;
  readonly plmn: Plmn;
  /** Outbound SCTP stream of this phone. */
  readonly stream: number;
  /** Known from the first message of the MME on. */
  mmeUeS1apId: number | undefined;
  /** False once the phone is gone from the radio while S1 still holds the context. */
  onAir: boolean;
  /** Context setup: the request while the phone turns security on and tells its capability. */
  setup: ContextSetup | undefined;
  security: AsSecurity | undefined;
  bearers: Bearer[];
  readonly pending: PendingReconfiguration[];
  /** Set while UE Context Release Request waits for its command. */
  releaseRequested: boolean;
  downlinkLimit: RateLimiter | undefined;
  uplinkLimit: RateLimiter | undefined;
}

export interface ContextSetup {
  readonly step: 'security' | 'capability';
  readonly bearers: readonly Bearer[];
  readonly nas: readonly Uint8Array[];
  readonly failed: readonly FailedERab[];
  readonly needsCapability: boolean;
}

/** All phones of a base station, by radio, by S1AP id and by tunnel. */
export class UeContexts {
  private readonly byRef = new Map<AirRef, UeContext>();
  private readonly byId = new Map<number, UeContext>();
  private readonly byTeid = new Map<number, { readonly ue: UeContext; readonly bearer: Bearer }>();
  private lastId = 0;
  private lastTeid = 0;

  get size(): number {
    return this.byId.size;
  }

  /** Takes the place of an older context of the same phone on the radio; that one stays known to S1 until it is removed. */
  add(ue: UeContext): void {
    this.byRef.set(ue.ref, ue);
    this.byId.set(ue.enbUeS1apId, ue);
  }

  remove(ue: UeContext): void {
    if (this.byRef.get(ue.ref) === ue) this.byRef.delete(ue.ref);
    this.byId.delete(ue.enbUeS1apId);
    for (const bearer of ue.bearers) this.byTeid.delete(bearer.localTeid);
  }

  ofRef(ref: AirRef): UeContext | undefined {
    return this.byRef.get(ref);
  }

  ofId(enbUeS1apId: number): UeContext | undefined {
    return this.byId.get(enbUeS1apId);
  }

  ofMmeId(mmeUeS1apId: number): UeContext | undefined {
    for (const ue of this.byId.values()) if (ue.mmeUeS1apId === mmeUeS1apId) return ue;
    return undefined;
  }

  ofTeid(teid: number): { readonly ue: UeContext; readonly bearer: Bearer } | undefined {
    return this.byTeid.get(teid);
  }

  all(): UeContext[] {
    return [...this.byId.values()];
  }

  addBearer(ue: UeContext, bearer: Bearer): void {
    ue.bearers.push(bearer);
    this.byTeid.set(bearer.localTeid, { ue, bearer });
  }

  removeBearer(ue: UeContext, bearer: Bearer): void {
    ue.bearers = ue.bearers.filter(other => other !== bearer);
    this.byTeid.delete(bearer.localTeid);
  }

  /** An eNB UE S1AP ID that is not in use, 24 bit. */
  nextId(): number {
    do this.lastId = (this.lastId + 1) & 0xffffff;
    while (this.byId.has(this.lastId));
    return this.lastId;
  }

  /** A TEID that is not in use, 32 bit and never 0. */
  nextTeid(): number {
    do this.lastTeid = (this.lastTeid % 0xffffffff) + 1;
    while (this.byTeid.has(this.lastTeid));
    return this.lastTeid;
  }
}
