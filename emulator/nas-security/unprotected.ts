import type { NasEpsMessage } from '../codec/nas-eps/index.ts';

/** "Not authorized for this CSG": a reject with it must be protected. */
const NOT_AUTHORIZED_FOR_THIS_CSG = 25;

/**
 * True when a UE processes this downlink message although it is not integrity protected, as long as no secure exchange
 * of NAS messages is established. TS 24.301 §4.4.4.2
 */
export function ueAcceptsUnprotected(message: NasEpsMessage): boolean {
  switch (message.message) {
    case 'IdentityRequest':
      return message.identityType === 'imsi';
    case 'AttachReject':
    case 'TrackingAreaUpdateReject':
    case 'ServiceReject':
      return message.emmCause !== NOT_AUTHORIZED_FOR_THIS_CSG;
    case 'AuthenticationRequest':
    case 'AuthenticationReject':
    case 'DetachAccept':
      return true;
    default:
      return false;
  }
}

/**
 * True when an MME processes this uplink message although it is not integrity protected, as long as no secure exchange
 * of NAS messages is established. An Identity Response counts only when it answers with an IMSI. TS 24.301 §4.4.4.3
 */
export function mmeAcceptsUnprotected(message: NasEpsMessage): boolean {
  switch (message.message) {
    case 'IdentityResponse':
      return message.mobileIdentity.type === 'imsi';
    case 'AttachRequest':
    case 'AuthenticationResponse':
    case 'AuthenticationFailure':
    case 'SecurityModeReject':
    case 'DetachRequestUeOriginating':
    case 'DetachAccept':
    case 'TrackingAreaUpdateRequest':
      return true;
    default:
      return false;
  }
}

/**
 * True when an MME processes this uplink message although its MAC is wrong or cannot be checked, even with a secure
 * exchange established: those above, and service requests, which it then rejects. TS 24.301 §4.4.4.3
 */
export function mmeProcessesUnverified(message: NasEpsMessage): boolean {
  switch (message.message) {
    case 'ServiceRequest':
    case 'ExtendedServiceRequest':
    case 'ControlPlaneServiceRequest':
      return true;
    default:
      return mmeAcceptsUnprotected(message);
  }
}
