import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { COMPOSE_FILE, composeFolder } from './compose-folder.ts';
import { FUNCTION_LABEL, LAB_LABEL } from './labels.ts';
import { NETWORK_FUNCTIONS } from './network-functions.ts';

interface Service {
  readonly image: string;
  readonly profiles?: string[];
  readonly labels: Record<string, string>;
  readonly privileged?: boolean;
  readonly cap_add?: string[];
  readonly devices?: string[];
  readonly ports?: string[];
  readonly restart?: string;
  readonly healthcheck?: { test: string[]; start_period?: string };
  readonly networks?: { core: { ipv4_address: string } };
  readonly volumes?: string[];
  readonly entrypoint?: string[];
  readonly extra_hosts?: string[];
}

const folder = composeFolder();
const file = parse(readFileSync(join(folder, COMPOSE_FILE), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, { labels: Record<string, string>; ipam: { config: { subnet: string }[] } }>;
  volumes: Record<string, { labels: Record<string, string> }>;
};
const services = Object.entries(file.services);

test('the Compose file and the table of network functions say the same', t => {
  t.deepEqual(services.map(([name]) => name).sort(), NETWORK_FUNCTIONS.map(({ name }) => name).sort());
  for (const { name, octet, profile } of NETWORK_FUNCTIONS) {
    const service = file.services[name]!;
    t.is(service.labels[FUNCTION_LABEL], name);
    t.deepEqual(service.profiles, profile === undefined ? undefined : [profile], name);
    if (profile === 'capture') continue;
    t.is(service.networks?.core.ipv4_address, `\${MVNOLAB_PREFIX:-10.201.77}.${octet}`, name);
  }
});

test('each function of the core knows every other by name, up or not', t => {
  const core = NETWORK_FUNCTIONS.filter(({ profile }) => profile === undefined);
  const hosts = core.map(({ name, octet }) => `${name}:\${MVNOLAB_PREFIX:-10.201.77}.${octet}`);
  for (const { name } of core) if (name !== 'mongo') t.deepEqual(file.services[name]?.extra_hosts, hosts, name);
});

test('everything has the label of the lab, comes back after a crash and is not privileged', t => {
  for (const [name, service] of services) {
    t.true(LAB_LABEL in service.labels, name);
    t.is(service.restart, 'always', name);
    t.not(service.privileged, true, name);
    if (!name.startsWith('capture-')) t.truthy(service.healthcheck, name);
  }
  for (const part of [...Object.values(file.networks), ...Object.values(file.volumes)])
    t.true(LAB_LABEL in part.labels);
  const withRights = services.filter(
    ([name, { cap_add, devices }]) => !name.startsWith('capture-') && (cap_add ?? devices),
  );
  t.deepEqual(
    withRights.map(([name, { cap_add, devices }]) => [name, cap_add, devices]),
    [['upf', ['NET_ADMIN'], ['/dev/net/tun:/dev/net/tun']]],
  );
});

test('ports are published on this machine only, and none of SCTP', t => {
  const published = services.flatMap(([, { ports }]) => ports ?? []);
  t.true(published.length > 0);
  for (const port of published) {
    t.regex(port, /^127\.0\.0\.1:/);
    t.notRegex(port, /sctp/i);
  }
});

test('images are pinned by a tag and can be named by a variable; the network is a variable', t => {
  for (const [name, { image }] of services) t.regex(image, /^\$\{MVNOLAB_\w+_IMAGE:-[\w./-]+:(?:\$\{\w+:-)?\d/, name);
  t.is(file.networks.core?.ipam.config[0]?.subnet, `\${MVNOLAB_PREFIX:-10.201.77}.0/24`);
});

test('what is mounted exists, and every program reads the configuration that is mounted', t => {
  const mounted = new Set<string>();
  for (const [name, { volumes = [], entrypoint = [] }] of services) {
    const targets: string[] = [];
    for (const [, source, target] of volumes.flatMap(text => [/^(\.\/[^:]+):([^:]+):ro$/.exec(text) ?? []])) {
      if (source === undefined) continue;
      mounted.add(source.replace('./', ''));
      targets.push(target!);
      t.notThrows(() => readFileSync(join(folder, source)), `${name}: ${source}`);
    }
    for (const word of entrypoint.filter(each => each.startsWith('/mvnolab/')))
      t.true(targets.includes(word), `${name}: ${word}`);
  }
  const files = ['open5gs', 'freediameter', 'mongo'].flatMap(each =>
    readdirSync(join(folder, each)).map(name => `${each}/${name}`),
  );
  t.deepEqual([...mounted].sort(), files.sort());
});

test('each function’s configuration is YAML for that function, and names no address', t => {
  for (const name of readdirSync(join(folder, 'open5gs')).filter(each => each.endsWith('.yaml'))) {
    const text = readFileSync(join(folder, 'open5gs', name), 'utf8');
    const document = parse(text, { schema: 'failsafe' }) as Record<string, Record<string, unknown>>;
    const nf = name.replace('.yaml', '');
    t.truthy(document[nf], name);
    if (nf === 'smf') t.false('sbi' in document.smf!);
    t.notRegex(text, /address: \d/, name);
  }
});

test('Diameter: one realm, no TLS and no SCTP, each peer by its service name', t => {
  for (const name of readdirSync(join(folder, 'freediameter'))) {
    const text = readFileSync(join(folder, 'freediameter', name), 'utf8');
    t.regex(text, /^Realm = "localdomain";$/m, name);
    t.regex(text, /^No_SCTP;/m, name);
    const [, peer, to] =
      /^ConnectPeer = "(\w+)\.localdomain" \{ ConnectTo = "(\w+)"; Port = 3868; No_TLS; \};$/m.exec(text) ?? [];
    t.is(peer, to, name);
    t.truthy(file.services[to ?? ''], name);
  }
});
