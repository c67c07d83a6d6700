import { DecodeError } from '../../bytes/index.ts';
import type { Criticality } from '../asn1-per/index.ts';
import type { Cause, CriticalityDiagnostics, CriticalityDiagnosticsIeItem } from './ies/causes.ts';
import type { PduKind } from './procedure.ts';

/**
 * How the receiver of a faulty message answers: with the unsuccessful outcome of its procedure, in whatever response it
 * sends, with an Error Indication, or not at all (local error handling only). TS 36.413 §10.3.4.2, §10.3.5, §10.5
 */
export type S1apAnswer = 'unsuccessful-outcome' | 'response' | 'error-indication' | 'none';

/** What was wrong with a message, in the terms of the Error Indication that answers it. TS 36.413 §10 */
export interface S1apReport {
  /** In words, for a log. */
  readonly reason: string;
  /** The strictest criticality among the errors: with `reject` nothing of the message may be executed. */
  readonly handling: Criticality;
  readonly answer: S1apAnswer;
  readonly cause: Cause;
  /** Undefined when not even the head could be read. */
  readonly procedureCode?: number;
  readonly triggeringMessage?: PduKind;
  readonly procedureCriticality?: Criticality;
  /** The IEs to be reported: criticality `reject` or `notify`. */
  readonly ies: readonly CriticalityDiagnosticsIeItem[];
  /** The message's name, unless the procedure is not known. */
  readonly message?: string;
  /** The ids that the message carried, as far as they could be read. */
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

  constructor(report: S1apReport, partial: Readonly<Record<string, unknown>>, offset: number) {
    super(report.reason, offset, report.message);
    this.report = report;
    this.partial = partial;
  }
}

/** The Criticality Diagnostics of a report, for an Error Indication or a response. TS 36.413 §9.2.1.21 */
export function diagnosticsOf(report: S1apReport): CriticalityDiagnostics {
  const { procedureCode, triggeringMessage, procedureCriticality, ies } = report;
  return {
    ...(procedureCode === undefined ? {} : { procedureCode }),
    ...(triggeringMessage === undefined ? {} : { triggeringMessage }),
    ...(procedureCriticality === undefined ? {} : { procedureCriticality }),
    ...(ies.length === 0 ? {} : { ieCriticalityDiagnostics: ies.slice(0, MAX_ERRORS) }),
  };
}

/** maxnoofErrors */
const MAX_ERRORS = 256;
