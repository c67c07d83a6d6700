import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { LabError } from '../../emulator/vocabulary/index.ts';
import type { Engine } from './engine.ts';

/** An IPv4 network: its first address as a number, and its prefix length. */
export interface Ipv4Network {
  readonly first: number;
  readonly prefixLength: number;
  /** Who has it, for messages. */
  readonly owner: string;
}

/** Private networks that few others use: 10.201.77.0/24 first, then its neighbours, then a corner of 172.31. */
function* candidates(): Generator<string> {
  for (let i = 0; i < 120; i++) yield `10.201.${77 + i}`;
  for (let i = 0; i < 60; i++) yield `172.31.${190 + i}`;
}

/** The first three octets of a /24 that neither the engine nor this machine uses. @throws LabError when there is none */
export async function freePrefix(engine: Engine): Promise<string> {
  const taken = [...(await networksOfEngine(engine)), ...networksOfHost()];
  for (const prefix of candidates()) {
    if (whoHas(prefix, taken) === undefined) return prefix;
  }
  throw new LabError('subnet-missing', 'no free network is left for the lab', {
    expected: 'a free /24 in 10.201.77.0 … 10.201.196.0 or 172.31.190.0 … 172.31.249.0',
    hint: 'docker network prune, or choose one yourself: --subnet 192.168.250.0/24',
  });
}

/** Who else has addresses of `prefix`.0/24; undefined when it is free. */
export function whoHas(prefix: string, taken: readonly Ipv4Network[]): Ipv4Network | undefined {
  const wanted = parseNetwork(`${prefix}.0/24`, '')!;
  return taken.find(network => overlap(wanted, network));
}

export async function networksOfEngine({ docker }: Engine): Promise<Ipv4Network[]> {
  const networks = await docker.listNetworks();
  return networks.flatMap(({ Name, IPAM }) =>
    (IPAM?.Config ?? []).flatMap(({ Subnet }) => parseNetwork(Subnet ?? '', `Docker network ${Name}`) ?? []),
  );
}

/** Interfaces, and on Linux every route but the default one, VPNs' included. */
export function networksOfHost(): Ipv4Network[] {
  const interfaces = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).flatMap(({ cidr }) => parseNetwork(cidr ?? '', `interface ${name}`) ?? []),
  );
  return [...interfaces, ...routesOf(readRoutes())];
}

/** Lines of /proc/net/route: interface, destination and mask in hexadecimal, least significant octet first. */
export function routesOf(table: string): Ipv4Network[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap(line => {
      const [name, destination, , , , , , mask] = line.trim().split(/\s+/);
      if (destination === undefined || mask === undefined) return [];
      const prefixLength = Math.clz32(~swap(mask));
      return prefixLength === 0 ? [] : [{ first: swap(destination), prefixLength, owner: `route by ${name}` }];
    });
}

/** `10.1.2.3/24` → its network; undefined for IPv6 and anything else. */
export function parseNetwork(cidr: string, owner: string): Ipv4Network | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (match === null) return undefined;
  const [a, b, c, d, prefixLength] = match.slice(1).map(Number) as [number, number, number, number, number];
  if (Math.max(a, b, c, d) > 255 || prefixLength > 32) return undefined;
  const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return { first: (address & maskOf(prefixLength)) >>> 0, prefixLength, owner };
}

function overlap(one: Ipv4Network, other: Ipv4Network): boolean {
  const mask = maskOf(Math.min(one.prefixLength, other.prefixLength));
  return (one.first & mask) >>> 0 === (other.first & mask) >>> 0;
}

function maskOf(prefixLength: number): number {
  return prefixLength === 0 ? 0 : (0xffff_ffff << (32 - prefixLength)) >>> 0;
}

function swap(hex: string): number {
  const value = Number.parseInt(hex, 16);
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

function readRoutes(): string {
  try {
    return readFileSync('/proc/net/route', 'utf8');
  } catch {
    return '';
  }
}
