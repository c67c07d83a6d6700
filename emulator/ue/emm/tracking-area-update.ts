import { encodeNasEps, type NasEps, NO_KEY_IS_AVAILABLE, taisOf } from '../../codec/nas-eps/index.ts';
import { deactivateBearersExcept, deactivateBearersWithoutRadio } from '../esm/local-deactivation.ts';
import { sendNas } from '../nas/uplink.ts';
import { currentTai, type Phone } from '../phone.ts';
import { choosePlmn, forgive } from '../radio/cell-selection.ts';
import { millis, networkCapability } from './attach.ts';
import { startCongestionTimer } from './congestion.ts';
import { awaitRelease, releaseLocally } from './idle.ts';
import { setGuti, setUpdateStatus } from './registration.ts';
import { isDecisive, reactTo } from './reject-causes.ts';
import { REGISTERED } from './states.ts';
import { EMM_TIMERS, MAX_ATTEMPTS } from './timers.ts';

/** Causes after which another attempt in the same series is pointless. TS 24.301 §5.5.3.2.6 d */
const PROTOCOL_ERRORS = new Set([95, 96, 97, 99, 111]);

/** Tells the network where the phone is, periodically or in a new tracking area. TS 24.301 §5.5.3.2.2 */
export function startTrackingAreaUpdate(phone: Phone): void {
  const wish = phone.wishes.update;
  const { guti, lastVisitedTai } = phone.registration;
  if (wish === undefined) return;
  if (guti === undefined) {
    phone.wishes.update = undefined;
    phone.note('no tracking area update: the phone has no GUTI');
    return;
  }
  phone.radio.plmn = choosePlmn(phone, false);
  phone.stop('T3411', 'T3402', 'T3412');
  const active = wish.active || phone.wishes.service !== undefined;
  const request: NasEps<'TrackingAreaUpdateRequest'> = {
    message: 'TrackingAreaUpdateRequest',
    epsUpdateType: { type: updateType(phone, wish.type), active },
    nasKeySetIdentifier: phone.security.context?.keySetIdentifier ?? NO_KEY_IS_AVAILABLE,
    oldGuti: { type: 'guti', guti },
    ueNetworkCapability: networkCapability(phone),
    ...(lastVisitedTai === undefined ? {} : { lastVisitedRegisteredTai: lastVisitedTai }),
    epsBearerContextStatus: phone.bearers.map(bearer => bearer.ebi),
    oldGutiType: 'native',
  };
  phone.enter({ name: 'EMM-TRACKING-AREA-UPDATING-INITIATED', request: encodeNasEps(request), active });
  phone.start('T3430');
  sendNas(phone, request, { establishmentCause: 'mo-Signalling' });
}

/** The network knows where the phone is. TS 24.301 §5.5.3.2.4 */
export function handleTrackingAreaUpdateAccept(phone: Phone, accept: NasEps<'TrackingAreaUpdateAccept'>): void {
  const { registration, radio, emm } = phone;
  if (emm.name !== 'EMM-TRACKING-AREA-UPDATING-INITIATED') return;
  phone.stop('T3430');
  if (accept.taiList !== undefined) registration.taiList = taisOf(accept.taiList);
  if (accept.guti?.type === 'guti') setGuti(phone, accept.guti.guti);
  registration.equivalentPlmns = accept.equivalentPlmns ?? [];
  const t3412 = accept.t3412ExtendedValue ?? accept.t3412Value;
  if (t3412 !== undefined) registration.t3412Ms = millis(t3412);
  registration.t3402Ms = (accept.t3402Value && millis(accept.t3402Value)) ?? EMM_TIMERS.T3402.ms;
  registration.lastVisitedTai = currentTai(phone);
  registration.updateAttempts = 0;
  phone.memoryChanged = true;
  setUpdateStatus(phone, 'EU1_UPDATED');
  phone.wishes.update = undefined;
  if (emm.active) phone.wishes.service = undefined;
  if (radio.cell !== undefined && radio.plmn !== undefined) forgive(phone, radio.cell, radio.plmn);
  phone.enter(REGISTERED['NORMAL-SERVICE']);
  if (accept.epsBearerContextStatus !== undefined) deactivateBearersExcept(phone, accept.epsBearerContextStatus);
  // A new GUTI is confirmed. TS 24.301 §5.5.3.2.4
  if (accept.guti !== undefined) sendNas(phone, { message: 'TrackingAreaUpdateComplete' });
  phone.emit({
    type: 'trackingAreaUpdated',
    ...(registration.guti === undefined ? {} : { guti: registration.guti }),
    ...(registration.t3412Ms === undefined ? {} : { t3412Ms: registration.t3412Ms }),
  });
  if (emm.active && radio.bearers !== 0) {
    deactivateBearersWithoutRadio(phone);
    phone.emit({ type: 'serviceAccepted' });
  }
  if (phone.bearers.length === 0) phone.wishes.attach = { apn: phone.config.apn, manual: false };
  if (!emm.active) awaitRelease(phone);
}

/** The network refuses the update. TS 24.301 §5.5.3.2.5 */
export function handleTrackingAreaUpdateReject(
  phone: Phone,
  reject: NasEps<'TrackingAreaUpdateReject'>,
  verified: boolean,
): void {
  const { emmCause } = reject;
  phone.stop('T3430');
  const congestionMs = emmCause === 22 ? startCongestionTimer(phone, reject.t3346Value, verified) : undefined;
  if (isDecisive(emmCause, 'update')) {
    reactTo(phone, emmCause, 'update');
    phone.emit({ type: 'trackingAreaUpdateFailed', emmCause });
  } else if (congestionMs !== undefined) {
    phone.registration.updateAttempts = 0;
    setUpdateStatus(phone, 'EU2_NOT_UPDATED');
    phone.enter(REGISTERED['ATTEMPTING-TO-UPDATE']);
    phone.emit({ type: 'trackingAreaUpdateFailed', emmCause });
  } else abortUpdate(phone, { emmCause }, PROTOCOL_ERRORS.has(emmCause));
  awaitRelease(phone);
}

/** T3430 ran out. TS 24.301 §5.5.3.2.6 c */
export function handleT3430Expiry(phone: Phone): void {
  abortUpdate(phone, { detail: 'T3430 ran out (15 s) before the network answered' });
  releaseLocally(phone);
}

/** The update came to nothing: it is tried again after T3411, or after T3402 when it was the fifth time. TS 24.301 §5.5.3.2.6 */
export function abortUpdate(
  phone: Phone,
  why: { readonly emmCause?: number; readonly detail?: string },
  final = false,
): void {
  const { registration } = phone;
  phone.stop('T3430');
  registration.updateAttempts = final ? MAX_ATTEMPTS : Math.min(registration.updateAttempts + 1, MAX_ATTEMPTS);
  phone.wishes.update ??= { type: 'ta', active: false };
  const exhausted = registration.updateAttempts >= MAX_ATTEMPTS;
  if (exhausted) {
    setUpdateStatus(phone, 'EU2_NOT_UPDATED');
    registration.equivalentPlmns = [];
    phone.start('T3402', registration.t3402Ms);
  } else phone.start('T3411');
  phone.enter(REGISTERED['ATTEMPTING-TO-UPDATE']);
  phone.emit({ type: 'trackingAreaUpdateFailed', ...why });
}

function updateType(
  phone: Phone,
  type: 'ta' | 'periodic',
): NasEps<'TrackingAreaUpdateRequest'>['epsUpdateType']['type'] {
  if (type === 'periodic') return 'periodicUpdating';
  return phone.config.attachType === 'combined' ? 'combinedTaLaUpdating' : 'taUpdating';
}
