import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { LabError } from '../../emulator/vocabulary/index.ts';
import { type EngineAddress, type Environment, engineAddress } from './engine-address.ts';

/** A container engine that answers. */
export interface Engine {
  readonly docker: Docker;
  readonly address: EngineAddress;
  readonly env: Environment;
  readonly version: string;
  readonly apiVersion: string;
}

const PING_TIMEOUT_MS = 10_000;

/** @throws LabError when no engine answers: which address was tried, why there, and what mends it */
export async function openEngine(env: Environment): Promise<Engine> {
  const address = engineAddress(env);
  const docker = new Docker(dockerOptions(address.host, env));
  try {
    const version = await withTimeout(docker.version(), PING_TIMEOUT_MS);
    return { docker, address, env, version: version.Version, apiVersion: version.ApiVersion };
  } catch (error) {
    throw engineError(address, error);
  }
}

function withTimeout<Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(Object.assign(new Error(`no answer in ${timeoutMs / 1000} s`), { code: 'ETIMEDOUT' })),
      timeoutMs,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @throws LabError for an address that cannot be used */
function dockerOptions(host: string, env: Environment): Docker.DockerOptions {
  const local = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (local !== undefined) return { socketPath: local };
  const url = URL.canParse(host) ? new URL(host) : undefined;
  if (url === undefined || !['tcp:', 'http:', 'https:', 'ssh:'].includes(url.protocol)) {
    throw new LabError('engine-address-invalid', `'${host}' is no address of a container engine`, {
      place: 'DOCKER_HOST',
      expected: 'such as unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host',
    });
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol === 'ssh:') {
    return {
      protocol: 'ssh',
      host: hostname,
      ...(url.port === '' ? {} : { port: url.port }),
      ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    };
  }
  const verifies = (env.DOCKER_TLS_VERIFY ?? '') !== '' || url.protocol === 'https:';
  const port = url.port === '' ? (verifies ? '2376' : '2375') : url.port;
  if (!verifies) return { protocol: 'http', host: hostname, port };
  const folder = env.DOCKER_CERT_PATH ?? join(env.HOME ?? '', '.docker');
  try {
    const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(name => readFileSync(join(folder, name), 'utf8'));
    return { protocol: 'https', host: hostname, port, ca: ca!, cert: cert!, key: key! };
  } catch (error) {
    throw new LabError('engine-certificates', `the certificates for ${host} cannot be read: ${reasonOf(error)}`, {
      place: 'DOCKER_CERT_PATH',
      expected: 'a folder with ca.pem, cert.pem and key.pem',
    });
  }
}

function engineError(address: EngineAddress, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const code = (error as { code?: string }).code;
  const { host, source } = address;
  const place = `${host} (${source})`;
  if (code === 'EACCES') {
    return new LabError('engine-forbidden', 'the container engine does not let you in', {
      place,
      hint: 'sudo usermod -aG docker $USER, then log in again',
    });
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return new LabError('engine-missing', 'no container engine answers', { place, hint: engineHint(address) });
  }
  return new LabError('engine-silent', `the container engine does not answer: ${reasonOf(error)}`, {
    place,
    hint: 'mvnolab doctor looks further',
  });
}

/** The command that brings an engine to this machine. */
export function engineHint({ source }: EngineAddress): string {
  if (source === 'DOCKER_HOST') return 'start the engine there, or unset DOCKER_HOST';
  if (source.startsWith('context')) return 'start it, or choose another: docker context use default';
  if (process.platform === 'linux') {
    return 'install one (https://docs.docker.com/engine/install/) or start it: sudo systemctl start docker';
  }
  return 'start Docker Desktop (https://docs.docker.com/get-docker/)';
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The engine's status code of a refusal: 404 not there, 409 not in this state; undefined for other errors. */
export function statusCodeOf(error: unknown): number | undefined {
  const code = (error as { statusCode?: unknown }).statusCode;
  return typeof code === 'number' ? code : undefined;
}
