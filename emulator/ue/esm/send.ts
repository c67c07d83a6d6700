import type { EsmMessage } from '../../codec/nas-eps/index.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import { ESM_TIMERS, type EsmTransaction } from './transaction.ts';
import { armEsmTimer } from './transactions.ts';

/** Begins a transaction: its request goes out now, or after a service request when the phone is idle. TS 24.301 §6.5 */
export function beginTransaction(phone: Phone, transaction: EsmTransaction): void {
  phone.transactions.push(transaction);
  if (maySend(phone)) sendRequest(phone, transaction);
  else phone.wishes.service ??= 'signalling';
}

/** Sends the requests that waited for the connection. */
export function sendWaitingRequests(phone: Phone): void {
  if (!maySend(phone)) return;
  for (const transaction of phone.transactions) if (isWaiting(transaction)) sendRequest(phone, transaction);
}

export function hasWaitingRequests(phone: Phone): boolean {
  return phone.transactions.some(isWaiting);
}

/** Ends the requests that waited for a connection which did not come about. */
export function failWaitingRequests(phone: Phone, detail: string): void {
  const waiting = phone.transactions.filter(isWaiting);
  if (waiting.length === 0) return;
  phone.transactions = phone.transactions.filter(each => !waiting.includes(each));
  for (const { purpose } of waiting) {
    if (purpose.type === 'pdnConnectivity') phone.emit({ type: 'pdnFailed', apn: purpose.apn ?? '', detail });
    else phone.emit({ type: 'esmFailed', procedure: purpose.type, detail });
  }
}

export function sendRequest(phone: Phone, transaction: EsmTransaction): void {
  transaction.deadline = phone.now + ESM_TIMERS[transaction.timer].ms;
  armEsmTimer(phone);
  sendNas(phone, transaction.request);
}

/** An answer to the network, on the connection on which it asked. */
export function answer(phone: Phone, message: EsmMessage): void {
  sendNas(phone, message);
}

/** Not sent yet, and not part of an attach. */
function isWaiting({ deadline, purpose }: EsmTransaction): boolean {
  return deadline === undefined && !(purpose.type === 'pdnConnectivity' && purpose.attach);
}

function maySend(phone: Phone): boolean {
  return phone.emm.name === 'EMM-REGISTERED' && phone.radio.connected && phone.security.exchange;
}
