import { conditional, ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import {
  ERabFailedToResumeListResumeReq,
  ERabFailedToResumeListResumeRes,
  ERabLevelQosParameters,
  ERabList,
  ERabSetupListCtxtSuRes,
  ERabToBeSetupListCtxtSuReq,
  NrUeSidelinkAggregateMaximumBitRate,
  Pc5QosParameters,
  SecondaryRatDataUsageReportList,
  UeAggregateMaximumBitRate,
  UeSidelinkAggregateMaximumBitRate,
} from '../ies/bearers.ts';
import { Cause, CriticalityDiagnostics } from '../ies/causes.ts';
import {
  HandoverRestrictionList,
  SrvccOperationNotPossible,
  SrvccOperationPossible,
  TimeSinceSecondaryNodeRelease,
} from '../ies/handover.ts';
import {
  CsgMembershipInfo,
  CsgMembershipStatus,
  EnbUeS1apId,
  EutranCgi,
  Gummei,
  Lai,
  MaskedImeisv,
  MmeUeS1apId,
  STmsi,
  Tai,
  UeS1apIds,
} from '../ies/identities.ts';
import { SecurityKey } from '../ies/mapped.ts';
import {
  ManagementBasedMdtAllowed,
  MdtPlmnList,
  TraceActivation,
  UeApplicationLayerMeasurementCapability,
} from '../ies/measurements.ts';
import {
  CellIdentifierAndCeLevelForCeCapableUes,
  EnhancedCoverageRestricted,
  InformationOnRecommendedCellsAndEnbsForPaging,
  UeRadioCapabilityForPaging,
} from '../ies/paging.ts';
import {
  AdditionalCsFallbackIndicator,
  AdditionalRrmPriorityIndex,
  AerialUeSubscriptionInformation,
  CeModeBRestricted,
  CsFallbackIndicator,
  DlCpSecurityInformation,
  EndIndication,
  ExpectedUeBehaviour,
  GwContextReleaseIndication,
  IabAuthorized,
  LteMIndication,
  LteNtnTaiInformation,
  NrUeSecurityCapabilities,
  NrV2xServicesAuthorized,
  PendingDataIndication,
  ProSeAuthorized,
  RrcEstablishmentCause,
  SecurityContext,
  SubscriberProfileIdForRfp,
  SubscriptionBasedUeDifferentiationInfo,
  UeRadioCapability,
  UeRadioCapabilityId,
  UeSecurityCapabilities,
  UeUserPlaneCiotSupportIndicator,
  UlCpSecurityInformation,
  UserLocationInformation,
  V2xServicesAuthorized,
  VoiceSupportMatchIndicator,
} from '../ies/ue-context.ts';

// Context management messages. TS 36.413 §9.1.4, §9.1.10

export const InitialContextSetupRequest = clause(
  '9.1.4.1',
  ieMessage('InitialContextSetupRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    ueAggregateMaximumBitRate: mandatory(66, 'reject', UeAggregateMaximumBitRate),
    eRabToBeSetupList: mandatory(24, 'reject', ERabToBeSetupListCtxtSuReq),
    ueSecurityCapabilities: mandatory(107, 'reject', UeSecurityCapabilities),
    securityKey: mandatory(73, 'reject', SecurityKey),
    traceActivation: optionalIe(25, 'ignore', TraceActivation),
    handoverRestrictionList: optionalIe(41, 'ignore', HandoverRestrictionList),
    ueRadioCapability: optionalIe(74, 'ignore', UeRadioCapability),
    subscriberProfileIdForRfp: optionalIe(106, 'ignore', SubscriberProfileIdForRfp),
    csFallbackIndicator: optionalIe(108, 'reject', CsFallbackIndicator),
    srvccOperationPossible: optionalIe(124, 'ignore', SrvccOperationPossible),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
    registeredLai: optionalIe(159, 'ignore', Lai),
    gummei: optionalIe(75, 'ignore', Gummei),
    mmeUeS1apId2: optionalIe(158, 'ignore', MmeUeS1apId),
    managementBasedMdtAllowed: optionalIe(165, 'ignore', ManagementBasedMdtAllowed),
    managementBasedMdtPlmnList: optionalIe(177, 'ignore', MdtPlmnList),
    additionalCsFallbackIndicator: conditional(187, 'ignore', AdditionalCsFallbackIndicator),
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
    iabAuthorized: optionalIe(301, 'ignore', IabAuthorized),
    nrV2xServicesAuthorized: optionalIe(306, 'ignore', NrV2xServicesAuthorized),
    nrUeSidelinkAggregateMaximumBitRate: optionalIe(307, 'ignore', NrUeSidelinkAggregateMaximumBitRate),
    pc5QosParameters: optionalIe(308, 'ignore', Pc5QosParameters),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
  }),
);

export const InitialContextSetupResponse = clause(
  '9.1.4.3',
  ieMessage('InitialContextSetupResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabSetupList: mandatory(51, 'ignore', ERabSetupListCtxtSuRes),
    eRabFailedToSetupList: optionalIe(48, 'ignore', ERabList),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const InitialContextSetupFailure = clause(
  '9.1.4.4',
  ieMessage('InitialContextSetupFailure', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const UEContextReleaseRequest = clause(
  '9.1.4.5',
  ieMessage('UEContextReleaseRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    gwContextReleaseIndication: optionalIe(164, 'reject', GwContextReleaseIndication),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
  }),
);

export const UEContextReleaseCommand = clause(
  '9.1.4.6',
  ieMessage('UEContextReleaseCommand', {
    ueS1apIds: mandatory(99, 'reject', UeS1apIds),
    cause: mandatory(2, 'ignore', Cause),
  }),
);

export const UEContextReleaseComplete = clause(
  '9.1.4.7',
  ieMessage('UEContextReleaseComplete', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
    informationOnRecommendedCellsAndEnbsForPaging: optionalIe(
      213,
      'ignore',
      InformationOnRecommendedCellsAndEnbsForPaging,
    ),
    cellIdentifierAndCeLevelForCeCapableUes: optionalIe(212, 'ignore', CellIdentifierAndCeLevelForCeCapableUes),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
    timeSinceSecondaryNodeRelease: optionalIe(297, 'ignore', TimeSinceSecondaryNodeRelease),
  }),
);

export const UEContextModificationRequest = clause(
  '9.1.4.8',
  ieMessage('UEContextModificationRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    securityKey: optionalIe(73, 'reject', SecurityKey),
    subscriberProfileIdForRfp: optionalIe(106, 'ignore', SubscriberProfileIdForRfp),
    ueAggregateMaximumBitRate: optionalIe(66, 'ignore', UeAggregateMaximumBitRate),
    csFallbackIndicator: optionalIe(108, 'reject', CsFallbackIndicator),
    ueSecurityCapabilities: optionalIe(107, 'reject', UeSecurityCapabilities),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
    registeredLai: optionalIe(159, 'ignore', Lai),
    additionalCsFallbackIndicator: conditional(187, 'ignore', AdditionalCsFallbackIndicator),
    proSeAuthorized: optionalIe(195, 'ignore', ProSeAuthorized),
    srvccOperationPossible: optionalIe(124, 'ignore', SrvccOperationPossible),
    srvccOperationNotPossible: optionalIe(243, 'ignore', SrvccOperationNotPossible),
    v2xServicesAuthorized: optionalIe(240, 'ignore', V2xServicesAuthorized),
    ueSidelinkAggregateMaximumBitRate: optionalIe(248, 'ignore', UeSidelinkAggregateMaximumBitRate),
    nrUeSecurityCapabilities: optionalIe(269, 'ignore', NrUeSecurityCapabilities),
    aerialUeSubscriptionInformation: optionalIe(277, 'ignore', AerialUeSubscriptionInformation),
    additionalRrmPriorityIndex: optionalIe(299, 'ignore', AdditionalRrmPriorityIndex),
    iabAuthorized: optionalIe(301, 'ignore', IabAuthorized),
    nrV2xServicesAuthorized: optionalIe(306, 'ignore', NrV2xServicesAuthorized),
    nrUeSidelinkAggregateMaximumBitRate: optionalIe(307, 'ignore', NrUeSidelinkAggregateMaximumBitRate),
    pc5QosParameters: optionalIe(308, 'ignore', Pc5QosParameters),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
  }),
);

export const UEContextModificationResponse = clause(
  '9.1.4.9',
  ieMessage('UEContextModificationResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const UEContextModificationFailure = clause(
  '9.1.4.10',
  ieMessage('UEContextModificationFailure', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const UERadioCapabilityMatchRequest = clause(
  '9.1.4.11',
  ieMessage('UERadioCapabilityMatchRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    ueRadioCapability: optionalIe(74, 'ignore', UeRadioCapability),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
  }),
);

export const UERadioCapabilityMatchResponse = clause(
  '9.1.4.12',
  ieMessage('UERadioCapabilityMatchResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    voiceSupportMatchIndicator: mandatory(169, 'reject', VoiceSupportMatchIndicator),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const UEContextModificationIndication = clause(
  '9.1.4.13',
  ieMessage('UEContextModificationIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    csgMembershipInfo: optionalIe(226, 'reject', CsgMembershipInfo),
  }),
);

export const UEContextModificationConfirm = clause(
  '9.1.4.14',
  ieMessage('UEContextModificationConfirm', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    csgMembershipStatus: optionalIe(146, 'ignore', CsgMembershipStatus),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const UEContextSuspendRequest = clause(
  '9.1.4.15',
  ieMessage('UEContextSuspendRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    informationOnRecommendedCellsAndEnbsForPaging: optionalIe(
      213,
      'ignore',
      InformationOnRecommendedCellsAndEnbsForPaging,
    ),
    cellIdentifierAndCeLevelForCeCapableUes: optionalIe(212, 'ignore', CellIdentifierAndCeLevelForCeCapableUes),
    secondaryRatDataUsageReportList: optionalIe(264, 'ignore', SecondaryRatDataUsageReportList),
    userLocationInformation: optionalIe(189, 'ignore', UserLocationInformation),
    timeSinceSecondaryNodeRelease: optionalIe(297, 'ignore', TimeSinceSecondaryNodeRelease),
  }),
);

export const UEContextSuspendResponse = clause(
  '9.1.4.16',
  ieMessage('UEContextSuspendResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    securityContext: optionalIe(40, 'reject', SecurityContext),
  }),
);

export const UEContextResumeRequest = clause(
  '9.1.4.17',
  ieMessage('UEContextResumeRequest', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eRabFailedToResumeList: optionalIe(235, 'reject', ERabFailedToResumeListResumeReq),
    rrcResumeCause: optionalIe(245, 'ignore', RrcEstablishmentCause),
  }),
);

export const UEContextResumeResponse = clause(
  '9.1.4.18',
  ieMessage('UEContextResumeResponse', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    eRabFailedToResumeList: optionalIe(237, 'reject', ERabFailedToResumeListResumeRes),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
    securityContext: optionalIe(40, 'reject', SecurityContext),
    pendingDataIndication: optionalIe(283, 'ignore', PendingDataIndication),
  }),
);

export const UEContextResumeFailure = clause(
  '9.1.4.19',
  ieMessage('UEContextResumeFailure', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);

export const ConnectionEstablishmentIndication = clause(
  '9.1.4.20',
  ieMessage('ConnectionEstablishmentIndication', {
    mmeUeS1apId: mandatory(0, 'ignore', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'ignore', EnbUeS1apId),
    ueRadioCapability: optionalIe(74, 'ignore', UeRadioCapability),
    enhancedCoverageRestricted: optionalIe(251, 'ignore', EnhancedCoverageRestricted),
    dlCpSecurityInformation: optionalIe(253, 'ignore', DlCpSecurityInformation),
    ceModeBRestricted: optionalIe(271, 'ignore', CeModeBRestricted),
    endIndication: optionalIe(280, 'ignore', EndIndication),
    subscriptionBasedUeDifferentiationInfo: optionalIe(278, 'ignore', SubscriptionBasedUeDifferentiationInfo),
    ueLevelQosParameters: optionalIe(252, 'ignore', ERabLevelQosParameters),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
    maskedImeisv: optionalIe(192, 'ignore', MaskedImeisv),
  }),
);

export const RetrieveUEInformation = clause(
  '9.1.4.21',
  ieMessage('RetrieveUEInformation', {
    sTmsi: mandatory(96, 'reject', STmsi),
  }),
);

export const UEInformationTransfer = clause(
  '9.1.4.22',
  ieMessage('UEInformationTransfer', {
    sTmsi: mandatory(96, 'reject', STmsi),
    ueLevelQosParameters: optionalIe(252, 'ignore', ERabLevelQosParameters),
    ueRadioCapability: optionalIe(74, 'ignore', UeRadioCapability),
    subscriptionBasedUeDifferentiationInfo: optionalIe(278, 'ignore', SubscriptionBasedUeDifferentiationInfo),
    pendingDataIndication: optionalIe(283, 'ignore', PendingDataIndication),
    maskedImeisv: optionalIe(192, 'ignore', MaskedImeisv),
  }),
);

export const ENBCPRelocationIndication = clause(
  '9.1.4.23',
  ieMessage('ENBCPRelocationIndication', {
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    sTmsi: mandatory(96, 'reject', STmsi),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    tai: mandatory(67, 'ignore', Tai),
    ulCpSecurityInformation: mandatory(254, 'reject', UlCpSecurityInformation),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  }),
);

export const MMECPRelocationIndication = clause(
  '9.1.4.24',
  ieMessage('MMECPRelocationIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  }),
);

export const UECapabilityInfoIndication = clause(
  '9.1.10',
  ieMessage('UECapabilityInfoIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    ueRadioCapability: mandatory(74, 'ignore', UeRadioCapability),
    ueRadioCapabilityForPaging: optionalIe(198, 'ignore', UeRadioCapabilityForPaging),
    ueApplicationLayerMeasurementCapability: optionalIe(263, 'ignore', UeApplicationLayerMeasurementCapability),
    lteMIndication: optionalIe(272, 'ignore', LteMIndication),
    ueRadioCapabilityNrFormat: optionalIe(315, 'ignore', UeRadioCapability),
    ueRadioCapabilityForPagingNrFormat: optionalIe(327, 'ignore', UeRadioCapabilityForPaging),
  }),
);
