import { createSocket } from 'node:dgram';

/**
 * Addresses of the loopback network that the embedded lab gives to its nodes where the machine has them (Linux and Windows have all of
 * 127.0.0.0/8, macOS only the first), so that a capture tells them apart.
 */
export const LAB_ADDRESSES = { mme: '127.0.5.2', gateway: '127.0.5.6', bts: '127.0.5.10' } as const;
export const ONLY_ADDRESS = '127.0.0.1';

/** Where a node's socket goes: its own address and the protocol's port when both can be had, else any port of 127.0.0.1. */
export interface Place {
  readonly address: string;
  /** 0 = any free port. */
  readonly port: number;
}

/** Tries to bind UDP `port` at `address`; falls back to the only address, and to any port. */
export async function placeFor(address: string, port: number): Promise<Place> {
  if (await canBind(address, port)) return { address, port };
  return { address: ONLY_ADDRESS, port: 0 };
}

function canBind(address: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createSocket({ type: 'udp4', reuseAddr: false });
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
