import type { Millis } from '../../machine/index.ts';
import type { Phone } from '../phone.ts';
import type { EsmTransaction } from './transaction.ts';

/** The next free procedure transaction identity; undefined when all 254 are in use. TS 24.301 §6.3.2 */
export function allocatePti(phone: Phone): number | undefined {
  for (let tries = 0; tries < 254; tries++) {
    const pti = phone.nextPti;
    phone.nextPti = (pti % 254) + 1;
    if (findTransaction(phone, pti) === undefined) return pti;
  }
  return undefined;
}

export function findTransaction(phone: Phone, pti: number): EsmTransaction | undefined {
  return phone.transactions.find(transaction => transaction.pti === pti);
}

export function endTransaction(phone: Phone, transaction: EsmTransaction): void {
  phone.transactions = phone.transactions.filter(other => other !== transaction);
  armEsmTimer(phone);
}

/** Sets the one timer of all transactions to the earliest of their deadlines. */
export function armEsmTimer(phone: Phone): void {
  let earliest: Millis | undefined;
  for (const { deadline } of phone.transactions) {
    if (deadline !== undefined && (earliest === undefined || deadline < earliest)) earliest = deadline;
  }
  if (earliest === undefined) phone.stop('ESM');
  else phone.timers.start('ESM', earliest);
}
