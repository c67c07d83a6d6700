import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { Cause, CriticalityDiagnostics, TimeToWait } from '../ies/causes.ts';
import { CsgIdList, EnbUeS1apId, GlobalEnbId, MmeUeS1apId, STmsi } from '../ies/identities.ts';
import {
  ConnectedEnGnbList,
  EnbName,
  GummeiList,
  IabSupported,
  MmeName,
  MmeRelaySupportIndicator,
  OverloadResponse,
  RelativeMmeCapacity,
  ResetType,
  ServedDcns,
  ServedGummeis,
  SupportedTas,
  TrafficLoadReductionIndication,
  UeAssociatedLogicalS1ConnectionListResAck,
  UeRetentionInformation,
} from '../ies/management.ts';
import { NbIotDefaultPagingDrx, PagingDrx } from '../ies/paging.ts';

// Management messages. TS 36.413 §9.1.8

/** TS 36.413 §9.1.8.1 */
export const Reset = ieMessage('Reset', {
  cause: mandatory(2, 'ignore', Cause),
  resetType: mandatory(92, 'reject', ResetType),
});

/** TS 36.413 §9.1.8.2 */
export const ResetAcknowledge = ieMessage('ResetAcknowledge', {
  ueAssociatedLogicalS1ConnectionListResAck: optionalIe(93, 'ignore', UeAssociatedLogicalS1ConnectionListResAck),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.8.3 */
export const ErrorIndication = ieMessage('ErrorIndication', {
  mmeUeS1apId: optionalIe(0, 'ignore', MmeUeS1apId),
  enbUeS1apId: optionalIe(8, 'ignore', EnbUeS1apId),
  cause: optionalIe(2, 'ignore', Cause),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  sTmsi: optionalIe(96, 'ignore', STmsi),
});

/** TS 36.413 §9.1.8.4 */
export const S1SetupRequest = ieMessage('S1SetupRequest', {
  globalEnbId: mandatory(59, 'reject', GlobalEnbId),
  enbName: optionalIe(60, 'ignore', EnbName),
  supportedTas: mandatory(64, 'reject', SupportedTas),
  defaultPagingDrx: mandatory(137, 'ignore', PagingDrx),
  csgIdList: optionalIe(128, 'reject', CsgIdList),
  ueRetentionInformation: optionalIe(228, 'ignore', UeRetentionInformation),
  nbIotDefaultPagingDrx: optionalIe(234, 'ignore', NbIotDefaultPagingDrx),
  connectedEnGnbList: optionalIe(291, 'ignore', ConnectedEnGnbList),
});

/** TS 36.413 §9.1.8.5 */
export const S1SetupResponse = ieMessage('S1SetupResponse', {
  mmeName: optionalIe(61, 'ignore', MmeName),
  servedGummeis: mandatory(105, 'reject', ServedGummeis),
  relativeMmeCapacity: mandatory(87, 'ignore', RelativeMmeCapacity),
  mmeRelaySupportIndicator: optionalIe(163, 'ignore', MmeRelaySupportIndicator),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  ueRetentionInformation: optionalIe(228, 'ignore', UeRetentionInformation),
  servedDcns: optionalIe(247, 'ignore', ServedDcns),
  iabSupported: optionalIe(303, 'ignore', IabSupported),
});

/** TS 36.413 §9.1.8.6 */
export const S1SetupFailure = ieMessage('S1SetupFailure', {
  cause: mandatory(2, 'ignore', Cause),
  timeToWait: optionalIe(65, 'ignore', TimeToWait),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.8.7 */
export const ENBConfigurationUpdate = ieMessage('ENBConfigurationUpdate', {
  enbName: optionalIe(60, 'ignore', EnbName),
  supportedTas: optionalIe(64, 'reject', SupportedTas),
  csgIdList: optionalIe(128, 'reject', CsgIdList),
  defaultPagingDrx: optionalIe(137, 'ignore', PagingDrx),
  nbIotDefaultPagingDrx: optionalIe(234, 'ignore', NbIotDefaultPagingDrx),
  connectedEnGnbToAddList: optionalIe(292, 'ignore', ConnectedEnGnbList),
  connectedEnGnbToRemoveList: optionalIe(293, 'ignore', ConnectedEnGnbList),
});

/** TS 36.413 §9.1.8.8 */
export const ENBConfigurationUpdateAcknowledge = ieMessage('ENBConfigurationUpdateAcknowledge', {
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.8.9 */
export const ENBConfigurationUpdateFailure = ieMessage('ENBConfigurationUpdateFailure', {
  cause: mandatory(2, 'ignore', Cause),
  timeToWait: optionalIe(65, 'ignore', TimeToWait),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.8.10 */
export const MMEConfigurationUpdate = ieMessage('MMEConfigurationUpdate', {
  mmeName: optionalIe(61, 'ignore', MmeName),
  servedGummeis: optionalIe(105, 'reject', ServedGummeis),
  relativeMmeCapacity: optionalIe(87, 'reject', RelativeMmeCapacity),
  servedDcns: optionalIe(247, 'ignore', ServedDcns),
});

/** TS 36.413 §9.1.8.11 */
export const MMEConfigurationUpdateAcknowledge = ieMessage('MMEConfigurationUpdateAcknowledge', {
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.8.12 */
export const MMEConfigurationUpdateFailure = ieMessage('MMEConfigurationUpdateFailure', {
  cause: mandatory(2, 'ignore', Cause),
  timeToWait: optionalIe(65, 'ignore', TimeToWait),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});

/** TS 36.413 §9.1.8.13 */
export const OverloadStart = ieMessage('OverloadStart', {
  overloadResponse: mandatory(101, 'reject', OverloadResponse),
  gummeiList: optionalIe(154, 'ignore', GummeiList),
  trafficLoadReductionIndication: optionalIe(161, 'ignore', TrafficLoadReductionIndication),
});

/** TS 36.413 §9.1.8.14 */
export const OverloadStop = ieMessage('OverloadStop', {
  gummeiList: optionalIe(154, 'ignore', GummeiList),
});
