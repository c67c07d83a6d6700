import {
  bitNumber,
  choice,
  enumerated,
  fixedOctetString,
  type Infer,
  ieSequence,
  integer,
  octetNumber,
  octetStringBetween,
  sequenceOf,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { EmergencyAreaId, EutranCgi, Tai } from './identities.ts';

// Public warning system. TS 36.413 §9.2

export const NumberOfBroadcasts = clause('9.2.1.71', integer(0, 65535));

export const CellIdCancelledItem = ieSequence({ ecgi: EutranCgi, numberOfBroadcasts: NumberOfBroadcasts });
export type CellIdCancelledItem = Infer<typeof CellIdCancelledItem>;

export const CellIdCancelled = sequenceOf(CellIdCancelledItem, 1, 65535);
export type CellIdCancelled = Infer<typeof CellIdCancelled>;

export const CancelledCellInEaiItem = ieSequence({ ecgi: EutranCgi, numberOfBroadcasts: NumberOfBroadcasts });
export type CancelledCellInEaiItem = Infer<typeof CancelledCellInEaiItem>;

export const CancelledCellsInEai = sequenceOf(CancelledCellInEaiItem, 1, 65535);
export type CancelledCellsInEai = Infer<typeof CancelledCellsInEai>;

export const EmergencyAreaIdCancelledItem = ieSequence({
  emergencyAreaId: EmergencyAreaId,
  cancelledCellsInEai: CancelledCellsInEai,
});
export type EmergencyAreaIdCancelledItem = Infer<typeof EmergencyAreaIdCancelledItem>;

export const EmergencyAreaIdCancelled = sequenceOf(EmergencyAreaIdCancelledItem, 1, 65535);
export type EmergencyAreaIdCancelled = Infer<typeof EmergencyAreaIdCancelled>;

export const CancelledCellInTaiItem = ieSequence({ ecgi: EutranCgi, numberOfBroadcasts: NumberOfBroadcasts });
export type CancelledCellInTaiItem = Infer<typeof CancelledCellInTaiItem>;

export const CancelledCellsInTai = sequenceOf(CancelledCellInTaiItem, 1, 65535);
export type CancelledCellsInTai = Infer<typeof CancelledCellsInTai>;

export const TaiCancelledItem = ieSequence({ tai: Tai, cancelledCellsInTai: CancelledCellsInTai });
export type TaiCancelledItem = Infer<typeof TaiCancelledItem>;

export const TaiCancelled = sequenceOf(TaiCancelledItem, 1, 65535);
export type TaiCancelled = Infer<typeof TaiCancelled>;

export const BroadcastCancelledAreaList = clause(
  '9.2.1.70',
  choice(
    'type',
    {
      cellIdCancelled: CellIdCancelled,
      taiCancelled: TaiCancelled,
      emergencyAreaIdCancelled: EmergencyAreaIdCancelled,
    },
    '...',
  ),
);
export type BroadcastCancelledAreaList = Infer<typeof BroadcastCancelledAreaList>;

export const CellIdBroadcastItem = ieSequence({ ecgi: EutranCgi });
export type CellIdBroadcastItem = Infer<typeof CellIdBroadcastItem>;

export const CellIdBroadcast = sequenceOf(CellIdBroadcastItem, 1, 65535);
export type CellIdBroadcast = Infer<typeof CellIdBroadcast>;

export const CompletedCellInEaiItem = ieSequence({ ecgi: EutranCgi });
export type CompletedCellInEaiItem = Infer<typeof CompletedCellInEaiItem>;

export const CompletedCellsInEai = sequenceOf(CompletedCellInEaiItem, 1, 65535);
export type CompletedCellsInEai = Infer<typeof CompletedCellsInEai>;

export const EmergencyAreaIdBroadcastItem = ieSequence({
  emergencyAreaId: EmergencyAreaId,
  completedCellsInEai: CompletedCellsInEai,
});
export type EmergencyAreaIdBroadcastItem = Infer<typeof EmergencyAreaIdBroadcastItem>;

export const EmergencyAreaIdBroadcast = sequenceOf(EmergencyAreaIdBroadcastItem, 1, 65535);
export type EmergencyAreaIdBroadcast = Infer<typeof EmergencyAreaIdBroadcast>;

export const CompletedCellInTaiItem = ieSequence({ ecgi: EutranCgi });
export type CompletedCellInTaiItem = Infer<typeof CompletedCellInTaiItem>;

export const CompletedCellsInTai = sequenceOf(CompletedCellInTaiItem, 1, 65535);
export type CompletedCellsInTai = Infer<typeof CompletedCellsInTai>;

export const TaiBroadcastItem = ieSequence({ tai: Tai, completedCellsInTai: CompletedCellsInTai });
export type TaiBroadcastItem = Infer<typeof TaiBroadcastItem>;

export const TaiBroadcast = sequenceOf(TaiBroadcastItem, 1, 65535);
export type TaiBroadcast = Infer<typeof TaiBroadcast>;

export const BroadcastCompletedAreaList = clause(
  '9.2.1.54',
  choice(
    'type',
    {
      cellIdBroadcast: CellIdBroadcast,
      taiBroadcast: TaiBroadcast,
      emergencyAreaIdBroadcast: EmergencyAreaIdBroadcast,
    },
    '...',
  ),
);
export type BroadcastCompletedAreaList = Infer<typeof BroadcastCompletedAreaList>;

export const ConcurrentWarningMessageIndicator = clause('9.2.1.72', enumerated(['true']));
export type ConcurrentWarningMessageIndicator = Infer<typeof ConcurrentWarningMessageIndicator>;

export const DataCodingScheme = clause('9.2.1.52', bitNumber(8));

export const EcgiList = sequenceOf(EutranCgi, 1, 65535);
export type EcgiList = Infer<typeof EcgiList>;

export const PwsFailedEcgiList = sequenceOf(EutranCgi, 1, 256);
export type PwsFailedEcgiList = Infer<typeof PwsFailedEcgiList>;

export const EmergencyAreaIdList = sequenceOf(EmergencyAreaId, 1, 65535);
export type EmergencyAreaIdList = Infer<typeof EmergencyAreaIdList>;

export const EmergencyAreaIdListForRestart = sequenceOf(EmergencyAreaId, 1, 256);
export type EmergencyAreaIdListForRestart = Infer<typeof EmergencyAreaIdListForRestart>;

export const ExtendedRepetitionPeriod = clause('9.2.1.75', integer(4096, 131071));

export const KillAllWarningMessages = enumerated(['true']);
export type KillAllWarningMessages = Infer<typeof KillAllWarningMessages>;

export const MessageIdentifier = clause('9.2.1.44', bitNumber(16));

export const NumberofBroadcastRequest = integer(0, 65535);

export const RepetitionPeriod = clause('9.2.1.48', integer(0, 4095));

export const EcgiListForRestart = sequenceOf(EutranCgi, 1, 256);
export type EcgiListForRestart = Infer<typeof EcgiListForRestart>;

export const SerialNumber = clause('9.2.1.45', bitNumber(16));

export const TaiListforWarning = sequenceOf(Tai, 1, 65535);
export type TaiListforWarning = Infer<typeof TaiListforWarning>;

export const TaiListForRestart = sequenceOf(Tai, 1, 2048);
export type TaiListForRestart = Infer<typeof TaiListForRestart>;

export const WarningAreaCoordinates = clause('9.2.1.139', octetStringBetween(1, 1024));

export const WarningAreaList = clause(
  '9.2.1.46',
  choice(
    'type',
    { cellIdList: EcgiList, trackingAreaListForWarning: TaiListforWarning, emergencyAreaIdList: EmergencyAreaIdList },
    '...',
  ),
);
export type WarningAreaList = Infer<typeof WarningAreaList>;

export const WarningType = clause('9.2.1.50', octetNumber(2));

export const WarningSecurityInfo = fixedOctetString(50);

export const WarningMessageContents = clause('9.2.1.53', octetStringBetween(1, 9600));
