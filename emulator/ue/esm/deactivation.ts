import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { deactivateBearer } from './local-deactivation.ts';
import { connectPdn } from './pdn-connectivity.ts';
import { answer } from './send.ts';
import { endTransaction, findTransaction } from './transactions.ts';

const REACTIVATION_REQUESTED = 39;

/**
 * The network ends a bearer, or with a default bearer its PDN connection; a phone that knows no such bearer agrees all the
 * same. Cause 39 asks it to connect again. TS 24.301 §6.4.4.3, §7.3.2
 */
export function handleDeactivate(phone: Phone, request: NasEps<'DeactivateEpsBearerContextRequest'>): void {
  const { epsBearerIdentity, procedureTransactionIdentity: pti, esmCause } = request;
  const pdn = phone.bearers.find(bearer => bearer.ebi === epsBearerIdentity)?.pdn;
  const transaction = pti === 0 ? undefined : findTransaction(phone, pti);
  if (transaction !== undefined) endTransaction(phone, transaction);
  // A disconnection that crossed the network's own has come true.
  for (const other of phone.transactions) {
    if (other.purpose.type === 'pdnDisconnect' && other.purpose.ebi === epsBearerIdentity) endTransaction(phone, other);
  }
  deactivateBearer(phone, epsBearerIdentity, esmCause);
  answer(phone, {
    message: 'DeactivateEpsBearerContextAccept',
    epsBearerIdentity,
    procedureTransactionIdentity: 0,
  });
  if (pdn === undefined || esmCause !== REACTIVATION_REQUESTED) return;
  if (phone.bearers.length > 0) connectPdn(phone, pdn.apn, pdn.pdnType);
  else phone.wishes.attach = { apn: phone.config.apn, manual: false };
}
