import type { NasEps } from '../../codec/nas-eps/index.ts';
import { formatEsmCause } from '../../vocabulary/index.ts';
import type { Phone } from '../phone.ts';
import { deactivateBearer } from './local-deactivation.ts';
import { answer } from './send.ts';
import { endTransaction, findTransaction } from './transactions.ts';

const INVALID_EPS_BEARER_IDENTITY = 43;
const INVALID_PTI_VALUE = 81;
const MESSAGE_TYPE_NON_EXISTENT = 97;

/** The network could make nothing of a message: the transaction or bearer that it was about ends. TS 24.301 §6.7 */
export function handleEsmStatus(phone: Phone, status: NasEps<'EsmStatus'>): void {
  const { epsBearerIdentity, procedureTransactionIdentity, esmCause } = status;
  phone.note(`ESM Status from the network: ${formatEsmCause(esmCause)}`);
  if (esmCause === INVALID_EPS_BEARER_IDENTITY) deactivateBearer(phone, epsBearerIdentity, esmCause);
  else if (esmCause === INVALID_PTI_VALUE || esmCause === MESSAGE_TYPE_NON_EXISTENT) {
    const transaction = findTransaction(phone, procedureTransactionIdentity);
    if (transaction === undefined) return;
    endTransaction(phone, transaction);
    const { purpose } = transaction;
    if (purpose.type === 'pdnConnectivity') phone.emit({ type: 'pdnFailed', apn: purpose.apn ?? '', esmCause });
    else phone.emit({ type: 'esmFailed', procedure: purpose.type, esmCause });
  }
}

/** Reports an error of the network's, about the bearer and transaction that it named. TS 24.301 §6.7 */
export function sendEsmStatus(
  phone: Phone,
  about: { readonly epsBearerIdentity: number; readonly procedureTransactionIdentity: number },
  esmCause: number,
): void {
  const { epsBearerIdentity, procedureTransactionIdentity } = about;
  answer(phone, { message: 'EsmStatus', epsBearerIdentity, procedureTransactionIdentity, esmCause });
}
