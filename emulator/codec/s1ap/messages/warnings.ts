import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
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

export const WriteReplaceWarningRequest = clause(
  '9.1.13.1',
  ieMessage('WriteReplaceWarningRequest', {
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
  }),
);

export const WriteReplaceWarningResponse = clause(
  '9.1.13.2',
  ieMessage('WriteReplaceWarningResponse', {
    messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
    serialNumber: mandatory(112, 'reject', SerialNumber),
    broadcastCompletedAreaList: optionalIe(120, 'ignore', BroadcastCompletedAreaList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const KillRequest = clause(
  '9.1.13.3',
  ieMessage('KillRequest', {
    messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
    serialNumber: mandatory(112, 'reject', SerialNumber),
    warningAreaList: optionalIe(113, 'ignore', WarningAreaList),
    killAllWarningMessages: optionalIe(191, 'reject', KillAllWarningMessages),
  }),
);

export const KillResponse = clause(
  '9.1.13.4',
  ieMessage('KillResponse', {
    messageIdentifier: mandatory(111, 'reject', MessageIdentifier),
    serialNumber: mandatory(112, 'reject', SerialNumber),
    broadcastCancelledAreaList: optionalIe(141, 'ignore', BroadcastCancelledAreaList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const PWSRestartIndication = clause(
  '9.1.13.5',
  ieMessage('PWSRestartIndication', {
    ecgiListForRestart: mandatory(182, 'reject', EcgiListForRestart),
    globalEnbId: mandatory(59, 'reject', GlobalEnbId),
    taiListForRestart: mandatory(188, 'reject', TaiListForRestart),
    emergencyAreaIdListForRestart: optionalIe(190, 'reject', EmergencyAreaIdListForRestart),
  }),
);

export const PWSFailureIndication = clause(
  '9.1.13.6',
  ieMessage('PWSFailureIndication', {
    pwsFailedEcgiList: mandatory(222, 'reject', PwsFailedEcgiList),
    globalEnbId: mandatory(59, 'reject', GlobalEnbId),
  }),
);
