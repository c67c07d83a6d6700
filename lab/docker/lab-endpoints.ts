import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';
import { isLocalEngine } from './engine-address.ts';
import { labMissing, listContainers } from './lab-containers.ts';
import { labFilter } from './labels.ts';
import { NETWORK_FUNCTIONS } from './network-functions.ts';
import { portOpen } from './wait/port-open.ts';

/** Where the functions of a lab are found from this machine. */
export interface LabEndpoints {
  /** First three octets of the lab's network. */
  readonly prefix: string;
  /** This machine's own address on it. */
  readonly hostAddress: string;
  /** The bridge that it is on. */
  readonly bridge: string;
  readonly mme: string;
  readonly mongodb: string;
  /** Metrics servers that answer, by function. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Open5GS's release, out of the image's tag. */
  readonly version: string | undefined;
}

/**
 * @throws LabError when the lab is not up, when a function is not well, or when this machine has no way to containers' addresses, which only
 * Linux with an engine of its own has
 */
export async function labEndpoints(engine: Engine, lab: string): Promise<LabEndpoints> {
  const containers = await listContainers(engine, lab);
  if (containers.length === 0) throw labMissing(lab);
  if (!isLocalEngine(engine.address.host)) {
    throw new LabError('containers-unreachable', 'containers cannot be reached by their addresses from this machine', {
      place: engine.address.host,
      expected: 'Linux with a container engine of its own',
      hint: 'run mvnolab serve inside the lab’s network and mvnolab run --lab ws://…',
    });
  }
  const core = NETWORK_FUNCTIONS.filter(({ profile }) => profile === undefined);
  for (const { name } of core) {
    const container = containers.find(each => each.name === name);
    if (container?.state === 'running' && container.health !== 'unhealthy' && container.address !== undefined) continue;
    const how =
      container === undefined ? 'missing' : container.address === undefined ? 'off the network' : container.status;
    throw new LabError('lab-not-healthy', `the lab '${lab}' is not well: ${name} is ${how}`, {
      hint: 'mvnolab heal, or mvnolab up',
    });
  }
  const address = (name: string) => containers.find(each => each.name === name)!.address!;
  const prefix = address('mme').replace(/\.\d+$/, '');
  const [network] = await engine.docker.listNetworks({ filters: labFilter(lab) });
  const answers = await Promise.all(
    core
      .filter(({ metrics }) => metrics === true)
      .map(async ({ name }) => [name, await portOpen(address(name), 9090).check()] as const),
  );
  const open = answers.filter(([, answer]) => answer === true).map(([name]) => [name, `http://${address(name)}:9090`]);
  const version = /:v?(\d+\.\d+\.\d+)$/.exec(containers.find(each => each.name === 'mme')!.image)?.[1];
  return {
    prefix,
    hostAddress: `${prefix}.1`,
    bridge: network?.Options?.['com.docker.network.bridge.name'] ?? `br-${(network?.Id ?? '').slice(0, 12)}`,
    mme: address('mme'),
    mongodb: `mongodb://${address('mongo')}:27017/open5gs?directConnection=true`,
    metrics: Object.fromEntries(open),
    version,
  };
}
