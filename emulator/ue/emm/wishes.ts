import type { Phone } from '../phone.ts';
import { choosePlmn } from '../radio/cell-selection.ts';
import { startAttach } from './attach.ts';
import { startServiceRequest } from './service-request.ts';
import { startTrackingAreaUpdate } from './tracking-area-update.ts';
import { leaveWithoutBearers } from './without-bearers.ts';

/**
 * Starts what the phone wants and its state now permits: attach while deregistered, update before service while registered.
 * Called after every input, so a procedure only notes a wish and need not know when it can come true.
 */
export function pursueWishes(phone: Phone): void {
  if (phone.emm.name === 'EMM-REGISTERED' && phone.bearers.length === 0) leaveWithoutBearers(phone);
  const { emm, radio, wishes } = phone;
  if (radio.connected || phone.isRunning('T302')) return;
  if (emm.name === 'EMM-DEREGISTERED') {
    if (wishes.attach !== undefined && mayAttach(phone, wishes.attach.manual)) startAttach(phone);
  } else if (emm.name === 'EMM-REGISTERED') {
    if (wishes.update !== undefined) {
      if (mayUpdate(phone)) startTrackingAreaUpdate(phone);
    } else if (wishes.service !== undefined && mayAskForService(phone)) startServiceRequest(phone, wishes.service);
  }
}

function mayAttach(phone: Phone, manual: boolean): boolean {
  if (phone.registration.usimInvalid) return false;
  if (phone.isRunning('T3346') || phone.isRunning('T3402') || phone.isRunning('T3411')) return false;
  return choosePlmn(phone, manual) !== undefined;
}

function mayUpdate(phone: Phone): boolean {
  if (phone.isRunning('T3346') || phone.isRunning('T3402') || phone.isRunning('T3411')) return false;
  return choosePlmn(phone, false) !== undefined;
}

/** Paging is answered during congestion too. TS 24.301 §5.6.1.6 */
function mayAskForService(phone: Phone): boolean {
  const { emm, wishes } = phone;
  if (emm.name !== 'EMM-REGISTERED' || phone.radio.plmn === undefined) return false;
  if (wishes.service === 'paging') return emm.substate === 'NORMAL-SERVICE' || emm.substate === 'ATTEMPTING-TO-UPDATE';
  return emm.substate === 'NORMAL-SERVICE' && !phone.isRunning('T3346');
}
