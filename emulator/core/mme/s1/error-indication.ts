import type { DecodeError } from '../../../bytes/index.ts';
import { type S1apMessage, S1apSyntaxError } from '../../../codec/s1ap/index.ts';
import type { EnbRef } from '../../port.ts';
import type { MmeState } from '../mme-state.ts';
import type { S1Connection } from '../ue-context.ts';
import { endConnection } from './context-release.ts';

type ErrorIndication = S1apMessage<'ErrorIndication'>;
export type ErrorCause = NonNullable<ErrorIndication['cause']>;

export const SEMANTIC_ERROR: ErrorCause = { group: 'protocol', value: 'semantic-error' };
export const UNKNOWN_MME_ID: ErrorCause = { group: 'radioNetwork', value: 'unknown-mme-ue-s1ap-id' };

/** Tells a base station that a message of its made no sense. TS 36.413 §8.7.2 */
export function sendErrorIndication(
  mme: MmeState,
  enb: EnbRef,
  cause: ErrorCause,
  more: Pick<ErrorIndication, 'mmeUeS1apId' | 'enbUeS1apId' | 'criticalityDiagnostics'> = {},
): void {
  mme.note(`Error Indication sent: ${cause.group}/${cause.value}`);
  mme.counters.add('s1ap_tx_error_indication');
  mme.sendToEnb(enb, { message: 'ErrorIndication', ...more, cause });
}

/**
 * Octets that are no S1AP, or S1AP that lacks what it must have; what is only to be ignored is. The causes are Open5GS's; it
 * sends no criticality diagnostics, which TS 36.413 §10.3 asks for.
 */
export function answerSyntaxError(mme: MmeState, enb: EnbRef, error: DecodeError): void {
  mme.note(`S1AP message not understood: ${error.message}`);
  if (!(error instanceof S1apSyntaxError)) {
    const value = 'abstract-syntax-error-falsely-constructed-message';
    return sendErrorIndication(mme, enb, { group: 'protocol', value });
  }
  const { handling, message, procedureCode, triggeringMessage, procedureCriticality, ies } = error.report;
  if (handling === 'ignore') return;
  const { mmeUeS1apId, enbUeS1apId } = error.report;
  const criticalityDiagnostics = {
    procedureCode,
    triggeringMessage,
    procedureCriticality,
    ...(ies.length === 0 ? {} : { ieCriticalityDiagnostics: ies }),
  };
  if (message === 'S1SetupRequest') {
    return mme.sendToEnb(enb, {
      message: 'S1SetupFailure',
      cause: SEMANTIC_ERROR,
      timeToWait: 'v10s',
      criticalityDiagnostics,
    });
  }
  sendErrorIndication(mme, enb, message === undefined ? error.report.cause : SEMANTIC_ERROR, {
    ...(mmeUeS1apId === undefined ? {} : { mmeUeS1apId }),
    ...(enbUeS1apId === undefined ? {} : { enbUeS1apId }),
    criticalityDiagnostics,
  });
}

/** A base station could make nothing of ours. When it does not know the phone, the connection has no use here either. */
export function handleErrorIndication(
  mme: MmeState,
  connection: S1Connection | undefined,
  { cause }: ErrorIndication,
): void {
  const text = cause === undefined ? 'no cause' : `${cause.group}/${cause.value}`;
  mme.counters.add('s1ap_rx_error_indication');
  mme.note(`Error Indication received: ${text}`, connection?.ue);
  if (connection !== undefined && /unknown-(mme|enb|pair)-ue-s1ap-id/.test(text)) endConnection(mme, connection);
}
