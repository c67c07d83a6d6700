import { DecodeError } from '../../emulator/bytes/index.ts';
import { decodeNasEps } from '../../emulator/codec/nas-eps/index.ts';
import { peekS1ap } from '../../emulator/codec/s1ap/index.ts';
import type { CoreInput, CoreOutput } from '../../emulator/core/index.ts';
import type { EnbInput, EnbOutput } from '../../emulator/enb/index.ts';
import type { Actor, LoopObserver } from '../../emulator/host/index.ts';
import type { UeOutput } from '../../emulator/ue/index.ts';

/** Something that happens once, when a message passes. */
export interface ArmedTrigger {
  readonly when: 'before' | 'after';
  readonly messages: readonly string[];
  /** Only of this subscriber; NAS alone tells whose it is. */
  readonly imsi: string | undefined;
  readonly fire: () => void;
}

type Role = { readonly role: 'ue'; readonly imsi: string } | { readonly role: 'bts' } | { readonly role: 'core' };

/**
 * Watches every message that the machines of a loop take and give, after the tracer. `before` an uplink message means: the phone or base
 * station sends it, the core does not have it. `before` a downlink message: our own core is about to send it; of another's core it is
 * seen only as it arrives. `after`: it has arrived; at another's core, it has been sent.
 */
export class Triggers implements LoopObserver {
  private readonly tracer: LoopObserver;
  private readonly roleOf: (actor: string) => Role | undefined;
  private readonly seesCore: boolean;
  private armed: ArmedTrigger[] = [];
  private faultListeners: { readonly label: string; readonly heard: (event: string) => void }[] = [];

  constructor(tracer: LoopObserver, roleOf: (actor: string) => Role | undefined, seesCore: boolean) {
    this.tracer = tracer;
    this.roleOf = roleOf;
    this.seesCore = seesCore;
  }

  /** Returns what disarms it. */
  arm(trigger: ArmedTrigger): () => void {
    this.armed.push(trigger);
    return () => {
      this.armed = this.armed.filter(other => other !== trigger);
    };
  }

  /** Hears what the embedded core says of faults with this label (armed, on, acted, off); returns what ends it. */
  listen(label: string, heard: (event: string) => void): () => void {
    const listener = { label, heard };
    this.faultListeners.push(listener);
    return () => {
      this.faultListeners = this.faultListeners.filter(other => other !== listener);
    };
  }

  input(actor: Actor, input: unknown, now: number): void {
    this.tracer.input?.(actor, input, now);
    if (this.armed.length === 0) return;
    const role = this.roleOf(actor.name);
    if (role?.role === 'bts') {
      const { type, ...rest } = input as EnbInput;
      if (type !== 's1ap') return;
      const name = peekS1ap((rest as { bytes: Uint8Array }).bytes);
      if (!this.seesCore) this.passes('before', name);
      this.passes('after', name);
    } else if (role?.role === 'core' && (input as CoreInput).type === 's1ap') {
      this.passes('after', peekS1ap((input as Extract<CoreInput, { type: 's1ap' }>).bytes));
    }
  }

  output(actor: Actor, output: unknown, now: number): void {
    this.tracer.output?.(actor, output, now);
    const role = this.roleOf(actor.name);
    if (role?.role === 'core') this.coreOutput(output as CoreOutput);
    else if (this.armed.length === 0) return;
    else if (role?.role === 'ue') this.ueOutput(role.imsi, output as UeOutput);
    else if (role?.role === 'bts' && (output as EnbOutput).type === 's1ap') {
      const name = peekS1ap((output as Extract<EnbOutput, { type: 's1ap' }>).bytes);
      this.passes('before', name);
      if (!this.seesCore) setImmediate(() => this.passes('after', name));
    }
  }

  private ueOutput(imsi: string, output: UeOutput): void {
    if (output.type !== 'nas') return;
    const name = nameOf(output.plain, output.direction);
    if (output.direction === 'uplink') {
      this.passes('before', name, imsi);
      if (!this.seesCore) setImmediate(() => this.passes('after', name, imsi));
    } else {
      if (!this.seesCore) this.passes('before', name, imsi);
      this.passes('after', name, imsi);
    }
  }

  private coreOutput(output: CoreOutput): void {
    if (output.type === 'fault') {
      for (const { label, heard } of this.faultListeners) if (label === output.label) heard(output.event);
      return;
    }
    if (this.armed.length === 0) return;
    if (output.type === 'nas') {
      const when = output.direction === 'downlink' ? 'before' : 'after';
      this.passes(when, nameOf(output.plain, output.direction), output.imsi);
    } else if (output.type === 's1ap') this.passes('before', peekS1ap(output.bytes));
  }

  private passes(when: ArmedTrigger['when'], message: string | undefined, imsi?: string): void {
    if (message === undefined) return;
    for (const trigger of this.armed) {
      if (trigger.when !== when || !trigger.messages.includes(message)) continue;
      if (trigger.imsi !== undefined && trigger.imsi !== imsi) continue;
      this.armed = this.armed.filter(other => other !== trigger);
      trigger.fire();
    }
  }
}

function nameOf(plain: Uint8Array, direction: 'uplink' | 'downlink'): string | undefined {
  try {
    return decodeNasEps(plain, direction).message;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
