import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { encodeSctp } from '../../codec/sctp/index.ts';
import type { PeerAddress } from '../../sctp/index.ts';
import type { Cancel } from './carrier.ts';

/**
 * Finds out early that no process listens at a UDP port. An unconnected socket never hears the ICMP "port unreachable", so a second,
 * connected one sends a packet of its own: SHUTDOWN COMPLETE out of the blue, which every SCTP discards in silence
 * (RFC 9260 §8.4). One for all who watch the same port.
 */
export function watchRefusal(to: PeerAddress, localAddress: string, refused: (text: string) => void): Cancel {
  const key = `${localAddress}|${to.address}|${to.udpPort}`;
  let watch = WATCHES.get(key);
  if (watch === undefined) WATCHES.set(key, (watch = openWatch(key, to, localAddress)));
  const { watchers } = watch;
  watchers.add(refused);
  return () => {
    if (watchers.delete(refused) && watchers.size === 0) WATCHES.get(key)?.close();
  };
}

interface Watch {
  readonly watchers: Set<(text: string) => void>;
  readonly close: () => void;
}

const WATCHES = new Map<string, Watch>();

function openWatch(key: string, to: PeerAddress, localAddress: string): Watch {
  const watchers = new Set<(text: string) => void>();
  const socket = createSocket(isIPv6(to.address) ? 'udp6' : 'udp4').unref();
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    WATCHES.delete(key);
    socket.close();
  };
  socket.on('error', error => {
    const affected = [...watchers];
    watchers.clear();
    close();
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') return;
    for (const refused of affected) refused(`nothing listens on ${to.address} UDP port ${to.udpPort}`);
  });
  socket.bind(0, localAddress, () => {
    if (!open) return;
    socket.connect(to.udpPort, to.address, () => {
      if (open) socket.send(PROBE);
    });
  });
  return { watchers, close };
}

const PROBE = encodeSctp({
  sourcePort: 1,
  destinationPort: 1,
  verificationTag: 1,
  chunks: [{ type: 'SHUTDOWN-COMPLETE', tagReflected: false }],
});
