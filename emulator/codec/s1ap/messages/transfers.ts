import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { ERabSubjectToDataForwardingList } from '../ies/bearers.ts';
import { Cause, CriticalityDiagnostics } from '../ies/causes.ts';
import {
  Cdma2000HoRequiredIndication,
  Cdma2000HoStatus,
  Cdma2000OneXRand,
  Cdma2000OneXSrvccInfo,
  Cdma2000Pdu,
  Cdma2000RatType,
  Cdma2000SectorId,
} from '../ies/handover.ts';
import { EnbUeS1apId, EutranCgi, MmeUeS1apId, Tai } from '../ies/identities.ts';
import { TransportLayerAddress } from '../ies/mapped.ts';
import { EutranTraceId, TraceActivation } from '../ies/measurements.ts';
import {
  EnDcSonConfigurationTransfer,
  InterSystemInformationTransferType,
  IntersystemSonConfigurationTransfer,
  LppaPdu,
  RoutingId,
  SonConfigurationTransfer,
} from '../ies/transfers.ts';
import {
  EutranRoundTripDelayEstimationInfo,
  LteNtnTaiInformation,
  PrivacyIndicator,
  PsCellInformation,
  RequestType,
  UeRadioCapability,
  UeRadioCapabilityId,
} from '../ies/ue-context.ts';

// Trace, location reporting, information and configuration transfer, tunnelling. TS 36.413 §9.1.9 … §9.1.21

export const DownlinkS1cdma2000tunnelling = clause(
  '9.1.9.1',
  ieMessage('DownlinkS1cdma2000tunnelling', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eRabSubjectToDataForwardingList: optionalIe(12, 'ignore', ERabSubjectToDataForwardingList),
    cdma2000HoStatus: optionalIe(83, 'ignore', Cdma2000HoStatus),
    cdma2000RatType: mandatory(71, 'reject', Cdma2000RatType),
    cdma2000Pdu: mandatory(70, 'reject', Cdma2000Pdu),
  }),
);

export const UplinkS1cdma2000tunnelling = clause(
  '9.1.9.2',
  ieMessage('UplinkS1cdma2000tunnelling', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    cdma2000RatType: mandatory(71, 'reject', Cdma2000RatType),
    cdma2000SectorId: mandatory(72, 'reject', Cdma2000SectorId),
    cdma2000HoRequiredIndication: optionalIe(84, 'ignore', Cdma2000HoRequiredIndication),
    cdma2000OneXSrvccInfo: optionalIe(102, 'reject', Cdma2000OneXSrvccInfo),
    cdma2000OneXRand: optionalIe(97, 'reject', Cdma2000OneXRand),
    cdma2000Pdu: mandatory(70, 'reject', Cdma2000Pdu),
    eutranRoundTripDelayEstimationInfo: optionalIe(140, 'ignore', EutranRoundTripDelayEstimationInfo),
  }),
);

export const TraceStart = clause(
  '9.1.11.1',
  ieMessage('TraceStart', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    traceActivation: mandatory(25, 'ignore', TraceActivation),
  }),
);

export const TraceFailureIndication = clause(
  '9.1.11.2',
  ieMessage('TraceFailureIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eutranTraceId: mandatory(86, 'ignore', EutranTraceId),
    cause: mandatory(2, 'ignore', Cause),
  }),
);

export const DeactivateTrace = clause(
  '9.1.11.3',
  ieMessage('DeactivateTrace', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eutranTraceId: mandatory(86, 'ignore', EutranTraceId),
  }),
);

export const LocationReportingControl = clause(
  '9.1.12.1',
  ieMessage('LocationReportingControl', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    requestType: mandatory(98, 'ignore', RequestType),
  }),
);

export const LocationReportingFailureIndication = clause(
  '9.1.12.2',
  ieMessage('LocationReportingFailureIndication', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    cause: mandatory(2, 'ignore', Cause),
  }),
);

export const LocationReport = clause(
  '9.1.12.3',
  ieMessage('LocationReport', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    tai: mandatory(67, 'ignore', Tai),
    requestType: mandatory(98, 'ignore', RequestType),
    psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  }),
);

export const ENBDirectInformationTransfer = clause(
  '9.1.14',
  ieMessage('ENBDirectInformationTransfer', {
    interSystemInformationTransferTypeEdt: mandatory(121, 'reject', InterSystemInformationTransferType),
  }),
);

export const MMEDirectInformationTransfer = clause(
  '9.1.15',
  ieMessage('MMEDirectInformationTransfer', {
    interSystemInformationTransferTypeMdt: mandatory(122, 'reject', InterSystemInformationTransferType),
  }),
);

export const ENBConfigurationTransfer = clause(
  '9.1.16',
  ieMessage('ENBConfigurationTransfer', {
    sonConfigurationTransferEct: optionalIe(129, 'ignore', SonConfigurationTransfer),
    enDcSonConfigurationTransferEct: optionalIe(294, 'ignore', EnDcSonConfigurationTransfer),
    intersystemSonConfigurationTransferEct: optionalIe(310, 'ignore', IntersystemSonConfigurationTransfer),
  }),
);

export const MMEConfigurationTransfer = clause(
  '9.1.17',
  ieMessage('MMEConfigurationTransfer', {
    sonConfigurationTransferMct: optionalIe(130, 'ignore', SonConfigurationTransfer),
    enDcSonConfigurationTransferMct: optionalIe(295, 'ignore', EnDcSonConfigurationTransfer),
    intersystemSonConfigurationTransferMct: optionalIe(309, 'ignore', IntersystemSonConfigurationTransfer),
  }),
);

export const CellTrafficTrace = clause(
  '9.1.18',
  ieMessage('CellTrafficTrace', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    eutranTraceId: mandatory(86, 'ignore', EutranTraceId),
    eutranCgi: mandatory(100, 'ignore', EutranCgi),
    traceCollectionEntityIpAddress: mandatory(131, 'ignore', TransportLayerAddress),
    privacyIndicator: optionalIe(166, 'ignore', PrivacyIndicator),
  }),
);

export const DownlinkUEAssociatedLPPaTransport = clause(
  '9.1.19.1',
  ieMessage('DownlinkUEAssociatedLPPaTransport', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    routingId: mandatory(148, 'reject', RoutingId),
    lppaPdu: mandatory(147, 'reject', LppaPdu),
  }),
);

export const UplinkUEAssociatedLPPaTransport = clause(
  '9.1.19.2',
  ieMessage('UplinkUEAssociatedLPPaTransport', {
    mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
    enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
    routingId: mandatory(148, 'reject', RoutingId),
    lppaPdu: mandatory(147, 'reject', LppaPdu),
  }),
);

export const DownlinkNonUEAssociatedLPPaTransport = clause(
  '9.1.19.3',
  ieMessage('DownlinkNonUEAssociatedLPPaTransport', {
    routingId: mandatory(148, 'reject', RoutingId),
    lppaPdu: mandatory(147, 'reject', LppaPdu),
  }),
);

export const UplinkNonUEAssociatedLPPaTransport = clause(
  '9.1.19.4',
  ieMessage('UplinkNonUEAssociatedLPPaTransport', {
    routingId: mandatory(148, 'reject', RoutingId),
    lppaPdu: mandatory(147, 'reject', LppaPdu),
  }),
);

export const UERadioCapabilityIDMappingRequest = clause(
  '9.1.21.1',
  ieMessage('UERadioCapabilityIDMappingRequest', {
    ueRadioCapabilityId: mandatory(314, 'reject', UeRadioCapabilityId),
  }),
);

export const UERadioCapabilityIDMappingResponse = clause(
  '9.1.21.2',
  ieMessage('UERadioCapabilityIDMappingResponse', {
    ueRadioCapabilityId: mandatory(314, 'reject', UeRadioCapabilityId),
    ueRadioCapability: mandatory(74, 'ignore', UeRadioCapability),
    criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
  }),
);
