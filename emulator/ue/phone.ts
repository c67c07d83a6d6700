import type { CellInfo } from '../air/index.ts';
import { type Millis, type RandomBytes, Timers } from '../machine/index.ts';
import type { Kasme, NasSecurityContext } from '../nas-security/index.ts';
import type { Guti, Plmn, Tai } from '../vocabulary/index.ts';
import { type Emm, type ServiceReason, substateOf } from './emm/states.ts';
import { EMM_TIMERS, type EmmTimer } from './emm/timers.ts';
import type { EpsBearer } from './esm/bearer.ts';
import type { EsmTransaction } from './esm/transaction.ts';
import type { IgnoredReject, NasTampering, UeConfig, UeOutput, UeTampering } from './port.ts';
import { Usim } from './usim/usim.ts';

/** Timers besides those of EMM: the next of ESM's, the search for a cell, the wait after a refused RRC connection, held messages. */
export type PhoneTimer = EmmTimer | 'ESM' | 'CELL-SEARCH' | 'T302' | 'HELD';

export type UpdateStatus = 'EU1_UPDATED' | 'EU2_NOT_UPDATED' | 'EU3_ROAMING_NOT_ALLOWED';

/** What the phone knows of its registration; what of it survives power-off is in UsimMemory. */
export interface Registration {
  updateStatus: UpdateStatus;
  guti: Guti | undefined;
  lastVisitedTai: Tai | undefined;
  taiList: readonly Tai[];
  equivalentPlmns: readonly Plmn[];
  /** undefined = the network deactivated it. */
  t3412Ms: Millis | undefined;
  t3402Ms: Millis;
  attachAttempts: number;
  updateAttempts: number;
  /** The card counts as invalid for EPS services until the phone is switched off. */
  usimInvalid: boolean;
}

/** NAS and AS security of the phone. */
export interface Security {
  /** The current EPS security context. */
  context: NasSecurityContext | undefined;
  /** KASME of a challenge that was answered; a Security Mode Command takes it into use. */
  partial: { readonly ksi: number; readonly kasme: Kasme } | undefined;
  /** Secure exchange of NAS messages is established on this connection. TS 24.301 §4.4.2.3 */
  exchange: boolean;
  /** Uplink NAS COUNT of the message from which KeNB follows. TS 33.401 §7.2.6.2 */
  kenbCount: number;
}

/** The radio side of the phone. */
export interface Radio {
  connected: boolean;
  cell: CellInfo | undefined;
  /** PLMN chosen among those of the cell; undefined while none is suitable. */
  plmn: Plmn | undefined;
  /** Data radio bearers, bit n = E-RAB n. */
  bearers: number;
  /** A cell that failed an authentication check counts as barred. TS 24.301 §5.4.2.7 */
  barredCellId: number | undefined;
}

/** PLMNs and tracking areas that refused the phone; texts as formatPlmn and formatTai write them. TS 24.301 §5.3.3 */
export interface Forbidden {
  plmns: string[];
  plmnsForEps: string[];
  taisForRoaming: string[];
  taisForRegionalService: string[];
}

/** What the phone wants and does as soon as its state lets it. */
export interface Wishes {
  /** `manual`: a person asked; lists of forbidden networks do not count. */
  attach: { readonly apn: string | undefined; readonly manual: boolean } | undefined;
  update: { readonly type: 'ta' | 'periodic'; readonly active: boolean } | undefined;
  service: ServiceReason | undefined;
}

/** A challenge in progress. TS 24.301 §5.4.2 */
export interface Challenge {
  rand: Uint8Array | undefined;
  res: Uint8Array | undefined;
  failures: number;
  /** Request timers that the first failure stopped. */
  stopped: readonly EmmTimer[];
}

/** Rules of `tamper` at work, and what they hold back. */
export interface Bent {
  readonly rules: readonly { readonly rule: NasTampering; seen: number }[];
  readonly held: readonly HeldNas[];
}

/** A NAS message that a rule delays; `initial`: it was to establish a connection. */
export interface HeldNas {
  readonly at: Millis;
  readonly direction: 'uplink' | 'downlink';
  readonly octets: Uint8Array;
  readonly initial: boolean;
}

/**
 * One phone: what its procedures share. A procedure is a function of a phone; it changes the phone and emits outputs. Parts
 * that most phones never need are made when they are needed, so that ten thousand phones stay small.
 */
export class Phone {
  readonly config: UeConfig;
  readonly random: RandomBytes;
  readonly usim: Usim;
  readonly timers = new Timers<PhoneTimer>();
  now: Millis = 0;
  emm: Emm = { name: 'EMM-NULL' };
  readonly registration: Registration;
  readonly security: Security = { context: undefined, partial: undefined, exchange: false, kenbCount: 0 };
  readonly radio: Radio = {
    connected: false,
    cell: undefined,
    plmn: undefined,
    bearers: 0,
    barredCellId: undefined,
  };
  readonly wishes: Wishes = { attach: undefined, update: undefined, service: undefined };
  bearers: EpsBearer[] = [];
  transactions: EsmTransaction[] = [];
  nextPti = 1;
  /** Uplink packets that wait for a bearer. */
  heldPackets: { readonly ebi: number; readonly packet: Uint8Array }[] | undefined;
  challenge: Challenge | undefined;
  forbidden: Forbidden | undefined;
  /** APNs that must not be asked for until a time (T3396). */
  backOff: { readonly apn: string; readonly until: Millis }[] | undefined;
  bent: Bent | undefined;
  tampering: UeTampering | undefined;
  /** An Attach Reject that could not be believed; it explains why nothing else came. */
  ignored: IgnoredReject | undefined;
  /** What survives power-off has changed since it was last reported. */
  memoryChanged = false;
  private outputs: UeOutput[] = [];

  constructor(config: UeConfig, random: RandomBytes) {
    this.config = config;
    this.random = random;
    this.usim = new Usim(config.usim);
    const loci = config.usim.memory?.epsloci;
    this.registration = {
      updateStatus: loci?.updateStatus ?? 'EU2_NOT_UPDATED',
      guti: loci?.guti,
      lastVisitedTai: loci?.lastVisitedTai,
      taiList: [],
      equivalentPlmns: [],
      t3412Ms: undefined,
      t3402Ms: EMM_TIMERS.T3402.ms,
      attachAttempts: 0,
      updateAttempts: 0,
      usimInvalid: false,
    };
  }

  emit(output: UeOutput): void {
    this.outputs.push(output);
  }

  note(text: string): void {
    this.outputs.push({ type: 'note', text });
  }

  /** The outputs since the last call, in order. */
  takeOutputs(): UeOutput[] {
    const taken = this.outputs;
    this.outputs = [];
    return taken;
  }

  /** Changes the EMM state and says so when its name or substate differs. */
  enter(emm: Emm): void {
    const before = this.emm;
    this.emm = emm;
    const substate = substateOf(emm);
    if (before.name === emm.name && substateOf(before) === substate) return;
    this.emit({
      type: 'state',
      machine: 'emm',
      from: before.name,
      to: emm.name,
      ...(substate === undefined ? {} : { substate }),
    });
  }

  /** Starts a timer, with its length from the table when none is given. */
  start(timer: EmmTimer, ms: Millis | undefined = EMM_TIMERS[timer].ms): void {
    if (ms !== undefined) this.timers.start(timer, this.now + ms);
  }

  stop(...timers: readonly PhoneTimer[]): void {
    for (const timer of timers) this.timers.stop(timer);
  }

  isRunning(timer: PhoneTimer): boolean {
    return this.timers.isRunning(timer);
  }
}

/** The tracking area of the cell under the chosen PLMN; undefined without one. */
export function currentTai(phone: Phone): Tai | undefined {
  const { cell, plmn } = phone.radio;
  return cell === undefined || plmn === undefined ? undefined : { plmn, tac: cell.tac };
}
