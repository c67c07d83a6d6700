import { DecodeError } from '../../bytes/index.ts';
import type { Criticality } from '../asn1-per/index.ts';
import type { Cause, CriticalityDiagnosticsIeItem } from './ies/causes.ts';
import type { PduKind } from './procedure.ts';

/** What was wrong with a message, in the terms of the Error Indication that answers it. TS 36.413 §10 */
export interface S1apReport {
  /** What the receiver must do: the strictest criticality among the errors. */
  readonly handling: Criticality;
  readonly cause: Cause;
  readonly procedureCode: number;
  readonly triggeringMessage: PduKind;
  readonly procedureCriticality: Criticality;
  /** The IEs concerned; empty when it is the procedure itself or the order of IEs. */
  readonly ies: readonly CriticalityDiagnosticsIeItem[];
  /** The message's name, unless the procedure is not known. */
  readonly message?: string;
  readonly mmeUeS1apId?: number;
  readonly enbUeS1apId?: number;
}

/**
 * Abstract syntax error: the bytes decode, but to no message of our tables: an unknown procedure, or a mandatory IE
 * missing or not understood (TS 36.413 §10.3). A plain DecodeError is a transfer syntax error (§10.2).
 */
export class S1apSyntaxError extends DecodeError {
  readonly report: S1apReport;
  /** The fields that could be read, under the names of the message's table; `unknownIes` has the others. */
  readonly partial: Readonly<Record<string, unknown>>;

  constructor(
    reason: string,
    offset: number,
    path: string,
    report: S1apReport,
    partial: Readonly<Record<string, unknown>>,
  ) {
    super(reason, offset, path);
    this.report = report;
    this.partial = partial;
  }
}

const STRICTNESS: readonly Criticality[] = ['ignore', 'notify', 'reject'];

/** The strictest of some criticalities; `ignore` of none. */
export function strictest(criticalities: readonly Criticality[]): Criticality {
  return criticalities.reduce<Criticality>((a, b) => (STRICTNESS.indexOf(a) < STRICTNESS.indexOf(b) ? b : a), 'ignore');
}

/** The cause of an abstract syntax error that was handled by its criticality. */
export function syntaxCause(handling: Criticality): Cause {
  return handling === 'reject'
    ? { group: 'protocol', value: 'abstract-syntax-error-reject' }
    : { group: 'protocol', value: 'abstract-syntax-error-ignore-and-notify' };
}
