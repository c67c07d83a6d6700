import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { LabError } from '../../emulator/vocabulary/index.ts';
import { openEngine } from './engine.ts';
import { engineAddress } from './engine-address.ts';

function home(t: { teardown(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-home-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('DOCKER_HOST wins; then the context that is chosen; then the usual sockets', t => {
  const HOME = home(t);
  t.is(engineAddress({ HOME, DOCKER_HOST: 'tcp://h:2375' }).host, 'tcp://h:2375');
  mkdirSync(join(HOME, '.docker', 'contexts', 'meta', digest('far')), { recursive: true });
  writeFileSync(join(HOME, '.docker', 'config.json'), JSON.stringify({ currentContext: 'far' }));
  writeFileSync(
    join(HOME, '.docker', 'contexts', 'meta', digest('far'), 'meta.json'),
    JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: 'ssh://me@far' } } }),
  );
  t.deepEqual(engineAddress({ HOME }), { host: 'ssh://me@far', source: 'context far' });
  t.is(engineAddress({ HOME, DOCKER_CONTEXT: 'default' }).source, 'usual socket');
});

test('a socket of a rootless engine or of Colima is found', t => {
  const HOME = home(t);
  const XDG_RUNTIME_DIR = join(HOME, 'run');
  mkdirSync(XDG_RUNTIME_DIR);
  writeFileSync(join(XDG_RUNTIME_DIR, 'docker.sock'), '');
  const { host, looked } = engineAddress({ HOME, XDG_RUNTIME_DIR });
  // an engine of this machine comes first where there is one
  t.true(['unix:///var/run/docker.sock', `unix://${XDG_RUNTIME_DIR}/docker.sock`].includes(host));
  t.true(looked?.includes(join(HOME, '.colima', 'default', 'docker.sock')));
});

test('no engine: a LabError that says where it was looked for, why there, and the fix', async t => {
  const HOME = home(t);
  const error = await t.throwsAsync(openEngine({ HOME, DOCKER_HOST: `unix://${HOME}/none.sock` }), {
    instanceOf: LabError,
  });
  t.is((error as LabError).code, 'engine-missing');
  t.like((error as LabError).help, {
    place: `unix://${HOME}/none.sock (DOCKER_HOST)`,
    hint: 'start the engine there, or unset DOCKER_HOST',
  });
});

test('an address that is none, and certificates that are not there', async t => {
  const HOME = home(t);
  const code = async (env: Record<string, string>) =>
    ((await t.throwsAsync(openEngine({ HOME, ...env }), { instanceOf: LabError })) as LabError).code;
  t.is(await code({ DOCKER_HOST: 'over there' }), 'engine-address-invalid');
  t.is(await code({ DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_TLS_VERIFY: '1' }), 'engine-certificates');
  t.is(await code({ DOCKER_HOST: 'tcp://127.0.0.1:1' }), 'engine-missing');
});

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
