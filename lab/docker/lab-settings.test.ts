import test from 'ava';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { composeArguments, composeEnvironment, coreVersion, labName, prefixOf } from './lab-settings.ts';

test('only what was chosen is said; the environment keeps its own, and its profiles and files are not taken', t => {
  const env = composeEnvironment(
    { PATH: '/bin', COMPOSE_PROFILES: 'webui', COMPOSE_FILE: 'x.yaml', MVNOLAB_PREFIX: '10.1.1' },
    {},
  );
  t.deepEqual(env, { PATH: '/bin', COMPOSE_PROFILES: undefined, COMPOSE_FILE: undefined, MVNOLAB_PREFIX: '10.1.1' });
  const chosen = composeEnvironment({}, { prefix: '10.2.2', coreVersion: '2.7.6', sctp: 'own' });
  t.like(chosen, { MVNOLAB_PREFIX: '10.2.2', MVNOLAB_OPEN5GS_VERSION: '2.7.6' });
  t.notRegex(chosen.MVNOLAB_MME_SYSCTL_1!, /sctp/);
  t.is(composeEnvironment({}, { sctp: 'kernel' }).MVNOLAB_MME_SYSCTL_1, undefined);
});

test('the lab’s name is the project; epc needs no profile', t => {
  t.deepEqual(composeArguments('f.yaml', { lab: 'two', profiles: ['epc', 'webui'] }), [
    '--file',
    'f.yaml',
    '--project-name',
    'two',
    '--progress',
    'plain',
    '--profile',
    'webui',
  ]);
});

test('names, networks and releases: what is right passes, what is wrong says what would have been', t => {
  t.is(labName('lab_2-a'), 'lab_2-a');
  for (const bad of ['', 'Lab', '-a', 'a/b', 'a'.repeat(42)])
    t.is(t.throws(() => labName(bad), { instanceOf: UserError })?.code, 'lab-name-invalid');
  t.is(prefixOf('10.9.8.0/24'), '10.9.8');
  t.is(prefixOf('192.168.250.0/24'), '192.168.250');
  t.is(prefixOf('172.16.0.0/24'), '172.16.0');
  for (const bad of [
    '10.9.8.0/23',
    '10.9.8.1/24',
    '8.8.8.0/24',
    '172.32.0.0/24',
    '192.169.0.0/24',
    '10.256.0.0/24',
    'x',
  ]) {
    t.is(t.throws(() => prefixOf(bad), { instanceOf: UserError })?.code, 'subnet-invalid', bad);
  }
  t.is(coreVersion('v2.7.6'), '2.7.6');
  for (const bad of ['latest', '2.7', '2.7.6; rm']) t.throws(() => coreVersion(bad), { instanceOf: UserError });
});
