import type { ContainerInfo } from 'dockerode';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';
import { DEFAULT_LAB, FUNCTION_LABEL, LAB_LABEL, labFilter } from './labels.ts';
import { NETWORK_FUNCTIONS, networkFunction } from './network-functions.ts';

export type Health = 'healthy' | 'unhealthy' | 'starting' | 'none';

/** One container of a lab as the engine sees it now. */
export interface LabContainer {
  readonly id: string;
  readonly lab: string;
  /** The network function, or the container's name when it has none. */
  readonly name: string;
  readonly image: string;
  /** created, running, paused, restarting, exited, dead */
  readonly state: string;
  readonly health: Health;
  /** As the engine says it: `Up 3 minutes (healthy)`. */
  readonly status: string;
  /** On the lab's network; undefined when it is cut off from it, or stopped. */
  readonly address: string | undefined;
  /** Published on this machine: container port → `127.0.0.1:32768`. */
  readonly published: Readonly<Record<number, string>>;
}

/** Containers of one lab, or of all; found by label, in the order in which they come up. */
export async function listContainers({ docker }: Engine, lab: string | undefined): Promise<LabContainer[]> {
  const all = await docker.listContainers({ all: true, filters: labFilter(lab) });
  const order = (name: string) => {
    const at = NETWORK_FUNCTIONS.findIndex(known => known.name === name);
    return at < 0 ? NETWORK_FUNCTIONS.length : at;
  };
  return all
    .map(labContainer)
    .sort((a, b) => a.lab.localeCompare(b.lab) || order(a.name) - order(b.name) || a.name.localeCompare(b.name));
}

/** The container of a function. @throws UserError for a function that does not exist, LabError when the lab does not have it */
export async function findContainer(engine: Engine, name: string, lab = DEFAULT_LAB): Promise<LabContainer> {
  const { name: wanted, profile } = networkFunction(name);
  const containers = await listContainers(engine, lab);
  const found = containers.find(container => container.name === wanted);
  if (found !== undefined) return found;
  if (containers.length === 0) throw labMissing(lab);
  throw new UserError('function-not-up', `the lab '${lab}' has no ${wanted}`, {
    expected: `one of ${containers.map(container => container.name).join(', ')}`,
    ...(profile === undefined ? {} : { hint: `mvnolab up --profile ${profile}` }),
  });
}

export function labMissing(lab: string): LabError {
  return new LabError('lab-not-up', `there is no lab '${lab}' in containers`, {
    hint: lab === DEFAULT_LAB ? 'mvnolab up' : `mvnolab up --name ${lab}`,
  });
}

function labContainer(info: ContainerInfo): LabContainer {
  const networks = Object.values(info.NetworkSettings?.Networks ?? {});
  const published: Record<number, string> = {};
  for (const { PrivatePort, PublicPort, IP } of info.Ports ?? []) {
    if (PublicPort !== undefined && PublicPort !== 0) published[PrivatePort] = `${IP || '127.0.0.1'}:${PublicPort}`;
  }
  return {
    id: info.Id,
    lab: info.Labels[LAB_LABEL] ?? '',
    name: info.Labels[FUNCTION_LABEL] ?? (info.Names[0] ?? info.Id.slice(0, 12)).replace(/^\//, ''),
    image: info.Image,
    state: info.State,
    health: healthIn(info.Status),
    status: info.Status,
    address: networks.map(network => network.IPAddress).find(address => address !== ''),
    published,
  };
}

/** The list of containers tells health only in its text. */
function healthIn(status: string): Health {
  if (/\(healthy\)/.test(status)) return 'healthy';
  if (/\(unhealthy\)/.test(status)) return 'unhealthy';
  return /\(health: starting\)/.test(status) ? 'starting' : 'none';
}
