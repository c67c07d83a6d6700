import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
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

export const Reset = clause(
  '9.1.8.1',
  ieMessage('Reset', {
    cause: mandatory(2, 'ignore', Cause),
    resetType: mandatory(92, 'reject', ResetType),
  }),
);

export const ResetAcknowledge = clause(
  '9.1.8.2',
  ieMessage('ResetAcknowledge', {
    ueAssociatedLogicalS1ConnectionListResAck: optionalIe(93, 'ignore', UeAssociatedLogicalS1ConnectionListResAck),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const ErrorIndication = clause(
  '9.1.8.3',
  ieMessage('ErrorIndication', {
    mmeUeS1apId: optionalIe(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: optionalIe(8, 'ignore', EnbUeS1apId),
    cause: optionalIe(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    sTmsi: optionalIe(96, 'ignore', STmsi),
  }),
);

export const S1SetupRequest = clause(
  '9.1.8.4',
  ieMessage('S1SetupRequest', {
    globalEnbId: mandatory(59, 'reject', GlobalEnbId),
    enbName: optionalIe(60, 'ignore', EnbName),
    supportedTas: mandatory(64, 'reject', SupportedTas),
    defaultPagingDrx: mandatory(137, 'ignore', PagingDrx),
    csgIdList: optionalIe(128, 'reject', CsgIdList),
    ueRetentionInformation: optionalIe(228, 'ignore', UeRetentionInformation),
    nbIotDefaultPagingDrx: optionalIe(234, 'ignore', NbIotDefaultPagingDrx),
    connectedEnGnbList: optionalIe(291, 'ignore', ConnectedEnGnbList),
  }),
);

export const S1SetupResponse = clause(
  '9.1.8.5',
  ieMessage('S1SetupResponse', {
    mmeName: optionalIe(61, 'ignore', MmeName),
    servedGummeis: mandatory(105, 'reject', ServedGummeis),
    relativeMmeCapacity: mandatory(87, 'ignore', RelativeMmeCapacity),
    mmeRelaySupportIndicator: optionalIe(163, 'ignore', MmeRelaySupportIndicator),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    ueRetentionInformation: optionalIe(228, 'ignore', UeRetentionInformation),
    servedDcns: optionalIe(247, 'ignore', ServedDcns),
    iabSupported: optionalIe(303, 'ignore', IabSupported),
  }),
);

export const S1SetupFailure = clause(
  '9.1.8.6',
  ieMessage('S1SetupFailure', {
    cause: mandatory(2, 'ignore', Cause),
    timeToWait: optionalIe(65, 'ignore', TimeToWait),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const ENBConfigurationUpdate = clause(
  '9.1.8.7',
  ieMessage('ENBConfigurationUpdate', {
    enbName: optionalIe(60, 'ignore', EnbName),
    supportedTas: optionalIe(64, 'reject', SupportedTas),
    csgIdList: optionalIe(128, 'reject', CsgIdList),
    defaultPagingDrx: optionalIe(137, 'ignore', PagingDrx),
    nbIotDefaultPagingDrx: optionalIe(234, 'ignore', NbIotDefaultPagingDrx),
    connectedEnGnbToAddList: optionalIe(292, 'ignore', ConnectedEnGnbList),
    connectedEnGnbToRemoveList: optionalIe(293, 'ignore', ConnectedEnGnbList),
  }),
);

export const ENBConfigurationUpdateAcknowledge = clause(
  '9.1.8.8',
  ieMessage('ENBConfigurationUpdateAcknowledge', {
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const ENBConfigurationUpdateFailure = clause(
  '9.1.8.9',
  ieMessage('ENBConfigurationUpdateFailure', {
    cause: mandatory(2, 'ignore', Cause),
    timeToWait: optionalIe(65, 'ignore', TimeToWait),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const MMEConfigurationUpdate = clause(
  '9.1.8.10',
  ieMessage('MMEConfigurationUpdate', {
    mmeName: optionalIe(61, 'ignore', MmeName),
    servedGummeis: optionalIe(105, 'reject', ServedGummeis),
    relativeMmeCapacity: optionalIe(87, 'reject', RelativeMmeCapacity),
    servedDcns: optionalIe(247, 'ignore', ServedDcns),
  }),
);

export const MMEConfigurationUpdateAcknowledge = clause(
  '9.1.8.11',
  ieMessage('MMEConfigurationUpdateAcknowledge', {
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const MMEConfigurationUpdateFailure = clause(
  '9.1.8.12',
  ieMessage('MMEConfigurationUpdateFailure', {
    cause: mandatory(2, 'ignore', Cause),
    timeToWait: optionalIe(65, 'ignore', TimeToWait),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const OverloadStart = clause(
  '9.1.8.13',
  ieMessage('OverloadStart', {
    overloadResponse: mandatory(101, 'reject', OverloadResponse),
    gummeiList: optionalIe(154, 'ignore', GummeiList),
    trafficLoadReductionIndication: optionalIe(161, 'ignore', TrafficLoadReductionIndication),
  }),
);

export const OverloadStop = clause(
  '9.1.8.14',
  ieMessage('OverloadStop', {
    gummeiList: optionalIe(154, 'ignore', GummeiList),
  }),
);
