import { ieMessage, mandatory, optionalIe } from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { DataSize } from '../ies/bearers.ts';
import {
  CsgIdList,
  ExtendedUeIdentityIndexValue,
  NbIotUeIdentityIndexValue,
  UeIdentityIndexValue,
} from '../ies/identities.ts';
import {
  AssistanceDataForPaging,
  EnhancedCoverageRestricted,
  NbIotPagingDrx,
  NbIotPagingEdrxInformation,
  PagingCause,
  PagingDrx,
  PagingEdrxInformation,
  PagingPriority,
  UePagingId,
  UeRadioCapabilityForPaging,
  WusAssistanceInformation,
} from '../ies/paging.ts';
import { CeModeBRestricted, CnDomain, TaiList } from '../ies/ue-context.ts';

// Paging. TS 36.413 §9.1.6

export const Paging = clause(
  '9.1.6',
  ieMessage('Paging', {
    ueIdentityIndexValue: mandatory(80, 'ignore', UeIdentityIndexValue),
    uePagingId: mandatory(43, 'ignore', UePagingId),
    pagingDrx: optionalIe(44, 'ignore', PagingDrx),
    cnDomain: mandatory(109, 'ignore', CnDomain),
    taiList: mandatory(46, 'ignore', TaiList),
    csgIdList: optionalIe(128, 'ignore', CsgIdList),
    pagingPriority: optionalIe(151, 'ignore', PagingPriority),
    ueRadioCapabilityForPaging: optionalIe(198, 'ignore', UeRadioCapabilityForPaging),
    assistanceDataForPaging: optionalIe(211, 'ignore', AssistanceDataForPaging),
    pagingEdrxInformation: optionalIe(227, 'ignore', PagingEdrxInformation),
    extendedUeIdentityIndexValue: optionalIe(231, 'ignore', ExtendedUeIdentityIndexValue),
    nbIotPagingEdrxInformation: optionalIe(239, 'ignore', NbIotPagingEdrxInformation),
    nbIotUeIdentityIndexValue: optionalIe(244, 'ignore', NbIotUeIdentityIndexValue),
    enhancedCoverageRestricted: optionalIe(251, 'ignore', EnhancedCoverageRestricted),
    ceModeBRestricted: optionalIe(271, 'ignore', CeModeBRestricted),
    dataSize: optionalIe(304, 'ignore', DataSize),
    wusAssistanceInformation: optionalIe(323, 'ignore', WusAssistanceInformation),
    nbIotPagingDrx: optionalIe(324, 'ignore', NbIotPagingDrx),
    pagingCause: optionalIe(331, 'ignore', PagingCause),
  }),
);
