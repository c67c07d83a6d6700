import {
  choice,
  conditional,
  enumerated,
  fixedOctetString,
  type Infer,
  ieSequence,
  ieSequenceFixed,
  integer,
  octetString,
  optional,
  optionalIe,
  sequenceOf,
  singleIe,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import {
  CellIdentityGeran,
  EnbIndirectX2TransportLayerAddresses,
  EutranCgi,
  FiveGsTai,
  GlobalEnbId,
  GlobalEnGnbId,
  Lai,
  Rac,
  Tai,
  TargetRncId,
} from './identities.ts';
import { TransportLayerAddress } from './mapped.ts';

// Information that the MME passes between nodes: SON, RIM, EN-DC. TS 36.413 §9.2

export const EcgiListOfCells = sequenceOf(EutranCgi, 1, 256);
export type EcgiListOfCells = Infer<typeof EcgiListOfCells>;

export const GeranCellId = ieSequence({ lai: Lai, rac: Rac, ci: CellIdentityGeran });
export type GeranCellId = Infer<typeof GeranCellId>;

export const EnbX2Tlas = sequenceOf(TransportLayerAddress, 1, 2);
export type EnbX2Tlas = Infer<typeof EnbX2Tlas>;

export const EnDcSonEnbIdentification = ieSequence({ globalEnbId: GlobalEnbId, selectedTai: Tai });
export type EnDcSonEnbIdentification = Infer<typeof EnDcSonEnbIdentification>;

export const EnDcSonEnGnbIdentification = ieSequence({ globalEnGnbId: GlobalEnGnbId, selectedTai: Tai });
export type EnDcSonEnGnbIdentification = Infer<typeof EnDcSonEnGnbIdentification>;

export const EnDcTransferTypeRequest = ieSequence({
  sourceEnb: EnDcSonEnbIdentification,
  targetEnGnb: EnDcSonEnGnbIdentification,
  targetEnb: optional(EnDcSonEnbIdentification),
  associatedTai: optional(Tai),
  broadcast5gsTai: optional(FiveGsTai),
});
export type EnDcTransferTypeRequest = Infer<typeof EnDcTransferTypeRequest>;

export const EnDcTransferTypeReply = ieSequence({
  sourceEnGnb: EnDcSonEnGnbIdentification,
  targetEnb: EnDcSonEnbIdentification,
});
export type EnDcTransferTypeReply = Infer<typeof EnDcTransferTypeReply>;

export const EnDcSonTransferType = choice(
  'type',
  { request: EnDcTransferTypeRequest, reply: EnDcTransferTypeReply },
  '...',
);
export type EnDcSonTransferType = Infer<typeof EnDcSonTransferType>;

export const NbIotRlfReportContainer = octetString;

export const UeRlfReportContainer = octetString;

export const UeRlfReportContainerForExtendedBands = octetString;

export const RlfReportInformation = clause(
  '9.2.3.40',
  ieSequence(
    {
      ueRlfReportContainer: UeRlfReportContainer,
      ueRlfReportContainerForExtendedBands: optional(UeRlfReportContainerForExtendedBands),
    },
    { nbIotRlfReportContainer: optionalIe(313, 'ignore', NbIotRlfReportContainer) },
  ),
);
export type RlfReportInformation = Infer<typeof RlfReportInformation>;

export const SonInformationReport = clause(
  '9.2.3.39',
  choice('type', { rlfReportInformation: RlfReportInformation }, '...'),
);
export type SonInformationReport = Infer<typeof SonInformationReport>;

export const SonInformationExtension = singleIe(206, 'ignore', SonInformationReport);

export const SonInformationRequest = enumerated(['x2TNL-Configuration-Info'], '...', [
  'time-Synchronisation-Info',
  'activate-Muting',
  'deactivate-Muting',
]);
export type SonInformationRequest = Infer<typeof SonInformationRequest>;

export const MutingPatternInformation = clause(
  '9.2.3.41',
  ieSequence({
    mutingPatternPeriod: enumerated(['ms0', 'ms1280', 'ms2560', 'ms5120', 'ms10240'], '...'),
    mutingPatternOffset: optional(integer(0, 10239, '...')),
  }),
);
export type MutingPatternInformation = Infer<typeof MutingPatternInformation>;

export const MutingAvailabilityIndication = enumerated(['available', 'unavailable'], '...');
export type MutingAvailabilityIndication = Infer<typeof MutingAvailabilityIndication>;

export const StratumLevel = integer(0, 3, '...');

export const SynchronisationStatus = enumerated(['synchronous', 'asynchronous'], '...');
export type SynchronisationStatus = Infer<typeof SynchronisationStatus>;

export const TimeSynchronisationInfo = clause(
  '9.2.3.34',
  ieSequence(
    { stratumLevel: StratumLevel, synchronisationStatus: SynchronisationStatus },
    { mutingAvailabilityIndication: optionalIe(207, 'ignore', MutingAvailabilityIndication) },
  ),
);
export type TimeSynchronisationInfo = Infer<typeof TimeSynchronisationInfo>;

export const EnbX2GtpTlas = sequenceOf(TransportLayerAddress, 1, 16);
export type EnbX2GtpTlas = Infer<typeof EnbX2GtpTlas>;

export const EnbX2ExtTla = ieSequence({ ipsecTla: optional(TransportLayerAddress), gtpTlas: optional(EnbX2GtpTlas) });
export type EnbX2ExtTla = Infer<typeof EnbX2ExtTla>;

export const EnbX2ExtTlas = sequenceOf(EnbX2ExtTla, 1, 16);
export type EnbX2ExtTlas = Infer<typeof EnbX2ExtTlas>;

export const X2tnlConfigurationInfo = clause(
  '9.2.3.29',
  ieSequence(
    { enbX2TransportLayerAddresses: EnbX2Tlas },
    {
      enbX2ExtendedTransportLayerAddresses: optionalIe(153, 'ignore', EnbX2ExtTlas),
      enbIndirectX2TransportLayerAddresses: optionalIe(193, 'ignore', EnbIndirectX2TransportLayerAddresses),
    },
  ),
);
export type X2tnlConfigurationInfo = Infer<typeof X2tnlConfigurationInfo>;

export const SonInformationReply = clause(
  '9.2.3.28',
  ieSequence(
    { x2TnlConfigurationInfo: optional(X2tnlConfigurationInfo) },
    {
      timeSynchronisationInfo: optionalIe(149, 'ignore', TimeSynchronisationInfo),
      mutingPatternInformation: optionalIe(208, 'ignore', MutingPatternInformation),
    },
  ),
);
export type SonInformationReply = Infer<typeof SonInformationReply>;

export const SonInformation = clause(
  '9.2.3.27',
  choice('type', { sonInformationRequest: SonInformationRequest, sonInformationReply: SonInformationReply }, '...', {
    sonInformationExtension: SonInformationExtension,
  }),
);
export type SonInformation = Infer<typeof SonInformation>;

export const EnDcSonConfigurationTransfer = clause(
  '9.2.3.26a',
  ieSequence({
    transferType: EnDcSonTransferType,
    sonInformation: SonInformation,
    x2TnlConfigInfo: optional(X2tnlConfigurationInfo),
  }),
);
export type EnDcSonConfigurationTransfer = Infer<typeof EnDcSonConfigurationTransfer>;

export const IntersystemSonConfigurationTransfer = octetString;

export const LppaPdu = clause('9.2.3.32', octetString);

export const ListeningSubframePattern = clause(
  '9.2.3.43',
  ieSequence({
    patternPeriod: enumerated(['ms1280', 'ms2560', 'ms5120', 'ms10240'], '...'),
    patternOffset: integer(0, 10239, '...'),
  }),
);
export type ListeningSubframePattern = Infer<typeof ListeningSubframePattern>;

export const RimInformation = clause('9.2.3.24', octetString);

export const RimRoutingAddress = clause(
  '9.2.3.25',
  choice('type', { geranCellId: GeranCellId }, '...', {
    targetRncId: TargetRncId,
    ehrpdSectorId: fixedOctetString(16),
  }),
);
export type RimRoutingAddress = Infer<typeof RimRoutingAddress>;

export const RimTransfer = clause(
  '9.2.3.23',
  ieSequence({ rimInformation: RimInformation, rimRoutingAddress: optional(RimRoutingAddress) }),
);
export type RimTransfer = Infer<typeof RimTransfer>;

export const RoutingId = clause('9.2.3.33', integer(0, 255));

export const SynchronisationInformation = clause(
  '9.2.3.42',
  ieSequence({
    sourceStratumLevel: optional(StratumLevel),
    listeningSubframePattern: optional(ListeningSubframePattern),
    aggressorEcgiList: optional(EcgiListOfCells),
  }),
);
export type SynchronisationInformation = Infer<typeof SynchronisationInformation>;

export const SourceEnbId = ieSequenceFixed({ globalEnbId: GlobalEnbId, selectedTai: Tai });
export type SourceEnbId = Infer<typeof SourceEnbId>;

export const TargetEnbId = ieSequence({ globalEnbId: GlobalEnbId, selectedTai: Tai });
export type TargetEnbId = Infer<typeof TargetEnbId>;

export const SonConfigurationTransfer = clause(
  '9.2.3.26',
  ieSequence(
    { targetEnbId: TargetEnbId, sourceEnbId: SourceEnbId, sonInformation: SonInformation },
    {
      x2TnlConfigurationInfo: conditional(152, 'ignore', X2tnlConfigurationInfo),
      synchronisationInformation: conditional(209, 'ignore', SynchronisationInformation),
    },
  ),
);
export type SonConfigurationTransfer = Infer<typeof SonConfigurationTransfer>;

export const InterSystemInformationTransferType = clause(
  '9.2.1.55',
  choice('type', { rimTransfer: RimTransfer }, '...'),
);
export type InterSystemInformationTransferType = Infer<typeof InterSystemInformationTransferType>;
