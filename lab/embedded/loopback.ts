import { createSocket } from 'node:dgram';
import { LabError } from '../../emulator/vocabulary/index.ts';

/**
 * Addresses of the loopback network that the embedded lab gives to its nodes where the machine has them (Linux and Windows have all of
 * 127.0.0.0/8, macOS only the first), so that a capture tells them apart.
 */
export const LAB_ADDRESSES: LabAddresses = { mme: '127.0.5.2', gateway: '127.0.5.6', bts: '127.0.5.10' };

export interface LabAddresses {
  readonly mme: string;
  readonly gateway: string;
  /** The first base station; the next ones follow. */
  readonly bts: string;
}

/** Addresses for labs that work side by side in one process: a range of its own for each, 0 … 199. */
export function addressesOfWorker(worker: number): LabAddresses {
  const range = `127.0.${50 + (worker % 200)}`;
  return { mme: `${range}.2`, gateway: `${range}.6`, bts: `${range}.10` };
}

/**
 * The first base station of a worker towards another's core on the loopback network. That core sends to port 2152 there, so nobody else
 * may have it: other processes of the lab keep to other ranges.
 */
export function outsideAddressOfWorker(worker: number): string {
  return `127.${101 + (process.pid % 150)}.${worker % 256}.10`;
}

/** `127.0.5.10`, `127.0.5.11` …; after the 240th it begins again. */
export function addressAfter(first: string, index: number): string {
  const octets = first.split('.');
  return [...octets.slice(0, 3), Number(octets[3]) + (index % 240)].join('.');
}
export const ONLY_ADDRESS = '127.0.0.1';

/** Where a node's socket goes: its own address and the protocol's port when both can be had, else any port of 127.0.0.1. */
export interface Place {
  readonly address: string;
  /** 0 = any free port. */
  readonly port: number;
}

/**
 * Opens a socket at its own address and port; where they cannot be had, at any port of the only address. Unlike `placeFor` it leaves no
 * moment in which another lab may take the port.
 */
export async function openAt<Socket>(
  address: string,
  port: number,
  open: (place: Place) => Promise<Socket>,
): Promise<Socket> {
  try {
    return await open({ address, port });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return open({ address: ONLY_ADDRESS, port: 0 });
  }
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
