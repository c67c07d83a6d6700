import { DecodeError } from '../../bytes/index.ts';
import { PerReader } from '../asn1-per/index.ts';
import { diagnosticsOf, type S1apReport, S1apSyntaxError } from './errors.ts';
import { readS1ap, type S1apMessage, type S1apPdu } from './pdu.ts';
import { reportComprehension, reportTransferSyntax } from './syntax-report.ts';

/** What came of some received octets. */
export type S1apReceived =
  /** A message to act on; with a `report` (handling `notify`) the sender is to be told what was passed over. */
  | { readonly type: 'message'; readonly pdu: S1apPdu; readonly report?: S1apReport }
  /**
   * No message to act on as it stands; `report.answer` says what to do. `partial` has the fields that could be read:
   * where `report.handling` is not `reject`, the specification lets a receiver go on with them.
   */
  | { readonly type: 'fault'; readonly report: S1apReport; readonly partial: Readonly<Record<string, unknown>> };

/**
 * Decodes what a peer sent and judges it by TS 36.413 §10: transfer syntax, unknown procedures, IEs that are missing,
 * not comprehended, out of order or there twice. Never throws on octets.
 */
export function receiveS1ap(bytes: Uint8Array): S1apReceived {
  const reader = new PerReader(bytes);
  try {
    const pdu = readS1ap(reader);
    if (!reader.irregular) return { type: 'message', pdu };
    const report = reportComprehension(pdu);
    if (report === undefined) return { type: 'message', pdu };
    return report.handling === 'reject'
      ? { type: 'fault', report, partial: { ...pdu } }
      : { type: 'message', pdu, report };
  } catch (error) {
    if (error instanceof S1apSyntaxError) return { type: 'fault', report: error.report, partial: error.partial };
    if (error instanceof DecodeError) return { type: 'fault', report: reportTransferSyntax(bytes, error), partial: {} };
    throw error;
  }
}

/** The Error Indication that tells the sender what a report says. TS 36.413 §8.7.2, §9.1.8.3 */
export function errorIndicationOf(report: S1apReport): S1apMessage<'ErrorIndication'> {
  const { mmeUeS1apId, enbUeS1apId, cause } = report;
  const diagnostics = diagnosticsOf(report);
  return {
    message: 'ErrorIndication',
    ...(mmeUeS1apId === undefined ? {} : { mmeUeS1apId }),
    ...(enbUeS1apId === undefined ? {} : { enbUeS1apId }),
    cause,
    ...(Object.keys(diagnostics).length === 0 ? {} : { criticalityDiagnostics: diagnostics }),
  };
}
