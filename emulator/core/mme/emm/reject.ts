import { encodeNasEps } from '../../../codec/nas-eps/index.ts';
import { pdnConnectivityReject } from '../esm/reject-message.ts';
import type { MmeState } from '../mme-state.ts';
import { sendOpenNas, sendReject } from '../nas-downlink.ts';
import { dismiss } from '../s1/connections.ts';
import type { Bearer, UeContext } from '../ue-context.ts';
import { deregister, dropBearers } from '../ue-life.ts';

/** EMM causes that the MME sends of itself. TS 24.301 §9.9.3.9 */
export const EMM_CAUSE = {
  ueIdentityCannotBeDerived: 9,
  plmnNotAllowed: 11,
  trackingAreaNotAllowed: 12,
  roamingNotAllowed: 13,
  noSuitableCells: 15,
  networkFailure: 17,
  csDomainNotAvailable: 18,
  esmFailure: 19,
  macFailure: 20,
  synchFailure: 21,
  securityCapabilitiesMismatch: 23,
  securityModeRejected: 24,
  noEpsBearerContextActivated: 40,
  severeNetworkFailure: 42,
  semanticallyIncorrectMessage: 95,
  invalidMandatoryInformation: 96,
  messageTypeNotImplemented: 97,
  messageNotCompatible: 101,
  protocolError: 111,
} as const;

/** Attach Reject; with the ESM reject of the default bearer that was asked for. TS 24.301 §5.5.1.2.5 */
export function rejectAttach(
  mme: MmeState,
  ue: UeContext,
  emmCause: number,
  esm?: { bearer: Bearer; cause: number },
): void {
  mme.counters.add('mme_attach_reject');
  mme.counters.add(`mme_attach_reject_${emmCause}`);
  const container =
    esm === undefined ? {} : { esmMessageContainer: encodeNasEps(pdnConnectivityReject(mme, esm.bearer, esm.cause)) };
  sendReject(mme, ue, { message: 'AttachReject', emmCause, ...container });
  endRegistration(mme, ue);
}

/** Tracking Area Update Reject. TS 24.301 §5.5.3.2.5 */
export function rejectTrackingAreaUpdate(mme: MmeState, ue: UeContext, emmCause: number): void {
  mme.counters.add('mme_tau_reject');
  mme.counters.add(`mme_tau_reject_${emmCause}`);
  sendReject(mme, ue, { message: 'TrackingAreaUpdateReject', emmCause });
}

/** Rejects whatever registration is under way. */
export function rejectRegistration(mme: MmeState, ue: UeContext, emmCause: number): void {
  if (ue.registration?.request.message !== 'TrackingAreaUpdateRequest') return rejectAttach(mme, ue, emmCause);
  rejectTrackingAreaUpdate(mme, ue, emmCause);
  endRegistration(mme, ue);
}

export function sendAuthenticationReject(mme: MmeState, ue: UeContext): void {
  mme.counters.add('mme_authentication_reject');
  sendOpenNas(mme, ue, { message: 'AuthenticationReject' });
  endRegistration(mme, ue);
}

/** Service Reject. TS 24.301 §5.6.1.5 */
export function rejectService(mme: MmeState, ue: UeContext, emmCause: number): void {
  mme.counters.add('mme_service_reject');
  mme.counters.add(`mme_service_reject_${emmCause}`);
  sendReject(mme, ue, { message: 'ServiceReject', emmCause });
}

/**
 * A registration has failed. Who was registered before stays so, with the old security context, as Open5GS restores it: a
 * stranger's request must not throw a subscriber out. Anybody else is forgotten with the connection.
 */
export function endRegistration(mme: MmeState, ue: UeContext): void {
  mme.setProcedure(ue);
  ue.registration = undefined;
  ue.afterDeletion = undefined;
  if (ue.emm !== 'EMM-REGISTERED') {
    dropBearers(mme, ue);
    deregister(mme, ue);
  }
  dismiss(mme, ue, false);
}
