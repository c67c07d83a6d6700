import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';
import { reasonOf, statusCodeOf } from './engine.ts';
import { findContainer } from './lab-containers.ts';
import { labFilter } from './labels.ts';
import { NETWORK_FUNCTIONS, networkFunction } from './network-functions.ts';
import { diameterPeer } from './wait/diameter-peer.ts';
import { healthy } from './wait/healthy.ts';
import { waitUntil } from './wait/wait-until.ts';

/** kill: SIGKILL. stop: ended in order. pause: frozen, it answers nothing. partition: taken off the lab's network. */
export type FunctionFault = 'kill' | 'stop' | 'pause' | 'partition';

const STOP_PATIENCE_S = 5;
const HEAL_DEADLINE_MS = 90_000;

/** Makes a function fail; resolves once it does. What is killed or stopped stays so, restart policy or not. @throws LabError */
export async function failFunction(engine: Engine, lab: string, name: string, fault: FunctionFault): Promise<void> {
  const { id } = await findContainer(engine, name, lab);
  const container = engine.docker.getContainer(id);
  try {
    switch (fault) {
      case 'kill':
        await container.kill({ signal: 'SIGKILL' });
        await container.wait();
        return;
      case 'stop':
        await container.stop({ t: STOP_PATIENCE_S });
        return;
      case 'pause':
        await container.pause();
        return;
      case 'partition':
        await (await labNetwork(engine, lab)).disconnect({ Container: id, Force: true });
    }
  } catch (error) {
    throw new LabError('fault-failed', `${name} could not be made to fail (${fault}): ${reasonOf(error)}`, {
      hint: 'mvnolab status shows how it is; mvnolab heal mends it',
    });
  }
}

export interface HealOptions {
  readonly signal?: AbortSignal;
  /** Only mend it; do not wait until its peers have it back. */
  readonly atOnce?: boolean;
}

/**
 * Mends whatever ails a function: starts, unfreezes and connects it again, where its peers look for it, and waits until it is healthy and its
 * Diameter connection is open. What ails it is seen from the container itself, so that another process may heal. True when something did.
 */
export async function healFunction(
  engine: Engine,
  lab: string,
  name: string,
  options: HealOptions = {},
): Promise<boolean> {
  const container = await findContainer(engine, name, lab);
  const handle = engine.docker.getContainer(container.id);
  let wasIll = false;
  if (container.state === 'paused') {
    await handle.unpause().catch(notModified);
    wasIll = true;
  }
  const { HostConfig, NetworkSettings } = await handle.inspect();
  // what shares another function's network has none of its own
  const hasNetwork = !(HostConfig.NetworkMode ?? '').startsWith('container:');
  if (hasNetwork && Object.keys(NetworkSettings.Networks).length === 0) {
    await connectAgain(engine, lab, name, container.id);
    wasIll = true;
  }
  if (['exited', 'created', 'dead'].includes(container.state)) {
    await handle.start().catch(notModified);
    wasIll = true;
  }
  if (options.atOnce === true || !wasIll) return wasIll;
  const { signal } = options;
  const wait = { deadlineMs: HEAL_DEADLINE_MS, ...(signal === undefined ? {} : { signal }) };
  await waitUntil(healthy(engine, lab, name), wait);
  // its own connection, and those of who calls it
  const callers = NETWORK_FUNCTIONS.filter(({ diameterPeer: identity }) => identity?.startsWith(`${name}.`));
  for (const each of [name, ...callers.map(caller => caller.name)]) {
    const peer = diameterPeer(engine, lab, each);
    if (peer !== undefined && (await isRunning(engine, lab, each))) await waitUntil(peer, wait);
  }
  return true;
}

/** Who is ill itself is not waited for. */
async function isRunning(engine: Engine, lab: string, name: string): Promise<boolean> {
  const { state, address } = await findContainer(engine, name, lab);
  return state === 'running' && address !== undefined;
}

/** With its fixed address and its name, as Compose had connected it. */
async function connectAgain(engine: Engine, lab: string, name: string, id: string): Promise<void> {
  const network = await labNetwork(engine, lab);
  const { IPAM } = (await network.inspect()) as { IPAM?: { Config?: { Subnet?: string }[] } };
  const prefix = /^(\d+\.\d+\.\d+)\./.exec(IPAM?.Config?.[0]?.Subnet ?? '')?.[1];
  const { octet } = networkFunction(name);
  await network.connect({
    Container: id,
    EndpointConfig: {
      Aliases: [name],
      ...(prefix === undefined ? {} : { IPAMConfig: { IPv4Address: `${prefix}.${octet}` } }),
    },
  });
}

async function labNetwork({ docker }: Engine, lab: string) {
  const [network] = await docker.listNetworks({ filters: labFilter(lab) });
  if (network === undefined)
    throw new LabError('lab-network-missing', `the lab '${lab}' has no network`, { hint: 'mvnolab up' });
  return docker.getNetwork(network.Id);
}

/** Somebody else was faster. */
function notModified(error: unknown): void {
  if (![304, 409].includes(statusCodeOf(error) ?? 0)) throw error;
}
