import { NO_KEY_IS_AVAILABLE } from '../../codec/nas-eps/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import { mobileIdentityOf } from './attach.ts';
import { awaitRelease, releaseLocally } from './idle.ts';
import { DEREGISTERED, isRegistered } from './states.ts';
import { MAX_DETACH_EXPIRIES, REQUEST_TIMERS } from './timers.ts';

/** Asks the network to let the phone go, and waits for T3421. TS 24.301 §5.5.2.2.1 */
export function startDetach(phone: Phone): void {
  const wasRegistered = isRegistered(phone.emm);
  forgetWishes(phone);
  phone.stop(...REQUEST_TIMERS, 'T3411', 'T3402', 'T3412', 'T3440');
  if (phone.radio.plmn === undefined) {
    finishDetach(phone);
    return;
  }
  phone.enter({ name: 'EMM-DEREGISTERED-INITIATED', expiries: 0, wasRegistered });
  phone.start('T3421');
  sendDetachRequest(phone, false);
}

/** A detach for switching off: the phone says so and does not wait for an answer. TS 24.301 §5.5.2.2.1 */
export function sendSwitchOff(phone: Phone): void {
  if (phone.radio.plmn !== undefined) sendDetachRequest(phone, true);
}

/** The network let the phone go. TS 24.301 §5.5.2.2.2 */
export function handleDetachAccept(phone: Phone): void {
  if (phone.emm.name !== 'EMM-DEREGISTERED-INITIATED') return;
  finishDetach(phone);
  awaitRelease(phone);
}

/** T3421 ran out: the request is sent again, and the fifth time the phone is detached all the same. TS 24.301 §5.5.2.2.4 c */
export function handleT3421Expiry(phone: Phone): void {
  const { emm } = phone;
  if (emm.name !== 'EMM-DEREGISTERED-INITIATED') return;
  const expiries = emm.expiries + 1;
  if (expiries >= MAX_DETACH_EXPIRIES) {
    phone.note('detached locally: T3421 ran out five times without an answer');
    finishDetach(phone);
    releaseLocally(phone);
    return;
  }
  phone.enter({ ...emm, expiries });
  phone.start('T3421');
  sendDetachRequest(phone, false);
}

/** Deregistered in the phone, whatever the network knows. */
export function finishDetach(phone: Phone): void {
  phone.stop('T3421', 'T3412');
  deactivateAllBearers(phone);
  phone.registration.taiList = [];
  phone.memoryChanged = true;
  phone.enter(DEREGISTERED[phone.radio.cell === undefined ? 'NO-CELL-AVAILABLE' : 'NORMAL-SERVICE']);
  phone.emit({ type: 'detached', by: 'ue', reattach: false });
}

/** After a detach the phone rests until somebody asks it for something. */
export function forgetWishes(phone: Phone): void {
  phone.wishes.attach = undefined;
  phone.wishes.update = undefined;
  phone.wishes.service = undefined;
}

function sendDetachRequest(phone: Phone, switchOff: boolean): void {
  const combined = phone.config.attachType === 'combined';
  sendNas(
    phone,
    {
      message: 'DetachRequestUeOriginating',
      detachType: { typeOfDetach: combined ? 'combinedEpsImsiDetach' : 'epsDetach', switchOff },
      nasKeySetIdentifier: phone.security.context?.keySetIdentifier ?? NO_KEY_IS_AVAILABLE,
      epsMobileIdentity: mobileIdentityOf(phone),
    },
    { establishmentCause: 'mo-Signalling' },
  );
}
