import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run.ts';
import { fakeCli } from '../testing/fake-cli.ts';

test('demo: the first attach passes, is shown in order and leaves its artefacts', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-demo-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const { cli, stdout } = fakeCli({ cwd: folder });
  const code = await runCli(['demo', '--list', '--seed', '1', '--artefacts', folder], cli, '0.0.0');
  const text = stdout();
  t.is(code, 0, text);
  const order = [
    'S1SetupRequest',
    'S1SetupResponse',
    'AttachRequest',
    'AuthenticationRequest',
    'AuthenticationResponse',
    'SecurityModeCommand',
    'SecurityModeComplete',
    'InitialContextSetupRequest',
    'AttachAccept',
    'AttachComplete',
    'EchoRequest',
    'EchoReply',
    'DetachRequestUeOriginating',
    'DetachAccept',
    'UEContextReleaseComplete',
  ];
  let at = 0;
  for (const message of order) {
    const found = text.indexOf(message, at);
    t.true(found >= 0, `${message} is not there, or too early`);
    at = found;
  }
  t.false(text.includes('AuthenticationFailure'));
  t.regex(text, /✓ 3 pings of the gateway: 3 of 3 answered/);
  t.regex(text, /✓ the HSS stepped SQN by 32: 64/);
  t.regex(text, /PASSED {2}first attach {2}IP 10\.45\.0\.2, attached in [\d.]+ ms/);
  const events = readFileSync(/\S+events\.ndjson/.exec(text)![0], 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  t.like(events[0], { v: 1, seq: 0, kind: 'run', core: 'embedded', seed: '1' });
  t.deepEqual(
    events.map(event => event.seq),
    events.map((_, index) => index),
  );
  t.is(events.find(event => event.kind === 'verdict').verdict, 'passed');
  t.is(readFileSync(/\S+run\.pcapng/.exec(text)![0]).readUInt32BE(0), 0x0a0d0d0a);
});
