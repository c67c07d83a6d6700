import {
  bitNumber,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  octetString,
  optional,
  optionalIe,
  sequenceOf,
  singleIe,
  visibleString,
} from '../../asn1-per/index.ts';
import { EutranCgi, ForbiddenLacs, GlobalRanNodeId, Gummei, MTmsi, NrCgi, RanUeNgapId, Tai } from './identities.ts';
import { PlmnIdentity, SecurityKey, Tac } from './mapped.ts';

// What a UE context consists of besides its bearers: capabilities, security, restrictions. TS 36.413 §9.2

/** TS 36.413 §9.2.3.45 */
export const AdditionalGuti = ieSequence({ gummei: Gummei, mTmsi: MTmsi });
export type AdditionalGuti = Infer<typeof AdditionalGuti>;

export const AdditionalRrmPriorityIndex = bitNumber(32);

/** TS 36.413 §9.2.1.136 */
export const AerialUeSubscriptionInformation = enumerated(['allowed', 'not-allowed'], '...');
export type AerialUeSubscriptionInformation = Infer<typeof AerialUeSubscriptionInformation>;

/** TS 36.413 §9.2.1.118 */
export const CeModeBSupportIndicator = enumerated(['supported'], '...');
export type CeModeBSupportIndicator = Infer<typeof CeModeBSupportIndicator>;

/** TS 36.413 §9.2.3.22 */
export const CnDomain = enumerated(['ps', 'cs']);
export type CnDomain = Infer<typeof CnDomain>;

export const CnType = enumerated(['fiveGCForbidden'], '...', ['epc-Forbiddden']);
export type CnType = Infer<typeof CnType>;

export const CnTypeRestrictionsItem = ieSequence({ plmn: PlmnIdentity, cnType: CnType });
export type CnTypeRestrictionsItem = Infer<typeof CnTypeRestrictionsItem>;

export const CnTypeRestrictions = sequenceOf(CnTypeRestrictionsItem, 1, 16);
export type CnTypeRestrictions = Infer<typeof CnTypeRestrictions>;

export const ContextAtSource = ieSequence({ sourceNgRanNodeId: GlobalRanNodeId, ranUeNgapId: RanUeNgapId });
export type ContextAtSource = Infer<typeof ContextAtSource>;

/** TS 36.413 §9.2.3.21 */
export const CsFallbackIndicator = enumerated(['cs-fallback-required'], '...', ['cs-fallback-high-priority']);
export type CsFallbackIndicator = Infer<typeof CsFallbackIndicator>;

/** TS 36.413 §9.2.3.37 */
export const AdditionalCsFallbackIndicator = enumerated(['no-restriction', 'restriction'], '...');
export type AdditionalCsFallbackIndicator = Infer<typeof AdditionalCsFallbackIndicator>;

export const DlNasMac = bitNumber(16);

/** TS 36.413 §9.2.3.49 */
export const DlCpSecurityInformation = ieSequence({ dlNasMac: DlNasMac });
export type DlCpSecurityInformation = Infer<typeof DlCpSecurityInformation>;

export const DlNasPduDeliveryAckRequest = enumerated(['requested'], '...');
export type DlNasPduDeliveryAckRequest = Infer<typeof DlNasPduDeliveryAckRequest>;

/** TS 36.413 §9.2.1.95 */
export const Earfcn = integer(0, 262143, '...');

export const EdtSession = enumerated(['true'], '...');
export type EdtSession = Infer<typeof EdtSession>;

export const EncryptionAlgorithms = bitNumber(16, '...');

/** TS 36.413 §9.2.3.54 */
export const EndIndication = enumerated(['no-further-data', 'further-data-exists'], '...');
export type EndIndication = Infer<typeof EndIndication>;

/** TS 36.413 §9.2.1.129 */
export const CeModeBRestricted = enumerated(['restricted', 'not-restricted'], '...');
export type CeModeBRestricted = Infer<typeof CeModeBRestricted>;

export const EventType = enumerated(['direct', 'change-of-serve-cell', 'stop-change-of-serve-cell'], '...');
export type EventType = Infer<typeof EventType>;

/** TS 36.413 §9.2.1.69 */
export const EutranRoundTripDelayEstimationInfo = integer(0, 2047);

export const ExpectedActivityPeriod = integer(1, 181, '...');

export const ExpectedIdlePeriod = integer(1, 181, '...');

export const SourceOfUeActivityBehaviourInformation = enumerated(['subscription-information', 'statistics'], '...');
export type SourceOfUeActivityBehaviourInformation = Infer<typeof SourceOfUeActivityBehaviourInformation>;

/** TS 36.413 §9.2.1.97 */
export const ExpectedUeActivityBehaviour = ieSequence({
  expectedActivityPeriod: optional(ExpectedActivityPeriod),
  expectedIdlePeriod: optional(ExpectedIdlePeriod),
  sourceOfUeActivityBehaviourInformation: optional(SourceOfUeActivityBehaviourInformation),
});
export type ExpectedUeActivityBehaviour = Infer<typeof ExpectedUeActivityBehaviour>;

export const ExpectedHoInterval = enumerated(
  ['sec15', 'sec30', 'sec60', 'sec90', 'sec120', 'sec180', 'long-time'],
  '...',
);
export type ExpectedHoInterval = Infer<typeof ExpectedHoInterval>;

/** TS 36.413 §9.2.1.96 */
export const ExpectedUeBehaviour = ieSequence({
  expectedActivity: optional(ExpectedUeActivityBehaviour),
  expectedHoInterval: optional(ExpectedHoInterval),
});
export type ExpectedUeBehaviour = Infer<typeof ExpectedUeBehaviour>;

export const ForbiddenInterRats = enumerated(['all', 'geran', 'utran', 'cdma2000'], '...', [
  'geranandutran',
  'cdma2000andutran',
]);
export type ForbiddenInterRats = Infer<typeof ForbiddenInterRats>;

export const ForbiddenTacs = sequenceOf(Tac, 1, 4096);
export type ForbiddenTacs = Infer<typeof ForbiddenTacs>;

export const ForbiddenTasItem = ieSequence({ plmn: PlmnIdentity, forbiddenTacs: ForbiddenTacs });
export type ForbiddenTasItem = Infer<typeof ForbiddenTasItem>;

export const ForbiddenTas = sequenceOf(ForbiddenTasItem, 1, 16);
export type ForbiddenTas = Infer<typeof ForbiddenTas>;

export const ForbiddenLasItem = ieSequence({ plmn: PlmnIdentity, forbiddenLacs: ForbiddenLacs });
export type ForbiddenLasItem = Infer<typeof ForbiddenLasItem>;

export const ForbiddenLas = sequenceOf(ForbiddenLasItem, 1, 16);
export type ForbiddenLas = Infer<typeof ForbiddenLas>;

export const GummeiType = enumerated(['native', 'mapped'], '...', ['mappedFrom5G']);
export type GummeiType = Infer<typeof GummeiType>;

/** TS 36.413 §9.2.1.84 */
export const GwContextReleaseIndication = enumerated(['true'], '...');
export type GwContextReleaseIndication = Infer<typeof GwContextReleaseIndication>;

export const IntegrityProtectionAlgorithms = bitNumber(16, '...');

export const ImsVoiceEpsFallbackFrom5g = enumerated(['true'], '...');
export type ImsVoiceEpsFallbackFrom5g = Infer<typeof ImsVoiceEpsFallbackFrom5g>;

/** TS 36.413 §9.2.1.146 */
export const IabAuthorized = enumerated(['authorized', 'not-authorized'], '...');
export type IabAuthorized = Infer<typeof IabAuthorized>;

export const IabNodeIndication = enumerated(['true'], '...');
export type IabNodeIndication = Infer<typeof IabNodeIndication>;

/** TS 36.413 §9.2.1.135 */
export const LteMIndication = enumerated(['lte-m'], '...');
export type LteMIndication = Infer<typeof LteMIndication>;

export const TacListInLteNtn = sequenceOf(Tac, 1, 12);
export type TacListInLteNtn = Infer<typeof TacListInLteNtn>;

/** TS 36.413 §9.2.3.56 */
export const LteNtnTaiInformation = ieSequence({
  servingPlmn: PlmnIdentity,
  tacListInLteNtn: TacListInLteNtn,
  ueLocationDerivedTac: optional(Tac),
});
export type LteNtnTaiInformation = Infer<typeof LteNtnTaiInformation>;

export const M6ReportInterval = enumerated(['ms1024', 'ms2048', 'ms5120', 'ms10240'], '...');
export type M6ReportInterval = Infer<typeof M6ReportInterval>;

export const M6DelayThreshold = enumerated(
  ['ms30', 'ms40', 'ms50', 'ms60', 'ms70', 'ms80', 'ms90', 'ms100', 'ms150', 'ms300', 'ms500', 'ms750'],
  '...',
);
export type M6DelayThreshold = Infer<typeof M6DelayThreshold>;

export const PrivacyIndicator = enumerated(['immediate-MDT', 'logged-MDT'], '...');
export type PrivacyIndicator = Infer<typeof PrivacyIndicator>;

export const MobilityInformation = bitNumber(32);

/** TS 36.413 §9.2.1.64 */
export const MsClassmark2 = octetString;

/** TS 36.413 §9.2.1.65 */
export const MsClassmark3 = octetString;

export const NrEncryptionAlgorithms = bitNumber(16, '...');

export const NrIntegrityProtectionAlgorithms = bitNumber(16, '...');

export const NrRestrictionIn5gs = enumerated(['nRrestrictedin5GS'], '...');
export type NrRestrictionIn5gs = Infer<typeof NrRestrictionIn5gs>;

/** TS 36.413 §9.2.1.127 */
export const NrUeSecurityCapabilities = ieSequence({
  encryptionAlgorithms: NrEncryptionAlgorithms,
  integrityProtectionAlgorithms: NrIntegrityProtectionAlgorithms,
});
export type NrUeSecurityCapabilities = Infer<typeof NrUeSecurityCapabilities>;

export const VehicleUe = enumerated(['authorized', 'not-authorized'], '...');
export type VehicleUe = Infer<typeof VehicleUe>;

export const PedestrianUe = enumerated(['authorized', 'not-authorized'], '...');
export type PedestrianUe = Infer<typeof PedestrianUe>;

/** TS 36.413 §9.2.1.148 */
export const NrV2xServicesAuthorized = ieSequence({
  vehicleUe: optional(VehicleUe),
  pedestrianUe: optional(PedestrianUe),
});
export type NrV2xServicesAuthorized = Infer<typeof NrV2xServicesAuthorized>;

/** TS 36.413 §9.2.3.55 */
export const PendingDataIndication = enumerated(['true'], '...');
export type PendingDataIndication = Infer<typeof PendingDataIndication>;

export const ProSeDirectDiscovery = enumerated(['authorized', 'not-authorized'], '...');
export type ProSeDirectDiscovery = Infer<typeof ProSeDirectDiscovery>;

export const ProSeUeToNetworkRelaying = enumerated(['authorized', 'not-authorized'], '...');
export type ProSeUeToNetworkRelaying = Infer<typeof ProSeUeToNetworkRelaying>;

export const ProSeDirectCommunication = enumerated(['authorized', 'not-authorized'], '...');
export type ProSeDirectCommunication = Infer<typeof ProSeDirectCommunication>;

/** TS 36.413 §9.2.1.99 */
export const ProSeAuthorized = ieSequence(
  {
    proSeDirectDiscovery: optional(ProSeDirectDiscovery),
    proSeDirectCommunication: optional(ProSeDirectCommunication),
  },
  { proSeUeToNetworkRelaying: optionalIe(216, 'ignore', ProSeUeToNetworkRelaying) },
);
export type ProSeAuthorized = Infer<typeof ProSeAuthorized>;

/** TS 36.413 §9.2.1.77 */
export const PsServiceNotAvailable = enumerated(['ps-service-not-available'], '...');
export type PsServiceNotAvailable = Infer<typeof PsServiceNotAvailable>;

/** TS 36.413 §9.2.1.141 */
export const PsCellInformation = ieSequence({ ncgi: NrCgi });
export type PsCellInformation = Infer<typeof PsCellInformation>;

export const RatRestrictionsItem = ieSequence({ plmn: PlmnIdentity, ratRestrictionInformation: bitNumber(8, '...') });
export type RatRestrictionsItem = Infer<typeof RatRestrictionsItem>;

export const RatRestrictions = sequenceOf(RatRestrictionsItem, 1, 16);
export type RatRestrictions = Infer<typeof RatRestrictions>;

export const RequestTypeAdditionalInfo = enumerated(['includePSCell'], '...');
export type RequestTypeAdditionalInfo = Infer<typeof RequestTypeAdditionalInfo>;

export const ReportArea = enumerated(['ecgi'], '...');
export type ReportArea = Infer<typeof ReportArea>;

/** TS 36.413 §9.2.1.34 */
export const RequestType = ieSequence(
  { eventType: EventType, reportArea: ReportArea },
  { requestTypeAdditionalInfo: optionalIe(298, 'ignore', RequestTypeAdditionalInfo) },
);
export type RequestType = Infer<typeof RequestType>;

/** TS 36.413 §9.2.1.3a */
export const RrcEstablishmentCause = enumerated(
  ['emergency', 'highPriorityAccess', 'mt-Access', 'mo-Signalling', 'mo-Data'],
  '...',
  ['delay-TolerantAccess', 'mo-VoiceCall', 'mo-ExceptionData'],
);
export type RrcEstablishmentCause = Infer<typeof RrcEstablishmentCause>;

/** TS 36.413 §9.2.1.26 */
export const SecurityContext = ieSequence({ nextHopChainingCount: integer(0, 7), nextHopParameter: SecurityKey });
export type SecurityContext = Infer<typeof SecurityContext>;

export const SubscriberProfileIdForRfp = integer(1, 256);

export const ScheduledCommunicationTime = ieSequence({
  dayOfWeek: optional(bitNumber(7)),
  timeOfDayStart: optional(integer(0, 86399, '...')),
  timeOfDayEnd: optional(integer(0, 86399, '...')),
});
export type ScheduledCommunicationTime = Infer<typeof ScheduledCommunicationTime>;

export const SubscriptionBasedUeDifferentiationInfo = ieSequence({
  periodicCommunicationIndicator: optional(enumerated(['periodically', 'ondemand'], '...')),
  periodicTime: optional(integer(1, 3600, '...')),
  scheduledCommunicationTime: optional(ScheduledCommunicationTime),
  stationaryIndication: optional(enumerated(['stationary', 'mobile'], '...')),
  trafficProfile: optional(enumerated(['single-packet', 'dual-packets', 'multiple-packets'], '...')),
  batteryIndication: optional(
    enumerated(['battery-powered', 'battery-powered-not-rechargeable-or-replaceable', 'not-battery-powered'], '...'),
  ),
});
export type SubscriptionBasedUeDifferentiationInfo = Infer<typeof SubscriptionBasedUeDifferentiationInfo>;

/** TS 36.413 §9.2.3.51 */
export const UeCapabilityInfoRequest = enumerated(['requested'], '...');
export type UeCapabilityInfoRequest = Infer<typeof UeCapabilityInfoRequest>;

/** TS 36.413 §9.2.1.27 */
export const UeRadioCapability = octetString;

/** TS 36.413 §9.2.1.153 */
export const UeRadioCapabilityId = octetString;

/** TS 36.413 §9.2.1.40 */
export const UeSecurityCapabilities = ieSequence({
  encryptionAlgorithms: EncryptionAlgorithms,
  integrityProtectionAlgorithms: IntegrityProtectionAlgorithms,
});
export type UeSecurityCapabilities = Infer<typeof UeSecurityCapabilities>;

export const UeUsageType = integer(0, 255);

export const UlNasMac = bitNumber(16);

export const UlNasCount = bitNumber(5);

/** TS 36.413 §9.2.3.50 */
export const UlCpSecurityInformation = ieSequence({ ulNasMac: UlNasMac, ulNasCount: UlNasCount });
export type UlCpSecurityInformation = Infer<typeof UlCpSecurityInformation>;

export const UnlicensedSpectrumRestriction = enumerated(['unlicensed-restricted'], '...');
export type UnlicensedSpectrumRestriction = Infer<typeof UnlicensedSpectrumRestriction>;

export const UriAddress = visibleString();

/** TS 36.413 §9.2.1.93 */
export const UserLocationInformation = ieSequence(
  { eutranCgi: EutranCgi, tai: Tai },
  {
    psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
    lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
  },
);
export type UserLocationInformation = Infer<typeof UserLocationInformation>;

/** TS 36.413 §9.2.1.113 */
export const UeUserPlaneCiotSupportIndicator = enumerated(['supported'], '...');
export type UeUserPlaneCiotSupportIndicator = Infer<typeof UeUserPlaneCiotSupportIndicator>;

/** TS 36.413 §9.2.1.85 */
export const VoiceSupportMatchIndicator = enumerated(['supported', 'not-supported'], '...');
export type VoiceSupportMatchIndicator = Infer<typeof VoiceSupportMatchIndicator>;

/** TS 36.413 §9.2.1.120 */
export const V2xServicesAuthorized = ieSequence({
  vehicleUe: optional(VehicleUe),
  pedestrianUe: optional(PedestrianUe),
});
export type V2xServicesAuthorized = Infer<typeof V2xServicesAuthorized>;

export const TaiItem = ieSequence({ tai: Tai });
export type TaiItem = Infer<typeof TaiItem>;

export const TaiList = sequenceOf(singleIe(47, 'ignore', TaiItem), 1, 256);
export type TaiList = Infer<typeof TaiList>;
