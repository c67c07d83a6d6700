import { ieMessage, mandatory, octetString, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { NasPdu, TunnelInformation } from '../ies/bearers.ts';
import { Cause } from '../ies/causes.ts';
import { HandoverRestrictionList, SrvccOperationPossible } from '../ies/handover.ts';
import {
  CellAccessMode,
  CsgId,
  EnbUeS1apId,
  EutranCgi,
  Gummei,
  LhnId,
  MaskedImeisv,
  MmeGroupId,
  MmeUeS1apId,
  STmsi,
  Tai,
} from '../ies/identities.ts';
import { DcnId, RelayNodeIndicator } from '../ies/management.ts';
import { TransportLayerAddress } from '../ies/mapped.ts';
import { UeApplicationLayerMeasurementCapability } from '../ies/measurements.ts';
import { CoverageLevel, EnhancedCoverageRestricted } from '../ies/paging.ts';
import {
  AdditionalGuti,
  AdditionalRrmPriorityIndex,
  CeModeBRestricted,
  CeModeBSupportIndicator,
  DlNasPduDeliveryAckRequest,
  EdtSession,
  EndIndication,
  GummeiType,
  IabNodeIndication,
  LteNtnTaiInformation,
  NrUeSecurityCapabilities,
  PendingDataIndication,
  PsCellInformation,
  RrcEstablishmentCause,
  SubscriberProfileIdForRfp,
  SubscriptionBasedUeDifferentiationInfo,
  UeCapabilityInfoRequest,
  UeRadioCapability,
  UeRadioCapabilityId,
  UeUsageType,
} from '../ies/ue-context.ts';

// NAS transport messages. TS 36.413 §9.1.7

export const InitialUEMessage = clause(
  '9.1.7.1',
  ieMessage('InitialUEMessage', {
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    nasPdu: mandatory(26, 'reject', NasPdu),
    tai: mandatory(67, 'reject', Tai),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    rrcEstablishmentCause: mandatory(134, 'ignore', RrcEstablishmentCause),
    sTmsi: optionalIe(96, 'reject', STmsi),
    csgId: optionalIe(127, 'reject', CsgId),
    gummei: optionalIe(75, 'reject', Gummei),
    cellAccessMode: optionalIe(145, 'reject', CellAccessMode),
    gwTransportLayerAddress: optionalIe(155, 'ignore', TransportLayerAddress),
    relayNodeIndicator: optionalIe(160, 'reject', RelayNodeIndicator),
    gummeiType: optionalIe(170, 'ignore', GummeiType),
    tunnelInformationForBbf: optionalIe(176, 'ignore', TunnelInformation),
    siptoLgwTransportLayerAddress: optionalIe(184, 'ignore', TransportLayerAddress),
    lhnId: optionalIe(186, 'ignore', LhnId),
    mmeGroupId: optionalIe(223, 'ignore', MmeGroupId),
    ueUsageType: optionalIe(230, 'ignore', UeUsageType),
    ceModeBSupportIndicator: optionalIe(242, 'ignore', CeModeBSupportIndicator),
    dcnId: optionalIe(246, 'ignore', DcnId),
    coverageLevel: optionalIe(250, 'ignore', CoverageLevel),
    ueApplicationLayerMeasurementCapability: optionalIe(263, 'ignore', UeApplicationLayerMeasurementCapability),
    edtSession: optionalIe(281, 'ignore', EdtSession),
    iabNodeIndication: optionalIe(302, 'reject', IabNodeIndication),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  }),
);

export const DownlinkNASTransport = clause(
  '9.1.7.2',
  ieMessage('DownlinkNASTransport', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    nasPdu: mandatory(26, 'reject', NasPdu),
    handoverRestrictionList: optionalIe(41, 'ignore', HandoverRestrictionList),
    subscriberProfileIdForRfp: optionalIe(106, 'ignore', SubscriberProfileIdForRfp),
    srvccOperationPossible: optionalIe(124, 'ignore', SrvccOperationPossible),
    ueRadioCapability: optionalIe(74, 'ignore', UeRadioCapability),
    dlNasPduDeliveryAckRequest: optionalIe(249, 'ignore', DlNasPduDeliveryAckRequest),
    enhancedCoverageRestricted: optionalIe(251, 'ignore', EnhancedCoverageRestricted),
    nrUeSecurityCapabilities: optionalIe(269, 'ignore', NrUeSecurityCapabilities),
    ceModeBRestricted: optionalIe(271, 'ignore', CeModeBRestricted),
    ueCapabilityInfoRequest: optionalIe(275, 'ignore', UeCapabilityInfoRequest),
    endIndication: optionalIe(280, 'ignore', EndIndication),
    pendingDataIndication: optionalIe(283, 'ignore', PendingDataIndication),
    subscriptionBasedUeDifferentiationInfo: optionalIe(278, 'ignore', SubscriptionBasedUeDifferentiationInfo),
    additionalRrmPriorityIndex: optionalIe(299, 'ignore', AdditionalRrmPriorityIndex),
    ueRadioCapabilityId: optionalIe(314, 'reject', UeRadioCapabilityId),
    maskedImeisv: optionalIe(192, 'ignore', MaskedImeisv),
  }),
);

export const UplinkNASTransport = clause(
  '9.1.7.3',
  ieMessage('UplinkNASTransport', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    nasPdu: mandatory(26, 'reject', NasPdu),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    tai: mandatory(67, 'ignore', Tai),
    gwTransportLayerAddress: optionalIe(155, 'ignore', TransportLayerAddress),
    siptoLgwTransportLayerAddress: optionalIe(184, 'ignore', TransportLayerAddress),
    lhnId: optionalIe(186, 'ignore', LhnId),
    psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  }),
);

export const NASNonDeliveryIndication = clause(
  '9.1.7.4',
  ieMessage('NASNonDeliveryIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    nasPdu: mandatory(26, 'ignore', NasPdu),
    cause: mandatory(2, 'ignore', Cause),
  }),
);

export const NASDeliveryIndication = clause(
  '9.1.7.4a',
  ieMessage('NASDeliveryIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  }),
);

export const RerouteNASRequest = clause(
  '9.1.7.5',
  ieMessage('RerouteNASRequest', {
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    mmeUeS1apId: optionalIe(0, 'ignore', MmeUeS1apId),
    s1Message: mandatory(225, 'reject', octetString),
    mmeGroupId: mandatory(223, 'reject', MmeGroupId),
    additionalGuti: optionalIe(224, 'ignore', AdditionalGuti),
    ueUsageType: optionalIe(230, 'ignore', UeUsageType),
  }),
);
