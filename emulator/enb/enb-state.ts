import type { CellInfo } from '../air/index.ts';
import { encodeS1ap, type S1apPdu } from '../codec/s1ap/index.ts';
import { type Millis, Timers } from '../machine/index.ts';
import type { Plmn } from '../vocabulary/index.ts';
import type { EnbConfig, EnbOutput } from './port.ts';
import { type UeContext, UeContexts } from './ue-context.ts';

/** States of the S1 interface as the base station sees it. TS 36.413 §8.7.3 */
export type S1State = 'down' | 'setting-up' | 'refused' | 'up';

export type EnbTimer = 's1SetupGuard' | 's1SetupRetry';

/** How long a phone may take for one RRC procedure. Deviation: the specification leaves it to the implementation. */
const RADIO_GUARD_MS = 5000;

/** Which connections a congested MME still wants. TS 36.413 §9.2.3.20 */
export type OverloadAction = string;

/** What the procedures of one base station share: configuration, contexts, and the outputs of the input at work. */
export class EnbState {
  config: EnbConfig;
  readonly ues = new UeContexts();
  readonly timers = new Timers<EnbTimer>();
  /** Contexts that wait for the phone, with their deadline; all wait equally long, so the first is the earliest. */
  readonly waiting = new Map<UeContext, Millis>();
  /** Contexts with packets held back by a rate limit. */
  readonly shaping = new Set<UeContext>();
  s1: S1State = 'down';
  /** Streams that we may send on. */
  streams = 1;
  servedPlmns: readonly Plmn[] = [];
  overload: OverloadAction | undefined;
  now: Millis = 0;
  private outputs: EnbOutput[] = [];

  constructor(config: EnbConfig) {
    this.config = config;
  }

  emit(output: EnbOutput): void {
    this.outputs.push(output);
  }

  take(): EnbOutput[] {
    const { outputs } = this;
    this.outputs = [];
    return outputs;
  }

  /** Sends on stream 0: signalling that belongs to no phone. TS 36.412 §7 */
  send(pdu: S1apPdu, stream = 0): void {
    this.emit({ type: 's1ap', stream, bytes: encodeS1ap(pdu) });
  }

  sendFor(ue: UeContext, pdu: S1apPdu): void {
    this.send(pdu, ue.stream);
  }

  note(text: string, ue?: UeContext): void {
    this.emit(ue === undefined ? { type: 'note', text } : { type: 'note', text, ue: ue.ref });
  }

  /** Something was asked of the phone; without an answer its context ends. */
  awaitPhone(ue: UeContext): void {
    this.waiting.delete(ue);
    this.waiting.set(ue, this.now + RADIO_GUARD_MS);
  }

  setS1(to: S1State): void {
    if (this.s1 === to) return;
    this.emit({ type: 'state', machine: 's1', from: this.s1, to });
    this.s1 = to;
  }

  /** A cell is barred while its base station has no MME: phones wait. */
  cellInfo(cell: number): CellInfo {
    const ta = this.config.supportedTas[cell] ?? this.config.supportedTas[0]!;
    return { plmns: ta.plmns, tac: ta.tac, cellId: this.config.enbId * 256 + cell, barred: this.s1 !== 'up' };
  }
}
