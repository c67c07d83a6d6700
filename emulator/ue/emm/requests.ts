import type { Phone } from '../phone.ts';
import type { UeInput } from '../port.ts';
import { choosePlmn } from '../radio/cell-selection.ts';
import { searchCell } from './cell-change.ts';
import { startDetach } from './detach.ts';
import { forgetRegistration } from './registration.ts';
import { isRegistered, type ServiceReason } from './states.ts';

/**
 * Somebody wants the phone to attach. That is a manual selection of the network: pauses between attempts end, lists of forbidden
 * networks do not count; but a card that was refused, a barred cell and a congested network still stop it.
 */
export function requestAttach(phone: Phone, input: Extract<UeInput, { readonly type: 'attach' }>): void {
  const { registration } = phone;
  const failed = (detail: string): void => phone.emit({ type: 'attachFailed', reason: { type: 'aborted', detail } });
  switch (phone.emm.name) {
    case 'EMM-NULL':
      return failed('the phone is switched off');
    case 'EMM-REGISTERED':
    case 'EMM-TRACKING-AREA-UPDATING-INITIATED':
    case 'EMM-SERVICE-REQUEST-INITIATED':
      return phone.note('attach ignored: the phone is attached');
    case 'EMM-REGISTERED-INITIATED':
      return phone.note('attach ignored: an attach is under way');
    default:
  }
  if (registration.usimInvalid) return failed('the network refused the card: it counts as invalid until power-off');
  if (phone.isRunning('T3346')) return failed('the network is congested: no attach before T3346 ends');
  if (input.identity === 'imsi') forgetRegistration(phone);
  registration.attachAttempts = 0;
  phone.stop('T3411', 'T3402');
  phone.wishes.attach = { apn: input.apn ?? phone.config.apn, manual: true };
  if (phone.emm.name === 'EMM-DEREGISTERED' && choosePlmn(phone, true) === undefined) searchCell(phone);
}

/** Somebody wants the phone to leave the network and stay away. */
export function requestDetach(phone: Phone): void {
  switch (phone.emm.name) {
    case 'EMM-NULL':
    case 'EMM-DEREGISTERED':
      phone.wishes.attach = undefined;
      phone.stop('T3411', 'T3402', 'CELL-SEARCH');
      phone.emit({ type: 'detached', by: 'ue', reattach: false });
      return;
    case 'EMM-DEREGISTERED-INITIATED':
      phone.wishes.attach = undefined;
      return;
    default:
      startDetach(phone);
  }
}

export function requestService(phone: Phone, reason: ServiceReason): void {
  if (!isRegistered(phone.emm)) phone.emit({ type: 'serviceFailed', detail: 'the phone is not registered' });
  else if (phone.emm.name !== 'EMM-SERVICE-REQUEST-INITIATED') phone.wishes.service ??= reason;
}

export function requestUpdate(phone: Phone, input: Extract<UeInput, { readonly type: 'trackingAreaUpdate' }>): void {
  if (!isRegistered(phone.emm)) {
    phone.emit({ type: 'trackingAreaUpdateFailed', detail: 'the phone is not registered' });
    return;
  }
  phone.stop('T3411', 'T3402');
  phone.wishes.update = { type: input.updateType ?? 'ta', active: input.active ?? false };
}
