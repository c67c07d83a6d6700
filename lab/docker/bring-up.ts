import { join } from 'node:path';
import { LabError } from '../../emulator/vocabulary/index.ts';
import { type ComposeCommand, findCompose, runCompose } from './compose-command.ts';
import { COMPOSE_FILE, composeFolder } from './compose-folder.ts';
import type { Engine } from './engine.ts';
import { reasonOf } from './engine.ts';
import type { Environment } from './engine-address.ts';
import { healFunction } from './function-faults.ts';
import { listContainers } from './lab-containers.ts';
import { composeArguments, composeEnvironment, type LabWishes } from './lab-settings.ts';
import { DEFAULT_LAB, PROJECT_LABEL } from './labels.ts';
import { logLines } from './log-stream.ts';
import { NETWORK_FUNCTIONS } from './network-functions.ts';
import { freePrefix, networksOfEngine, networksOfHost, whoHas } from './subnet.ts';
import { diameterPeer } from './wait/diameter-peer.ts';
import { waitUntil } from './wait/wait-until.ts';

export interface BringUpOptions extends LabWishes {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** For everything after the images are there; pulling them has no deadline. */
  readonly deadlineMs?: number;
  readonly told?: (line: string) => void;
}

export interface BroughtUp {
  readonly lab: string;
  /** First three octets of its network. */
  readonly prefix: string;
  /** True when every container ran already. */
  readonly wasUp: boolean;
}

const DEADLINE_MS = 180_000;

/**
 * Brings a lab up, or what is missing of it, and waits until every function is healthy and the Diameter connections are open.
 * @throws LabError with what the function that failed has said last. What was made stays: whoever calls decides whether it is taken down
 */
export async function bringUp(engine: Engine, options: BringUpOptions): Promise<BroughtUp> {
  const { lab = DEFAULT_LAB, signal, deadlineMs = DEADLINE_MS, told = () => undefined } = options;
  const compose = await findCompose(options.env);
  const before = await listContainers(engine, lab);
  const prefix = await choosePrefix(engine, lab, options.prefix);
  const run = composeRun(compose, { ...options, prefix });
  signal.throwIfAborted();
  await pullMissing(engine, run, signal, told);
  // what is paused or off the network Compose would wait for in vain
  for (const { name, state } of before) {
    if (state === 'running' || state === 'paused') await healFunction(engine, lab, name, { atOnce: true });
  }
  try {
    const seconds = String(Math.ceil(deadlineMs / 1000));
    await run(['up', '--detach', '--wait', '--wait-timeout', seconds, '--pull', 'never', '--remove-orphans'], told);
  } catch (error) {
    signal.throwIfAborted();
    throw await explained(engine, lab, error);
  }
  for (const { name } of await listContainers(engine, lab)) {
    const strategy = isFunction(name) ? diameterPeer(engine, lab, name) : undefined;
    if (strategy === undefined) continue;
    told(`waiting for ${strategy.name}`);
    await waitUntil(strategy, { deadlineMs: 60_000, signal });
  }
  const after = await listContainers(engine, lab);
  const known = new Map(before.map(container => [container.id, container.state]));
  return { lab, prefix, wasUp: after.every(({ id }) => known.get(id) === 'running') };
}

function isFunction(name: string): boolean {
  return NETWORK_FUNCTIONS.some(known => known.name === name);
}

/** The Compose model that `up` would bring up, as JSON; needs no engine. @throws LabError when Compose refuses the file */
export async function resolvedModel(options: Omit<BringUpOptions, 'signal'>): Promise<ComposeModel> {
  const compose = await findCompose(options.env);
  const text = await composeRun(compose, options)(['config', '--format', 'json']);
  return JSON.parse(text) as ComposeModel;
}

/** What is read of Compose's own model. */
export interface ComposeModel {
  readonly name: string;
  readonly services: Readonly<
    Record<
      string,
      {
        readonly image?: string;
        readonly cap_add?: readonly string[];
        readonly privileged?: boolean;
        readonly ports?: readonly {
          readonly published?: string;
          readonly target: number;
          readonly protocol: string;
          readonly host_ip?: string;
        }[];
        readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string } | null>>;
      }
    >
  >;
  readonly networks: Readonly<
    Record<string, { readonly ipam?: { readonly config?: readonly { readonly subnet?: string }[] } }>
  >;
}

type Run = (args: readonly string[], told?: (line: string) => void) => Promise<string>;

function composeRun(
  compose: ComposeCommand,
  options: Omit<BringUpOptions, 'signal'> & { readonly signal?: AbortSignal },
): Run {
  const folder = composeFolder();
  const base = composeArguments(join(folder, COMPOSE_FILE), options);
  const env = composeEnvironment(options.env, options);
  const { signal } = options;
  return (args, told) =>
    runCompose(compose, [...base, ...args], {
      env,
      folder,
      ...(signal === undefined ? {} : { signal }),
      ...(told === undefined ? {} : { progress: told }),
    });
}

/** A lab that is up keeps its network; a new one gets a free one. @throws LabError when the one that was asked for is taken */
async function choosePrefix(engine: Engine, lab: string, wanted: string | undefined): Promise<string> {
  const networks = await engine.docker.listNetworks({ filters: { label: [`${PROJECT_LABEL}=${lab}`] } });
  const subnet = networks[0]?.IPAM?.Config?.[0]?.Subnet;
  const own = subnet === undefined ? undefined : /^(\d+\.\d+\.\d+)\.0\/24$/.exec(subnet)?.[1];
  if (own !== undefined && (wanted === undefined || wanted === own)) return own;
  if (wanted === undefined) return freePrefix(engine);
  const owner = whoHas(wanted, [...(await networksOfEngine(engine)), ...networksOfHost()]);
  if (owner === undefined) return wanted;
  throw new LabError('subnet-taken', `${wanted}.0/24 is in use: ${owner.owner}`, {
    place: '--subnet',
    hint: 'leave it out, and a free one is taken',
  });
}

/** Pulls the images that are not here. @throws LabError with each one that could not be had */
async function pullMissing(
  { docker }: Engine,
  run: Run,
  signal: AbortSignal,
  told: (line: string) => void,
): Promise<void> {
  const model = JSON.parse(await run(['config', '--format', 'json'])) as ComposeModel;
  const images = new Set(Object.values(model.services).flatMap(({ image }) => image ?? []));
  for (const image of images) {
    signal.throwIfAborted();
    if (await isThere(docker.getImage(image).inspect())) continue;
    told(`pulling ${image}`);
    try {
      const stream = await docker.pull(image, { abortSignal: signal });
      await new Promise<void>((resolve, reject) =>
        docker.modem.followProgress(stream, error => (error ? reject(error) : resolve())),
      );
    } catch (error) {
      signal.throwIfAborted();
      throw new LabError('image-missing', `the image ${image} cannot be had: ${reasonOf(error)}`, {
        hint: `docker pull ${image}, or choose another release with --core-version, another image with MVNOLAB_OPEN5GS_IMAGE`,
      });
    }
  }
}

async function isThere(inspection: Promise<unknown>): Promise<boolean> {
  return inspection.then(
    () => true,
    () => false,
  );
}

/** Adds the last lines of whoever is not healthy, and the fix where the cause is a known one. */
async function explained(engine: Engine, lab: string, error: unknown): Promise<unknown> {
  if (!(error instanceof LabError)) return error;
  const sctp = /net\.sctp|sysctl .* not (?:in a separate|allowed)|\/proc\/sys\/net\/sctp/.test(error.message);
  if (sctp) {
    return new LabError('sctp-missing', 'the host has no SCTP for the MME', {
      expected: 'the kernel module sctp, kernel 5.11 or later',
      hint: 'sudo modprobe sctp (Debian: kernel package linux-image-amd64; Ubuntu: linux-modules-extra-$(uname -r))',
    });
  }
  const containers = await listContainers(engine, lab).catch(() => []);
  const ill = containers
    .filter(({ state, health }) => state !== 'running' || health === 'unhealthy')
    .filter(({ state }) => state !== 'created');
  if (ill.length === 0) return error;
  const parts = await Promise.all(
    ill.map(async ({ id, name, status }) => {
      const lines = await logLines(engine, id, { tail: 6 }).catch(() => []);
      return [`${name}: ${status}`, ...lines.map(({ text }) => `  ${text}`)].join('\n');
    }),
  );
  return new LabError('lab-not-healthy', `the lab did not come up:\n${parts.join('\n')}`, {
    hint: `mvnolab logs ${ill[0]!.name}, mvnolab doctor`,
  });
}
