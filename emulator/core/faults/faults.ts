import type { Millis } from '../../machine/index.ts';
import type { Mme } from '../mme/mme.ts';
import { type OverloadAction, setOverload } from '../mme/s1/overload.ts';
import type { CoreNote, FaultCommand } from '../port.ts';
import type { ActiveFault } from './active-fault.ts';
import { CoreSeams, type CoreSinks } from './core-seams.ts';
import { FaultRegistry } from './fault-registry.ts';
import { FAULTS } from './fault-table.ts';
import { MmeSeams, type MmeSinks } from './mme-seams.ts';
import { perform } from './operations.ts';

const DEFAULT_OVERLOAD: OverloadAction = 'reject-rrc-cr-signalling';

export interface FaultSinks extends CoreSinks, MmeSinks {
  tell(note: CoreNote): void;
}

/** The core's faults: which are on, and the seams at which they act. Costs nothing while none is. */
export class Faults {
  readonly seams: CoreSeams;
  private readonly mme: Mme;
  private readonly mmeSeams: MmeSeams;
  private readonly registry: FaultRegistry;
  private readonly sinks: FaultSinks;
  /** Once-only faults that happen when the MME has dealt with what it is at. */
  private due: ActiveFault[] = [];

  constructor(mme: Mme, sinks: FaultSinks) {
    this.mme = mme;
    this.sinks = sinks;
    this.registry = new FaultRegistry({
      begun: fault => this.begun(fault),
      ended: fault => this.ended(fault),
      tell: note => sinks.tell(note),
    });
    this.seams = new CoreSeams(this.registry, sinks);
    this.mmeSeams = new MmeSeams(mme, this.registry, sinks);
  }

  /** False while nothing is switched on: the core need not ask. */
  get areOn(): boolean {
    return !this.registry.isEmpty;
  }

  nextTimeout(): Millis | undefined {
    return this.registry.nextTimeout();
  }

  /** Switches a fault on or off. A command that was not checked and makes no sense is only noted. */
  command(command: FaultCommand, now: Millis): void {
    this.at(now);
    if (command.on) this.registry.switchOn(command);
    else this.registry.switchOff(command);
    this.settle();
  }

  /** What was held back and whose time has come. */
  timeout(now: Millis): void {
    this.at(now);
    this.registry.timeout();
    this.settle();
  }

  /** Sets the clock. */
  at(now: Millis): void {
    this.registry.now = now;
    this.mme.state.now = now;
  }

  /** The MME has dealt with an input: faults that come after it begin, and those that happen once happen. */
  settle(): void {
    this.mmeSeams.finish();
    for (const fault of this.due.splice(0)) {
      this.registry.act(fault);
      perform(this.mme, fault);
      this.registry.end(fault);
    }
    this.mmeSeams.isDying = false;
    this.mme.state.tampering = this.registry.isEmpty ? undefined : this.mmeSeams;
    this.sinks.mmeSpoke();
  }

  private begun(fault: ActiveFault): void {
    if (FAULTS[fault.name].kind === 'once') {
      this.due.push(fault);
      if (fault.name === 'mme-restart' && fault.parameters.before !== undefined) this.mmeSeams.isDying = true;
    } else if (fault.name === 'overload') {
      this.registry.act(fault);
      setOverload(this.mme.state, (fault.text('action') as OverloadAction | undefined) ?? DEFAULT_OVERLOAD);
    }
  }

  private ended(fault: ActiveFault): void {
    if (fault.name === 'overload') setOverload(this.mme.state, undefined);
    else if (fault.name === 'database-silent') this.seams.databaseHealed();
  }
}
