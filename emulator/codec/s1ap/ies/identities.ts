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
import { PlmnIdentity, Tac, TransportLayerAddress } from './mapped.ts';

// Identities of networks, cells and UEs, and transport addresses. TS 36.413 §9.2

/** TS 36.413 §9.2.1.74 */
export const CellAccessMode = enumerated(['hybrid'], '...');
export type CellAccessMode = Infer<typeof CellAccessMode>;

export const CellIdentity = bitNumber(28);

export const CellIdentityGeran = octetNumber(2);

export const Lac = octetNumber(2);

/** TS 36.413 §9.2.3.2 */
export const Rac = octetNumber(1);

export const Cgi = ieSequence({ plmn: PlmnIdentity, lac: Lac, ci: CellIdentityGeran, rac: optional(Rac) });
export type Cgi = Infer<typeof Cgi>;

/** TS 36.413 §9.2.1.80 */
export const CorrelationId = octetNumber(4);

/** TS 36.413 §9.2.1.62 */
export const CsgId = bitNumber(27);

export const CsgIdListItem = ieSequence({ csgId: CsgId });
export type CsgIdListItem = Infer<typeof CsgIdListItem>;

/** TS 36.413 §9.2.1.63 */
export const CsgIdList = sequenceOf(CsgIdListItem, 1, 256);
export type CsgIdList = Infer<typeof CsgIdList>;

/** TS 36.413 §9.2.1.73 */
export const CsgMembershipStatus = enumerated(['member', 'not-member']);
export type CsgMembershipStatus = Infer<typeof CsgMembershipStatus>;

/** TS 36.413 §9.2.1.47 */
export const EmergencyAreaId = octetNumber(3);

export const EnbId = choice('type', { macroEnbId: bitNumber(20), homeEnbId: bitNumber(28) }, '...', {
  shortMacroEnbId: bitNumber(18),
  longMacroEnbId: bitNumber(21),
});
export type EnbId = Infer<typeof EnbId>;

export const EnGnbId = bitString(22, 32, '...');

/** TS 36.413 §9.2.1.37 */
export const GlobalEnbId = ieSequence({ plmn: PlmnIdentity, enbId: EnbId });
export type GlobalEnbId = Infer<typeof GlobalEnbId>;

/** TS 36.413 §9.2.1.37a */
export const GlobalEnGnbId = ieSequence({ plmn: PlmnIdentity, enGnbId: EnGnbId });
export type GlobalEnGnbId = Infer<typeof GlobalEnGnbId>;

/** TS 36.413 §9.2.3.4 */
export const EnbUeS1apId = integer(0, 16777215);

export const Eplmns = sequenceOf(PlmnIdentity, 1, 15);
export type Eplmns = Infer<typeof Eplmns>;

/** TS 36.413 §9.2.1.38 */
export const EutranCgi = ieSequence({ plmn: PlmnIdentity, cellId: CellIdentity });
export type EutranCgi = Infer<typeof EutranCgi>;

/** TS 36.413 §9.2.1.14 */
export const ExtendedRncId = integer(4096, 65535);

/** TS 36.413 §9.2.3.46 */
export const ExtendedUeIdentityIndexValue = bitNumber(14);

export const FiveGsTac = octetNumber(3);

export const FiveGsTai = ieSequence({ plmn: PlmnIdentity, tac: FiveGsTac });
export type FiveGsTai = Infer<typeof FiveGsTai>;

export const ForbiddenLacs = sequenceOf(Lac, 1, 4096);
export type ForbiddenLacs = Infer<typeof ForbiddenLacs>;

/** TS 36.413 §9.2.2.2 */
export const GtpTeid = octetNumber(4);

/** TS 36.413 §9.2.3.44 */
export const MmeGroupId = octetNumber(2);

export const MmeCode = octetNumber(1);

/** TS 36.413 §9.2.3.9 */
export const Gummei = ieSequence({ plmn: PlmnIdentity, mmegi: MmeGroupId, mmec: MmeCode });
export type Gummei = Infer<typeof Gummei>;

/** TS 36.413 §9.2.3.38 */
export const MaskedImeisv = bitOctets(8);

/** TS 36.413 §9.2.3.1 */
export const Lai = ieSequence({ plmn: PlmnIdentity, lac: Lac });
export type Lai = Infer<typeof Lai>;

/** TS 36.413 §9.2.1.92 */
export const LhnId = octetStringBetween(32, 256);

/** TS 36.413 §9.2.3.3 */
export const MmeUeS1apId = integer(0, 4294967295);

export const MTmsi = octetNumber(4);

/** TS 36.413 §9.2.3.47 */
export const NbIotUeIdentityIndexValue = bitNumber(12);

export const NrCellIdentity = bitNumber(36);

/** TS 36.413 §9.2.1.142 */
export const NrCgi = ieSequence({ plmn: PlmnIdentity, nrCellIdentity: NrCellIdentity });
export type NrCgi = Infer<typeof NrCgi>;

export const PortNumber = octetNumber(2);

/** TS 36.413 §9.2.1.162 */
export const RacsIndication = enumerated(['true'], '...');
export type RacsIndication = Infer<typeof RacsIndication>;

/** TS 36.413 §9.2.1.145 */
export const RanUeNgapId = integer(0, 4294967295);

export const RncId = integer(0, 4095);

/** TS 36.413 §9.2.3.6 */
export const STmsi = ieSequence({ mmec: MmeCode, mTmsi: MTmsi });
export type STmsi = Infer<typeof STmsi>;

/** TS 36.413 §9.2.3.16 */
export const Tai = ieSequence({ plmn: PlmnIdentity, tac: Tac });
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

/** TS 36.413 §9.2.1.132 */
export const GlobalGnbId = ieSequence({ plmn: PlmnIdentity, gnbId: GnbIdentity });
export type GlobalGnbId = Infer<typeof GlobalGnbId>;

export const Gnb = ieSequence({ globalGnbId: GlobalGnbId });
export type Gnb = Infer<typeof Gnb>;

export const NgEnb = ieSequence({ globalNgEnbId: GlobalEnbId });
export type NgEnb = Infer<typeof NgEnb>;

export const GlobalRanNodeId = choice('type', { gnb: Gnb, ngEnb: NgEnb }, '...');
export type GlobalRanNodeId = Infer<typeof GlobalRanNodeId>;

/** TS 36.413 §9.2.3.18 */
export const UeS1apIdPair = ieSequence({ mmeUeS1apId: MmeUeS1apId, enbUeS1apId: EnbUeS1apId });
export type UeS1apIdPair = Infer<typeof UeS1apIdPair>;

export const UeS1apIds = choice('type', { ueS1apIdPair: UeS1apIdPair, mmeUeS1apId: MmeUeS1apId }, '...');
export type UeS1apIds = Infer<typeof UeS1apIds>;

/** TS 36.413 §9.2.3.10 */
export const UeIdentityIndexValue = bitNumber(10);

export const EnbIndirectX2TransportLayerAddresses = sequenceOf(TransportLayerAddress, 1, 2);
export type EnbIndirectX2TransportLayerAddresses = Infer<typeof EnbIndirectX2TransportLayerAddresses>;

export const CsgMembershipInfo = ieSequence({
  csgMembershipStatus: CsgMembershipStatus,
  csgId: CsgId,
  cellAccessMode: optional(CellAccessMode),
  plmn: optional(PlmnIdentity),
});
export type CsgMembershipInfo = Infer<typeof CsgMembershipInfo>;
