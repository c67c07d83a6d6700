import { type Check, isError, ok, problem, skipped, warning } from './check.ts';

const GIGA = 2 ** 30;
const NEEDED_MEMORY_BYTES = 2 * GIGA;
/** Images of Open5GS, MongoDB and WebUI unpacked, and room for logs. */
const NEEDED_DISK_BYTES = 4 * GIGA;
const LOW_DISK_BYTES = GIGA;

/** MongoDB 5 and later need AVX on x86-64, and ARMv8.2 on ARM. */
export const cpuCheck: Check = {
  check: 'cpu',
  title: 'Processor for MongoDB',
  look({ host, isLocal, model }) {
    if (!isLocal) return skipped('the engine runs on another machine');
    const image = model?.services.mongo?.image ?? 'mongo';
    if (/:4\./.test(image)) return ok(`${image} runs on any`);
    const cpu = host.read('/proc/cpuinfo') ?? '';
    const older = 'MVNOLAB_MONGO_IMAGE=mongo:4.4.29 mvnolab up';
    if (host.arch === 'x64' && !/\bavx\b/.test(cpu)) {
      return problem(
        `it has no AVX, which ${image} needs (it would end with an illegal instruction)`,
        older,
        'in a virtual machine: give it the host’s processor (QEMU: -cpu host)',
      );
    }
    if (host.arch === 'arm64' && !/\batomics\b/.test(cpu))
      return problem(`it is older than ARMv8.2, which ${image} needs`, older);
    return ok(`${host.arch}, ${host.cpuCount} processors; ${image} runs on it`);
  },
};

export const memoryCheck: Check = {
  check: 'memory',
  title: 'Memory',
  async look({ engine, host }) {
    const total = isError(engine)
      ? host.memoryBytes
      : (((await engine.docker.info()) as { MemTotal?: number }).MemTotal ?? 0);
    const text = `${(total / GIGA).toFixed(1)} GiB`;
    if (total >= NEEDED_MEMORY_BYTES) return ok(text);
    return warning(
      `${text}; the lab takes about 1.5 GiB`,
      'give the engine more (Docker Desktop: Settings, Resources)',
    );
  },
};

export const diskCheck: Check = {
  check: 'disk',
  title: 'Disk',
  async look({ engine, host, isLocal }) {
    if (!isLocal) return skipped('the engine keeps its images elsewhere');
    const root = isError(engine)
      ? '/'
      : (((await engine.docker.info()) as { DockerRootDir?: string }).DockerRootDir ?? '/');
    const free = host.freeBytes(root) ?? host.freeBytes('/');
    if (free === undefined) return skipped(`what is free at ${root} cannot be seen`);
    const text = `${(free / GIGA).toFixed(1)} GiB free at ${root}`;
    if (free >= NEEDED_DISK_BYTES) return ok(text);
    const fix = 'docker system df shows what takes it; docker image prune frees what nobody uses';
    return free < LOW_DISK_BYTES ? problem(text, fix) : warning(`${text}; images and logs take up to 4`, fix);
  },
};

/** What is published on this machine has to be free, unless it is our own lab that has it. */
export const portsCheck: Check = {
  check: 'ports',
  title: 'Ports',
  async look({ engine, host, model }) {
    if (model === undefined) return skipped('seen once Docker Compose is there');
    const taken: string[] = [];
    const free: string[] = [];
    const own = isError(engine) ? [] : await publishedByLabs(engine);
    for (const [name, { ports = [] }] of Object.entries(model.services)) {
      for (const { published } of ports) {
        const port = Number(published ?? 0);
        if (port === 0) continue;
        if (own.includes(port) || (await host.isPortFree(port))) free.push(`${port} (${name})`);
        else taken.push(`${port} (${name})`);
      }
    }
    if (taken.length === 0) return ok(free.length === 0 ? 'none has to be free' : `${free.join(', ')} free`);
    return warning(`in use: ${taken.join(', ')}`, 'another one: MVNOLAB_WEBUI_PORT=9998 mvnolab up --profile webui');
  },
};

async function publishedByLabs({
  docker,
}: Exclude<Parameters<typeof portsCheck.look>[0]['engine'], Error>): Promise<number[]> {
  const containers = await docker.listContainers({ filters: { label: ['com.mvnolab.lab'] } });
  return containers.flatMap(({ Ports }) => Ports.map(({ PublicPort }) => PublicPort));
}
