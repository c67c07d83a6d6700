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
import { clause } from '../clause.ts';
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

export const CountValue = clause('9.2.1.32', ieSequence({ pdcpSn: PdcpSn, hfn: Hfn }));
export type CountValue = Infer<typeof CountValue>;

export const HfnModified = integer(0, 131071);

export const PdcpSnExtended = integer(0, 32767);

export const CountValueExtended = clause('9.2.1.90', ieSequence({ pdcpSn: PdcpSnExtended, hfn: HfnModified }));
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

export const Cdma2000Pdu = clause('9.2.1.23', octetString);

export const Cdma2000RatType = clause('9.2.1.24', enumerated(['hRPD', 'onexRTT'], '...'));
export type Cdma2000RatType = Infer<typeof Cdma2000RatType>;

export const Cdma2000SectorId = clause('9.2.1.25', octetString);

export const Cdma2000HoStatus = clause('9.2.1.28', enumerated(['hOSuccess', 'hOFailure'], '...'));
export type Cdma2000HoStatus = Infer<typeof Cdma2000HoStatus>;

export const Cdma2000HoRequiredIndication = clause('9.2.1.29', enumerated(['true'], '...'));
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

export const CellType = clause('9.2.1.66', ieSequence({ cellSize: CellSize }));
export type CellType = Infer<typeof CellType>;

export const DapsResponseInfo = ieSequence({
  dapsResponseIndicator: enumerated(['dAPS-HO-accepted', 'dAPS-HO-not-accepted'], '...'),
});
export type DapsResponseInfo = Infer<typeof DapsResponseInfo>;

export const DapsResponseInfoItem = ieSequence({ eRabId: ERabId, dapsResponseInfo: DapsResponseInfo });
export type DapsResponseInfoItem = Infer<typeof DapsResponseInfoItem>;

export const DapsResponseInfoList = sequenceOf(singleIe(319, 'ignore', DapsResponseInfoItem), 1, 256);
export type DapsResponseInfoList = Infer<typeof DapsResponseInfoList>;

export const DirectForwardingPathAvailability = clause('9.2.3.15', enumerated(['directPathAvailable'], '...'));
export type DirectForwardingPathAvailability = Infer<typeof DirectForwardingPathAvailability>;

export const EmergencyIndicator = enumerated(['true'], '...');
export type EmergencyIndicator = Infer<typeof EmergencyIndicator>;

export const EnbEarlyStatusTransferTransparentContainer = clause(
  '9.2.1.157',
  ieSequence({ bearersSubjectToEarlyStatusTransferList: BearersSubjectToEarlyStatusTransferList }),
);
export type EnbEarlyStatusTransferTransparentContainer = Infer<typeof EnbEarlyStatusTransferTransparentContainer>;

export const EnbStatusTransferTransparentContainer = clause(
  '9.2.1.31',
  ieSequence({ bearersSubjectToStatusTransferList: BearersSubjectToStatusTransferList }),
);
export type EnbStatusTransferTransparentContainer = Infer<typeof EnbStatusTransferTransparentContainer>;

export const HandoverFlag = clause('9.2.1.125', enumerated(['handoverPreparation'], '...'));
export type HandoverFlag = Infer<typeof HandoverFlag>;

export const HandoverRestrictionList = clause(
  '9.2.1.22',
  ieSequence(
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
  ),
);
export type HandoverRestrictionList = Infer<typeof HandoverRestrictionList>;

export const HandoverType = clause(
  '9.2.1.13',
  enumerated(['intralte', 'ltetoutran', 'ltetogeran', 'utrantolte', 'gerantolte'], '...', [
    'eps-to-5gs',
    'fivegs-to-eps',
  ]),
);
export type HandoverType = Infer<typeof HandoverType>;

export const LastVisitedPsCellInformation = clause(
  '9.2.1.161',
  ieSequence({ psCellId: optional(PsCellInformation), timeStay: integer(0, 40950) }),
);
export type LastVisitedPsCellInformation = Infer<typeof LastVisitedPsCellInformation>;

export const LastVisitedPsCellList = sequenceOf(LastVisitedPsCellInformation, 1, 8);
export type LastVisitedPsCellList = Infer<typeof LastVisitedPsCellList>;

export const TimeUeStayedInCell = integer(0, 4095);

export const TimeUeStayedInCellEnhancedGranularity = integer(0, 40950);

export const LastVisitedEutranCellInformation = clause(
  '9.2.1.43a',
  ieSequence(
    { globalCellId: EutranCgi, cellType: CellType, timeUeStayedInCell: TimeUeStayedInCell },
    {
      timeUeStayedInCellEnhancedGranularity: optionalIe(167, 'ignore', TimeUeStayedInCellEnhancedGranularity),
      hoCause: optionalIe(168, 'ignore', Cause),
      lastVisitedPsCellList: optionalIe(329, 'ignore', LastVisitedPsCellList),
    },
  ),
);
export type LastVisitedEutranCellInformation = Infer<typeof LastVisitedEutranCellInformation>;

export const LastVisitedNgRanCellInformation = octetString;

export const LastVisitedUtranCellInformation = octetString;

export const LastVisitedGeranCellInformation = clause('9.2.1.43b', choice('type', { undefined: nothing }, '...'));
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

export const NasSecurityParametersfromEutran = clause('9.2.3.30', octetString);

export const NasSecurityParameterstoEutran = clause('9.2.3.31', octetString);

export const NotifySourceEnb = enumerated(['notifySource'], '...');
export type NotifySourceEnb = Infer<typeof NotifySourceEnb>;

export const RrcContainer = octetString;

export const SourceToTargetTransparentContainer = clause('9.2.1.56', octetString);

export const SrvccOperationNotPossible = clause('9.2.1.119', enumerated(['notPossible'], '...'));
export type SrvccOperationNotPossible = Infer<typeof SrvccOperationNotPossible>;

export const SrvccOperationPossible = clause('9.2.1.58', enumerated(['possible'], '...'));
export type SrvccOperationPossible = Infer<typeof SrvccOperationPossible>;

export const SrvccHoIndication = clause('9.2.1.59', enumerated(['pSandCS', 'cSonly'], '...'));
export type SrvccHoIndication = Infer<typeof SrvccHoIndication>;

export const SourceNodeIdExtension = anyIe;

export const SourceNgRanNodeId = ieSequence({ globalRanNodeId: GlobalRanNodeId, selectedTai: FiveGsTai });
export type SourceNgRanNodeId = Infer<typeof SourceNgRanNodeId>;

export const SourceNodeId = clause(
  '9.2.1.152',
  choice('type', { sourceNgRanNodeId: SourceNgRanNodeId, sourceNodeIdExtension: SourceNodeIdExtension }),
);
export type SourceNodeId = Infer<typeof SourceNodeId>;

export const UeHistoryInformation = clause('9.2.1.42', sequenceOf(LastVisitedCellItem, 1, 16));
export type UeHistoryInformation = Infer<typeof UeHistoryInformation>;

export const UeHistoryInformationFromTheUe = octetString;

export const SourceEnbToTargetEnbTransparentContainer = clause(
  '9.2.1.7',
  ieSequence(
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
  ),
);
export type SourceEnbToTargetEnbTransparentContainer = Infer<typeof SourceEnbToTargetEnbTransparentContainer>;

export const TargetNgRanNodeId = ieSequence({ globalRanNodeId: GlobalRanNodeId, selectedTai: FiveGsTai });
export type TargetNgRanNodeId = Infer<typeof TargetNgRanNodeId>;

export const TargetId = clause(
  '9.2.1.6',
  choice('type', { targetEnbId: TargetEnbId, targetRncId: TargetRncId, cgi: Cgi }, '...', {
    targetNgRanNodeId: TargetNgRanNodeId,
  }),
);
export type TargetId = Infer<typeof TargetId>;

export const TargetEnbToSourceEnbTransparentContainer = clause(
  '9.2.1.8',
  ieSequence(
    { rrcContainer: RrcContainer },
    {
      dapsResponseInfoList: optionalIe(318, 'ignore', DapsResponseInfoList),
      racsIndication: optionalIe(330, 'ignore', RacsIndication),
      eRabSecurityResultList: optionalIe(335, 'ignore', ERabSecurityResultList),
      directForwardingPathAvailability: optionalIe(79, 'ignore', DirectForwardingPathAvailability),
    },
  ),
);
export type TargetEnbToSourceEnbTransparentContainer = Infer<typeof TargetEnbToSourceEnbTransparentContainer>;

export const TargetToSourceTransparentContainer = clause('9.2.1.57', octetString);

export const TimeSinceSecondaryNodeRelease = clause('9.2.1.143', octetNumber(4));
