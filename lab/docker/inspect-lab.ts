import type { Engine } from './engine.ts';
import { type LabContainer, listContainers } from './lab-containers.ts';
import { labFilter } from './labels.ts';

/** Everything that a program may want to know of a lab. */
export interface LabInspection {
  readonly lab: string;
  readonly engine: { readonly version: string; readonly address: string };
  readonly networks: readonly { readonly name: string; readonly id: string; readonly subnet: string | undefined }[];
  readonly volumes: readonly string[];
  readonly functions: readonly FunctionInspection[];
}

export interface FunctionInspection extends LabContainer {
  readonly image_id: string;
  readonly started_at: string | undefined;
  readonly restarts: number;
  readonly exit_code: number | undefined;
  readonly pid: number | undefined;
  readonly health_log: readonly string[];
  /** Of a running container. */
  readonly stats: FunctionStats | undefined;
}

export interface FunctionStats {
  readonly memory_bytes: number;
  /** Since it was started, all processors together. */
  readonly cpu_seconds: number;
  readonly received_bytes: number;
  readonly sent_bytes: number;
  readonly processes: number;
}

export async function inspectLab(engine: Engine, lab: string): Promise<LabInspection> {
  const { docker } = engine;
  const filters = labFilter(lab);
  const [containers, networks, { Volumes }] = await Promise.all([
    listContainers(engine, lab),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    lab,
    engine: { version: engine.version, address: engine.address.host },
    networks: networks.map(({ Name, Id, IPAM }) => ({ name: Name, id: Id, subnet: IPAM?.Config?.[0]?.Subnet })),
    volumes: (Volumes ?? []).map(({ Name }) => Name),
    functions: await Promise.all(containers.map(container => inspectFunction(engine, container))),
  };
}

async function inspectFunction(engine: Engine, container: LabContainer): Promise<FunctionInspection> {
  const handle = engine.docker.getContainer(container.id);
  const [{ Image, State, RestartCount }, stats] = await Promise.all([
    handle.inspect(),
    container.state === 'running' ? functionStats(engine, container.id).catch(() => undefined) : undefined,
  ]);
  return {
    ...container,
    image_id: Image,
    started_at: State.StartedAt.startsWith('0001') ? undefined : State.StartedAt,
    restarts: RestartCount,
    exit_code: State.Running ? undefined : State.ExitCode,
    pid: State.Pid === 0 ? undefined : State.Pid,
    health_log: (State.Health?.Log ?? [])
      .slice(-3)
      .map(({ Output, ExitCode }) => `${ExitCode} ${Output.trim()}`.trim()),
    stats,
  };
}

/** One look, without the second sample that percentages need. */
export async function functionStats({ docker }: Engine, id: string): Promise<FunctionStats> {
  const stats = await docker.getContainer(id).stats({ stream: false, 'one-shot': true });
  const networks = Object.values(stats.networks ?? {});
  return {
    memory_bytes: stats.memory_stats.usage ?? 0,
    cpu_seconds: stats.cpu_stats.cpu_usage.total_usage / 1e9,
    received_bytes: networks.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    sent_bytes: networks.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
    processes: stats.pids_stats?.current ?? 0,
  };
}
