import type { Millis } from '../../machine/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import type { CoreNote, FaultCommand } from '../port.ts';
import { ActiveFault } from './active-fault.ts';
import { ALL_FAULTS } from './check-fault.ts';
import { FAULTS, type FaultName } from './fault-table.ts';

/** What happens when a fault begins or ends, beside acting at its seam. */
export interface FaultEffects {
  begun(fault: ActiveFault): void;
  ended(fault: ActiveFault): void;
  tell(note: CoreNote): void;
}

/** The faults that are switched on or wait for their message, and what they hold back until later. */
export class FaultRegistry {
  private readonly effects: FaultEffects;
  private active: ActiveFault[] = [];
  /** In order of time. */
  private readonly later: { readonly at: Millis; readonly perform: () => void }[] = [];
  now: Millis = 0;

  constructor(effects: FaultEffects) {
    this.effects = effects;
  }

  /** True when no fault is on or waits. */
  get isEmpty(): boolean {
    return this.active.length === 0;
  }

  nextTimeout(): Millis | undefined {
    return this.later[0]?.at;
  }

  switchOn({ name, parameters = {}, label }: FaultCommand): void {
    if (!Object.hasOwn(FAULTS, name)) {
      return this.effects.tell({ type: 'note', node: 'mme', text: `'${name}' is no fault` });
    }
    const fault = new ActiveFault(name as FaultName, parameters, label);
    this.active.push(fault);
    if (fault.waiting) this.tell(fault, 'armed');
    else this.begin(fault);
  }

  switchOff({ name, parameters, label }: FaultCommand): void {
    for (const fault of [...this.active]) {
      if (name !== ALL_FAULTS && fault.name !== name) continue;
      if (label !== undefined && fault.label !== label) continue;
      if (parameters?.imsi !== undefined && fault.text('imsi') !== parameters.imsi) continue;
      this.end(fault);
    }
  }

  /** Faults that may act for a subscriber now; for messages that belong to nobody `imsi` is undefined. */
  acting(imsi: Imsi | undefined): ActiveFault[] {
    return this.active.filter(fault => !fault.waiting && fault.concerns(imsi));
  }

  /** A message is at work: what waited for it begins. */
  trigger(when: 'before' | 'after', message: string): void {
    for (const fault of this.active) {
      if (!fault.waiting || fault.text(when) !== message) continue;
      fault.waiting = false;
      this.begin(fault);
    }
  }

  /** The fault has acted; after the last time that it was told to, it is healed. `isQuiet`: without a word, for packets. */
  act(fault: ActiveFault, imsi?: Imsi, isQuiet = false): void {
    fault.acted++;
    if (!isQuiet) this.tell(fault, 'acted', imsi);
    if (fault.isSpent) this.end(fault);
  }

  end(fault: ActiveFault): void {
    if (!this.active.includes(fault)) return;
    this.active = this.active.filter(each => each !== fault);
    if (!fault.waiting) this.effects.ended(fault);
    this.tell(fault, 'off');
  }

  schedule(delayMs: Millis, perform: () => void): void {
    const at = this.now + delayMs;
    const index = this.later.findIndex(each => each.at > at);
    this.later.splice(index < 0 ? this.later.length : index, 0, { at, perform });
  }

  timeout(): void {
    while (this.later.length > 0 && this.later[0]!.at <= this.now) this.later.shift()!.perform();
  }

  private begin(fault: ActiveFault): void {
    this.tell(fault, 'on');
    this.effects.begun(fault);
  }

  private tell(fault: ActiveFault, event: 'armed' | 'on' | 'acted' | 'off', imsi?: Imsi): void {
    const { name, acted, label } = fault;
    const about = { ...(imsi === undefined ? {} : { imsi }), ...(label === undefined ? {} : { label }) };
    this.effects.tell({ type: 'fault', name, event, acted, ...about });
  }
}
