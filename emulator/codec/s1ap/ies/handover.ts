import {
  anyIe,
  bitOctets,
  bitString,
  choice,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  nothing,
  octetNumber,
  octetString,
  optional,
  optionalIe,
  sequenceOf,
  singleIe,
} from '../../asn1-per/index.ts';
import { ERabId, ERabInformationList, ERabSecurityResultList, NrRestrictionInEpsAsSecondaryRat } from './bearers.ts';
import { Cause } from './causes.ts';
import {
  Cgi,
  EnbUeS1apId,
  Eplmns,
  EutranCgi,
  FiveGsTai,
  GlobalRanNodeId,
  RacsIndication,
  TargetRncId,
} from './identities.ts';
import { PlmnIdentity } from './mapped.ts';
import { IntersystemMeasurementConfiguration } from './measurements.ts';
import { TargetEnbId } from './transfers.ts';
import {
  AdditionalRrmPriorityIndex,
  CnTypeRestrictions,
  ContextAtSource,
  ForbiddenInterRats,
  ForbiddenLas,
  ForbiddenTas,
  ImsVoiceEpsFallbackFrom5g,
  MobilityInformation,
  NrRestrictionIn5gs,
  PsCellInformation,
  RatRestrictions,
  SubscriberProfileIdForRfp,
  UnlicensedSpectrumRestriction,
} from './ue-context.ts';

// Handover: targets, transparent containers, status transfer, UE history. TS 36.413 §9.2

export const Hfn = integer(0, 1048575);

export const PdcpSn = integer(0, 4095);

/** TS 36.413 §9.2.1.32 */
export const CountValue = ieSequence({ pdcpSn: PdcpSn, hfn: Hfn });
export type CountValue = Infer<typeof CountValue>;

export const HfnModified = integer(0, 131071);

export const PdcpSnExtended = integer(0, 32767);

/** TS 36.413 §9.2.1.90 */
export const CountValueExtended = ieSequence({ pdcpSn: PdcpSnExtended, hfn: HfnModified });
export type CountValueExtended = Infer<typeof CountValueExtended>;

export const HfnForPdcpSn18 = integer(0, 16383);

export const PdcpSn18 = integer(0, 262143);

export const CountValuePdcpSn18 = ieSequence({ pdcpSn: PdcpSn18, hfn: HfnForPdcpSn18 });
export type CountValuePdcpSn18 = Infer<typeof CountValuePdcpSn18>;

export const ReceiveStatusofUlPdcpSdus = bitOctets(512);

export const ReceiveStatusOfUlPdcpSdusExtended = bitString(1, 16384);

export const ReceiveStatusOfUlPdcpSdusPdcpSn18 = bitString(1, 131072);

export const BearersSubjectToStatusTransferItem = ieSequence(
  {
    eRabId: ERabId,
    ulCountValue: CountValue,
    dlCountValue: CountValue,
    receiveStatusOfUlPdcpSdus: optional(ReceiveStatusofUlPdcpSdus),
  },
  {
    ulCountValueExtended: optionalIe(179, 'ignore', CountValueExtended),
    dlCountValueExtended: optionalIe(180, 'ignore', CountValueExtended),
    receiveStatusOfUlPdcpSdusExtended: optionalIe(181, 'ignore', ReceiveStatusOfUlPdcpSdusExtended),
    ulCountValuePdcpSn18: optionalIe(217, 'ignore', CountValuePdcpSn18),
    dlCountValuePdcpSn18: optionalIe(218, 'ignore', CountValuePdcpSn18),
    receiveStatusOfUlPdcpSdusPdcpSn18: optionalIe(219, 'ignore', ReceiveStatusOfUlPdcpSdusPdcpSn18),
  },
);
export type BearersSubjectToStatusTransferItem = Infer<typeof BearersSubjectToStatusTransferItem>;

export const BearersSubjectToStatusTransferList = sequenceOf(
  singleIe(89, 'ignore', BearersSubjectToStatusTransferItem),
  1,
  256,
);
export type BearersSubjectToStatusTransferList = Infer<typeof BearersSubjectToStatusTransferList>;

export const DlCountPdcpSnLength = choice(
  'type',
  { sn12: CountValue, sn15: CountValueExtended, sn18: CountValuePdcpSn18 },
  '...',
);
export type DlCountPdcpSnLength = Infer<typeof DlCountPdcpSnLength>;

export const BearersSubjectToEarlyStatusTransferItem = ieSequence({
  eRabId: ERabId,
  dlCountPdcpSnLength: DlCountPdcpSnLength,
});
export type BearersSubjectToEarlyStatusTransferItem = Infer<typeof BearersSubjectToEarlyStatusTransferItem>;

export const BearersSubjectToEarlyStatusTransferList = sequenceOf(
  singleIe(322, 'ignore', BearersSubjectToEarlyStatusTransferItem),
  1,
  256,
);
export type BearersSubjectToEarlyStatusTransferList = Infer<typeof BearersSubjectToEarlyStatusTransferList>;

/** TS 36.413 §9.2.1.23 */
export const Cdma2000Pdu = octetString;

/** TS 36.413 §9.2.1.24 */
export const Cdma2000RatType = enumerated(['hRPD', 'onexRTT'], '...');
export type Cdma2000RatType = Infer<typeof Cdma2000RatType>;

/** TS 36.413 §9.2.1.25 */
export const Cdma2000SectorId = octetString;

/** TS 36.413 §9.2.1.28 */
export const Cdma2000HoStatus = enumerated(['hOSuccess', 'hOFailure'], '...');
export type Cdma2000HoStatus = Infer<typeof Cdma2000HoStatus>;

/** TS 36.413 §9.2.1.29 */
export const Cdma2000HoRequiredIndication = enumerated(['true'], '...');
export type Cdma2000HoRequiredIndication = Infer<typeof Cdma2000HoRequiredIndication>;

export const Cdma2000OneXMeid = octetString;

export const Cdma2000OneXMsi = octetString;

export const Cdma2000OneXPilot = octetString;

export const Cdma2000OneXSrvccInfo = ieSequence({
  cdma2000OneXMeid: Cdma2000OneXMeid,
  cdma2000OneXMsi: Cdma2000OneXMsi,
  cdma2000OneXPilot: Cdma2000OneXPilot,
});
export type Cdma2000OneXSrvccInfo = Infer<typeof Cdma2000OneXSrvccInfo>;

export const Cdma2000OneXRand = octetString;

export const CellSize = enumerated(['verysmall', 'small', 'medium', 'large'], '...');
export type CellSize = Infer<typeof CellSize>;

/** TS 36.413 §9.2.1.66 */
export const CellType = ieSequence({ cellSize: CellSize });
export type CellType = Infer<typeof CellType>;

export const DapsResponseInfo = ieSequence({
  dapsResponseIndicator: enumerated(['dAPS-HO-accepted', 'dAPS-HO-not-accepted'], '...'),
});
export type DapsResponseInfo = Infer<typeof DapsResponseInfo>;

export const DapsResponseInfoItem = ieSequence({ eRabId: ERabId, dapsResponseInfo: DapsResponseInfo });
export type DapsResponseInfoItem = Infer<typeof DapsResponseInfoItem>;

export const DapsResponseInfoList = sequenceOf(singleIe(319, 'ignore', DapsResponseInfoItem), 1, 256);
export type DapsResponseInfoList = Infer<typeof DapsResponseInfoList>;

/** TS 36.413 §9.2.3.15 */
export const DirectForwardingPathAvailability = enumerated(['directPathAvailable'], '...');
export type DirectForwardingPathAvailability = Infer<typeof DirectForwardingPathAvailability>;

export const EmergencyIndicator = enumerated(['true'], '...');
export type EmergencyIndicator = Infer<typeof EmergencyIndicator>;

/** TS 36.413 §9.2.1.157 */
export const EnbEarlyStatusTransferTransparentContainer = ieSequence({
  bearersSubjectToEarlyStatusTransferList: BearersSubjectToEarlyStatusTransferList,
});
export type EnbEarlyStatusTransferTransparentContainer = Infer<typeof EnbEarlyStatusTransferTransparentContainer>;

/** TS 36.413 §9.2.1.31 */
export const EnbStatusTransferTransparentContainer = ieSequence({
  bearersSubjectToStatusTransferList: BearersSubjectToStatusTransferList,
});
export type EnbStatusTransferTransparentContainer = Infer<typeof EnbStatusTransferTransparentContainer>;

/** TS 36.413 §9.2.1.125 */
export const HandoverFlag = enumerated(['handoverPreparation'], '...');
export type HandoverFlag = Infer<typeof HandoverFlag>;

/** TS 36.413 §9.2.1.22 */
export const HandoverRestrictionList = ieSequence(
  {
    servingPlmn: PlmnIdentity,
    equivalentPlmns: optional(Eplmns),
    forbiddenTas: optional(ForbiddenTas),
    forbiddenLas: optional(ForbiddenLas),
    forbiddenInterRats: optional(ForbiddenInterRats),
  },
  {
    nrRestrictionInEpsAsSecondaryRat: optionalIe(261, 'ignore', NrRestrictionInEpsAsSecondaryRat),
    unlicensedSpectrumRestriction: optionalIe(270, 'ignore', UnlicensedSpectrumRestriction),
    cnTypeRestrictions: optionalIe(282, 'ignore', CnTypeRestrictions),
    nrRestrictionIn5gs: optionalIe(287, 'ignore', NrRestrictionIn5gs),
    lastNgRanPlmn: optionalIe(290, 'ignore', PlmnIdentity),
    ratRestrictions: optionalIe(336, 'ignore', RatRestrictions),
  },
);
export type HandoverRestrictionList = Infer<typeof HandoverRestrictionList>;

/** TS 36.413 §9.2.1.13 */
export const HandoverType = enumerated(['intralte', 'ltetoutran', 'ltetogeran', 'utrantolte', 'gerantolte'], '...', [
  'eps-to-5gs',
  'fivegs-to-eps',
]);
export type HandoverType = Infer<typeof HandoverType>;

/** TS 36.413 §9.2.1.161 */
export const LastVisitedPsCellInformation = ieSequence({
  psCellId: optional(PsCellInformation),
  timeStay: integer(0, 40950),
});
export type LastVisitedPsCellInformation = Infer<typeof LastVisitedPsCellInformation>;

export const LastVisitedPsCellList = sequenceOf(LastVisitedPsCellInformation, 1, 8);
export type LastVisitedPsCellList = Infer<typeof LastVisitedPsCellList>;

export const TimeUeStayedInCell = integer(0, 4095);

export const TimeUeStayedInCellEnhancedGranularity = integer(0, 40950);

/** TS 36.413 §9.2.1.43a */
export const LastVisitedEutranCellInformation = ieSequence(
  { globalCellId: EutranCgi, cellType: CellType, timeUeStayedInCell: TimeUeStayedInCell },
  {
    timeUeStayedInCellEnhancedGranularity: optionalIe(167, 'ignore', TimeUeStayedInCellEnhancedGranularity),
    hoCause: optionalIe(168, 'ignore', Cause),
    lastVisitedPsCellList: optionalIe(329, 'ignore', LastVisitedPsCellList),
  },
);
export type LastVisitedEutranCellInformation = Infer<typeof LastVisitedEutranCellInformation>;

export const LastVisitedNgRanCellInformation = octetString;

export const LastVisitedUtranCellInformation = octetString;

/** TS 36.413 §9.2.1.43b */
export const LastVisitedGeranCellInformation = choice('type', { undefined: nothing }, '...');
export type LastVisitedGeranCellInformation = Infer<typeof LastVisitedGeranCellInformation>;

export const LastVisitedCellItem = choice(
  'type',
  {
    eutranCell: LastVisitedEutranCellInformation,
    utranCell: LastVisitedUtranCellInformation,
    geranCell: LastVisitedGeranCellInformation,
  },
  '...',
  { ngRanCell: LastVisitedNgRanCellInformation },
);
export type LastVisitedCellItem = Infer<typeof LastVisitedCellItem>;

/** TS 36.413 §9.2.3.30 */
export const NasSecurityParametersfromEutran = octetString;

/** TS 36.413 §9.2.3.31 */
export const NasSecurityParameterstoEutran = octetString;

export const NotifySourceEnb = enumerated(['notifySource'], '...');
export type NotifySourceEnb = Infer<typeof NotifySourceEnb>;

export const RrcContainer = octetString;

/** TS 36.413 §9.2.1.56 */
export const SourceToTargetTransparentContainer = octetString;

/** TS 36.413 §9.2.1.119 */
export const SrvccOperationNotPossible = enumerated(['notPossible'], '...');
export type SrvccOperationNotPossible = Infer<typeof SrvccOperationNotPossible>;

/** TS 36.413 §9.2.1.58 */
export const SrvccOperationPossible = enumerated(['possible'], '...');
export type SrvccOperationPossible = Infer<typeof SrvccOperationPossible>;

/** TS 36.413 §9.2.1.59 */
export const SrvccHoIndication = enumerated(['pSandCS', 'cSonly'], '...');
export type SrvccHoIndication = Infer<typeof SrvccHoIndication>;

export const SourceNodeIdExtension = anyIe;

export const SourceNgRanNodeId = ieSequence({ globalRanNodeId: GlobalRanNodeId, selectedTai: FiveGsTai });
export type SourceNgRanNodeId = Infer<typeof SourceNgRanNodeId>;

/** TS 36.413 §9.2.1.152 */
export const SourceNodeId = choice('type', {
  sourceNgRanNodeId: SourceNgRanNodeId,
  sourceNodeIdExtension: SourceNodeIdExtension,
});
export type SourceNodeId = Infer<typeof SourceNodeId>;

/** TS 36.413 §9.2.1.42 */
export const UeHistoryInformation = sequenceOf(LastVisitedCellItem, 1, 16);
export type UeHistoryInformation = Infer<typeof UeHistoryInformation>;

export const UeHistoryInformationFromTheUe = octetString;

/** TS 36.413 §9.2.1.7 */
export const SourceEnbToTargetEnbTransparentContainer = ieSequence(
  {
    rrcContainer: RrcContainer,
    eRabInformationList: optional(ERabInformationList),
    targetCellId: EutranCgi,
    subscriberProfileIdForRfp: optional(SubscriberProfileIdForRfp),
    ueHistoryInformation: UeHistoryInformation,
  },
  {
    mobilityInformation: optionalIe(175, 'ignore', MobilityInformation),
    ueHistoryInformationFromTheUe: optionalIe(194, 'ignore', UeHistoryInformationFromTheUe),
    imsVoiceEpsFallbackFrom5g: optionalIe(296, 'ignore', ImsVoiceEpsFallbackFrom5g),
    additionalRrmPriorityIndex: optionalIe(299, 'ignore', AdditionalRrmPriorityIndex),
    contextAtSource: optionalIe(300, 'ignore', ContextAtSource),
    intersystemMeasurementConfiguration: optionalIe(311, 'ignore', IntersystemMeasurementConfiguration),
    sourceNodeId: optionalIe(312, 'ignore', SourceNodeId),
    emergencyIndicator: optionalIe(326, 'ignore', EmergencyIndicator),
    ueContextReferenceAtSourceEnb: optionalIe(337, 'ignore', EnbUeS1apId),
    sourceSnId: optionalIe(343, 'ignore', GlobalRanNodeId),
    directForwardingPathAvailability: optionalIe(79, 'ignore', DirectForwardingPathAvailability),
  },
);
export type SourceEnbToTargetEnbTransparentContainer = Infer<typeof SourceEnbToTargetEnbTransparentContainer>;

export const TargetNgRanNodeId = ieSequence({ globalRanNodeId: GlobalRanNodeId, selectedTai: FiveGsTai });
export type TargetNgRanNodeId = Infer<typeof TargetNgRanNodeId>;

/** TS 36.413 §9.2.1.6 */
export const TargetId = choice('type', { targetEnbId: TargetEnbId, targetRncId: TargetRncId, cgi: Cgi }, '...', {
  targetNgRanNodeId: TargetNgRanNodeId,
});
export type TargetId = Infer<typeof TargetId>;

/** TS 36.413 §9.2.1.8 */
export const TargetEnbToSourceEnbTransparentContainer = ieSequence(
  { rrcContainer: RrcContainer },
  {
    dapsResponseInfoList: optionalIe(318, 'ignore', DapsResponseInfoList),
    racsIndication: optionalIe(330, 'ignore', RacsIndication),
    eRabSecurityResultList: optionalIe(335, 'ignore', ERabSecurityResultList),
    directForwardingPathAvailability: optionalIe(79, 'ignore', DirectForwardingPathAvailability),
  },
);
export type TargetEnbToSourceEnbTransparentContainer = Infer<typeof TargetEnbToSourceEnbTransparentContainer>;

/** TS 36.413 §9.2.1.57 */
export const TargetToSourceTransparentContainer = octetString;

/** TS 36.413 §9.2.1.143 */
export const TimeSinceSecondaryNodeRelease = octetNumber(4);
