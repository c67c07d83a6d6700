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
export { type Clock, SystemClock, VirtualClock } from './loop/clock.ts';
export { type Actor, HostLoop, type LoopObserver } from './loop/host-loop.ts';
