import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { deactivateBearer } from './local-deactivation.ts';
import { beginTransaction } from './send.ts';
import { allocatePti, endTransaction, findTransaction } from './transactions.ts';

const PDN_CONNECTION_DOES_NOT_EXIST = 54;

/** Asks the network to end a PDN connection; it answers by deactivating the default bearer. TS 24.301 §6.5.2.2 */
export function disconnectPdn(phone: Phone, ebi: number): void {
  const failed = (detail: string): void => phone.emit({ type: 'esmFailed', procedure: 'PdnDisconnect', detail });
  const bearer = phone.bearers.find(other => other.ebi === ebi);
  if (bearer?.pdn === undefined) return failed(`EPS bearer identity ${ebi} is no PDN connection`);
  const pti = allocatePti(phone);
  if (pti === undefined) return failed('all 254 procedure transaction identities are in use');
  const request = {
    message: 'PdnDisconnectRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: pti,
    linkedEpsBearerIdentity: ebi,
  } as const;
  const purpose = { type: 'pdnDisconnect', ebi } as const;
  beginTransaction(phone, { pti, purpose, request, timer: 'T3492', expiries: 0, deadline: undefined });
}

/** The network does not end it. When it knows nothing of it, neither does the phone from now on. TS 24.301 §6.5.2.4 */
export function handlePdnDisconnectReject(phone: Phone, reject: NasEps<'PdnDisconnectReject'>): void {
  const transaction = findTransaction(phone, reject.procedureTransactionIdentity);
  if (transaction?.purpose.type !== 'pdnDisconnect') return;
  endTransaction(phone, transaction);
  const { esmCause } = reject;
  if (esmCause === PDN_CONNECTION_DOES_NOT_EXIST) deactivateBearer(phone, transaction.purpose.ebi, esmCause);
  else phone.emit({ type: 'esmFailed', procedure: 'PdnDisconnect', esmCause });
}
