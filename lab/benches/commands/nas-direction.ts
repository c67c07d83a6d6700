import { MESSAGE_NAMES } from '../../../emulator/core/index.ts';
import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';

export type Direction = 'uplink' | 'downlink';

/** NAS messages that only a network sends. TS 24.301 §8.2, §8.3 */
const DOWNLINK: ReadonlySet<string> = new Set([
  'AttachAccept',
  'AttachReject',
  'DetachRequestUeTerminated',
  'TrackingAreaUpdateAccept',
  'TrackingAreaUpdateReject',
  'ServiceReject',
  'ServiceAccept',
  'GutiReallocationCommand',
  'AuthenticationRequest',
  'AuthenticationReject',
  'IdentityRequest',
  'SecurityModeCommand',
  'EmmInformation',
  'DownlinkNasTransport',
  'CsServiceNotification',
  'DownlinkGenericNasTransport',
  'ActivateDefaultEpsBearerContextRequest',
  'ActivateDedicatedEpsBearerContextRequest',
  'ModifyEpsBearerContextRequest',
  'DeactivateEpsBearerContextRequest',
  'PdnConnectivityReject',
  'PdnDisconnectReject',
  'BearerResourceAllocationReject',
  'BearerResourceModificationReject',
  'EsmInformationRequest',
  'Notification',
  'RemoteUeReportResponse',
]);

/** NAS messages of both. */
const BOTH: ReadonlySet<string> = new Set([
  'DetachAccept',
  'EmmStatus',
  'EsmStatus',
  'EsmDataTransport',
  'EsmDummyMessage',
]);

const UPLINK: ReadonlySet<string> = new Set([
  'AttachRequest',
  'AttachComplete',
  'DetachRequestUeOriginating',
  'TrackingAreaUpdateRequest',
  'TrackingAreaUpdateComplete',
  'ServiceRequest',
  'ExtendedServiceRequest',
  'ControlPlaneServiceRequest',
  'GutiReallocationComplete',
  'AuthenticationResponse',
  'AuthenticationFailure',
  'IdentityResponse',
  'SecurityModeComplete',
  'SecurityModeReject',
  'UplinkNasTransport',
  'UplinkGenericNasTransport',
  'ActivateDefaultEpsBearerContextAccept',
  'ActivateDefaultEpsBearerContextReject',
  'ActivateDedicatedEpsBearerContextAccept',
  'ActivateDedicatedEpsBearerContextReject',
  'ModifyEpsBearerContextAccept',
  'ModifyEpsBearerContextReject',
  'DeactivateEpsBearerContextAccept',
  'PdnConnectivityRequest',
  'PdnDisconnectRequest',
  'BearerResourceAllocationRequest',
  'BearerResourceModificationRequest',
  'EsmInformationResponse',
  'RemoteUeReport',
]);

/** Names that scenarios may use for two messages at once. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  DetachRequest: ['DetachRequestUeOriginating', 'DetachRequestUeTerminated'],
};

/** Every NAS message with the ways that it goes. */
export function directionsOf(message: string): readonly Direction[] {
  if (BOTH.has(message)) return ['uplink', 'downlink'];
  if (DOWNLINK.has(message)) return ['downlink'];
  return UPLINK.has(message) ? ['uplink'] : [];
}

/** The NAS messages that a name stands for. @throws UserError when it is none, with the nearest */
export function nasMessages(name: string): readonly string[] {
  const names = ALIASES[name] ?? [name];
  if (names.every(each => directionsOf(each).length > 0)) return names;
  throw unknownMessage('NAS message', name, [...UPLINK, ...DOWNLINK, ...BOTH]);
}

/** The NAS or S1AP messages that a name stands for. @throws UserError when it is none, with the nearest */
export function anyMessages(name: string): readonly string[] {
  const names = ALIASES[name] ?? [name];
  if (names.every(each => MESSAGE_NAMES.has(each))) return names;
  throw unknownMessage('NAS or S1AP message', name, MESSAGE_NAMES);
}

function unknownMessage(what: string, name: string, known: Iterable<string>): UserError {
  const guess = didYouMean(name, known);
  return new UserError('message-unknown', `'${name}' is no ${what}`, {
    expected: "the specification's name in one word, such as AuthenticationRequest",
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}
