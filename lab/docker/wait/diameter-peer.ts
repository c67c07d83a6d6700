import type { Engine } from '../engine.ts';
import { findContainer } from '../lab-containers.ts';
import { networkFunction } from '../network-functions.ts';
import { runInContainer } from '../run-in-container.ts';
import type { WaitStrategy } from './wait-until.ts';

const DIAMETER_PORT = 3868;
const ESTABLISHED = '01';

/**
 * A function's Diameter connection to its peer stands; undefined when it calls nobody. It is seen in the kernel's list of the function's
 * own connections, whichever of the two has called: logs tell of connections that were, too.
 */
export function diameterPeer(engine: Engine, lab: string, name: string): WaitStrategy | undefined {
  const { diameterPeer: identity } = networkFunction(name);
  if (identity === undefined) return undefined;
  const peer = identity.split('.')[0]!;
  return {
    name: `Diameter from ${name} to ${peer}`,
    check: async () => {
      const [caller, called] = await Promise.all([findContainer(engine, name, lab), findContainer(engine, peer, lab)]);
      if (caller.state !== 'running') return `${name} is ${caller.state}`;
      if (called.address === undefined) return `${peer} is not on the network`;
      const script = 'printf "%s\\n" "$(</proc/net/tcp)" "$(</proc/net/tcp6)"';
      const { stdout } = await runInContainer(engine, caller.id, ['bash', '-c', script]);
      return isConnected(stdout, called.address, DIAMETER_PORT) ? true : 'there is no connection';
    },
  };
}

/**
 * Lines of /proc/net/tcp and tcp6, `12: local:port remote:port state unacknowledged:unread …`, addresses in 32 bit words of the machine's order (little endian on
 * everything that runs the lab), an IPv4 peer of an IPv6 socket at the end of its 128 bits.
 */
export function isConnected(table: string, address: string, port: number): boolean {
  const wantedAddress = address
    .split('.')
    .reverse()
    .map(octet => Number(octet).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
  const wantedPort = port.toString(16).padStart(4, '0').toUpperCase();
  return table.split('\n').some(line => {
    const [, local = '', remote = '', state, queues = ''] = line.trim().split(/\s+/);
    const [remoteAddress = '', remotePort] = remote.split(':');
    const isDiameter = remotePort === wantedPort || local.endsWith(`:${wantedPort}`);
    // what was said while the peer was away is sent again and taken: nothing waits for it
    const isHeard = /^0+:/.test(queues);
    return state === ESTABLISHED && isDiameter && isHeard && remoteAddress.endsWith(wantedAddress);
  });
}
