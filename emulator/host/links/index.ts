export type { Cancel, Carrier } from './carrier.ts';
export type { MemoryNetwork } from './memory-network.ts';
export { openMemoryNetwork, openSctpInMemory, openSctpOverUdp, type SctpSocketOptions } from './open.ts';
export {
  type AssociationDetails,
  type PacketEvent,
  type PacketObserver,
  SCTP_UDP_PORT,
  type SctpAssociation,
  type SctpHandlers,
  type SctpListener,
  type SctpSocket,
  type SctpTarget,
} from './sctp-socket.ts';
export { afterThisTurn, type Soon } from './soon.ts';
