import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { requestedOptions } from './configuration-options.ts';
import { answer } from './send.ts';
import { sendEsmStatus } from './status.ts';
import { findTransaction } from './transactions.ts';

const PTI_MISMATCH = 47;
const INVALID_PTI_VALUE = 81;

/** Gives APN and options, now that they are ciphered. TS 24.301 §6.6.1.2.3, §7.3.1 */
export function handleEsmInformationRequest(phone: Phone, request: NasEps<'EsmInformationRequest'>): void {
  const { procedureTransactionIdentity } = request;
  const transaction = findTransaction(phone, procedureTransactionIdentity);
  if (transaction?.purpose.type !== 'pdnConnectivity') {
    const unassigned = procedureTransactionIdentity === 0 || procedureTransactionIdentity === 255;
    sendEsmStatus(phone, request, unassigned ? INVALID_PTI_VALUE : PTI_MISMATCH);
    return;
  }
  const { apn, pdnType } = transaction.purpose;
  answer(phone, {
    message: 'EsmInformationResponse',
    epsBearerIdentity: 0,
    procedureTransactionIdentity,
    ...(apn === undefined ? {} : { accessPointName: apn }),
    protocolConfigurationOptions: requestedOptions(pdnType),
  });
}
