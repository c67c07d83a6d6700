import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { type MmeTarget, SCTP_UDP_PORT } from '../../../emulator/host/index.ts';
import { LabError } from '../../../emulator/vocabulary/index.ts';

/** What of a user's core can be asked whether it still runs. */
export interface Watched {
  readonly mme: MmeTarget;
  /** Metrics servers of its functions. */
  readonly metrics: readonly string[];
}

/** A port that nobody holds answers at once on one machine, and within a round trip elsewhere. */
const REFUSED_WITHIN_MS = 300;
const ANSWERS_WITHIN_MS = 2_000;

/**
 * What has gone of a core that nobody took away: its MME, when nothing holds the UDP port of its SCTP any more, or a function whose metrics
 * server is closed. undefined = all that can be asked is there.
 */
export async function findGone({ mme, metrics }: Watched): Promise<LabError | undefined> {
  const [mmeIsGone, ...closed] = await Promise.all([
    isRefused(mme.address, mme.udpPort ?? SCTP_UDP_PORT),
    ...metrics.map(url => isClosed(url)),
  ]);
  const gone = metrics.filter((_, i) => closed[i] === true);
  if (mmeIsGone) {
    const also = gone.length === 0 ? '' : `, nor at ${gone.join(', ')}`;
    return coreAway(`nothing listens on ${mme.address} UDP port ${mme.udpPort ?? SCTP_UDP_PORT} any more${also}`, mme);
  }
  return gone.length === 0 ? undefined : coreAway(`nothing listens at ${gone.join(', ')} any more`, mme);
}

/** The verdict is not the scenario's: the core ended while it ran. */
export function coreAway(what: string, mme: MmeTarget): LabError {
  return new LabError('core-away', `the core went away while the case ran: ${what}`, {
    place: `MME address ${mme.address}`,
    hint: "read the last lines of that function's log (mme.log, hss.log, smf.log; docker logs, journalctl -u open5gs-mmed): an assertion, a signal, or the kernel's out-of-memory killer",
  });
}

/** True when the machine answers that nobody holds the port. A packet without a right checksum is nothing to SCTP (RFC 9260 §6.8). */
async function isRefused(address: string, port: number): Promise<boolean> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    return await new Promise(resolve => {
      // after the turn in which an answer that came meanwhile is read
      const timer = setTimeout(() => setImmediate(resolve, false), REFUSED_WITHIN_MS);
      socket.once('error', error => {
        clearTimeout(timer);
        resolve(wasRefused(error));
      });
      socket.connect(port, address, () => socket.send(NOT_SCTP));
    });
  } finally {
    socket.close();
  }
}

const NOT_SCTP = new Uint8Array(12);

/** True when nobody listens there; a server that hangs is there. */
async function isClosed(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port),
  });
  try {
    return await new Promise(resolve => {
      socket.setTimeout(ANSWERS_WITHIN_MS, () => resolve(false));
      socket.once('connect', () => resolve(false));
      socket.once('error', error => resolve(wasRefused(error)));
    });
  } finally {
    socket.destroy();
  }
}

function wasRefused(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
}
