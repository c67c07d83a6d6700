import type { AirRef } from '../../enb/index.ts';
import type { RandomBytes } from '../../machine/index.ts';
import {
  type AkaOutcome,
  type AttachFailure,
  type EmmState,
  type PdnConnection,
  Ue,
  type UeConfig,
  type UeInput,
  type UeOutput,
  type UsimMemory,
} from '../../ue/index.ts';
import type { Guti } from '../../vocabulary/index.ts';
import type { Bts } from '../bts/bts.ts';
import type { Actor, HostLoop } from '../loop/host-loop.ts';
import { PhoneTraffic } from './phone-traffic.ts';

export interface EmulatedPhoneOptions {
  readonly loop: HostLoop;
  readonly name: string;
  readonly config: UeConfig;
  readonly random: RandomBytes;
}

/** How an attach ended. */
export type AttachResult =
  | { readonly ok: true; readonly guti: Guti | undefined; readonly pdn: PdnConnection; readonly emmCause?: number }
  | { readonly ok: false; readonly failure: AttachFailure; readonly retryInMs?: number };

type Waiter = (output: UeOutput) => boolean;

/** A phone at work: the UE machine between its base station and whoever holds it in the hand. */
export class EmulatedPhone {
  readonly name: string;
  readonly imsi: string;
  private readonly loop: HostLoop;
  private readonly actor: Actor<UeInput>;
  private bts: Bts | undefined;
  private ref: AirRef | undefined;
  private waiters: Waiter[] | undefined;
  private trafficOrNone: PhoneTraffic | undefined;
  /** What the phone last said of itself. */
  emm: EmmState = 'EMM-NULL';
  connected = false;
  guti: Guti | undefined;
  pdns: readonly PdnConnection[] = [];
  lastAka: AkaOutcome | undefined;
  lastFailure: AttachFailure | undefined;
  networkName: string | undefined;
  memory: UsimMemory | undefined;
  /** Hears every output of the machine. */
  onOutput: ((output: UeOutput) => void) | undefined;
  /** Hears the size in octets of each IP packet that goes on the air. */
  onUplinkPacket: ((octets: number) => void) | undefined;

  constructor(options: EmulatedPhoneOptions) {
    this.loop = options.loop;
    this.name = options.name;
    this.imsi = options.config.usim.imsi;
    this.memory = options.config.usim.memory;
    const ue = new Ue(options.config, options.random);
    this.actor = options.loop.add<UeInput, UeOutput>(options.name, ue, output => this.perform(output));
  }

  /** Puts the phone on a cell of a base station; off its old one first. */
  camp(bts: Bts, cell = 0): void {
    this.leave();
    this.bts = bts;
    bts.camp(
      message => this.actor.post({ type: 'air', message }),
      cell,
      ref => {
        this.ref = ref;
      },
    );
  }

  /** Takes the phone out of reach of its cell. */
  leave(): void {
    if (this.bts === undefined || this.ref === undefined) return;
    this.bts.leave(this.ref);
    this.bts = undefined;
    this.ref = undefined;
    this.actor.post({ type: 'air', message: { type: 'cellLost' } });
  }

  /** The base station finds the phone inactive and asks the core to end its connection. */
  becomeInactive(): void {
    if (this.ref !== undefined) this.bts?.post({ type: 'releaseUe', ue: this.ref, cause: 'user-inactivity' });
  }

  /** Any input of the machine, for what has no method here. */
  post(input: UeInput): void {
    this.actor.post(input);
  }

  powerOn(options: { readonly attach?: boolean } = {}): void {
    this.actor.post({ type: 'powerOn', ...options });
  }

  /** Switch-off detach; resolves when the phone is silent. `abrupt`: the battery falls out. */
  powerOff(options: { readonly abrupt?: boolean } = {}): void {
    this.actor.post({ type: 'powerOff', ...options });
  }

  /** Attaches; resolves with the first end of the attempt, good or bad (the phone may try again by itself after a bad one). */
  async attach(options: { readonly identity?: 'imsi' | 'guti'; readonly apn?: string } = {}): Promise<AttachResult> {
    const end = this.until(output => output.type === 'attached' || output.type === 'attachFailed');
    if (this.emm === 'EMM-NULL') this.actor.post({ type: 'powerOn', attach: false });
    this.actor.post({ type: 'attach', ...options });
    const output = await end;
    if (output.type === 'attached') {
      const { guti, pdn, emmCause } = output;
      return { ok: true, guti, pdn, ...(emmCause === undefined ? {} : { emmCause }) };
    }
    if (output.type !== 'attachFailed') throw new Error(`unexpected ${output.type}`);
    const { reason, retryInMs } = output;
    return { ok: false, failure: reason, ...(retryInMs === undefined ? {} : { retryInMs }) };
  }

  /** Detaches without switching off; resolves when the phone is deregistered. */
  async detach(): Promise<void> {
    if (this.emm === 'EMM-DEREGISTERED' || this.emm === 'EMM-NULL') return;
    const end = this.until(output => output.type === 'detached');
    this.actor.post({ type: 'detach' });
    await end;
    // The network releases the connection next.
    if (this.connected) await this.until(output => output.type === 'state' && output.machine === 'rrc');
  }

  /** Resolves with the first output from now on that `wanted` takes. */
  until(wanted: (output: UeOutput) => boolean): Promise<UeOutput> {
    return new Promise(resolve => {
      this.waiters ??= [];
      this.waiters.push(output => {
        if (!wanted(output)) return false;
        resolve(output);
        return true;
      });
    });
  }

  /** Applications on the phone: pings, flows. Made when it is first asked for. */
  get traffic(): PhoneTraffic {
    if (this.trafficOrNone === undefined) {
      const send = (ebi: number, packet: Uint8Array): void => this.actor.post({ type: 'packet', ebi, packet });
      this.trafficOrNone = new PhoneTraffic(this.loop, `${this.name} ip`, send);
      this.trafficOrNone.setPdns(this.pdns);
    }
    return this.trafficOrNone;
  }

  /** The phone goes out of the lab without a word. */
  close(): void {
    if (this.bts !== undefined && this.ref !== undefined) this.bts.leave(this.ref);
    this.trafficOrNone?.stop();
    this.actor.stop();
  }

  private perform(output: UeOutput): void {
    if (output.type === 'air') {
      if (output.message.type === 'packet') this.onUplinkPacket?.(output.message.packet.length);
      if (this.bts !== undefined && this.ref !== undefined) {
        this.bts.post({ type: 'air', ue: this.ref, message: output.message });
      }
      return;
    }
    this.remember(output);
    this.onOutput?.(output);
    if (this.waiters !== undefined) {
      const { waiters } = this;
      this.waiters = undefined;
      const left = waiters.filter(waiter => !waiter(output));
      if (left.length > 0) this.waiters = this.waiters === undefined ? left : [...left, ...this.waiters];
    }
  }

  private remember(output: UeOutput): void {
    switch (output.type) {
      case 'packet':
        this.traffic.receive(output.ebi, output.packet);
        break;
      case 'state':
        if (output.machine === 'emm') this.emm = output.to as EmmState;
        if (output.machine === 'rrc') this.connected = output.to === 'RRC_CONNECTED';
        break;
      case 'attached':
        this.guti = output.guti;
        this.lastFailure = undefined;
        this.setPdns([output.pdn]);
        break;
      case 'attachFailed':
        this.lastFailure = output.reason;
        break;
      case 'pdnConnected':
        this.setPdns([...this.pdns, output.pdn]);
        break;
      case 'pdnModified':
        this.setPdns(this.pdns.map(pdn => (pdn.ebi === output.pdn.ebi ? output.pdn : pdn)));
        break;
      case 'pdnDisconnected':
        this.setPdns(this.pdns.filter(pdn => pdn.ebi !== output.ebi));
        break;
      case 'detached':
        this.setPdns([]);
        break;
      case 'aka':
        this.lastAka = output.outcome;
        break;
      case 'emmInformation':
        this.networkName = output.fullName ?? output.shortName;
        break;
      case 'usimMemory':
        this.memory = output.memory;
        // also a reallocation, and what a reject takes away, are here
        this.guti = output.memory.epsloci?.guti;
        break;
      default:
        break;
    }
  }

  private setPdns(pdns: readonly PdnConnection[]): void {
    this.pdns = pdns;
    this.trafficOrNone?.setPdns(pdns);
  }
}
