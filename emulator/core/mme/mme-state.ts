import { encodeS1ap, type GlobalEnbId, type Gummei, type S1apPdu } from '../../codec/s1ap/index.ts';
import { Deadlines, type Millis, type RandomBytes } from '../../machine/index.ts';
import {
  formatPlmn,
  type Guti,
  type Imsi,
  type Plmn,
  type STmsi,
  samePlmn,
  sameTai,
  type Tai,
} from '../../vocabulary/index.ts';
import type { EnbRef, MmeConfig, MmeOutput } from '../port.ts';
import type { S6aRequest } from '../s6a.ts';
import type { SessionRequest } from '../session.ts';
import { Counters } from './counters.ts';
import { RELEASE_TRAITS, type ReleaseTraits } from './releases.ts';
import type { MmeTampering, S1apOutput } from './tampering.ts';
import type { EmmState, Procedure, S1Connection, UeContext, UeTimer } from './ue-context.ts';

/** One base station at the MME. */
export interface EnbContext {
  readonly ref: EnbRef;
  readonly peer: string;
  /** Streams that we may send on; 0 is for what belongs to no phone. */
  readonly outboundStreams: number;
  setUp: boolean;
  /** Global eNB ID: PLMN and id, as text. */
  id: string;
  name: string | undefined;
  supportedTais: readonly Tai[];
  /** Connections by eNB UE S1AP ID. */
  readonly connections: Map<number, S1Connection>;
}

/** `PLMN-ID`, the latter in hex. */
export function formatEnbId({ plmn, enbId }: GlobalEnbId): string {
  return `${formatPlmn(plmn)}-${enbId.value.toString(16)}`;
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

/** What all procedures of the MME share: configuration, contexts, ids, and the outputs of the input at work. */
export class MmeState {
  readonly config: MmeConfig;
  readonly traits: ReleaseTraits;
  readonly random: RandomBytes;
  readonly trace: boolean;
  readonly counters: Counters;
  readonly enbs = new Map<EnbRef, EnbContext>();
  /** Connections by MME UE S1AP ID. */
  readonly connections = new Map<number, S1Connection>();
  readonly ueDeadlines = new Deadlines<UeContext>();
  readonly connectionDeadlines = new Deadlines<S1Connection>();
  now: Millis = 0;
  /** A lab reaches in here for negative tests. */
  tampering: MmeTampering | undefined;
  private readonly byImsi = new Map<Imsi, UeContext>();
  private readonly byMTmsi = new Map<number, UeContext>();
  private outputs: MmeOutput[] = [];
  private lastMmeUeS1apId = 0;
  private lastRequest = 0;

  constructor(config: MmeConfig, random: RandomBytes, trace: boolean, counters = new Counters()) {
    this.counters = counters;
    this.config = config;
    const { imitates, protectsRejects } = config;
    const traits = RELEASE_TRAITS[imitates];
    this.traits = protectsRejects === undefined ? traits : { ...traits, protectsRejects };
    this.random = random;
    this.trace = trace;
  }

  /** The base station of that identity, when it is set up here. Like Open5GS, content with the id where no PLMN fits. */
  enbOf(id: GlobalEnbId): EnbContext | undefined {
    const wanted = formatEnbId(id);
    const ending = wanted.slice(wanted.lastIndexOf('-'));
    let found: EnbContext | undefined;
    for (const enb of this.enbs.values()) {
      if (!enb.setUp) continue;
      if (enb.id === wanted) return enb;
      if (enb.id.endsWith(ending)) found ??= enb;
    }
    return found;
  }

  /** Phones whose IMSI is known. */
  get ueCount(): number {
    return this.byImsi.size;
  }

  ues(): Iterable<UeContext> {
    return this.byImsi.values();
  }

  emit(output: MmeOutput): void {
    this.outputs.push(output);
  }

  take(): MmeOutput[] {
    const { outputs } = this;
    this.outputs = [];
    return outputs;
  }

  note(text: string, ue?: UeContext): void {
    const imsi = ue?.imsi;
    this.emit(imsi === undefined ? { type: 'note', node: 'mme', text } : { type: 'note', node: 'mme', imsi, text });
  }

  /** A message that belongs to no phone, on stream 0. */
  sendToEnb(enb: EnbRef, pdu: S1apPdu): void {
    this.post({ type: 's1ap', enb, stream: 0, bytes: encodeS1ap(pdu) }, pdu, undefined);
  }

  send(connection: S1Connection, pdu: S1apPdu): void {
    const { enb, stream, ue } = connection;
    this.post({ type: 's1ap', enb, stream, bytes: encodeS1ap(pdu) }, pdu, ue);
  }

  private post(output: S1apOutput, { message }: S1apPdu, ue: UeContext | undefined): void {
    if (this.tampering === undefined || this.tampering.sending(output, message, ue)) this.emit(output);
  }

  /** Sends a request to the HSS; returns its number. */
  askHss(request: WithoutId<S6aRequest>): number {
    const id = ++this.lastRequest;
    this.emit({ type: 's6a', message: { id, ...request } as S6aRequest });
    return id;
  }

  /** Sends a request to the gateway; returns its number. */
  askGateway(request: WithoutId<SessionRequest>): number {
    const id = ++this.lastRequest;
    this.emit({ type: 'session', message: { id, ...request } as SessionRequest });
    return id;
  }

  setEmm(ue: UeContext, to: EmmState): void {
    const from = ue.emm;
    if (from === to) return;
    ue.emm = to;
    if (!this.trace || ue.imsi === undefined) return;
    this.emit({ type: 'state', node: 'mme', imsi: ue.imsi, machine: 'emm', from, to });
  }

  startTimer(ue: UeContext, timer: UeTimer, ms: Millis): void {
    ue.timers.set(timer, this.now + ms);
    this.ueDeadlines.arm(ue);
  }

  stopTimer(ue: UeContext, timer: UeTimer): void {
    ue.timers.delete(timer);
    if (ue.repetition?.timer === timer) ue.repetition = undefined;
  }

  guard(connection: S1Connection, ms: Millis): void {
    connection.guardAt = this.now + ms;
    this.connectionDeadlines.arm(connection);
  }

  /** What was waited for has come, or does not matter any more; `next` is what is waited for now. */
  setProcedure(ue: UeContext, next?: Procedure): void {
    if (ue.repetition !== undefined) ue.timers.delete(ue.repetition.timer);
    ue.repetition = undefined;
    ue.procedure = next;
  }

  serves(tai: Tai): boolean {
    return this.config.servedTais.some(served => sameTai(served, tai));
  }

  ofImsi(imsi: Imsi): UeContext | undefined {
    return this.byImsi.get(imsi);
  }

  ofGuti(guti: Guti): UeContext | undefined {
    const { mmegi, mmec } = this.config;
    if (guti.mmegi !== mmegi || guti.mmec !== mmec) return undefined;
    const ue = this.byMTmsi.get(guti.mTmsi);
    if (ue === undefined) return undefined;
    const own = ue.guti?.mTmsi === guti.mTmsi ? ue.guti : ue.nextGuti;
    return own !== undefined && samePlmn(own.plmn, guti.plmn) ? ue : undefined;
  }

  ofSTmsi(sTmsi: STmsi): UeContext | undefined {
    return sTmsi.mmec === this.config.mmec ? this.byMTmsi.get(sTmsi.mTmsi) : undefined;
  }

  setImsi(ue: UeContext, imsi: Imsi): void {
    ue.imsi = imsi;
    this.byImsi.set(imsi, ue);
  }

  /**
   * A GUTI that no other phone has; its M-TMSI begins with 11, so that it is no P-TMSI. One that was given and never confirmed is
   * given again, for the phone may have it. TS 23.003 §2.8.2.1.2, TS 24.301 §5.4.1.6
   */
  assignGuti(ue: UeContext, plmn: Plmn): Guti {
    if (ue.nextGuti !== undefined && samePlmn(ue.nextGuti.plmn, plmn)) return ue.nextGuti;
    let mTmsi: number;
    do {
      const octets = this.random(4);
      mTmsi = (((octets[0]! | 0xc0) << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0;
    } while (mTmsi === 0xffffffff || this.byMTmsi.has(mTmsi));
    if (ue.nextGuti !== undefined) this.byMTmsi.delete(ue.nextGuti.mTmsi);
    ue.nextGuti = { plmn, mmegi: this.config.mmegi, mmec: this.config.mmec, mTmsi };
    this.byMTmsi.set(mTmsi, ue);
    return ue.nextGuti;
  }

  /** The phone has taken the new GUTI: the old one is free. */
  confirmGuti(ue: UeContext): void {
    if (ue.nextGuti === undefined) return;
    if (ue.guti !== undefined) this.byMTmsi.delete(ue.guti.mTmsi);
    ue.guti = ue.nextGuti;
    ue.nextGuti = undefined;
  }

  /** Takes a phone out of every index. */
  remove(ue: UeContext): void {
    ue.gone = true;
    if (ue.imsi !== undefined && this.byImsi.get(ue.imsi) === ue) this.byImsi.delete(ue.imsi);
    if (ue.guti !== undefined) this.byMTmsi.delete(ue.guti.mTmsi);
    if (ue.nextGuti !== undefined) this.byMTmsi.delete(ue.nextGuti.mTmsi);
  }

  /** An MME UE S1AP ID that is not in use, 32 bit. */
  nextMmeUeS1apId(): number {
    do this.lastMmeUeS1apId = (this.lastMmeUeS1apId % 0xffffffff) + 1;
    while (this.connections.has(this.lastMmeUeS1apId));
    return this.lastMmeUeS1apId;
  }

  gummei(plmn: Plmn): Gummei {
    return { plmn, mmegi: this.config.mmegi, mmec: this.config.mmec };
  }
}
