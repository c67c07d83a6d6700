import type { Phone } from '../phone.ts';
import { deactivateBearer } from './local-deactivation.ts';
import { sendRequest } from './send.ts';
import { type EsmTransaction, MAX_ESM_EXPIRIES } from './transaction.ts';
import { armEsmTimer, endTransaction } from './transactions.ts';

const REGULAR_DEACTIVATION = 36;

/** Sends again what nobody answered, and gives up the fifth time. TS 24.301 §6.5.1.5 a, §6.5.2.5 a, §6.5.3.5 a, §6.5.4.5 a */
export function handleEsmTimeout(phone: Phone): void {
  const due = phone.transactions.filter(({ deadline }) => deadline !== undefined && deadline <= phone.now);
  for (const transaction of due) {
    transaction.expiries++;
    if (transaction.expiries >= MAX_ESM_EXPIRIES) giveUp(phone, transaction);
    else if (phone.radio.connected) sendRequest(phone, transaction);
    else {
      // The connection is gone: the request waits for the next one.
      transaction.deadline = undefined;
      phone.wishes.service ??= 'signalling';
    }
  }
  armEsmTimer(phone);
}

function giveUp(phone: Phone, transaction: EsmTransaction): void {
  const { purpose, timer } = transaction;
  const detail = `${timer} ran out ${MAX_ESM_EXPIRIES} times without an answer`;
  endTransaction(phone, transaction);
  switch (purpose.type) {
    case 'pdnConnectivity':
      phone.emit({ type: 'pdnFailed', apn: purpose.apn ?? '', detail });
      return;
    case 'pdnDisconnect':
      // The phone ends it by itself.
      deactivateBearer(phone, purpose.ebi, REGULAR_DEACTIVATION);
      return;
    default:
      phone.emit({ type: 'esmFailed', procedure: purpose.type, detail });
  }
}
