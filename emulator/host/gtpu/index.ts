export {
  GtpuAddressBook,
  type GtpuCounters,
  type GtpuPeer,
  type GtpuSocket,
  type GtpuSocketOptions,
  type GtpuTap,
  type ReceivedGPdu,
} from './gtpu-socket.ts';
export { openGtpuSocket } from './open-gtpu-socket.ts';
