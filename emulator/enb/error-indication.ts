import type { DecodeError } from '../bytes/index.ts';
import { type S1apPdu, S1apSyntaxError } from '../codec/s1ap/index.ts';
import type { EnbState } from './enb-state.ts';

type ErrorIndication = Extract<S1apPdu, { message: 'ErrorIndication' }>;

/** Tells the MME that a message of its made no sense. TS 36.413 §8.7.2 */
export function sendErrorIndication(
  enb: EnbState,
  cause: NonNullable<ErrorIndication['cause']>,
  more: Pick<ErrorIndication, 'mmeUeS1apId' | 'enbUeS1apId' | 'criticalityDiagnostics'> = {},
): void {
  enb.note(`Error Indication sent: ${cause.group}/${cause.value}`);
  enb.send({ message: 'ErrorIndication', ...more, cause });
}

/** Octets that are no S1AP, or S1AP that lacks what it must have; what is only to be ignored is. TS 36.413 §10 */
export function answerSyntaxError(enb: EnbState, error: DecodeError): void {
  enb.note(`S1AP message not understood: ${error.message}`);
  if (!(error instanceof S1apSyntaxError)) {
    return sendErrorIndication(enb, { group: 'protocol', value: 'transfer-syntax-error' });
  }
  const { handling, cause, procedureCode, triggeringMessage, procedureCriticality, ies, ...ids } = error.report;
  if (handling === 'ignore') return;
  sendErrorIndication(enb, cause, {
    ...(ids.mmeUeS1apId === undefined ? {} : { mmeUeS1apId: ids.mmeUeS1apId }),
    ...(ids.enbUeS1apId === undefined ? {} : { enbUeS1apId: ids.enbUeS1apId }),
    criticalityDiagnostics: {
      procedureCode,
      triggeringMessage,
      procedureCriticality,
      ...(ies.length === 0 ? {} : { ieCriticalityDiagnostics: ies }),
    },
  });
}
