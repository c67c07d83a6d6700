import { conditional, ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import {
  ERabAdmittedList,
  ERabFailedtoSetupListHoReqAck,
  ERabList,
  ERabSubjectToDataForwardingList,
  ERabToBeSetupListHoReq,
  ERabToBeSwitchedDlList,
  ERabToBeSwitchedUlList,
  ERabToBeUpdatedList,
  NrUeSidelinkAggregateMaximumBitRate,
  Pc5QosParameters,
  TunnelInformation,
  UeAggregateMaximumBitRate,
  UeSidelinkAggregateMaximumBitRate,
} from '../ies/bearers.ts';
import { Cause, CriticalityDiagnostics } from '../ies/causes.ts';
import {
  DirectForwardingPathAvailability,
  EnbEarlyStatusTransferTransparentContainer,
  EnbStatusTransferTransparentContainer,
  HandoverRestrictionList,
  HandoverType,
  NasSecurityParametersfromEutran,
  NasSecurityParameterstoEutran,
  NotifySourceEnb,
  SourceToTargetTransparentContainer,
  SrvccHoIndication,
  SrvccOperationPossible,
  TargetId,
  TargetToSourceTransparentContainer,
} from '../ies/handover.ts';
import {
  CellAccessMode,
  CsgId,
  CsgMembershipStatus,
  EnbUeS1apId,
  EutranCgi,
  Gummei,
  LhnId,
  MaskedImeisv,
  MmeUeS1apId,
  Tai,
} from '../ies/identities.ts';
import { ManagementBasedMdtAllowed, MdtPlmnList, TraceActivation } from '../ies/measurements.ts';
import { EnhancedCoverageRestricted } from '../ies/paging.ts';
import {
  AdditionalRrmPriorityIndex,
  AerialUeSubscriptionInformation,
  CeModeBRestricted,
  CeModeBSupportIndicator,
  ExpectedUeBehaviour,
  IabAuthorized,
  LteNtnTaiInformation,
  MsClassmark2,
  MsClassmark3,
  NrUeSecurityCapabilities,
  NrV2xServicesAuthorized,
  PendingDataIndication,
  ProSeAuthorized,
  PsCellInformation,
  PsServiceNotAvailable,
  RequestType,
  RrcEstablishmentCause,
  SecurityContext,
  SubscriptionBasedUeDifferentiationInfo,
  UeRadioCapabilityId,
  UeSecurityCapabilities,
  UeUserPlaneCiotSupportIndicator,
  V2xServicesAuthorized,
} from '../ies/ue-context.ts';

// Handover signalling messages. TS 36.413 §9.1.5

export const HandoverRequired = clause(
  '9.1.5.1',
  ieMessage('HandoverRequired', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    handoverType: mandatory(1, 'reject', HandoverType),
    cause: mandatory(2, 'ignore', Cause),
    targetId: mandatory(4, 'reject', TargetId),
    directForwardingPathAvailability: optionalIe(79, 'ignore', DirectForwardingPathAvailability),
    srvccHoIndication: optionalIe(125, 'reject', SrvccHoIndication),
    sourceToTargetTransparentContainer: mandatory(104, 'reject', SourceToTargetTransparentContainer),
    sourceToTargetTransparentContainerSecondary: optionalIe(138, 'reject', SourceToTargetTransparentContainer),
    msClassmark2: conditional(132, 'reject', MsClassmark2),
    msClassmark3: conditional(133, 'ignore', MsClassmark3),
    csgId: optionalIe(127, 'reject', CsgId),
    cellAccessMode: optionalIe(145, 'reject', CellAccessMode),
    psServiceNotAvailable: optionalIe(150, 'ignore', PsServiceNotAvailable),
  }),
);

export const HandoverCommand = clause(
  '9.1.5.2',
  ieMessage('HandoverCommand', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    handoverType: mandatory(1, 'reject', HandoverType),
    nasSecurityParametersfromEutran: conditional(135, 'reject', NasSecurityParametersfromEutran),
    eRabSubjectToDataForwardingList: optionalIe(12, 'ignore', ERabSubjectToDataForwardingList),
    eRabToReleaseListHoCmd: optionalIe(13, 'ignore', ERabList),
    targetToSourceTransparentContainer: mandatory(123, 'reject', TargetToSourceTransparentContainer),
    targetToSourceTransparentContainerSecondary: optionalIe(139, 'reject', TargetToSourceTransparentContainer),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const HandoverPreparationFailure = clause(
  '9.1.5.3',
  ieMessage('HandoverPreparationFailure', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const HandoverRequest = clause(
  '9.1.5.4',
  ieMessage('HandoverRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    handoverType: mandatory(1, 'reject', HandoverType),
    cause: mandatory(2, 'ignore', Cause),
    ueAggregateMaximumBitRate: mandatory(66, 'reject', UeAggregateMaximumBitRate),
    eRabToBeSetupList: mandatory(53, 'reject', ERabToBeSetupListHoReq),
    sourceToTargetTransparentContainer: mandatory(104, 'reject', SourceToTargetTransparentContainer),
    ueSecurityCapabilities: mandatory(107, 'reject', UeSecurityCapabilities),
    handoverRestrictionList: optionalIe(41, 'ignore', HandoverRestrictionList),
    traceActivation: optionalIe(25, 'ignore', TraceActivation),
    requestType: optionalIe(98, 'ignore', RequestType),
    srvccOperationPossible: optionalIe(124, 'ignore', SrvccOperationPossible),
    securityContext: mandatory(40, 'reject', SecurityContext),
    nasSecurityParameterstoEutran: conditional(136, 'reject', NasSecurityParameterstoEutran),
    csgId: optionalIe(127, 'reject', CsgId),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
    gummei: optionalIe(75, 'ignore', Gummei),
    mmeUeS1apId2: optionalIe(158, 'ignore', MmeUeS1apId),
    managementBasedMdtAllowed: optionalIe(165, 'ignore', ManagementBasedMdtAllowed),
    managementBasedMdtPlmnList: optionalIe(177, 'ignore', MdtPlmnList),
    maskedImeisv: optionalIe(192, 'ignore', MaskedImeisv),
    expectedUeBehaviour: optionalIe(196, 'ignore', ExpectedUeBehaviour),
    proSeAuthorized: optionalIe(195, 'ignore', ProSeAuthorized),
    ueUserPlaneCiotSupportIndicator: optionalIe(241, 'ignore', UeUserPlaneCiotSupportIndicator),
    v2xServicesAuthorized: optionalIe(240, 'ignore', V2xServicesAuthorized),
    ueSidelinkAggregateMaximumBitRate: optionalIe(248, 'ignore', UeSidelinkAggregateMaximumBitRate),
    enhancedCoverageRestricted: optionalIe(251, 'ignore', EnhancedCoverageRestricted),
    nrUeSecurityCapabilities: optionalIe(269, 'ignore', NrUeSecurityCapabilities),
    ceModeBRestricted: optionalIe(271, 'ignore', CeModeBRestricted),
    aerialUeSubscriptionInformation: optionalIe(277, 'ignore', AerialUeSubscriptionInformation),
    pendingDataIndication: optionalIe(283, 'ignore', PendingDataIndication),
    subscriptionBasedUeDifferentiationInfo: optionalIe(278, 'ignore', SubscriptionBasedUeDifferentiationInfo),
    additionalRrmPriorityIndex: optionalIe(299, 'ignore', AdditionalRrmPriorityIndex),
    iabAuthorized: optionalIe(301, 'reject', IabAuthorized),
    nrV2xServicesAuthorized: optionalIe(306, 'ignore', NrV2xServicesAuthorized),
    nrUeSidelinkAggregateMaximumBitRate: optionalIe(307, 'ignore', NrUeSidelinkAggregateMaximumBitRate),
    pc5QosParameters: optionalIe(308, 'ignore', Pc5QosParameters),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
  }),
);

export const HandoverRequestAcknowledge = clause(
  '9.1.5.5',
  ieMessage('HandoverRequestAcknowledge', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabAdmittedList: mandatory(18, 'ignore', ERabAdmittedList),
    eRabFailedToSetupList: optionalIe(19, 'ignore', ERabFailedtoSetupListHoReqAck),
    targetToSourceTransparentContainer: mandatory(123, 'reject', TargetToSourceTransparentContainer),
    csgId: optionalIe(127, 'ignore', CsgId),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    cellAccessMode: optionalIe(145, 'ignore', CellAccessMode),
    ceModeBSupportIndicator: optionalIe(242, 'ignore', CeModeBSupportIndicator),
  }),
);

export const HandoverFailure = clause(
  '9.1.5.6',
  ieMessage('HandoverFailure', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const HandoverNotify = clause(
  '9.1.5.7',
  ieMessage('HandoverNotify', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    tai: mandatory(67, 'ignore', Tai),
    tunnelInformationForBbf: optionalIe(176, 'ignore', TunnelInformation),
    lhnId: optionalIe(186, 'ignore', LhnId),
    psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
    notifySourceEnb: optionalIe(320, 'ignore', NotifySourceEnb),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  }),
);

export const PathSwitchRequest = clause(
  '9.1.5.8',
  ieMessage('PathSwitchRequest', {
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eRabToBeSwitchedDlList: mandatory(22, 'reject', ERabToBeSwitchedDlList),
    sourceMmeUeS1apId: mandatory(88, 'reject', MmeUeS1apId),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    tai: mandatory(67, 'ignore', Tai),
    ueSecurityCapabilities: mandatory(107, 'ignore', UeSecurityCapabilities),
    csgId: optionalIe(127, 'ignore', CsgId),
    cellAccessMode: optionalIe(145, 'ignore', CellAccessMode),
    sourceMmeGummei: optionalIe(157, 'ignore', Gummei),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
    tunnelInformationForBbf: optionalIe(176, 'ignore', TunnelInformation),
    lhnId: optionalIe(186, 'ignore', LhnId),
    rrcResumeCause: optionalIe(245, 'ignore', RrcEstablishmentCause),
    nrUeSecurityCapabilities: optionalIe(269, 'ignore', NrUeSecurityCapabilities),
    psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  }),
);

export const PathSwitchRequestAcknowledge = clause(
  '9.1.5.9',
  ieMessage('PathSwitchRequestAcknowledge', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    ueAggregateMaximumBitRate: optionalIe(66, 'ignore', UeAggregateMaximumBitRate),
    eRabToBeSwitchedUlList: optionalIe(95, 'ignore', ERabToBeSwitchedUlList),
    eRabToBeReleasedList: optionalIe(33, 'ignore', ERabList),
    securityContext: mandatory(40, 'reject', SecurityContext),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    mmeUeS1apId2: optionalIe(158, 'ignore', MmeUeS1apId),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
    proSeAuthorized: optionalIe(195, 'ignore', ProSeAuthorized),
    ueUserPlaneCiotSupportIndicator: optionalIe(241, 'ignore', UeUserPlaneCiotSupportIndicator),
    v2xServicesAuthorized: optionalIe(240, 'ignore', V2xServicesAuthorized),
    ueSidelinkAggregateMaximumBitRate: optionalIe(248, 'ignore', UeSidelinkAggregateMaximumBitRate),
    enhancedCoverageRestricted: optionalIe(251, 'ignore', EnhancedCoverageRestricted),
    nrUeSecurityCapabilities: optionalIe(269, 'ignore', NrUeSecurityCapabilities),
    ceModeBRestricted: optionalIe(271, 'ignore', CeModeBRestricted),
    aerialUeSubscriptionInformation: optionalIe(277, 'ignore', AerialUeSubscriptionInformation),
    pendingDataIndication: optionalIe(283, 'ignore', PendingDataIndication),
    subscriptionBasedUeDifferentiationInfo: optionalIe(278, 'ignore', SubscriptionBasedUeDifferentiationInfo),
    handoverRestrictionList: optionalIe(41, 'ignore', HandoverRestrictionList),
    additionalRrmPriorityIndex: optionalIe(299, 'ignore', AdditionalRrmPriorityIndex),
    nrV2xServicesAuthorized: optionalIe(306, 'ignore', NrV2xServicesAuthorized),
    nrUeSidelinkAggregateMaximumBitRate: optionalIe(307, 'ignore', NrUeSidelinkAggregateMaximumBitRate),
    pc5QosParameters: optionalIe(308, 'ignore', Pc5QosParameters),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
    ueSecurityCapabilities: optionalIe(107, 'ignore', UeSecurityCapabilities),
    eRabToBeUpdatedList: optionalIe(341, 'ignore', ERabToBeUpdatedList),
  }),
);

export const PathSwitchRequestFailure = clause(
  '9.1.5.10',
  ieMessage('PathSwitchRequestFailure', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const HandoverCancel = clause(
  '9.1.5.11',
  ieMessage('HandoverCancel', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
  }),
);

export const HandoverCancelAcknowledge = clause(
  '9.1.5.12',
  ieMessage('HandoverCancelAcknowledge', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const ENBStatusTransfer = clause(
  '9.1.5.13',
  ieMessage('ENBStatusTransfer', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    enbStatusTransferTransparentContainer: mandatory(90, 'reject', EnbStatusTransferTransparentContainer),
  }),
);

export const MMEStatusTransfer = clause(
  '9.1.5.14',
  ieMessage('MMEStatusTransfer', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    enbStatusTransferTransparentContainer: mandatory(90, 'reject', EnbStatusTransferTransparentContainer),
  }),
);

export const HandoverSuccess = clause(
  '9.1.5.15',
  ieMessage('HandoverSuccess', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  }),
);

export const ENBEarlyStatusTransfer = clause(
  '9.1.5.16',
  ieMessage('ENBEarlyStatusTransfer', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    enbEarlyStatusTransferTransparentContainer: mandatory(321, 'reject', EnbEarlyStatusTransferTransparentContainer),
  }),
);

export const MMEEarlyStatusTransfer = clause(
  '9.1.5.17',
  ieMessage('MMEEarlyStatusTransfer', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    enbEarlyStatusTransferTransparentContainer: mandatory(321, 'reject', EnbEarlyStatusTransferTransparentContainer),
  }),
);
