import type { Imsi } from '../../vocabulary/index.ts';
import type { FaultCommand } from '../port.ts';
import type { FaultName } from './fault-table.ts';

type Parameters = NonNullable<FaultCommand['parameters']>;

/** A fault that was switched on, or that waits for its message. */
export class ActiveFault {
  readonly name: FaultName;
  readonly parameters: Parameters;
  readonly label: string | undefined;
  /** Waits for the message of `before` or `after`. */
  waiting: boolean;
  /** How often it has acted. */
  acted = 0;

  constructor(name: FaultName, parameters: Parameters, label?: string) {
    this.name = name;
    this.parameters = parameters;
    this.label = label;
    this.waiting = parameters.before !== undefined || parameters.after !== undefined;
  }

  text(key: string): string | undefined {
    const value = this.parameters[key];
    return typeof value === 'string' ? value : undefined;
  }

  number(key: string): number | undefined {
    const value = this.parameters[key];
    return typeof value === 'number' ? value : undefined;
  }

  flag(key: string): boolean {
    return this.parameters[key] === true;
  }

  get isSpent(): boolean {
    return this.acted >= (this.number('times') ?? Number.POSITIVE_INFINITY);
  }

  /** True when it concerns that subscriber, or everybody. */
  concerns(imsi: Imsi | undefined): boolean {
    const only = this.text('imsi');
    return only === undefined || only === imsi;
  }
}
