import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { CriticalityDiagnostics } from '../ies/causes.ts';
import { GlobalEnbId } from '../ies/identities.ts';
import {
  BroadcastCancelledAreaList,
  BroadcastCompletedAreaList,
  ConcurrentWarningMessageIndicator,
  DataCodingScheme,
  EcgiListForRestart,
  EmergencyAreaIdListForRestart,
  ExtendedRepetitionPeriod,
  KillAllWarningMessages,
  MessageIdentifier,
  NumberofBroadcastRequest,
  PwsFailedEcgiList,
  RepetitionPeriod,
  SerialNumber,
  TaiListForRestart,
  WarningAreaCoordinates,
  WarningAreaList,
  WarningMessageContents,
  WarningSecurityInfo,
  WarningType,
} from '../ies/warnings.ts';

// Warning message transmission messages. TS 36.413 §9.1.13

/** TS 36.413 §9.1.13.1 */
export const WriteReplaceWarningRequest = ieMessage('WriteReplaceWarningRequest', {
  messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
  serialNumber: mandatory(112, 'reject', SerialNumber),
  warningAreaList: optionalIe(113, 'ignore', WarningAreaList),
  repetitionPeriod: mandatory(114, 'reject', RepetitionPeriod),
  extendedRepetitionPeriod: optionalIe(144, 'reject', ExtendedRepetitionPeriod),
  numberofBroadcastRequest: mandatory(115, 'reject', NumberofBroadcastRequest),
  warningType: optionalIe(116, 'ignore', WarningType),
  warningSecurityInfo: optionalIe(117, 'ignore', WarningSecurityInfo),
  dataCodingScheme: optionalIe(118, 'ignore', DataCodingScheme),
  warningMessageContents: optionalIe(119, 'ignore', WarningMessageContents),
  concurrentWarningMessageIndicator: optionalIe(142, 'reject', ConcurrentWarningMessageIndicator),
  warningAreaCoordinates: optionalIe(286, 'ignore', WarningAreaCoordinates),
});

/** TS 36.413 §9.1.13.2 */
export const WriteReplaceWarningResponse = ieMessage('WriteReplaceWarningResponse', {
  messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
  serialNumber: mandatory(112, 'reject', SerialNumber),
  broadcastCompletedAreaList: optionalIe(120, 'ignore', BroadcastCompletedAreaList),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.13.3 */
export const KillRequest = ieMessage('KillRequest', {
  messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
  serialNumber: mandatory(112, 'reject', SerialNumber),
  warningAreaList: optionalIe(113, 'ignore', WarningAreaList),
  killAllWarningMessages: optionalIe(191, 'reject', KillAllWarningMessages),
});

/** TS 36.413 §9.1.13.4 */
export const KillResponse = ieMessage('KillResponse', {
  messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
  serialNumber: mandatory(112, 'reject', SerialNumber),
  broadcastCancelledAreaList: optionalIe(141, 'ignore', BroadcastCancelledAreaList),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.13.5 */
export const PWSRestartIndication = ieMessage('PWSRestartIndication', {
  ecgiListForRestart: mandatory(182, 'reject', EcgiListForRestart),
  globalEnbId: mandatory(59, 'reject', GlobalEnbId),
  taiListForRestart: mandatory(188, 'reject', TaiListForRestart),
  emergencyAreaIdListForRestart: optionalIe(190, 'reject', EmergencyAreaIdListForRestart),
});

/** TS 36.413 §9.1.13.6 */
export const PWSFailureIndication = ieMessage('PWSFailureIndication', {
  pwsFailedEcgiList: mandatory(222, 'reject', PwsFailedEcgiList),
  globalEnbId: mandatory(59, 'reject', GlobalEnbId),
});
