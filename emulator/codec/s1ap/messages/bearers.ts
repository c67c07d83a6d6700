import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import {
  ERabList,
  ERabModifyListBearerModConf,
  ERabModifyListBearerModRes,
  ERabNotToBeModifiedListBearerModInd,
  ERabReleaseListBearerRelComp,
  ERabSetupListBearerSuRes,
  ERabToBeModifiedListBearerModInd,
  ERabToBeModifiedListBearerModReq,
  ERabToBeSetupListBearerSuReq,
  NasPdu,
  SecondaryRatDataUsageReportList,
  SecondaryRatDataUsageRequest,
  TunnelInformation,
  UeAggregateMaximumBitRate,
} from '../ies/bearers.ts';
import { CriticalityDiagnostics } from '../ies/causes.ts';
import { HandoverFlag, TimeSinceSecondaryNodeRelease } from '../ies/handover.ts';
import { CsgMembershipInfo, CsgMembershipStatus, EnbUeS1apId, MmeUeS1apId } from '../ies/identities.ts';
import { UserLocationInformation } from '../ies/ue-context.ts';

// E-RAB management messages. TS 36.413 §9.1.3, §9.1.20

export const ERABSetupRequest = clause(
  '9.1.3.1',
  ieMessage('E-RABSetupRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    ueAggregateMaximumBitRate: optionalIe(66, 'reject', UeAggregateMaximumBitRate),
    eRabToBeSetupList: mandatory(16, 'reject', ERabToBeSetupListBearerSuReq),
  }),
);

export const ERABSetupResponse = clause(
  '9.1.3.2',
  ieMessage('E-RABSetupResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabSetupList: optionalIe(28, 'ignore', ERabSetupListBearerSuRes),
    eRabFailedToSetupList: optionalIe(29, 'ignore', ERabList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
  }),
);

export const ERABModifyRequest = clause(
  '9.1.3.3',
  ieMessage('E-RABModifyRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    ueAggregateMaximumBitRate: optionalIe(66, 'reject', UeAggregateMaximumBitRate),
    eRabToBeModifiedList: mandatory(30, 'reject', ERabToBeModifiedListBearerModReq),
    secondaryRatDataUsageRequest: optionalIe(268, 'ignore', SecondaryRatDataUsageRequest),
  }),
);

export const ERABModifyResponse = clause(
  '9.1.3.4',
  ieMessage('E-RABModifyResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabModifyList: optionalIe(31, 'ignore', ERabModifyListBearerModRes),
    eRabFailedToModifyList: optionalIe(32, 'ignore', ERabList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
  }),
);

export const ERABReleaseCommand = clause(
  '9.1.3.5',
  ieMessage('E-RABReleaseCommand', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    ueAggregateMaximumBitRate: optionalIe(66, 'reject', UeAggregateMaximumBitRate),
    eRabToBeReleasedList: mandatory(33, 'ignore', ERabList),
    nasPdu: optionalIe(26, 'ignore', NasPdu),
  }),
);

export const ERABReleaseResponse = clause(
  '9.1.3.6',
  ieMessage('E-RABReleaseResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabReleaseList: optionalIe(69, 'ignore', ERabReleaseListBearerRelComp),
    eRabFailedToReleaseList: optionalIe(34, 'ignore', ERabList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
  }),
);

export const ERABReleaseIndication = clause(
  '9.1.3.7',
  ieMessage('E-RABReleaseIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eRabReleasedList: mandatory(110, 'ignore', ERabList),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
  }),
);

export const ERABModificationIndication = clause(
  '9.1.3.8',
  ieMessage('E-RABModificationIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eRabToBeModifiedList: mandatory(199, 'reject', ERabToBeModifiedListBearerModInd),
    eRabNotToBeModifiedList: optionalIe(201, 'reject', ERabNotToBeModifiedListBearerModInd),
    csgMembershipInfo: optionalIe(226, 'reject', CsgMembershipInfo),
    tunnelInformationForBbf: optionalIe(176, 'ignore', TunnelInformation),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
  }),
);

export const ERABModificationConfirm = clause(
  '9.1.3.9',
  ieMessage('E-RABModificationConfirm', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabModifyList: optionalIe(203, 'ignore', ERabModifyListBearerModConf),
    eRabFailedToModifyList: optionalIe(205, 'ignore', ERabList),
    eRabToBeReleasedList: optionalIe(210, 'ignore', ERabList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
  }),
);

export const SecondaryRATDataUsageReport = clause(
  '9.1.20.1',
  ieMessage('SecondaryRATDataUsageReport', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    secondaryRatDataUsageReportList: mandatory(264, 'ignore', SecondaryRatDataUsageReportList),
    handoverFlag: optionalIe(266, 'ignore', HandoverFlag),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
    timeSinceSecondaryNodeRelease: optionalIe(297, 'ignore', TimeSinceSecondaryNodeRelease),
  }),
);
