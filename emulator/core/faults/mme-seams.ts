import type { NasEpsMessageName } from '../../codec/nas-eps/index.ts';
import type { S1apMessageName } from '../../codec/s1ap/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import type { Mme } from '../mme/mme.ts';
import { dispatchNas } from '../mme/nas-dispatch.ts';
import type { MmeTampering, OutgoingNas, S1apOutput } from '../mme/tampering.ts';
import type { S1Connection, UeContext } from '../mme/ue-context.ts';
import type { Uplink } from '../mme/uplink.ts';
import type { EnbRef } from '../port.ts';
import type { ActiveFault } from './active-fault.ts';
import { alterSecurityModeCommand, flipBit, readNas } from './alterations.ts';
import type { FaultRegistry } from './fault-registry.ts';

/** How a message of the MME is delivered when a fault has its hands on it. */
interface Delivery {
  /** Once more, at once. */
  again(): void;
  /** Once more, at a later time. */
  againLater(): void;
  /** The message that was held back, at a later time. */
  late(): void;
}

/** Where messages go that come again or late. */
export interface MmeSinks {
  toEnb(output: S1apOutput): void;
  fromEnb(enb: EnbRef, stream: number, bytes: Uint8Array): void;
  /** The MME has said something at a time of its own. */
  mmeSpoke(): void;
}

/** Faults between the MME and its base stations and phones. */
export class MmeSeams implements MmeTampering {
  /** Set by a fault that ends the MME before the message at work goes out. */
  isDying = false;
  private readonly mme: Mme;
  private readonly faults: FaultRegistry;
  private readonly sinks: MmeSinks;
  /** The downlink NAS message that the next S1AP message carries. */
  private going: { readonly ue: UeContext; readonly name: NasEpsMessageName } | undefined;
  /** The S1AP message that has come. */
  private coming: { readonly enb: EnbRef; readonly stream: number; readonly bytes: Uint8Array } | undefined;
  /** Octets that come again by a fault's doing: no fault acts on them a second time. */
  private readonly repeated = new Set<Uint8Array>();
  private isRepeated = false;
  /** Messages whose `after` is due when the MME has dealt with them. */
  private finished: string[] = [];

  constructor(mme: Mme, faults: FaultRegistry, sinks: MmeSinks) {
    this.mme = mme;
    this.faults = faults;
    this.sinks = sinks;
  }

  /** The MME has dealt with its input. */
  finish(): void {
    for (const name of this.finished.splice(0)) this.faults.trigger('after', name);
  }

  receiving(enb: EnbRef, stream: number, bytes: Uint8Array, message: S1apMessageName): boolean {
    this.isRepeated = this.repeated.delete(bytes);
    if (this.isRepeated) return true;
    this.coming = { enb, stream, bytes };
    this.begin(message);
    const silent = this.faults.acting(undefined).find(fault => fault.name === 'mme-silent');
    if (silent !== undefined) {
      this.faults.act(silent);
      return false;
    }
    const again = (): void => this.comeAgain(enb, stream, bytes);
    return this.transfer(message, 'uplink', undefined, { again, againLater: again, late: again });
  }

  nasCome(ue: UeContext, connection: S1Connection, uplink: Uplink): boolean | number {
    if (this.isRepeated) return true;
    const name = uplink.message.message;
    const imsi = ue.imsi ?? imsiIn(uplink.message);
    this.begin(name);
    for (const fault of this.faults.acting(imsi)) {
      if (fault.name !== 'reject' || fault.text('message') !== name) continue;
      this.faults.act(fault, imsi);
      return fault.number('cause') ?? 111;
    }
    const { enb, stream, bytes } = this.coming!;
    const again = (): void => this.comeAgain(enb, stream, bytes);
    const late = (): void => {
      const { state } = this.mme;
      if (connection.ue !== ue || ue.gone || !state.connections.has(connection.mmeUeS1apId)) return;
      dispatchNas(state, ue, uplink);
      this.sinks.mmeSpoke();
    };
    return this.transfer(name, 'uplink', imsi, { again, againLater: again, late });
  }

  nasGoing(ue: UeContext, outgoing: OutgoingNas): OutgoingNas {
    const message = readNas(outgoing.plain, 'downlink');
    if (message === undefined) return outgoing;
    const name = message.message;
    this.going = { ue, name };
    this.faults.trigger('before', name);
    let altered = outgoing;
    for (const fault of this.faults.acting(ue.imsi)) {
      const plain = message.message === 'SecurityModeCommand' ? alterSecurityModeCommand(message, fault) : undefined;
      const next = plain === undefined ? alter(altered, name, fault) : { ...altered, plain };
      if (next === altered) continue;
      altered = next;
      this.faults.act(fault, ue.imsi);
    }
    return altered;
  }

  sending(output: S1apOutput, message: S1apMessageName, ue: UeContext | undefined): boolean {
    const nas = this.going !== undefined && this.going.ue === ue ? this.going.name : undefined;
    this.going = undefined;
    this.faults.trigger('before', message);
    if (this.isDying) return false;
    const imsi = ue?.imsi;
    const sent = this.corrupt(output, message, imsi);
    const delivery: Delivery = {
      again: () => this.mme.state.emit(sent),
      againLater: () => this.sinks.toEnb(sent),
      late: () => this.sinks.toEnb(sent),
    };
    const passes =
      (nas === undefined || this.transfer(nas, 'downlink', imsi, delivery)) &&
      this.transfer(message, 'downlink', imsi, delivery);
    if (passes) this.mme.state.emit(sent);
    if (nas !== undefined) this.faults.trigger('after', nas);
    this.faults.trigger('after', message);
    return false;
  }

  private begin(message: string): void {
    this.faults.trigger('before', message);
    this.finished.push(message);
  }

  private comeAgain(enb: EnbRef, stream: number, bytes: Uint8Array): void {
    const copy = bytes.slice();
    this.repeated.add(copy);
    this.sinks.fromEnb(enb, stream, copy);
  }

  /** A fault of the S1AP octets. */
  private corrupt(output: S1apOutput, message: S1apMessageName, imsi: Imsi | undefined): S1apOutput {
    let sent = output;
    for (const fault of this.faults.acting(imsi)) {
      if (fault.name !== 'corrupt-message' || fault.text('message') !== message) continue;
      sent = { ...sent, bytes: flipBit(sent.bytes, fault.number('bit') ?? 0) };
      this.faults.act(fault, imsi);
    }
    return sent;
  }

  /** Drops, duplicates, delays or replays a message; true when it goes its way. */
  private transfer(
    name: string,
    direction: 'uplink' | 'downlink',
    imsi: Imsi | undefined,
    delivery: Delivery,
  ): boolean {
    for (const fault of this.faults.acting(imsi)) {
      if (fault.text('message') !== name || (fault.text('direction') ?? direction) !== direction) continue;
      const delayMs = fault.number('delayMs') ?? 0;
      switch (fault.name) {
        case 'drop-message':
          this.faults.act(fault, imsi);
          return false;
        case 'delay-message':
          this.faults.schedule(delayMs, delivery.late);
          this.faults.act(fault, imsi);
          return false;
        case 'duplicate-message':
          for (let copy = fault.number('copies') ?? 1; copy > 0; copy--) delivery.again();
          this.faults.act(fault, imsi);
          return true;
        case 'replay-message':
          this.faults.schedule(delayMs, delivery.againLater);
          this.faults.act(fault, imsi);
          return true;
      }
    }
    return true;
  }
}

/** A phone that the MME does not know yet may say itself who it is. */
function imsiIn(message: Uplink['message']): Imsi | undefined {
  if (message.message !== 'AttachRequest' || message.epsMobileIdentity.type !== 'imsi') return undefined;
  return message.epsMobileIdentity.imsi as Imsi;
}

/** What a fault of one NAS message makes of it; the same object when it is another's. */
function alter(outgoing: OutgoingNas, name: string, fault: ActiveFault): OutgoingNas {
  if (fault.text('message') !== name) return outgoing;
  switch (fault.name) {
    case 'corrupt-mac':
      return { ...outgoing, corruptMac: true };
    case 'strip-security':
      return { ...outgoing, protection: 'plain' };
    case 'corrupt-message':
      return { ...outgoing, plain: flipBit(outgoing.plain, fault.number('bit') ?? 0) };
    default:
      return outgoing;
  }
}
