export type { Lai } from '../nas-common/area.ts';
export type { EmergencyNumber, ExtendedEmergencyNumbers } from '../nas-common/emergency-numbers.ts';
export {
  type GprsTimer,
  type GprsTimer3,
  gprsTimer,
  gprsTimer3,
  gprsTimerSeconds,
  t3412ExtendedTimer,
} from '../nas-common/gprs-timer.ts';
export type { MobileIdentity } from '../nas-common/mobile-identity.ts';
export type { VoiceDomainPreference } from '../nas-common/mobile-station.ts';
export type { NetworkName } from '../nas-common/network-name.ts';
export type { PacketFilterComponent } from '../nas-common/packet-filter.ts';
export {
  dnsServersOf,
  findOption,
  ipcpPacket,
  ipv4LinkMtuOf,
  PCO_ID,
  type ProtocolConfigurationOptions,
  type ProtocolOption,
} from '../nas-common/protocol-configuration-options.ts';
export { isComprehensionRequired, type OtherElement } from '../nas-common/table.ts';
export type { TimeZoneAndTime } from '../nas-common/time-zone.ts';
export type { PacketFilter, TftParameter, TrafficFlowTemplate } from '../nas-common/traffic-flow-template.ts';
export { decodeNasEps, encodeNasEps } from './codec.ts';
export { describeNas, nameInWords } from './describe.ts';
export type { PagingRestriction, TransactionIdentifier } from './elements/bearers.ts';
export type { BitRates, EpsQualityOfService, ExtendedQualityOfService } from './elements/bit-rates.ts';
export {
  sameUeSecurityCapability,
  type UeFeature,
  type UeNetworkCapability,
  type UeSecurityCapability,
  ueSecurityCapabilityOf,
} from './elements/capabilities.ts';
export type { EpsMobileIdentity } from './elements/eps-mobile-identity.ts';
export type { PdnAddress } from './elements/pdn.ts';
export type {
  AdditionalUpdateType,
  ControlPlaneServiceType,
  DetachTypeUeOriginating,
  EpsUpdateType,
  ExtendedEmmCause,
} from './elements/procedure-types.ts';
export { type NasKeySetIdentifier, type NasSecurityAlgorithms, NO_KEY_IS_AVAILABLE } from './elements/security.ts';
export { type PartialTaiList, taiList, taisOf } from './elements/tai-list.ts';
export { explainNas } from './explain.ts';
export type { Direction, EmmMessage, EsmMessage, NasEps, NasEpsMessage, NasEpsMessageName } from './message.ts';
export {
  decodeNasHeader,
  encodeSecurityProtected,
  type NasHeader,
  type ProtectedHeaderType,
  SECURITY_HEADER_TYPE,
  type SecurityProtected,
} from './security-header.ts';
export type { ServiceRequest } from './service-request-short.ts';
