import { LabError } from '../../../emulator/vocabulary/index.ts';
import type { Engine } from '../engine.ts';
import { reasonOf } from '../engine.ts';
import { listContainers } from '../lab-containers.ts';
import { logLines } from '../log-stream.ts';
import { NETWORK_FUNCTIONS, networkFunction } from '../network-functions.ts';
import { freePrefix } from '../subnet.ts';
import { diameterPeer } from '../wait/diameter-peer.ts';
import { type Check, isError, ok, problem, skipped, warning } from './check.ts';

/** A free /24, or the one that the lab has. */
export const subnetCheck: Check = {
  check: 'subnet',
  title: 'Network of the lab',
  async look({ engine, lab }) {
    if (isError(engine)) return skipped('seen once an engine answers');
    const networks = await engine.docker.listNetworks({ filters: { label: [`com.mvnolab.lab=${lab}`] } });
    const own = networks[0]?.IPAM?.Config?.[0]?.Subnet;
    if (own !== undefined) return ok(`${own}, the lab has it`);
    try {
      return ok(`${await freePrefix(engine)}.0/24 is free`);
    } catch (error) {
      if (error instanceof LabError)
        return problem(error.message, ...(error.help.hint === undefined ? [] : [error.help.hint]));
      throw error;
    }
  },
};

/** What will be pulled before the lab comes up. */
export const imagesCheck: Check = {
  check: 'images',
  title: 'Images',
  async look({ engine, model }) {
    if (isError(engine) || model === undefined) return skipped('seen once engine and Compose are there');
    const core = Object.entries(model.services).filter(([name]) => networkFunction(name).profile === undefined);
    const wanted = [...new Set(core.flatMap(([, { image }]) => image ?? []))];
    const there = await Promise.all(
      wanted.map(image =>
        engine.docker
          .getImage(image)
          .inspect()
          .then(
            () => true,
            () => false,
          ),
      ),
    );
    const missing = wanted.filter((_, i) => !there[i]);
    if (missing.length === 0) return ok(`${wanted.join(', ')}: all here`);
    return warning(
      `not here yet: ${missing.join(', ')}; mvnolab up pulls them`,
      ...missing.map(image => `docker pull ${image}`),
    );
  },
};

/** The lab itself, when it is up: each function's health, with the cause where its log tells a known one. */
export const labCheck: Check = {
  check: 'lab',
  title: 'Functions of the lab',
  async look({ engine, lab }) {
    if (isError(engine)) return skipped('seen once an engine answers');
    const containers = await listContainers(engine, lab);
    if (containers.length === 0) return skipped(`the lab '${lab}' is not up`);
    const ill = containers.filter(({ state, health }) => state !== 'running' || health === 'unhealthy');
    if (ill.length === 0) return ok(`${containers.length} run, and their healthchecks agree`);
    const first = ill[0]!;
    const cause = await knownCause(engine, first.id);
    return problem(
      `not well: ${ill.map(({ name, status, state }) => `${name} (${status || state})`).join(', ')}`,
      ...(cause ?? [`mvnolab logs ${first.name}`, 'mvnolab up brings back what is missing']),
    );
  },
};

/** The replica set that the HSS's change streams need; mongo's healthcheck is exactly that. */
export const replicaSetCheck: Check = {
  check: 'replica-set',
  title: 'Replica set',
  async look({ engine, lab }) {
    if (isError(engine)) return skipped('seen once an engine answers');
    const mongo = (await listContainers(engine, lab)).find(({ name }) => name === 'mongo');
    if (mongo === undefined) return skipped('seen once the lab is up');
    if (mongo.health === 'healthy') return ok('MongoDB is its primary: changed subscribers reach the MME at once');
    const { State } = await engine.docker.getContainer(mongo.id).inspect();
    const last = (State.Health?.Log ?? []).at(-1)?.Output.trim().split('\n').at(-1);
    return problem(
      `MongoDB is ${mongo.status || mongo.state}${last === undefined ? '' : `: ${last}`}`,
      'mvnolab logs mongo',
      'mvnolab down && mvnolab up begins with an empty database',
    );
  },
};

/** S6a and Gx are open. */
export const diameterCheck: Check = {
  check: 'diameter',
  title: 'Diameter',
  async look({ engine, lab }) {
    if (isError(engine)) return skipped('seen once an engine answers');
    const running = (await listContainers(engine, lab)).filter(({ state }) => state === 'running');
    const open: string[] = [];
    const closed: string[] = [];
    for (const { name } of running) {
      const known = NETWORK_FUNCTIONS.find(each => each.name === name);
      const strategy = known && diameterPeer(engine, lab, name);
      if (strategy === undefined) continue;
      const answer = await strategy.check().catch(reasonOf);
      (answer === true ? open : closed).push(strategy.name.replace('Diameter from ', ''));
    }
    if (open.length + closed.length === 0) return skipped('seen once the lab is up');
    if (closed.length === 0) return ok(`${open.join(', ')}: open`);
    return problem(
      `not open: ${closed.join(', ')}`,
      'mvnolab logs hss, mvnolab logs mme',
      'docker restart its container: freeDiameter tries again',
    );
  },
};

/** Labs of which only ruins are left. */
export const leftoversCheck: Check = {
  check: 'leftovers',
  title: 'Left behind',
  async look({ engine }) {
    if (isError(engine)) return skipped('seen once an engine answers');
    const filters = { label: ['com.mvnolab.lab'] };
    const containers = await listContainers(engine, undefined);
    const networks = await engine.docker.listNetworks({ filters });
    const volumes = (await engine.docker.listVolumes({ filters })).Volumes ?? [];
    const named = [
      ...containers.map(({ lab }) => lab),
      ...[...networks, ...volumes].map(({ Labels }) => Labels?.['com.mvnolab.lab'] ?? ''),
    ];
    const dead = [...new Set(named)].filter(
      lab => !containers.some(each => each.lab === lab && each.state !== 'exited'),
    );
    if (dead.length === 0) return ok('nothing');
    return warning(`of ${dead.join(', ')}, none of which runs`, ...dead.map(lab => `mvnolab down --name ${lab}`));
  },
};

const CAUSES: readonly { readonly pattern: RegExp; readonly fix: readonly string[] }[] = [
  {
    pattern: /Protocol not supported|socket\(\) failed.*SCTP|usrsctp|sctp_.*failed/i,
    fix: ['its log says that the host has no SCTP: sudo modprobe sctp'],
  },
  {
    pattern: /certificate.*expired|expired.*certificate|TLS: .*(?:verif|expired)/i,
    fix: ['the certificates of the image have expired: a newer image, --core-version'],
  },
  {
    pattern: /Illegal instruction|requires a CPU with AVX/i,
    fix: ['the processor has no AVX: MVNOLAB_MONGO_IMAGE=mongo:4.4.29'],
  },
  { pattern: /No space left on device/i, fix: ['the disk is full: docker system df'] },
  {
    pattern: /Failed to connect to server|No suitable servers/i,
    fix: ['MongoDB does not answer it: mvnolab logs mongo'],
  },
  { pattern: /\/dev\/net\/tun/i, fix: ['the host has no TUN device: sudo modprobe tun'] },
];

async function knownCause(engine: Engine, id: string): Promise<readonly string[] | undefined> {
  const lines = await logLines(engine, id, { tail: 60 }).catch(() => []);
  for (const { text } of lines.reverse()) {
    const cause = CAUSES.find(({ pattern }) => pattern.test(text));
    if (cause !== undefined) return cause.fix;
  }
  return undefined;
}
