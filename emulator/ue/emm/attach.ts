import {
  type EpsMobileIdentity,
  encodeNasEps,
  gprsTimerSeconds,
  type NasEps,
  NO_KEY_IS_AVAILABLE,
  taisOf,
  type UeNetworkCapability,
} from '../../codec/nas-eps/index.ts';
import { acceptInitialBearer } from '../esm/attach-bearer.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import { initialPdnConnectivity } from '../esm/pdn-connectivity-request.ts';
import { sendNas } from '../nas/uplink.ts';
import { currentTai, type Phone } from '../phone.ts';
import type { AttachFailure } from '../port.ts';
import { offered } from '../radio/as-security.ts';
import { choosePlmn, forgive } from '../radio/cell-selection.ts';
import { awaitRelease, releaseLocally } from './idle.ts';
import { forgetRegistration, setGuti, setUpdateStatus } from './registration.ts';
import { DEREGISTERED, REGISTERED } from './states.ts';
import { EMM_TIMERS, MAX_ATTEMPTS } from './timers.ts';

/** Sends an Attach Request with the PDN Connectivity Request inside, and waits for T3410. TS 24.301 §5.5.1.2.2 */
export function startAttach(phone: Phone): void {
  const wish = phone.wishes.attach;
  if (wish === undefined) return;
  const { registration, security, config, radio } = phone;
  phone.ignored = undefined;
  radio.plmn = choosePlmn(phone, wish.manual);
  phone.stop('T3411', 'T3402', 'CELL-SEARCH');
  const { guti, lastVisitedTai } = registration;
  const request: NasEps<'AttachRequest'> = {
    message: 'AttachRequest',
    epsAttachType: config.attachType === 'combined' ? 'combinedEpsImsiAttach' : 'epsAttach',
    nasKeySetIdentifier: security.context?.keySetIdentifier ?? NO_KEY_IS_AVAILABLE,
    epsMobileIdentity: mobileIdentityOf(phone),
    ueNetworkCapability: networkCapability(phone),
    esmMessageContainer: encodeNasEps(initialPdnConnectivity(phone, wish.apn)),
    ...(lastVisitedTai === undefined ? {} : { lastVisitedRegisteredTai: lastVisitedTai }),
    // No TMSI of a CS domain is ever stored, so a combined attach says so.
    ...(config.attachType === 'combined' ? { tmsiStatus: false } : {}),
    ...(guti === undefined ? {} : { oldGutiType: 'native' }),
  };
  phone.memoryChanged = true;
  phone.enter({ name: 'EMM-REGISTERED-INITIATED', request: encodeNasEps(request), apn: wish.apn });
  phone.start('T3410');
  sendNas(phone, request, { establishmentCause: 'mo-Signalling' });
}

/** The phone is registered: it keeps what the network assigned and completes with the default bearer. TS 24.301 §5.5.1.2.4 */
export function handleAttachAccept(phone: Phone, accept: NasEps<'AttachAccept'>): void {
  const { registration, radio } = phone;
  const again = phone.emm.name === 'EMM-REGISTERED';
  const outcome = acceptInitialBearer(phone, accept.esmMessageContainer);
  if (!outcome.ok) {
    if (again) return;
    abortAttach(phone, { type: 'aborted', detail: `Attach Accept without a usable bearer: ${outcome.reason}` });
    awaitRelease(phone);
    return;
  }
  phone.stop('T3410');
  registration.taiList = taisOf(accept.taiList);
  if (accept.guti?.type === 'guti') setGuti(phone, accept.guti.guti);
  registration.equivalentPlmns = accept.equivalentPlmns ?? [];
  registration.t3412Ms = millis(accept.t3412ExtendedValue ?? accept.t3412Value);
  registration.t3402Ms = (accept.t3402Value && millis(accept.t3402Value)) ?? EMM_TIMERS.T3402.ms;
  registration.lastVisitedTai = currentTai(phone);
  registration.attachAttempts = 0;
  registration.updateAttempts = 0;
  setUpdateStatus(phone, 'EU1_UPDATED');
  phone.memoryChanged = true;
  phone.wishes.attach = undefined;
  if (radio.cell !== undefined && radio.plmn !== undefined) forgive(phone, radio.cell, radio.plmn);
  phone.enter(REGISTERED['NORMAL-SERVICE']);
  sendNas(phone, { message: 'AttachComplete', esmMessageContainer: outcome.container });
  if (again) return;
  phone.emit({
    type: 'attached',
    ...(registration.guti === undefined ? {} : { guti: registration.guti }),
    pdn: outcome.pdn,
    ...(accept.emmCause === undefined ? {} : { emmCause: accept.emmCause }),
    ...(registration.t3412Ms === undefined ? {} : { t3412Ms: registration.t3412Ms }),
  });
}

/**
 * The attach came to nothing and may be tried again: after T3411, or after T3402 when it was the fifth time, without GUTI then.
 * `final`: the cause makes further attempts of this series pointless. TS 24.301 §5.5.1.2.6
 */
export function abortAttach(phone: Phone, reason: AttachFailure, final = false): void {
  const { registration } = phone;
  phone.stop('T3410');
  registration.attachAttempts = final ? MAX_ATTEMPTS : Math.min(registration.attachAttempts + 1, MAX_ATTEMPTS);
  deactivateAllBearers(phone);
  setUpdateStatus(phone, 'EU2_NOT_UPDATED');
  const exhausted = registration.attachAttempts >= MAX_ATTEMPTS;
  const retryInMs = exhausted ? registration.t3402Ms : EMM_TIMERS.T3411.ms;
  if (exhausted) {
    forgetRegistration(phone);
    registration.equivalentPlmns = [];
  }
  phone.start(exhausted ? 'T3402' : 'T3411', retryInMs);
  phone.enter(DEREGISTERED['ATTEMPTING-TO-ATTACH']);
  const { ignored } = phone;
  const explained = reason.type === 'no-answer' && ignored !== undefined ? { ...reason, ignored } : reason;
  phone.emit({ type: 'attachFailed', reason: explained, retryInMs });
}

/** T3410 ran out. TS 24.301 §5.5.1.2.6 c */
export function handleT3410Expiry(phone: Phone): void {
  abortAttach(phone, { type: 'no-answer', detail: 'T3410 ran out (15 s) before the network answered' });
  releaseLocally(phone);
}

/** GUTI when the phone holds one, else IMSI. */
export function mobileIdentityOf(phone: Phone): EpsMobileIdentity {
  const { guti } = phone.registration;
  return guti === undefined ? { type: 'imsi', imsi: phone.config.usim.imsi } : { type: 'guti', guti };
}

/** What the phone says of itself in Attach Request and Tracking Area Update Request. */
export function networkCapability(phone: Phone): UeNetworkCapability {
  return { eea: offered(phone, 'eea'), eia: offered(phone, 'eia') };
}

/** Milliseconds of a GPRS timer; undefined when it is deactivated or zero. */
export function millis(timer: Parameters<typeof gprsTimerSeconds>[0]): number | undefined {
  const seconds = gprsTimerSeconds(timer);
  return seconds === undefined || seconds === 0 ? undefined : seconds * 1000;
}
