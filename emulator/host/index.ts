export {
  Bts,
  type BtsEvent,
  type BtsOptions,
  type MmeTarget,
  S1AP_PORT,
  S1AP_PPID,
  type UserPlaneBinding,
} from './bts/bts.ts';
export { type CoreDatabase, CoreHost, type CoreHostOptions } from './core/core-host.ts';
export {
  GtpuAddressBook,
  type GtpuCounters,
  type GtpuPeer,
  type GtpuSocket,
  type GtpuSocketOptions,
  type GtpuTap,
  openGtpuSocket,
  type ReceivedGPdu,
} from './gtpu/index.ts';
export {
  type AssociationDetails,
  type Carrier,
  type MemoryNetwork,
  openMemoryNetwork,
  openSctpInMemory,
  openSctpOverUdp,
  type PacketEvent,
  type PacketObserver,
  SCTP_UDP_PORT,
  type SctpAssociation,
  type SctpHandlers,
  type SctpListener,
  type SctpSocket,
  type SctpSocketOptions,
  type SctpTarget,
} from './links/index.ts';
export { type Clock, ScaledClock, SystemClock, VirtualClock } from './loop/clock.ts';
export { type Actor, HostLoop, type LoopObserver } from './loop/host-loop.ts';
export { type AttachResult, EmulatedPhone, type EmulatedPhoneOptions } from './phone/emulated-phone.ts';
export { type FlowOptions, PhoneTraffic, type PingOptions, type PingReport } from './phone/phone-traffic.ts';
export { seededRandom, systemRandom } from './random.ts';
export {
  type CarrierImpairments,
  ImpairedCarrier,
  Impairment,
  type ImpairmentOptions,
  type ImpairmentStatistics,
} from './testing/index.ts';
