import {
  bitNumber,
  bitOctets,
  bitString,
  choice,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  octetNumber,
  octetStringBetween,
  optional,
  sequenceOf,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { PlmnIdentity, Tac, TransportLayerAddress } from './mapped.ts';

// Identities of networks, cells and UEs, and transport addresses. TS 36.413 §9.2

export const CellAccessMode = clause('9.2.1.74', enumerated(['hybrid'], '...'));
export type CellAccessMode = Infer<typeof CellAccessMode>;

export const CellIdentity = bitNumber(28);

export const CellIdentityGeran = octetNumber(2);

export const Lac = octetNumber(2);

export const Rac = clause('9.2.3.2', octetNumber(1));

export const Cgi = ieSequence({ plmn: PlmnIdentity, lac: Lac, ci: CellIdentityGeran, rac: optional(Rac) });
export type Cgi = Infer<typeof Cgi>;

export const CorrelationId = clause('9.2.1.80', octetNumber(4));

export const CsgId = clause('9.2.1.62', bitNumber(27));

export const CsgIdListItem = ieSequence({ csgId: CsgId });
export type CsgIdListItem = Infer<typeof CsgIdListItem>;

export const CsgIdList = clause('9.2.1.63', sequenceOf(CsgIdListItem, 1, 256));
export type CsgIdList = Infer<typeof CsgIdList>;

export const CsgMembershipStatus = clause('9.2.1.73', enumerated(['member', 'not-member']));
export type CsgMembershipStatus = Infer<typeof CsgMembershipStatus>;

export const EmergencyAreaId = clause('9.2.1.47', octetNumber(3));

export const EnbId = choice('type', { macroEnbId: bitNumber(20), homeEnbId: bitNumber(28) }, '...', {
  shortMacroEnbId: bitNumber(18),
  longMacroEnbId: bitNumber(21),
});
export type EnbId = Infer<typeof EnbId>;

export const EnGnbId = bitString(22, 32, '...');

export const GlobalEnbId = clause('9.2.1.37', ieSequence({ plmn: PlmnIdentity, enbId: EnbId }));
export type GlobalEnbId = Infer<typeof GlobalEnbId>;

export const GlobalEnGnbId = clause('9.2.1.37a', ieSequence({ plmn: PlmnIdentity, enGnbId: EnGnbId }));
export type GlobalEnGnbId = Infer<typeof GlobalEnGnbId>;

export const EnbUeS1apId = clause('9.2.3.4', integer(0, 16777215));

export const Eplmns = sequenceOf(PlmnIdentity, 1, 15);
export type Eplmns = Infer<typeof Eplmns>;

export const EutranCgi = clause('9.2.1.38', ieSequence({ plmn: PlmnIdentity, cellId: CellIdentity }));
export type EutranCgi = Infer<typeof EutranCgi>;

export const ExtendedRncId = clause('9.2.1.14', integer(4096, 65535));

export const ExtendedUeIdentityIndexValue = clause('9.2.3.46', bitNumber(14));

export const FiveGsTac = octetNumber(3);

export const FiveGsTai = ieSequence({ plmn: PlmnIdentity, tac: FiveGsTac });
export type FiveGsTai = Infer<typeof FiveGsTai>;

export const ForbiddenLacs = sequenceOf(Lac, 1, 4096);
export type ForbiddenLacs = Infer<typeof ForbiddenLacs>;

export const GtpTeid = clause('9.2.2.2', octetNumber(4));

export const MmeGroupId = clause('9.2.3.44', octetNumber(2));

export const MmeCode = octetNumber(1);

export const Gummei = clause('9.2.3.9', ieSequence({ plmn: PlmnIdentity, mmegi: MmeGroupId, mmec: MmeCode }));
export type Gummei = Infer<typeof Gummei>;

export const MaskedImeisv = clause('9.2.3.38', bitOctets(8));

export const Lai = clause('9.2.3.1', ieSequence({ plmn: PlmnIdentity, lac: Lac }));
export type Lai = Infer<typeof Lai>;

export const LhnId = clause('9.2.1.92', octetStringBetween(32, 256));

export const MmeUeS1apId = clause('9.2.3.3', integer(0, 4294967295));

export const MTmsi = octetNumber(4);

export const NbIotUeIdentityIndexValue = clause('9.2.3.47', bitNumber(12));

export const NrCellIdentity = bitNumber(36);

export const NrCgi = clause('9.2.1.142', ieSequence({ plmn: PlmnIdentity, nrCellIdentity: NrCellIdentity }));
export type NrCgi = Infer<typeof NrCgi>;

export const PortNumber = octetNumber(2);

export const RacsIndication = clause('9.2.1.162', enumerated(['true'], '...'));
export type RacsIndication = Infer<typeof RacsIndication>;

export const RanUeNgapId = clause('9.2.1.145', integer(0, 4294967295));

export const RncId = integer(0, 4095);

export const STmsi = clause('9.2.3.6', ieSequence({ mmec: MmeCode, mTmsi: MTmsi }));
export type STmsi = Infer<typeof STmsi>;

export const Tai = clause('9.2.3.16', ieSequence({ plmn: PlmnIdentity, tac: Tac }));
export type Tai = Infer<typeof Tai>;

export const TargetRncId = ieSequence({
  lai: Lai,
  rac: optional(Rac),
  rncId: RncId,
  extendedRncId: optional(ExtendedRncId),
});
export type TargetRncId = Infer<typeof TargetRncId>;

export const GnbId = bitString(22, 32);

export const GnbIdentity = choice('type', { gnbId: GnbId }, '...');
export type GnbIdentity = Infer<typeof GnbIdentity>;

export const GlobalGnbId = clause('9.2.1.132', ieSequence({ plmn: PlmnIdentity, gnbId: GnbIdentity }));
export type GlobalGnbId = Infer<typeof GlobalGnbId>;

export const Gnb = ieSequence({ globalGnbId: GlobalGnbId });
export type Gnb = Infer<typeof Gnb>;

export const NgEnb = ieSequence({ globalNgEnbId: GlobalEnbId });
export type NgEnb = Infer<typeof NgEnb>;

export const GlobalRanNodeId = choice('type', { gnb: Gnb, ngEnb: NgEnb }, '...');
export type GlobalRanNodeId = Infer<typeof GlobalRanNodeId>;

export const UeS1apIdPair = clause('9.2.3.18', ieSequence({ mmeUeS1apId: MmeUeS1apId, enbUeS1apId: EnbUeS1apId }));
export type UeS1apIdPair = Infer<typeof UeS1apIdPair>;

export const UeS1apIds = choice('type', { ueS1apIdPair: UeS1apIdPair, mmeUeS1apId: MmeUeS1apId }, '...');
export type UeS1apIds = Infer<typeof UeS1apIds>;

export const UeIdentityIndexValue = clause('9.2.3.10', bitNumber(10));

export const EnbIndirectX2TransportLayerAddresses = sequenceOf(TransportLayerAddress, 1, 2);
export type EnbIndirectX2TransportLayerAddresses = Infer<typeof EnbIndirectX2TransportLayerAddresses>;

export const CsgMembershipInfo = ieSequence({
  csgMembershipStatus: CsgMembershipStatus,
  csgId: CsgId,
  cellAccessMode: optional(CellAccessMode),
  plmn: optional(PlmnIdentity),
});
export type CsgMembershipInfo = Infer<typeof CsgMembershipInfo>;
