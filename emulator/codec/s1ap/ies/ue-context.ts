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
import { clause } from '../clause.ts';
import { EutranCgi, ForbiddenLacs, GlobalRanNodeId, Gummei, MTmsi, NrCgi, RanUeNgapId, Tai } from './identities.ts';
import { PlmnIdentity, SecurityKey, Tac } from './mapped.ts';

// What a UE context consists of besides its bearers: capabilities, security, restrictions. TS 36.413 §9.2

export const AdditionalGuti = clause('9.2.3.45', ieSequence({ gummei: Gummei, mTmsi: MTmsi }));
export type AdditionalGuti = Infer<typeof AdditionalGuti>;

export const AdditionalRrmPriorityIndex = bitNumber(32);

export const AerialUeSubscriptionInformation = clause('9.2.1.136', enumerated(['allowed', 'not-allowed'], '...'));
export type AerialUeSubscriptionInformation = Infer<typeof AerialUeSubscriptionInformation>;

export const CeModeBSupportIndicator = clause('9.2.1.118', enumerated(['supported'], '...'));
export type CeModeBSupportIndicator = Infer<typeof CeModeBSupportIndicator>;

export const CnDomain = clause('9.2.3.22', enumerated(['ps', 'cs']));
export type CnDomain = Infer<typeof CnDomain>;

export const CnType = enumerated(['fiveGCForbidden'], '...', ['epc-Forbiddden']);
export type CnType = Infer<typeof CnType>;

export const CnTypeRestrictionsItem = ieSequence({ plmn: PlmnIdentity, cnType: CnType });
export type CnTypeRestrictionsItem = Infer<typeof CnTypeRestrictionsItem>;

export const CnTypeRestrictions = sequenceOf(CnTypeRestrictionsItem, 1, 16);
export type CnTypeRestrictions = Infer<typeof CnTypeRestrictions>;

export const ContextAtSource = ieSequence({ sourceNgRanNodeId: GlobalRanNodeId, ranUeNgapId: RanUeNgapId });
export type ContextAtSource = Infer<typeof ContextAtSource>;

export const CsFallbackIndicator = clause(
  '9.2.3.21',
  enumerated(['cs-fallback-required'], '...', ['cs-fallback-high-priority']),
);
export type CsFallbackIndicator = Infer<typeof CsFallbackIndicator>;

export const AdditionalCsFallbackIndicator = clause('9.2.3.37', enumerated(['no-restriction', 'restriction'], '...'));
export type AdditionalCsFallbackIndicator = Infer<typeof AdditionalCsFallbackIndicator>;

export const DlNasMac = bitNumber(16);

export const DlCpSecurityInformation = clause('9.2.3.49', ieSequence({ dlNasMac: DlNasMac }));
export type DlCpSecurityInformation = Infer<typeof DlCpSecurityInformation>;

export const DlNasPduDeliveryAckRequest = enumerated(['requested'], '...');
export type DlNasPduDeliveryAckRequest = Infer<typeof DlNasPduDeliveryAckRequest>;

export const Earfcn = clause('9.2.1.95', integer(0, 262143, '...'));

export const EdtSession = enumerated(['true'], '...');
export type EdtSession = Infer<typeof EdtSession>;

export const EncryptionAlgorithms = bitNumber(16, '...');

export const EndIndication = clause('9.2.3.54', enumerated(['no-further-data', 'further-data-exists'], '...'));
export type EndIndication = Infer<typeof EndIndication>;

export const CeModeBRestricted = clause('9.2.1.129', enumerated(['restricted', 'not-restricted'], '...'));
export type CeModeBRestricted = Infer<typeof CeModeBRestricted>;

export const EventType = enumerated(['direct', 'change-of-serve-cell', 'stop-change-of-serve-cell'], '...');
export type EventType = Infer<typeof EventType>;

export const EutranRoundTripDelayEstimationInfo = clause('9.2.1.69', integer(0, 2047));

export const ExpectedActivityPeriod = integer(1, 181, '...');

export const ExpectedIdlePeriod = integer(1, 181, '...');

export const SourceOfUeActivityBehaviourInformation = enumerated(['subscription-information', 'statistics'], '...');
export type SourceOfUeActivityBehaviourInformation = Infer<typeof SourceOfUeActivityBehaviourInformation>;

export const ExpectedUeActivityBehaviour = clause(
  '9.2.1.97',
  ieSequence({
    expectedActivityPeriod: optional(ExpectedActivityPeriod),
    expectedIdlePeriod: optional(ExpectedIdlePeriod),
    sourceOfUeActivityBehaviourInformation: optional(SourceOfUeActivityBehaviourInformation),
  }),
);
export type ExpectedUeActivityBehaviour = Infer<typeof ExpectedUeActivityBehaviour>;

export const ExpectedHoInterval = enumerated(
  ['sec15', 'sec30', 'sec60', 'sec90', 'sec120', 'sec180', 'long-time'],
  '...',
);
export type ExpectedHoInterval = Infer<typeof ExpectedHoInterval>;

export const ExpectedUeBehaviour = clause(
  '9.2.1.96',
  ieSequence({
    expectedActivity: optional(ExpectedUeActivityBehaviour),
    expectedHoInterval: optional(ExpectedHoInterval),
  }),
);
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

export const GwContextReleaseIndication = clause('9.2.1.84', enumerated(['true'], '...'));
export type GwContextReleaseIndication = Infer<typeof GwContextReleaseIndication>;

export const IntegrityProtectionAlgorithms = bitNumber(16, '...');

export const ImsVoiceEpsFallbackFrom5g = enumerated(['true'], '...');
export type ImsVoiceEpsFallbackFrom5g = Infer<typeof ImsVoiceEpsFallbackFrom5g>;

export const IabAuthorized = clause('9.2.1.146', enumerated(['authorized', 'not-authorized'], '...'));
export type IabAuthorized = Infer<typeof IabAuthorized>;

export const IabNodeIndication = enumerated(['true'], '...');
export type IabNodeIndication = Infer<typeof IabNodeIndication>;

export const LteMIndication = clause('9.2.1.135', enumerated(['lte-m'], '...'));
export type LteMIndication = Infer<typeof LteMIndication>;

export const TacListInLteNtn = sequenceOf(Tac, 1, 12);
export type TacListInLteNtn = Infer<typeof TacListInLteNtn>;

export const LteNtnTaiInformation = clause(
  '9.2.3.56',
  ieSequence({ servingPlmn: PlmnIdentity, tacListInLteNtn: TacListInLteNtn, ueLocationDerivedTac: optional(Tac) }),
);
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

export const MsClassmark2 = clause('9.2.1.64', octetString);

export const MsClassmark3 = clause('9.2.1.65', octetString);

export const NrEncryptionAlgorithms = bitNumber(16, '...');

export const NrIntegrityProtectionAlgorithms = bitNumber(16, '...');

export const NrRestrictionIn5gs = enumerated(['nRrestrictedin5GS'], '...');
export type NrRestrictionIn5gs = Infer<typeof NrRestrictionIn5gs>;

export const NrUeSecurityCapabilities = clause(
  '9.2.1.127',
  ieSequence({
    encryptionAlgorithms: NrEncryptionAlgorithms,
    integrityProtectionAlgorithms: NrIntegrityProtectionAlgorithms,
  }),
);
export type NrUeSecurityCapabilities = Infer<typeof NrUeSecurityCapabilities>;

export const VehicleUe = enumerated(['authorized', 'not-authorized'], '...');
export type VehicleUe = Infer<typeof VehicleUe>;

export const PedestrianUe = enumerated(['authorized', 'not-authorized'], '...');
export type PedestrianUe = Infer<typeof PedestrianUe>;

export const NrV2xServicesAuthorized = clause(
  '9.2.1.148',
  ieSequence({ vehicleUe: optional(VehicleUe), pedestrianUe: optional(PedestrianUe) }),
);
export type NrV2xServicesAuthorized = Infer<typeof NrV2xServicesAuthorized>;

export const PendingDataIndication = clause('9.2.3.55', enumerated(['true'], '...'));
export type PendingDataIndication = Infer<typeof PendingDataIndication>;

export const ProSeDirectDiscovery = enumerated(['authorized', 'not-authorized'], '...');
export type ProSeDirectDiscovery = Infer<typeof ProSeDirectDiscovery>;

export const ProSeUeToNetworkRelaying = enumerated(['authorized', 'not-authorized'], '...');
export type ProSeUeToNetworkRelaying = Infer<typeof ProSeUeToNetworkRelaying>;

export const ProSeDirectCommunication = enumerated(['authorized', 'not-authorized'], '...');
export type ProSeDirectCommunication = Infer<typeof ProSeDirectCommunication>;

export const ProSeAuthorized = clause(
  '9.2.1.99',
  ieSequence(
    {
      proSeDirectDiscovery: optional(ProSeDirectDiscovery),
      proSeDirectCommunication: optional(ProSeDirectCommunication),
    },
    { proSeUeToNetworkRelaying: optionalIe(216, 'ignore', ProSeUeToNetworkRelaying) },
  ),
);
export type ProSeAuthorized = Infer<typeof ProSeAuthorized>;

export const PsServiceNotAvailable = clause('9.2.1.77', enumerated(['ps-service-not-available'], '...'));
export type PsServiceNotAvailable = Infer<typeof PsServiceNotAvailable>;

export const PsCellInformation = clause('9.2.1.141', ieSequence({ ncgi: NrCgi }));
export type PsCellInformation = Infer<typeof PsCellInformation>;

export const RatRestrictionsItem = ieSequence({ plmn: PlmnIdentity, ratRestrictionInformation: bitNumber(8, '...') });
export type RatRestrictionsItem = Infer<typeof RatRestrictionsItem>;

export const RatRestrictions = sequenceOf(RatRestrictionsItem, 1, 16);
export type RatRestrictions = Infer<typeof RatRestrictions>;

export const RequestTypeAdditionalInfo = enumerated(['includePSCell'], '...');
export type RequestTypeAdditionalInfo = Infer<typeof RequestTypeAdditionalInfo>;

export const ReportArea = enumerated(['ecgi'], '...');
export type ReportArea = Infer<typeof ReportArea>;

export const RequestType = clause(
  '9.2.1.34',
  ieSequence(
    { eventType: EventType, reportArea: ReportArea },
    { requestTypeAdditionalInfo: optionalIe(298, 'ignore', RequestTypeAdditionalInfo) },
  ),
);
export type RequestType = Infer<typeof RequestType>;

export const RrcEstablishmentCause = clause(
  '9.2.1.3a',
  enumerated(['emergency', 'highPriorityAccess', 'mt-Access', 'mo-Signalling', 'mo-Data'], '...', [
    'delay-TolerantAccess',
    'mo-VoiceCall',
    'mo-ExceptionData',
  ]),
);
export type RrcEstablishmentCause = Infer<typeof RrcEstablishmentCause>;

export const SecurityContext = clause(
  '9.2.1.26',
  ieSequence({ nextHopChainingCount: integer(0, 7), nextHopParameter: SecurityKey }),
);
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

export const UeCapabilityInfoRequest = clause('9.2.3.51', enumerated(['requested'], '...'));
export type UeCapabilityInfoRequest = Infer<typeof UeCapabilityInfoRequest>;

export const UeRadioCapability = clause('9.2.1.27', octetString);

export const UeRadioCapabilityId = clause('9.2.1.153', octetString);

export const UeSecurityCapabilities = clause(
  '9.2.1.40',
  ieSequence({
    encryptionAlgorithms: EncryptionAlgorithms,
    integrityProtectionAlgorithms: IntegrityProtectionAlgorithms,
  }),
);
export type UeSecurityCapabilities = Infer<typeof UeSecurityCapabilities>;

export const UeUsageType = integer(0, 255);

export const UlNasMac = bitNumber(16);

export const UlNasCount = bitNumber(5);

export const UlCpSecurityInformation = clause('9.2.3.50', ieSequence({ ulNasMac: UlNasMac, ulNasCount: UlNasCount }));
export type UlCpSecurityInformation = Infer<typeof UlCpSecurityInformation>;

export const UnlicensedSpectrumRestriction = enumerated(['unlicensed-restricted'], '...');
export type UnlicensedSpectrumRestriction = Infer<typeof UnlicensedSpectrumRestriction>;

export const UriAddress = visibleString();

export const UserLocationInformation = clause(
  '9.2.1.93',
  ieSequence(
    { eutranCgi: EutranCgi, tai: Tai },
    {
      psCellInformation: optionalIe(288, 'ignore', PsCellInformation),
      lteNtnTaiInformation: optionalIe(339, 'ignore', LteNtnTaiInformation),
    },
  ),
);
export type UserLocationInformation = Infer<typeof UserLocationInformation>;

export const UeUserPlaneCiotSupportIndicator = clause('9.2.1.113', enumerated(['supported'], '...'));
export type UeUserPlaneCiotSupportIndicator = Infer<typeof UeUserPlaneCiotSupportIndicator>;

export const VoiceSupportMatchIndicator = clause('9.2.1.85', enumerated(['supported', 'not-supported'], '...'));
export type VoiceSupportMatchIndicator = Infer<typeof VoiceSupportMatchIndicator>;

export const V2xServicesAuthorized = clause(
  '9.2.1.120',
  ieSequence({ vehicleUe: optional(VehicleUe), pedestrianUe: optional(PedestrianUe) }),
);
export type V2xServicesAuthorized = Infer<typeof V2xServicesAuthorized>;

export const TaiItem = ieSequence({ tai: Tai });
export type TaiItem = Infer<typeof TaiItem>;

export const TaiList = sequenceOf(singleIe(47, 'ignore', TaiItem), 1, 256);
export type TaiList = Infer<typeof TaiList>;
