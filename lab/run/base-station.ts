import type { EnbConfig } from '../../emulator/enb/index.ts';
import type { GtpuTap, SctpSocket } from '../../emulator/host/index.ts';
import type { Plmn } from '../../emulator/vocabulary/index.ts';
import type { Run } from './run.ts';

export const GTPU_PORT = 2152;

/** What a user may say of a base station. */
export interface BaseStationWishes {
  readonly name: string;
  /** 20 bit. */
  readonly enbId: number;
  readonly plmn: Plmn;
  /** One cell for each. */
  readonly tacs: readonly number[];
  /** Where the core's user plane reaches it. */
  readonly s1uAddress: string;
  readonly enforceAmbr: boolean;
}

/** The base station of those wishes; the rest is as an ordinary one is set. */
export function enbConfig(wishes: BaseStationWishes): EnbConfig {
  const { name, enbId, plmn, tacs, s1uAddress, enforceAmbr } = wishes;
  return {
    name,
    enbId,
    globalPlmn: plmn,
    supportedTas: tacs.map(tac => ({ tac, plmns: [plmn] })),
    defaultPagingDrx: 128,
    s1uAddress,
    outboundStreams: 30,
    eeaPreference: [0, 2, 1, 3],
    eiaPreference: [2, 1, 3],
    enforceAmbr,
  };
}

/** Puts the GTP-U datagrams of a socket into the run's capture. */
export function captureGtpu(run: Run): GtpuTap {
  return (direction, local, remote, datagram) => {
    const [from, to] = direction === 'sent' ? [local, remote] : [remote, local];
    run.captureUdp(from, to, datagram);
  };
}

/** Puts the SCTP packets of a socket into the run's capture. */
export function captureSctpOf(run: Run, socket: SctpSocket): void {
  socket.tap(({ direction, local, remote, bytes }) => {
    const here = { address: local.address, port: local.udpPort };
    const there = { address: remote.address, port: remote.udpPort };
    const [from, to] = direction === 'sent' ? [here, there] : [there, here];
    run.captureSctp(from, to, bytes);
  });
}
