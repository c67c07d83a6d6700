import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
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

/** TS 36.413 §9.1.9.1 */
export const DownlinkS1cdma2000tunnelling = ieMessage('DownlinkS1cdma2000tunnelling', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  eRabSubjectToDataForwardingList: optionalIe(12, 'ignore', ERabSubjectToDataForwardingList),
  cdma2000HoStatus: optionalIe(83, 'ignore', Cdma2000HoStatus),
  cdma2000RatType: mandatory(71, 'reject', Cdma2000RatType),
  cdma2000Pdu: mandatory(70, 'reject', Cdma2000Pdu),
});

/** TS 36.413 §9.1.9.2 */
export const UplinkS1cdma2000tunnelling = ieMessage('UplinkS1cdma2000tunnelling', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  cdma2000RatType: mandatory(71, 'reject', Cdma2000RatType),
  cdma2000SectorId: mandatory(72, 'reject', Cdma2000SectorId),
  cdma2000HoRequiredIndication: optionalIe(84, 'ignore', Cdma2000HoRequiredIndication),
  cdma2000OneXSrvccInfo: optionalIe(102, 'reject', Cdma2000OneXSrvccInfo),
  cdma2000OneXRand: optionalIe(97, 'reject', Cdma2000OneXRand),
  cdma2000Pdu: mandatory(70, 'reject', Cdma2000Pdu),
  eutranRoundTripDelayEstimationInfo: optionalIe(140, 'ignore', EutranRoundTripDelayEstimationInfo),
});

/** TS 36.413 §9.1.11.1 */
export const TraceStart = ieMessage('TraceStart', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  traceActivation: mandatory(25, 'ignore', TraceActivation),
});

/** TS 36.413 §9.1.11.2 */
export const TraceFailureIndication = ieMessage('TraceFailureIndication', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  eutranTraceId: mandatory(86, 'ignore', EutranTraceId),
  cause: mandatory(2, 'ignore', Cause),
});

/** TS 36.413 §9.1.11.3 */
export const DeactivateTrace = ieMessage('DeactivateTrace', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  eutranTraceId: mandatory(86, 'ignore', EutranTraceId),
});

/** TS 36.413 §9.1.12.1 */
export const LocationReportingControl = ieMessage('LocationReportingControl', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  requestType: mandatory(98, 'ignore', RequestType),
});

/** TS 36.413 §9.1.12.2 */
export const LocationReportingFailureIndication = ieMessage('LocationReportingFailureIndication', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  cause: mandatory(2, 'ignore', Cause),
});

/** TS 36.413 §9.1.12.3 */
export const LocationReport = ieMessage('LocationReport', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  eutranCgi: mandatory(100, 'ignore', EutranCgi),
  tai: mandatory(67, 'ignore', Tai),
  requestType: mandatory(98, 'ignore', RequestType),
  psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
  lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
});

/** TS 36.413 §9.1.14 */
export const ENBDirectInformationTransfer = ieMessage('ENBDirectInformationTransfer', {
  interSystemInformationTransferTypeEdt: mandatory(121, 'reject', InterSystemInformationTransferType),
});

/** TS 36.413 §9.1.15 */
export const MMEDirectInformationTransfer = ieMessage('MMEDirectInformationTransfer', {
  interSystemInformationTransferTypeMdt: mandatory(122, 'reject', InterSystemInformationTransferType),
});

/** TS 36.413 §9.1.16 */
export const ENBConfigurationTransfer = ieMessage('ENBConfigurationTransfer', {
  sonConfigurationTransferEct: optionalIe(129, 'ignore', SonConfigurationTransfer),
  enDcSonConfigurationTransferEct: optionalIe(294, 'ignore', EnDcSonConfigurationTransfer),
  intersystemSonConfigurationTransferEct: optionalIe(310, 'ignore', IntersystemSonConfigurationTransfer),
});

/** TS 36.413 §9.1.17 */
export const MMEConfigurationTransfer = ieMessage('MMEConfigurationTransfer', {
  sonConfigurationTransferMct: optionalIe(130, 'ignore', SonConfigurationTransfer),
  enDcSonConfigurationTransferMct: optionalIe(295, 'ignore', EnDcSonConfigurationTransfer),
  intersystemSonConfigurationTransferMct: optionalIe(309, 'ignore', IntersystemSonConfigurationTransfer),
});

/** TS 36.413 §9.1.18 */
export const CellTrafficTrace = ieMessage('CellTrafficTrace', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  eutranTraceId: mandatory(86, 'ignore', EutranTraceId),
  eutranCgi: mandatory(100, 'ignore', EutranCgi),
  traceCollectionEntityIpAddress: mandatory(131, 'ignore', TransportLayerAddress),
  privacyIndicator: optionalIe(166, 'ignore', PrivacyIndicator),
});

/** TS 36.413 §9.1.19.1 */
export const DownlinkUEAssociatedLPPaTransport = ieMessage('DownlinkUEAssociatedLPPaTransport', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  routingId: mandatory(148, 'reject', RoutingId),
  lppaPdu: mandatory(147, 'reject', LppaPdu),
});

/** TS 36.413 §9.1.19.2 */
export const UplinkUEAssociatedLPPaTransport = ieMessage('UplinkUEAssociatedLPPaTransport', {
  mmeUeS1apId: mandatory(0, 'reject', MmeUeS1apId),
  enbUeS1apId: mandatory(8, 'reject', EnbUeS1apId),
  routingId: mandatory(148, 'reject', RoutingId),
  lppaPdu: mandatory(147, 'reject', LppaPdu),
});

/** TS 36.413 §9.1.19.3 */
export const DownlinkNonUEAssociatedLPPaTransport = ieMessage('DownlinkNonUEAssociatedLPPaTransport', {
  routingId: mandatory(148, 'reject', RoutingId),
  lppaPdu: mandatory(147, 'reject', LppaPdu),
});

/** TS 36.413 §9.1.19.4 */
export const UplinkNonUEAssociatedLPPaTransport = ieMessage('UplinkNonUEAssociatedLPPaTransport', {
  routingId: mandatory(148, 'reject', RoutingId),
  lppaPdu: mandatory(147, 'reject', LppaPdu),
});

/** TS 36.413 §9.1.21.1 */
export const UERadioCapabilityIDMappingRequest = ieMessage('UERadioCapabilityIDMappingRequest', {
  ueRadioCapabilityId: mandatory(314, 'reject', UeRadioCapabilityId),
});

/** TS 36.413 §9.1.21.2 */
export const UERadioCapabilityIDMappingResponse = ieMessage('UERadioCapabilityIDMappingResponse', {
  ueRadioCapabilityId: mandatory(314, 'reject', UeRadioCapabilityId),
  ueRadioCapability: mandatory(74, 'ignore', UeRadioCapability),
  criticalityDiagnostics: optionalIe(58, 'ignore', CriticalityDiagnostics),
});
