import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the engine is, as DOCKER_HOST says it, and why there. */
export interface EngineAddress {
  /** `unix:///var/run/docker.sock`, `tcp://…`, `ssh://…`, `npipe:////./pipe/docker_engine` */
  readonly host: string;
  readonly source: string;
  /** Looked for on this machine's disk, in that order; only when nobody said where it is. */
  readonly looked?: readonly string[];
}

/**
 * As the docker command looks for it: DOCKER_HOST, then the context (DOCKER_CONTEXT or the chosen one), then the usual sockets, those of
 * Docker Desktop, Colima and a rootless engine included.
 */
export function engineAddress(env: Environment): EngineAddress {
  if (env.DOCKER_HOST) return { host: env.DOCKER_HOST, source: 'DOCKER_HOST' };
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const configFolder = env.DOCKER_CONFIG ?? join(home, '.docker');
  const context = env.DOCKER_CONTEXT ?? currentContext(configFolder);
  if (context !== undefined && context !== '' && context !== 'default') {
    const host = hostOfContext(configFolder, context);
    if (host !== undefined) return { host, source: `context ${context}` };
  }
  if (process.platform === 'win32') return { host: 'npipe:////./pipe/docker_engine', source: 'usual pipe' };
  const looked = [
    '/var/run/docker.sock',
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
    join(home, '.colima', 'default', 'docker.sock'),
  ];
  const socket = looked.find(path => existsSync(path)) ?? looked[0]!;
  return { host: `unix://${socket}`, source: 'usual socket', looked };
}

/** The engine runs on this machine's own kernel: what is true of the host is true of containers. */
export function isLocalEngine(host: string): boolean {
  return process.platform === 'linux' && host.startsWith('unix://') && !/desktop|colima/.test(host);
}

function currentContext(folder: string): string | undefined {
  const value = readJson(join(folder, 'config.json'))?.currentContext;
  return typeof value === 'string' ? value : undefined;
}

/** Contexts are kept in folders named by the hash of their names. */
function hostOfContext(folder: string, context: string): string | undefined {
  const digest = createHash('sha256').update(context).digest('hex');
  const meta = readJson(join(folder, 'contexts', 'meta', digest, 'meta.json'));
  const endpoints = meta?.Endpoints as { docker?: { Host?: unknown } } | undefined;
  const host = endpoints?.docker?.Host;
  return typeof host === 'string' && host !== '' ? host : undefined;
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
