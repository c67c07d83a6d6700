import type { Engine } from './engine.ts';
import { statusCodeOf } from './engine.ts';
import { labFilter } from './labels.ts';

/** What was removed, by name. */
export interface Removed {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export interface TakeDownOptions {
  /** All labs without it. */
  readonly lab: string | undefined;
  /** The databases stay for the next time. */
  readonly keepVolumes?: boolean;
  readonly told?: (what: string) => void;
}

const ROUNDS = 3;

/**
 * Removes every container, network and volume that has the lab's label, however far they had come: after a crash, a Ctrl-C in the
 * middle of `up`, or a kill -9. Looks again until nothing is left, since a Compose that was killed may have asked for more.
 */
export async function takeDown(engine: Engine, options: TakeDownOptions): Promise<Removed> {
  const { docker } = engine;
  const { lab, keepVolumes = false, told = () => undefined } = options;
  const filters = labFilter(lab);
  const removed = { containers: [] as string[], networks: [] as string[], volumes: [] as string[] };
  for (let round = 0; round < ROUNDS; round++) {
    const containers = await docker.listContainers({ all: true, filters });
    await Promise.all(
      containers.map(async ({ Id, Names, State }) => {
        const container = docker.getContainer(Id);
        // a paused one takes no signal
        if (State === 'paused') await container.unpause().catch(() => undefined);
        const name = (Names[0] ?? Id.slice(0, 12)).replace(/^\//, '');
        if (await isGone(container.remove({ force: true, v: !keepVolumes }))) {
          removed.containers.push(name);
          told(`container ${name}`);
        }
      }),
    );
    const networks = await docker.listNetworks({ filters });
    for (const { Id, Name } of networks) {
      if (await isGone(docker.getNetwork(Id).remove())) {
        removed.networks.push(Name);
        told(`network ${Name}`);
      }
    }
    const volumes = keepVolumes ? [] : ((await docker.listVolumes({ filters })).Volumes ?? []);
    for (const { Name } of volumes) {
      if (await isGone(docker.getVolume(Name).remove({ force: true }))) {
        removed.volumes.push(Name);
        told(`volume ${Name}`);
      }
    }
    if (containers.length + networks.length + volumes.length === 0) break;
  }
  return removed;
}

/** False when it is left for the next round: in use still (409), or already on its way out. */
async function isGone(removal: Promise<unknown>): Promise<boolean> {
  try {
    await removal;
    return true;
  } catch (error) {
    const code = statusCodeOf(error);
    if (code === 404) return false;
    if (code === 409 || code === 403) return false;
    throw error;
  }
}
