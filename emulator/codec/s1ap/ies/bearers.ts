import {
  bigInteger,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  octetNumber,
  octetString,
  optional,
  optionalIe,
  sequence,
  sequenceOf,
  singleIe,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { Cause } from './causes.ts';
import { CorrelationId, GtpTeid, PortNumber } from './identities.ts';
import { TransportLayerAddress } from './mapped.ts';

// E-RABs: quality of service, bit rates, tunnels, usage reports. TS 36.413 §9.2

export const PreEmptionCapability = enumerated(['shall-not-trigger-pre-emption', 'may-trigger-pre-emption']);
export type PreEmptionCapability = Infer<typeof PreEmptionCapability>;

export const PreEmptionVulnerability = enumerated(['not-pre-emptable', 'pre-emptable']);
export type PreEmptionVulnerability = Infer<typeof PreEmptionVulnerability>;

export const PriorityLevel = integer(0, 15);

export const AllocationAndRetentionPriority = clause(
  '9.2.1.60',
  ieSequence({
    priorityLevel: PriorityLevel,
    preEmptionCapability: PreEmptionCapability,
    preEmptionVulnerability: PreEmptionVulnerability,
  }),
);
export type AllocationAndRetentionPriority = Infer<typeof AllocationAndRetentionPriority>;

export const BearerType = clause('9.2.1.116', enumerated(['non-IP'], '...'));
export type BearerType = Infer<typeof BearerType>;

export const BitRate = clause('9.2.1.19', integer(0, 10000000000));

export const DapsRequestInfo = ieSequence({ dapsIndicator: enumerated(['dAPS-HO-required'], '...') });
export type DapsRequestInfo = Infer<typeof DapsRequestInfo>;

export const DataSize = integer(1, 4095, '...');

export const DlForwarding = clause('9.2.3.14', enumerated(['dL-Forwarding-proposed'], '...'));
export type DlForwarding = Infer<typeof DlForwarding>;

export const DataForwardingNotPossible = clause('9.2.1.76', enumerated(['data-Forwarding-not-Possible'], '...'));
export type DataForwardingNotPossible = Infer<typeof DataForwardingNotPossible>;

export const ERabId = clause('9.2.1.2', integer(0, 15, '...'));

export const IntegrityProtectionIndication = enumerated(['required', 'preferred', 'not-needed'], '...');
export type IntegrityProtectionIndication = Infer<typeof IntegrityProtectionIndication>;

export const SecurityIndication = clause(
  '9.2.1.163',
  ieSequence({ integrityProtectionIndication: IntegrityProtectionIndication }),
);
export type SecurityIndication = Infer<typeof SecurityIndication>;

export const ERabInformationListItem = ieSequence(
  { eRabId: ERabId, dlForwarding: optional(DlForwarding) },
  {
    dapsRequestInfo: optionalIe(317, 'ignore', DapsRequestInfo),
    sourceTransportLayerAddress: optionalIe(328, 'ignore', TransportLayerAddress),
    securityIndication: optionalIe(332, 'ignore', SecurityIndication),
    sourceNodeTransportLayerAddress: optionalIe(340, 'ignore', TransportLayerAddress),
  },
);
export type ERabInformationListItem = Infer<typeof ERabInformationListItem>;

export const ERabInformationList = sequenceOf(singleIe(78, 'ignore', ERabInformationListItem), 1, 256);
export type ERabInformationList = Infer<typeof ERabInformationList>;

export const ERabItem = ieSequence({ eRabId: ERabId, cause: Cause });
export type ERabItem = Infer<typeof ERabItem>;

export const ERabList = clause('9.2.1.36', sequenceOf(singleIe(35, 'ignore', ERabItem), 1, 256));
export type ERabList = Infer<typeof ERabList>;

export const ExtendedBitRate = clause('9.2.1.126', integer(10000000001, 4000000000000, '...'));

export const GbrQosInformation = clause(
  '9.2.1.18',
  ieSequence(
    {
      maximumDownlinkBps: BitRate,
      maximumUplinkBps: BitRate,
      guaranteedDownlinkBps: BitRate,
      guaranteedUplinkBps: BitRate,
    },
    {
      extendedMaximumDownlinkBps: optionalIe(255, 'ignore', ExtendedBitRate),
      extendedMaximumUplinkBps: optionalIe(256, 'ignore', ExtendedBitRate),
      extendedGuaranteedDownlinkBps: optionalIe(257, 'ignore', ExtendedBitRate),
      extendedGuaranteedUplinkBps: optionalIe(258, 'ignore', ExtendedBitRate),
    },
  ),
);
export type GbrQosInformation = Infer<typeof GbrQosInformation>;

export const PacketLossRate = clause('9.2.1.130', integer(0, 1000));

export const Qci = integer(0, 255);

export const ERabLevelQosParameters = clause(
  '9.2.1.15',
  ieSequence(
    { qci: Qci, arp: AllocationAndRetentionPriority, gbr: optional(GbrQosInformation) },
    {
      downlinkPacketLossRate: optionalIe(273, 'ignore', PacketLossRate),
      uplinkPacketLossRate: optionalIe(274, 'ignore', PacketLossRate),
    },
  ),
);
export type ERabLevelQosParameters = Infer<typeof ERabLevelQosParameters>;

export const IntegrityProtectionResult = enumerated(['performed', 'not-performed'], '...');
export type IntegrityProtectionResult = Infer<typeof IntegrityProtectionResult>;

export const SecurityResult = clause('9.2.1.164', ieSequence({ integrityProtectionResult: IntegrityProtectionResult }));
export type SecurityResult = Infer<typeof SecurityResult>;

export const ERabSecurityResultItem = ieSequence({ eRabId: ERabId, securityResult: SecurityResult });
export type ERabSecurityResultItem = Infer<typeof ERabSecurityResultItem>;

export const ERabSecurityResultList = sequenceOf(singleIe(334, 'ignore', ERabSecurityResultItem), 1, 256);
export type ERabSecurityResultList = Infer<typeof ERabSecurityResultList>;

export const ERabUsageReportItem = ieSequence({
  startTimestamp: octetNumber(4),
  endTimestamp: octetNumber(4),
  usageCountUl: bigInteger(2n ** 64n - 1n),
  usageCountDl: bigInteger(2n ** 64n - 1n),
});
export type ERabUsageReportItem = Infer<typeof ERabUsageReportItem>;

export const ERabUsageReportList = sequenceOf(singleIe(267, 'ignore', ERabUsageReportItem), 1, 2);
export type ERabUsageReportList = Infer<typeof ERabUsageReportList>;

export const EthernetType = clause('9.2.1.147', enumerated(['true'], '...'));
export type EthernetType = Infer<typeof EthernetType>;

export const Fiveqi = integer(0, 255, '...');

export const NasPdu = clause('9.2.3.5', octetString);

export const NrRestrictionInEpsAsSecondaryRat = enumerated(['nRrestrictedinEPSasSecondaryRAT'], '...');
export type NrRestrictionInEpsAsSecondaryRat = Infer<typeof NrRestrictionInEpsAsSecondaryRat>;

export const NrUeSidelinkAggregateMaximumBitRate = clause(
  '9.2.1.149',
  ieSequence({ ueAggregateMaximumBitRate: BitRate }),
);
export type NrUeSidelinkAggregateMaximumBitRate = Infer<typeof NrUeSidelinkAggregateMaximumBitRate>;

export const Pc5FlowBitRates = ieSequence({ guaranteedFlowBitRate: BitRate, maximumFlowBitRate: BitRate });
export type Pc5FlowBitRates = Infer<typeof Pc5FlowBitRates>;

export const Range = clause(
  '9.1.2.3',
  enumerated(['m50', 'm80', 'm180', 'm200', 'm350', 'm400', 'm500', 'm700', 'm1000'], '...'),
);
export type Range = Infer<typeof Range>;

export const Pc5QosFlowItem = ieSequence({
  pqi: Fiveqi,
  pc5FlowBitRates: optional(Pc5FlowBitRates),
  range: optional(Range),
});
export type Pc5QosFlowItem = Infer<typeof Pc5QosFlowItem>;

export const Pc5QosFlowList = sequenceOf(Pc5QosFlowItem, 1, 2048);
export type Pc5QosFlowList = Infer<typeof Pc5QosFlowList>;

export const Pc5QosParameters = clause(
  '9.2.1.150',
  ieSequence({ pc5QosFlowList: Pc5QosFlowList, pc5LinkAggregatedBitRates: optional(BitRate) }),
);
export type Pc5QosParameters = Infer<typeof Pc5QosParameters>;

export const SecondaryRatType = enumerated(['nR'], '...', ['unlicensed']);
export type SecondaryRatType = Infer<typeof SecondaryRatType>;

export const SecondaryRatDataUsageRequest = enumerated(['requested'], '...');
export type SecondaryRatDataUsageRequest = Infer<typeof SecondaryRatDataUsageRequest>;

export const SecondaryRatDataUsageReportItem = ieSequence({
  eRabId: ERabId,
  secondaryRatType: SecondaryRatType,
  eRabUsageReportList: ERabUsageReportList,
});
export type SecondaryRatDataUsageReportItem = Infer<typeof SecondaryRatDataUsageReportItem>;

export const SecondaryRatDataUsageReportList = sequenceOf(
  singleIe(265, 'ignore', SecondaryRatDataUsageReportItem),
  1,
  256,
);
export type SecondaryRatDataUsageReportList = Infer<typeof SecondaryRatDataUsageReportList>;

export const TransportInformation = sequence(
  { transportLayerAddress: TransportLayerAddress, ulGtpTeid: GtpTeid },
  '...',
);
export type TransportInformation = Infer<typeof TransportInformation>;

export const TunnelInformation = clause(
  '9.2.2.3',
  ieSequence({ transportLayerAddress: TransportLayerAddress, udpPortNumber: optional(PortNumber) }),
);
export type TunnelInformation = Infer<typeof TunnelInformation>;

export const UeAggregateMaximumBitRate = clause(
  '9.2.1.20',
  ieSequence(
    { downlinkBps: BitRate, uplinkBps: BitRate },
    {
      extendedDownlinkBps: optionalIe(259, 'ignore', ExtendedBitRate),
      extendedUplinkBps: optionalIe(260, 'ignore', ExtendedBitRate),
    },
  ),
);
export type UeAggregateMaximumBitRate = Infer<typeof UeAggregateMaximumBitRate>;

export const UeSidelinkAggregateMaximumBitRate = clause('9.2.1.122', ieSequence({ sidelinkBps: BitRate }));
export type UeSidelinkAggregateMaximumBitRate = Infer<typeof UeSidelinkAggregateMaximumBitRate>;

export const ERabDataForwardingItem = ieSequence({
  eRabId: ERabId,
  dlTransportLayerAddress: optional(TransportLayerAddress),
  dlGtpTeid: optional(GtpTeid),
  ulTransportLayerAddress: optional(TransportLayerAddress),
  ulGtpTeid: optional(GtpTeid),
});
export type ERabDataForwardingItem = Infer<typeof ERabDataForwardingItem>;

export const ERabSubjectToDataForwardingList = sequenceOf(singleIe(14, 'ignore', ERabDataForwardingItem), 1, 256);
export type ERabSubjectToDataForwardingList = Infer<typeof ERabSubjectToDataForwardingList>;

export const ERabToBeSetupItemHoReq = ieSequence(
  { eRabId: ERabId, transportLayerAddress: TransportLayerAddress, gtpTeid: GtpTeid, qos: ERabLevelQosParameters },
  {
    dataForwardingNotPossible: optionalIe(143, 'ignore', DataForwardingNotPossible),
    bearerType: optionalIe(233, 'reject', BearerType),
    ethernetType: optionalIe(305, 'ignore', EthernetType),
    securityIndication: optionalIe(332, 'reject', SecurityIndication),
  },
);
export type ERabToBeSetupItemHoReq = Infer<typeof ERabToBeSetupItemHoReq>;

export const ERabToBeSetupListHoReq = sequenceOf(singleIe(27, 'reject', ERabToBeSetupItemHoReq), 1, 256);
export type ERabToBeSetupListHoReq = Infer<typeof ERabToBeSetupListHoReq>;

export const ERabAdmittedItem = ieSequence({
  eRabId: ERabId,
  transportLayerAddress: TransportLayerAddress,
  gtpTeid: GtpTeid,
  dlTransportLayerAddress: optional(TransportLayerAddress),
  dlGtpTeid: optional(GtpTeid),
  ulTransportLayerAddress: optional(TransportLayerAddress),
  ulGtpTeid: optional(GtpTeid),
});
export type ERabAdmittedItem = Infer<typeof ERabAdmittedItem>;

export const ERabAdmittedList = sequenceOf(singleIe(20, 'ignore', ERabAdmittedItem), 1, 256);
export type ERabAdmittedList = Infer<typeof ERabAdmittedList>;

export const ERabFailedToSetupItemHoReqAck = ieSequence({ eRabId: ERabId, cause: Cause });
export type ERabFailedToSetupItemHoReqAck = Infer<typeof ERabFailedToSetupItemHoReqAck>;

export const ERabFailedtoSetupListHoReqAck = sequenceOf(singleIe(21, 'ignore', ERabFailedToSetupItemHoReqAck), 1, 256);
export type ERabFailedtoSetupListHoReqAck = Infer<typeof ERabFailedtoSetupListHoReqAck>;

export const ERabToBeSwitchedDlItem = ieSequence(
  { eRabId: ERabId, transportLayerAddress: TransportLayerAddress, gtpTeid: GtpTeid },
  { securityIndication: optionalIe(332, 'ignore', SecurityIndication) },
);
export type ERabToBeSwitchedDlItem = Infer<typeof ERabToBeSwitchedDlItem>;

export const ERabToBeSwitchedDlList = sequenceOf(singleIe(23, 'reject', ERabToBeSwitchedDlItem), 1, 256);
export type ERabToBeSwitchedDlList = Infer<typeof ERabToBeSwitchedDlList>;

export const ERabToBeSwitchedUlItem = ieSequence({
  eRabId: ERabId,
  transportLayerAddress: TransportLayerAddress,
  gtpTeid: GtpTeid,
});
export type ERabToBeSwitchedUlItem = Infer<typeof ERabToBeSwitchedUlItem>;

export const ERabToBeSwitchedUlList = sequenceOf(singleIe(94, 'ignore', ERabToBeSwitchedUlItem), 1, 256);
export type ERabToBeSwitchedUlList = Infer<typeof ERabToBeSwitchedUlList>;

export const ERabToBeUpdatedItem = ieSequence({ eRabId: ERabId, securityIndication: optional(SecurityIndication) });
export type ERabToBeUpdatedItem = Infer<typeof ERabToBeUpdatedItem>;

export const ERabToBeUpdatedList = sequenceOf(singleIe(342, 'ignore', ERabToBeUpdatedItem), 1, 256);
export type ERabToBeUpdatedList = Infer<typeof ERabToBeUpdatedList>;

export const ERabToBeSetupItemBearerSuReq = ieSequence(
  {
    eRabId: ERabId,
    qos: ERabLevelQosParameters,
    transportLayerAddress: TransportLayerAddress,
    gtpTeid: GtpTeid,
    nasPdu: NasPdu,
  },
  {
    correlationId: optionalIe(156, 'ignore', CorrelationId),
    siptoCorrelationId: optionalIe(183, 'ignore', CorrelationId),
    bearerType: optionalIe(233, 'reject', BearerType),
    ethernetType: optionalIe(305, 'ignore', EthernetType),
    securityIndication: optionalIe(332, 'reject', SecurityIndication),
  },
);
export type ERabToBeSetupItemBearerSuReq = Infer<typeof ERabToBeSetupItemBearerSuReq>;

export const ERabToBeSetupListBearerSuReq = sequenceOf(singleIe(17, 'reject', ERabToBeSetupItemBearerSuReq), 1, 256);
export type ERabToBeSetupListBearerSuReq = Infer<typeof ERabToBeSetupListBearerSuReq>;

export const ERabSetupItemBearerSuRes = ieSequence({
  eRabId: ERabId,
  transportLayerAddress: TransportLayerAddress,
  gtpTeid: GtpTeid,
});
export type ERabSetupItemBearerSuRes = Infer<typeof ERabSetupItemBearerSuRes>;

export const ERabSetupListBearerSuRes = sequenceOf(singleIe(39, 'ignore', ERabSetupItemBearerSuRes), 1, 256);
export type ERabSetupListBearerSuRes = Infer<typeof ERabSetupListBearerSuRes>;

export const ERabToBeModifiedItemBearerModReq = ieSequence(
  { eRabId: ERabId, qos: ERabLevelQosParameters, nasPdu: NasPdu },
  { transportInformation: optionalIe(185, 'reject', TransportInformation) },
);
export type ERabToBeModifiedItemBearerModReq = Infer<typeof ERabToBeModifiedItemBearerModReq>;

export const ERabToBeModifiedListBearerModReq = sequenceOf(
  singleIe(36, 'reject', ERabToBeModifiedItemBearerModReq),
  1,
  256,
);
export type ERabToBeModifiedListBearerModReq = Infer<typeof ERabToBeModifiedListBearerModReq>;

export const ERabModifyItemBearerModRes = ieSequence({ eRabId: ERabId });
export type ERabModifyItemBearerModRes = Infer<typeof ERabModifyItemBearerModRes>;

export const ERabModifyListBearerModRes = sequenceOf(singleIe(37, 'ignore', ERabModifyItemBearerModRes), 1, 256);
export type ERabModifyListBearerModRes = Infer<typeof ERabModifyListBearerModRes>;

export const ERabReleaseItemBearerRelComp = ieSequence({ eRabId: ERabId });
export type ERabReleaseItemBearerRelComp = Infer<typeof ERabReleaseItemBearerRelComp>;

export const ERabReleaseListBearerRelComp = sequenceOf(singleIe(15, 'ignore', ERabReleaseItemBearerRelComp), 1, 256);
export type ERabReleaseListBearerRelComp = Infer<typeof ERabReleaseListBearerRelComp>;

export const ERabToBeSetupItemCtxtSuReq = ieSequence(
  {
    eRabId: ERabId,
    qos: ERabLevelQosParameters,
    transportLayerAddress: TransportLayerAddress,
    gtpTeid: GtpTeid,
    nasPdu: optional(NasPdu),
  },
  {
    correlationId: optionalIe(156, 'ignore', CorrelationId),
    siptoCorrelationId: optionalIe(183, 'ignore', CorrelationId),
    bearerType: optionalIe(233, 'reject', BearerType),
    ethernetType: optionalIe(305, 'ignore', EthernetType),
    securityIndication: optionalIe(332, 'reject', SecurityIndication),
  },
);
export type ERabToBeSetupItemCtxtSuReq = Infer<typeof ERabToBeSetupItemCtxtSuReq>;

export const ERabToBeSetupListCtxtSuReq = sequenceOf(singleIe(52, 'reject', ERabToBeSetupItemCtxtSuReq), 1, 256);
export type ERabToBeSetupListCtxtSuReq = Infer<typeof ERabToBeSetupListCtxtSuReq>;

export const ERabSetupItemCtxtSuRes = ieSequence({
  eRabId: ERabId,
  transportLayerAddress: TransportLayerAddress,
  gtpTeid: GtpTeid,
});
export type ERabSetupItemCtxtSuRes = Infer<typeof ERabSetupItemCtxtSuRes>;

export const ERabSetupListCtxtSuRes = sequenceOf(singleIe(50, 'ignore', ERabSetupItemCtxtSuRes), 1, 256);
export type ERabSetupListCtxtSuRes = Infer<typeof ERabSetupListCtxtSuRes>;

export const ERabToBeModifiedItemBearerModInd = ieSequence({
  eRabId: ERabId,
  transportLayerAddress: TransportLayerAddress,
  dlGtpTeid: GtpTeid,
});
export type ERabToBeModifiedItemBearerModInd = Infer<typeof ERabToBeModifiedItemBearerModInd>;

export const ERabToBeModifiedListBearerModInd = sequenceOf(
  singleIe(200, 'reject', ERabToBeModifiedItemBearerModInd),
  1,
  256,
);
export type ERabToBeModifiedListBearerModInd = Infer<typeof ERabToBeModifiedListBearerModInd>;

export const ERabNotToBeModifiedItemBearerModInd = ieSequence({
  eRabId: ERabId,
  transportLayerAddress: TransportLayerAddress,
  dlGtpTeid: GtpTeid,
});
export type ERabNotToBeModifiedItemBearerModInd = Infer<typeof ERabNotToBeModifiedItemBearerModInd>;

export const ERabNotToBeModifiedListBearerModInd = sequenceOf(
  singleIe(202, 'reject', ERabNotToBeModifiedItemBearerModInd),
  1,
  256,
);
export type ERabNotToBeModifiedListBearerModInd = Infer<typeof ERabNotToBeModifiedListBearerModInd>;

export const ERabModifyItemBearerModConf = ieSequence({ eRabId: ERabId });
export type ERabModifyItemBearerModConf = Infer<typeof ERabModifyItemBearerModConf>;

export const ERabModifyListBearerModConf = sequenceOf(singleIe(204, 'ignore', ERabModifyItemBearerModConf), 1, 256);
export type ERabModifyListBearerModConf = Infer<typeof ERabModifyListBearerModConf>;

export const ERabFailedToResumeItemResumeReq = ieSequence({ eRabId: ERabId, cause: Cause });
export type ERabFailedToResumeItemResumeReq = Infer<typeof ERabFailedToResumeItemResumeReq>;

export const ERabFailedToResumeListResumeReq = sequenceOf(
  singleIe(236, 'reject', ERabFailedToResumeItemResumeReq),
  1,
  256,
);
export type ERabFailedToResumeListResumeReq = Infer<typeof ERabFailedToResumeListResumeReq>;

export const ERabFailedToResumeItemResumeRes = ieSequence({ eRabId: ERabId, cause: Cause });
export type ERabFailedToResumeItemResumeRes = Infer<typeof ERabFailedToResumeItemResumeRes>;

export const ERabFailedToResumeListResumeRes = sequenceOf(
  singleIe(238, 'reject', ERabFailedToResumeItemResumeRes),
  1,
  256,
);
export type ERabFailedToResumeListResumeRes = Infer<typeof ERabFailedToResumeListResumeRes>;
