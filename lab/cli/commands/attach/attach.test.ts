import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../../run.ts';
import { fakeCli } from '../../testing/fake-cli.ts';

const KEYS = ['--ki', '465B5CE8B199B49FAA5F0A2EE238A6BC', '--opc', 'E8ED289DEBA952E4283B54E88E6183CA'];

async function attach(...words: string[]) {
  const { cli, stdout, stderr } = fakeCli({ cwd: tmpdir() });
  const code = await runCli(['attach', ...words], cli, '0.0.0');
  return { code, stdout: stdout(), stderr: stderr() };
}

function folder(t: { teardown(close: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'mvnolab-attach-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('several phones, each with its own address, as JSON', async t => {
  const { code, stdout } = await attach('--count', '5', '--json', '--no-artefacts');
  t.is(code, 0, stdout);
  const result = JSON.parse(stdout);
  t.true(result.passed);
  t.deepEqual(
    result.phones.map((phone: { imsi: string }) => phone.imsi.slice(-2)),
    ['01', '02', '03', '04', '05'],
  );
  t.is(new Set(result.phones.map((phone: { ip: string }) => phone.ip)).size, 5);
});

test('an unknown APN: both causes, exit 1', async t => {
  const { code, stdout } = await attach('--apn', 'nowhere', '--quiet', '--no-artefacts');
  t.is(code, 1);
  t.regex(stdout, /EMM cause 19 \(ESM failure\), ESM cause 27 \(Missing or unknown APN\)/);
});

test('the key of the card differs from the one in the store: the card says so', async t => {
  const store = join(folder(t), 'store');
  const first = await attach('--store', store, ...KEYS, '--quiet', '--no-artefacts');
  t.is(first.code, 0, first.stdout + first.stderr);
  const wrong = KEYS.map(word => word.replace(/^465B/, '465C'));
  const { code, stdout } = await attach('--store', store, ...wrong, '--no-provision', '--quiet', '--no-artefacts');
  t.is(code, 1);
  t.regex(stdout, /rejected the authentication; the card found the MAC of AUTN wrong: Ki, OPc or AMF differ/);
});

test('with --usim a second run goes on: attach by GUTI, no challenge, no key readable by others', async t => {
  const path = folder(t);
  const card = join(path, 'card.json');
  const options = ['--store', join(path, 'store'), ...KEYS, '--usim', card, '--list', '--no-artefacts'];
  t.is((await attach(...options)).code, 0);
  t.is(statSync(card).mode & 0o077, 0);
  const memory = JSON.parse(readFileSync(card, 'utf8'));
  t.true(memory.sqnArray.includes(32));
  const second = await attach(...options);
  t.is(second.code, 0, second.stdout);
  t.false(second.stdout.includes('AuthenticationFailure'));
  const other = await attach(...options, '--imsi', '001010000000002');
  t.is(other.code, 2);
  t.regex(other.stderr, /the file is the memory of IMSI 001010000000001/);
  writeFileSync(card, 'no JSON');
  const broken = await attach(...options);
  t.is(broken.code, 2);
  t.regex(broken.stderr, /the file is no card's memory/);
});

test('nobody listens: which address, which transport, what to check; exit 3', async t => {
  const { code, stderr } = await attach('--mme', '127.0.0.1:9', ...KEYS, '--no-artefacts');
  t.is(code, 3);
  t.regex(stderr, /error: no MME answers at 127\.0\.0\.1, SCTP port 36412 over UDP port 9: nothing listens/);
  t.regex(stderr, /place {4}MME address 127\.0\.0\.1\n {2}fix {6}check that the core runs/);
});

test('an external core without keys: what to give', async t => {
  const { code, stderr } = await attach('--mme', '127.0.0.1:9', '--no-artefacts');
  t.is(code, 2);
  t.regex(
    stderr,
    /error: the keys of IMSI 001010000000001 are not known\n {2}expected --ki and --opc as the core has them/,
  );
});

test('artefacts where none can be written: exit 3 at once', async t => {
  const { code, stderr } = await attach('--artefacts', process.platform === 'linux' ? '/proc/none' : '\0', '--quiet');
  t.is(code, 3);
  t.regex(stderr, /cannot be made/);
});
