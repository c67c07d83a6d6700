import type { NasEps } from '../../codec/nas-eps/index.ts';
import { isRegistered } from '../emm/states.ts';
import type { Phone } from '../phone.ts';
import type { UeConfig } from '../port.ts';
import { backOffLeft, startBackOff } from './back-off.ts';
import { activateDefaultBearer } from './default-bearer.ts';
import { pdnConnectivityRequest } from './pdn-connectivity-request.ts';
import { answer, beginTransaction } from './send.ts';
import { allocatePti, endTransaction, findTransaction } from './transactions.ts';

/** Asks for a further PDN connection. TS 24.301 §6.5.1.2 */
export function connectPdn(phone: Phone, apn: string, pdnType: UeConfig['pdnType']): void {
  const failed = (detail: string): void => phone.emit({ type: 'pdnFailed', apn, detail });
  if (!isRegistered(phone.emm)) return failed('the phone is not registered');
  const blockedMs = backOffLeft(phone, apn);
  if (blockedMs !== undefined) return failed(`the network asked not to be asked for this APN for ${blockedMs} ms more`);
  const pti = allocatePti(phone);
  if (pti === undefined) return failed('all 254 procedure transaction identities are in use');
  const request = pdnConnectivityRequest(pti, apn, pdnType, false);
  const purpose = { type: 'pdnConnectivity', apn, pdnType, attach: false } as const;
  beginTransaction(phone, { pti, purpose, request, timer: 'T3482', expiries: 0, deadline: undefined });
}

/** The default bearer of a further PDN connection. TS 24.301 §6.4.1.3, §6.4.1.4 */
export function handleActivateDefault(phone: Phone, request: NasEps<'ActivateDefaultEpsBearerContextRequest'>): void {
  const activation = activateDefaultBearer(phone, request);
  const { epsBearerIdentity } = request;
  if (!activation.ok) {
    phone.note(`default bearer refused: ${activation.reason}`);
    answer(phone, {
      message: 'ActivateDefaultEpsBearerContextReject',
      epsBearerIdentity,
      procedureTransactionIdentity: 0,
      esmCause: activation.esmCause,
    });
    return;
  }
  answer(phone, {
    message: 'ActivateDefaultEpsBearerContextAccept',
    epsBearerIdentity,
    procedureTransactionIdentity: 0,
  });
  if (!activation.repeated) phone.emit({ type: 'pdnConnected', pdn: activation.pdn });
}

/** The network refuses a PDN connection. TS 24.301 §6.5.1.4 */
export function handlePdnConnectivityReject(phone: Phone, reject: NasEps<'PdnConnectivityReject'>): void {
  const transaction = findTransaction(phone, reject.procedureTransactionIdentity);
  if (transaction?.purpose.type !== 'pdnConnectivity') return;
  endTransaction(phone, transaction);
  const apn = transaction.purpose.apn ?? '';
  if (reject.backOffTimerValue !== undefined) startBackOff(phone, apn, reject.backOffTimerValue);
  phone.emit({ type: 'pdnFailed', apn, esmCause: reject.esmCause });
}
