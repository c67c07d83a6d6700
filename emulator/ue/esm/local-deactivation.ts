import type { Phone } from '../phone.ts';
import { hasRadioBearer } from '../radio/rrc.ts';
import type { EpsBearer } from './bearer.ts';
import { armEsmTimer } from './transactions.ts';

const REGULAR_DEACTIVATION = 36;

/** Ends every bearer and every transaction without a word to the network: the phone is deregistered. TS 24.301 §6.4.4.6 */
export function deactivateAllBearers(phone: Phone): void {
  phone.transactions = [];
  phone.heldPackets = undefined;
  armEsmTimer(phone);
  if (phone.bearers.length > 0) deactivateWhere(phone, () => true);
}

/** Ends the bearers that the radio did not set up when the user plane was asked for. TS 24.301 §6.4.4.6 */
export function deactivateBearersWithoutRadio(phone: Phone): void {
  deactivateWhere(phone, bearer => !hasRadioBearer(phone, bearer.ebi));
}

/** Ends the bearers that the network says it does not have. TS 24.301 §5.5.3.2.4 */
export function deactivateBearersExcept(phone: Phone, kept: readonly number[]): void {
  deactivateWhere(phone, bearer => !kept.includes(bearer.ebi));
}

/** Ends one bearer; with a default bearer its whole PDN connection. Returns false when there is none. */
export function deactivateBearer(phone: Phone, ebi: number, esmCause: number): boolean {
  if (!phone.bearers.some(bearer => bearer.ebi === ebi)) return false;
  deactivateWhere(phone, bearer => bearer.ebi === ebi, esmCause);
  return true;
}

function deactivateWhere(
  phone: Phone,
  condition: (bearer: EpsBearer) => boolean,
  esmCause: number = REGULAR_DEACTIVATION,
): void {
  const direct = phone.bearers.filter(condition);
  if (direct.length === 0) return;
  const gone = phone.bearers.filter(bearer => direct.some(({ ebi }) => ebi === bearer.ebi || ebi === bearer.linkedEbi));
  phone.bearers = phone.bearers.filter(bearer => !gone.includes(bearer));
  for (const { ebi, pdn } of gone) {
    phone.radio.bearers &= ~(1 << ebi);
    phone.emit({
      type: 'state',
      machine: `esm-${ebi}`,
      from: 'BEARER CONTEXT ACTIVE',
      to: 'BEARER CONTEXT INACTIVE',
    });
    phone.emit({ type: pdn === undefined ? 'bearerDeactivated' : 'pdnDisconnected', ebi, esmCause });
  }
}
