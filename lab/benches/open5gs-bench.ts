import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Bench } from '../../scenarios/runner/index.ts';
import { DEFAULT_LAB, type LabEndpoints, labEndpoints, openEngine, watchDeaths } from '../docker/index.ts';
import { ContainerNodes } from './core/container-nodes.ts';
import { ExternalBench, openExternalParts } from './external-bench.ts';

export interface Open5gsBenchOptions {
  /** The lab's name, as `mvnolab up --name` has it. */
  readonly lab?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Addresses of the lab's network that base stations get, from this last octet on; the first is this machine's own. */
const FIRST_BTS_OCTET = 101;
const BTS_OCTETS = 150;
/** Of one worker. */
const STATIONS = 30;

/**
 * A lab on Open5GS in containers: what an external core can do, and nodes that can be killed, stopped, paused and cut off. A container that
 * ends by itself ends the case with a LabError. @throws LabError when the lab is not up or not well
 */
export async function openOpen5gsBench(options: Open5gsBenchOptions = {}): Promise<Bench> {
  const { lab = DEFAULT_LAB, env = process.env } = options;
  const engine = await openEngine(env);
  const endpoints = await labEndpoints(engine, lab);
  const { mme, mongodb, metrics, version, hostAddress } = endpoints;
  const parts = await openExternalParts({
    mme: { address: mme },
    localAddress: hostAddress,
    mongodb,
    changeStreams: true,
    gateway: '10.45.0.1',
    metrics: Object.values(metrics),
    ...(version === undefined ? {} : { version }),
  });
  let bench: ExternalBench | undefined;
  const deaths = watchDeaths(engine, lab, error => bench?.fail(error));
  bench = new ExternalBench(parts, {
    bench: 'open5gs',
    nodes: new ContainerNodes(engine, lab, deaths),
    place: (index, worker) => btsPlace(endpoints, index, worker),
    ready: async () => void (await labEndpoints(engine, lab)),
    closed: () => deaths.close(),
  });
  return bench;
}

/** The n-th base station of a worker has an address of its own on the lab's bridge; the first of all has this machine's. */
async function btsPlace(
  { prefix, bridge, hostAddress }: LabEndpoints,
  index: number,
  worker: number,
): Promise<{ address: string }> {
  if (index === 0 && worker === 0) return { address: hostAddress };
  const address = `${prefix}.${FIRST_BTS_OCTET + ((worker * STATIONS + index) % BTS_OCTETS)}`;
  const own = Object.values(networkInterfaces()).flatMap(each => each ?? []);
  if (own.some(each => each.address === address)) return { address };
  try {
    await promisify(execFile)('ip', ['address', 'add', `${address}/24`, 'dev', bridge]);
    return { address };
  } catch (error) {
    throw new LabError(
      'bts-address-missing',
      `a second base station needs a second address on the lab's network: ${(error as Error).message.trim()}`,
      {
        place: address,
        hint: `sudo ip address add ${address}/24 dev ${bridge}`,
      },
    );
  }
}
