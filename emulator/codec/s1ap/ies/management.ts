import {
  choice,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  optional,
  optionalIe,
  printableString,
  sequenceOf,
  singleIe,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { EnbUeS1apId, EnGnbId, Gummei, MmeCode, MmeGroupId, MmeUeS1apId } from './identities.ts';
import { PlmnIdentity, Tac } from './mapped.ts';
import { GummeiType } from './ue-context.ts';

// S1 interface management: served areas and groups, reset, overload. TS 36.413 §9.2

export const Bplmns = sequenceOf(PlmnIdentity, 1, 6);
export type Bplmns = Infer<typeof Bplmns>;

export const RatType = clause(
  '9.2.1.117',
  enumerated(['nbiot'], '...', [
    'nbiot-leo',
    'nbiot-meo',
    'nbiot-geo',
    'nbiot-othersat',
    'eutran-leo',
    'eutran-meo',
    'eutran-geo',
    'eutran-othersat',
  ]),
);
export type RatType = Infer<typeof RatType>;

export const SupportedTasItem = ieSequence(
  { tac: Tac, broadcastPlmns: Bplmns },
  { ratType: optionalIe(232, 'reject', RatType) },
);
export type SupportedTasItem = Infer<typeof SupportedTasItem>;

export const SupportedTas = sequenceOf(SupportedTasItem, 1, 256);
export type SupportedTas = Infer<typeof SupportedTas>;

export const ConnectedEnGnbItem = ieSequence({ enGnbId: EnGnbId, supportedTas: SupportedTas });
export type ConnectedEnGnbItem = Infer<typeof ConnectedEnGnbItem>;

export const ConnectedEnGnbList = sequenceOf(ConnectedEnGnbItem, 1, 256);
export type ConnectedEnGnbList = Infer<typeof ConnectedEnGnbList>;

export const DcnId = integer(0, 65535);

export const RelativeMmeCapacity = clause('9.2.3.17', integer(0, 255));

export const ServedDcnsItem = ieSequence({ dcnId: DcnId, relativeDcnCapacity: RelativeMmeCapacity });
export type ServedDcnsItem = Infer<typeof ServedDcnsItem>;

export const ServedDcns = sequenceOf(ServedDcnsItem, 0, 32);
export type ServedDcns = Infer<typeof ServedDcns>;

export const GummeiList = sequenceOf(Gummei, 1, 256);
export type GummeiList = Infer<typeof GummeiList>;

export const EnbName = printableString({ lower: 1, upper: 150, marker: '...' });

export const IabSupported = enumerated(['true'], '...');
export type IabSupported = Infer<typeof IabSupported>;

export const MmeName = printableString({ lower: 1, upper: 150, marker: '...' });

export const MmeRelaySupportIndicator = clause('9.2.1.82', enumerated(['true'], '...'));
export type MmeRelaySupportIndicator = Infer<typeof MmeRelaySupportIndicator>;

export const OverloadAction = clause(
  '9.2.3.20',
  enumerated(
    [
      'reject-non-emergency-mo-dt',
      'reject-rrc-cr-signalling',
      'permit-emergency-sessions-and-mobile-terminated-services-only',
    ],
    '...',
    [
      'permit-high-priority-sessions-and-mobile-terminated-services-only',
      'reject-delay-tolerant-access',
      'permit-high-priority-sessions-and-exception-reporting-and-mobile-terminated-services-only',
      'not-accept-mo-data-or-delay-tolerant-access-from-CP-CIoT',
    ],
  ),
);
export type OverloadAction = Infer<typeof OverloadAction>;

export const OverloadResponse = clause('9.2.3.19', choice('type', { overloadAction: OverloadAction }, '...'));
export type OverloadResponse = Infer<typeof OverloadResponse>;

export const RelayNodeIndicator = clause('9.2.1.79', enumerated(['true'], '...'));
export type RelayNodeIndicator = Infer<typeof RelayNodeIndicator>;

export const ServedGroupIds = sequenceOf(MmeGroupId, 1, 65535);
export type ServedGroupIds = Infer<typeof ServedGroupIds>;

export const ServedMmecs = sequenceOf(MmeCode, 1, 256);
export type ServedMmecs = Infer<typeof ServedMmecs>;

export const ServedPlmns = sequenceOf(PlmnIdentity, 1, 32);
export type ServedPlmns = Infer<typeof ServedPlmns>;

export const ServedGummeisItem = ieSequence(
  { servedPlmns: ServedPlmns, servedGroupIds: ServedGroupIds, servedMmecs: ServedMmecs },
  { gummeiType: optionalIe(170, 'ignore', GummeiType) },
);
export type ServedGummeisItem = Infer<typeof ServedGummeisItem>;

export const ServedGummeis = sequenceOf(ServedGummeisItem, 1, 8);
export type ServedGummeis = Infer<typeof ServedGummeis>;

export const TrafficLoadReductionIndication = clause('9.2.3.36', integer(1, 99));

export const UeRetentionInformation = clause('9.2.1.112', enumerated(['ues-retained'], '...'));
export type UeRetentionInformation = Infer<typeof UeRetentionInformation>;

export const UeAssociatedLogicalS1ConnectionItem = ieSequence({
  mmeUeS1apId: optional(MmeUeS1apId),
  enbUeS1apId: optional(EnbUeS1apId),
});
export type UeAssociatedLogicalS1ConnectionItem = Infer<typeof UeAssociatedLogicalS1ConnectionItem>;

export const ResetAll = enumerated(['reset-all'], '...');
export type ResetAll = Infer<typeof ResetAll>;

export const UeAssociatedLogicalS1ConnectionListRes = sequenceOf(
  singleIe(91, 'reject', UeAssociatedLogicalS1ConnectionItem),
  1,
  256,
);
export type UeAssociatedLogicalS1ConnectionListRes = Infer<typeof UeAssociatedLogicalS1ConnectionListRes>;

export const ResetType = choice(
  'type',
  { s1Interface: ResetAll, partOfS1Interface: UeAssociatedLogicalS1ConnectionListRes },
  '...',
);
export type ResetType = Infer<typeof ResetType>;

export const UeAssociatedLogicalS1ConnectionListResAck = sequenceOf(
  singleIe(91, 'ignore', UeAssociatedLogicalS1ConnectionItem),
  1,
  256,
);
export type UeAssociatedLogicalS1ConnectionListResAck = Infer<typeof UeAssociatedLogicalS1ConnectionListResAck>;
