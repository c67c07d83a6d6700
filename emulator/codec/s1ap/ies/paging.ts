import {
  choice,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  octetString,
  optional,
  sequenceOf,
  singleIe,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { EutranCgi, GlobalEnbId, STmsi, Tai } from './identities.ts';
import { Imsi } from './mapped.ts';

// Paging: cycles, priorities, recommended cells. TS 36.413 §9.2

export const CeLevel = octetString;

export const CellIdentifierAndCeLevelForCeCapableUes = ieSequence({ globalCellId: EutranCgi, ceLevel: CeLevel });
export type CellIdentifierAndCeLevelForCeCapableUes = Infer<typeof CellIdentifierAndCeLevelForCeCapableUes>;

export const AssistanceDataForCeCapableUes = clause(
  '9.2.1.108',
  ieSequence({ cellIdentifierAndCeLevelForCeCapableUes: CellIdentifierAndCeLevelForCeCapableUes }),
);
export type AssistanceDataForCeCapableUes = Infer<typeof AssistanceDataForCeCapableUes>;

export const RecommendedCellItem = ieSequence({ eutranCgi: EutranCgi, timeStayedInCell: optional(integer(0, 4095)) });
export type RecommendedCellItem = Infer<typeof RecommendedCellItem>;

export const RecommendedCellList = sequenceOf(singleIe(214, 'ignore', RecommendedCellItem), 1, 16);
export type RecommendedCellList = Infer<typeof RecommendedCellList>;

export const RecommendedCellsForPaging = clause('9.2.1.106', ieSequence({ recommendedCellList: RecommendedCellList }));
export type RecommendedCellsForPaging = Infer<typeof RecommendedCellsForPaging>;

export const AssistanceDataForRecommendedCells = clause(
  '9.2.1.104',
  ieSequence({ recommendedCellsForPaging: RecommendedCellsForPaging }),
);
export type AssistanceDataForRecommendedCells = Infer<typeof AssistanceDataForRecommendedCells>;

export const IntendedNumberOfPagingAttempts = integer(1, 16, '...');

export const NextPagingAreaScope = enumerated(['same', 'changed'], '...');
export type NextPagingAreaScope = Infer<typeof NextPagingAreaScope>;

export const PagingAttemptCount = integer(1, 16, '...');

export const PagingAttemptInformation = clause(
  '9.2.1.110',
  ieSequence({
    pagingAttemptCount: PagingAttemptCount,
    intendedNumberOfPagingAttempts: IntendedNumberOfPagingAttempts,
    nextPagingAreaScope: optional(NextPagingAreaScope),
  }),
);
export type PagingAttemptInformation = Infer<typeof PagingAttemptInformation>;

export const AssistanceDataForPaging = clause(
  '9.2.1.103',
  ieSequence({
    assistanceDataForRecommendedCells: optional(AssistanceDataForRecommendedCells),
    assistanceDataForCeCapableUes: optional(AssistanceDataForCeCapableUes),
    pagingAttemptInformation: optional(PagingAttemptInformation),
  }),
);
export type AssistanceDataForPaging = Infer<typeof AssistanceDataForPaging>;

export const CoverageLevel = enumerated(['extendedcoverage'], '...');
export type CoverageLevel = Infer<typeof CoverageLevel>;

export const EnhancedCoverageRestricted = clause('9.2.1.123', enumerated(['restricted'], '...'));
export type EnhancedCoverageRestricted = Infer<typeof EnhancedCoverageRestricted>;

export const MmePagingTarget = choice('type', { globalEnbId: GlobalEnbId, tai: Tai }, '...');
export type MmePagingTarget = Infer<typeof MmePagingTarget>;

export const RecommendedEnbItem = ieSequence({ mmePagingTarget: MmePagingTarget });
export type RecommendedEnbItem = Infer<typeof RecommendedEnbItem>;

export const RecommendedEnbList = sequenceOf(singleIe(215, 'ignore', RecommendedEnbItem), 1, 16);
export type RecommendedEnbList = Infer<typeof RecommendedEnbList>;

export const RecommendedEnbsForPaging = clause('9.2.1.107', ieSequence({ recommendedEnbList: RecommendedEnbList }));
export type RecommendedEnbsForPaging = Infer<typeof RecommendedEnbsForPaging>;

export const InformationOnRecommendedCellsAndEnbsForPaging = clause(
  '9.2.1.105',
  ieSequence({
    recommendedCellsForPaging: RecommendedCellsForPaging,
    recommendEnbsForPaging: RecommendedEnbsForPaging,
  }),
);
export type InformationOnRecommendedCellsAndEnbsForPaging = Infer<typeof InformationOnRecommendedCellsAndEnbsForPaging>;

export const NbIotDefaultPagingDrx = clause('9.2.1.114', enumerated(['v128', 'v256', 'v512', 'v1024'], '...'));
export type NbIotDefaultPagingDrx = Infer<typeof NbIotDefaultPagingDrx>;

export const NbIotPagingDrx = clause('9.2.1.159', enumerated(['v32', 'v64', 'v128', 'v256', 'v512', 'v1024'], '...'));
export type NbIotPagingDrx = Infer<typeof NbIotPagingDrx>;

export const NbIotPagingEdrxCycle = enumerated(
  ['hf2', 'hf4', 'hf6', 'hf8', 'hf10', 'hf12', 'hf14', 'hf16', 'hf32', 'hf64', 'hf128', 'hf256', 'hf512', 'hf1024'],
  '...',
);
export type NbIotPagingEdrxCycle = Infer<typeof NbIotPagingEdrxCycle>;

export const NbIotPagingTimeWindow = enumerated(
  ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 's12', 's13', 's14', 's15', 's16'],
  '...',
);
export type NbIotPagingTimeWindow = Infer<typeof NbIotPagingTimeWindow>;

export const NbIotPagingEdrxInformation = clause(
  '9.2.1.115',
  ieSequence({ nbIotPagingEdrxCycle: NbIotPagingEdrxCycle, nbIotPagingTimeWindow: optional(NbIotPagingTimeWindow) }),
);
export type NbIotPagingEdrxInformation = Infer<typeof NbIotPagingEdrxInformation>;

export const PagingEdrxCycle = enumerated(
  ['hfhalf', 'hf1', 'hf2', 'hf4', 'hf6', 'hf8', 'hf10', 'hf12', 'hf14', 'hf16', 'hf32', 'hf64', 'hf128', 'hf256'],
  '...',
);
export type PagingEdrxCycle = Infer<typeof PagingEdrxCycle>;

export const PagingTimeWindow = enumerated(
  ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 's12', 's13', 's14', 's15', 's16'],
  '...',
);
export type PagingTimeWindow = Infer<typeof PagingTimeWindow>;

export const PagingEdrxInformation = clause(
  '9.2.1.111',
  ieSequence({ pagingEdrxCycle: PagingEdrxCycle, pagingTimeWindow: optional(PagingTimeWindow) }),
);
export type PagingEdrxInformation = Infer<typeof PagingEdrxInformation>;

export const PagingDrx = clause('9.2.1.16', enumerated(['v32', 'v64', 'v128', 'v256'], '...'));
export type PagingDrx = Infer<typeof PagingDrx>;

export const PagingPriority = clause(
  '9.2.1.78',
  enumerated(
    ['priolevel1', 'priolevel2', 'priolevel3', 'priolevel4', 'priolevel5', 'priolevel6', 'priolevel7', 'priolevel8'],
    '...',
  ),
);
export type PagingPriority = Infer<typeof PagingPriority>;

export const PagingProbabilityInformation = enumerated(
  [
    'p00',
    'p05',
    'p10',
    'p15',
    'p20',
    'p25',
    'p30',
    'p35',
    'p40',
    'p45',
    'p50',
    'p55',
    'p60',
    'p65',
    'p70',
    'p75',
    'p80',
    'p85',
    'p90',
    'p95',
    'p100',
  ],
  '...',
);
export type PagingProbabilityInformation = Infer<typeof PagingProbabilityInformation>;

export const PagingCause = clause('9.2.1.17', enumerated(['voice'], '...'));
export type PagingCause = Infer<typeof PagingCause>;

export const UePagingId = choice('type', { sTmsi: STmsi, imsi: Imsi }, '...');
export type UePagingId = Infer<typeof UePagingId>;

export const UeRadioCapabilityForPaging = clause('9.2.1.98', octetString);

export const WusAssistanceInformation = clause(
  '9.2.1.158',
  ieSequence({ pagingProbabilityInformation: PagingProbabilityInformation }),
);
export type WusAssistanceInformation = Infer<typeof WusAssistanceInformation>;
