import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { runCli } from '../run.ts';
import { fakeCli } from '../testing/fake-cli.ts';

/** What tshark (Debian package tshark) makes of the capture that a run leaves behind. */
const run = promisify(execFile);

async function tshark(pcapng: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await run('tshark', ['-r', pcapng, '-o', 'sctp.checksum:CRC-32C', ...args]);
  return stdout.split('\n').filter(line => line !== '');
}

async function capture(
  t: { teardown(close: () => void): void; is(a: unknown, b: unknown, text?: string): void },
  ...args: string[]
) {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-tshark-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const { cli, stdout } = fakeCli({ cwd: folder });
  t.is(await runCli([...args, '--list', '--artefacts', folder], cli, '0.0.0'), 0, stdout());
  return /\S+run\.pcapng/.exec(stdout())![0];
}

test.serial('run.pcapng: nothing malformed, every SCTP checksum right, NAS named in order', async t => {
  const pcapng = await capture(t, 'demo');
  t.deepEqual(await tshark(pcapng, '-Y', '_ws.malformed || _ws.expert.severity == "Error"'), []);
  const statuses = await tshark(pcapng, '-Y', 'sctp', '-T', 'fields', '-e', 'sctp.checksum.status');
  t.true(statuses.length > 10);
  t.deepEqual([...new Set(statuses)], ['1']);
  const nas = await tshark(pcapng, '-Y', 'exported_pdu', '-T', 'fields', '-e', 'nas_eps.nas_msg_emm_type');
  // TS 24.301 table 9.8.1
  const names: Record<string, string> = {
    '0x41': 'AttachRequest',
    '0x52': 'AuthenticationRequest',
    '0x53': 'AuthenticationResponse',
    '0x5d': 'SecurityModeCommand',
    '0x5e': 'SecurityModeComplete',
    '0x42': 'AttachAccept',
    '0x43': 'AttachComplete',
    '0x61': 'EmmInformation',
    '0x45': 'DetachRequest',
    '0x46': 'DetachAccept',
  };
  const seen = nas.map(type => names[type.split(',')[0]!.toLowerCase()] ?? type);
  const expected = [
    'AttachRequest',
    'AuthenticationRequest',
    'AuthenticationResponse',
    'SecurityModeCommand',
    'SecurityModeComplete',
    'AttachAccept',
    'AttachComplete',
  ];
  t.deepEqual(seen.slice(0, expected.length), expected);
  t.deepEqual(
    seen.filter(name => name.startsWith('Detach')),
    ['DetachRequest', 'DetachAccept'],
  );
});

test.serial('run.pcapng: KeNB is zeros unless keys are to be revealed', async t => {
  const key = (pcapng: string) => tshark(pcapng, '-Y', 's1ap.SecurityKey', '-T', 'fields', '-e', 's1ap.SecurityKey');
  const [masked] = await key(await capture(t, 'attach'));
  t.regex(masked!.replaceAll(':', ''), /^0{64}$/);
  const [revealed] = await key(await capture(t, 'attach', '--reveal-keys'));
  t.notRegex(revealed!.replaceAll(':', ''), /^0{64}$/);
});

for (const algorithm of [1, 2, 3]) {
  test.serial(`run.pcapng: ciphered with 128-EEA${algorithm}, the copies are readable`, async t => {
    const pcapng = await capture(t, 'attach', '--eea', String(algorithm), '--eia', String(algorithm));
    t.deepEqual(await tshark(pcapng, '-Y', '_ws.malformed'), []);
    const accepts = await tshark(
      pcapng,
      '-Y',
      'exported_pdu && nas_eps.nas_msg_emm_type == 0x42',
      '-T',
      'fields',
      '-e',
      'nas_eps.esm.pdn_ipv4',
    );
    t.deepEqual(accepts, ['10.45.0.2']);
    const algorithms = await tshark(
      pcapng,
      '-Y',
      'exported_pdu && nas_eps.nas_msg_emm_type == 0x5d',
      '-T',
      'fields',
      '-e',
      'nas_eps.emm.toc',
      '-e',
      'nas_eps.emm.toi',
    );
    t.deepEqual(algorithms, [`${algorithm}\t${algorithm}`]);
  });
}
