import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Environment } from '../engine-address.ts';

/** What can be asked of this machine; tests put another machine in its place. */
export interface HostFacts {
  readonly platform: string;
  readonly arch: string;
  /** `6.1.0-18-amd64` */
  readonly kernel: string;
  /** ID and ID_LIKE of /etc/os-release: `ubuntu debian`. */
  readonly distribution: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  exists(path: string): boolean;
  /** undefined when it cannot be read. */
  read(path: string): string | undefined;
  /** Full path of a program; undefined when it is not in PATH. */
  program(name: string): string | undefined;
  /** Free for anyone, at a path that exists; undefined when it cannot be known. */
  freeBytes(path: string): number | undefined;
  /** Whether a TCP port of 127.0.0.1 is free. */
  isPortFree(port: number): Promise<boolean>;
}

/** This machine. */
export function thisHost(env: Environment): HostFacts {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  const isWindows = platform() === 'win32';
  return {
    platform: platform(),
    arch: arch(),
    kernel: release(),
    distribution: [...(read('/etc/os-release') ?? '').matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)]
      .map(match => match[1])
      .join(' '),
    cpuCount: cpus().length,
    memoryBytes: totalmem(),
    exists: existsSync,
    read,
    program: name =>
      (env.PATH ?? '')
        .split(delimiter)
        .map(folder => join(folder, isWindows ? `${name}.exe` : name))
        .find(path => existsSync(path)),
    freeBytes: path => {
      try {
        const { bavail, bsize } = statfsSync(path);
        return bavail * bsize;
      } catch {
        return undefined;
      }
    },
    isPortFree: port =>
      new Promise(resolve => {
        const server = createServer();
        server.once('error', () => resolve(false));
        server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
      }),
  };
}
