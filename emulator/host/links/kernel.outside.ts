import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { KernelReport } from './testing/kernel-peer.ts';
import { GUEST_PACKAGES, missingPackages } from './testing/user-mode-linux.ts';

// The Linux kernel's SCTP, in a user-mode Linux of its own, as the peer of ours over UDP encapsulation.
const PEER = join(fileURLToPath(new URL('.', import.meta.url)), 'testing', 'kernel-peer.js');

test('the Linux kernel: 10,000 messages each way, the same over a link that loses 5 % each way, and as a client', t => {
  t.timeout(120_000);
  const missing = missingPackages(GUEST_PACKAGES);
  t.deepEqual(missing, [], `install the Debian packages ${missing.join(' ')}`);
  // the namespace goes with its last process, and the TAP device with it
  const namespace = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
  const { status, stdout, stderr } = spawnSync('unshare', [...namespace, '--', process.execPath, PEER], {
    encoding: 'utf8',
    timeout: 110_000,
  });
  if (status !== 0) return t.fail(`${stderr}\n${stdout}`);
  const report = JSON.parse(stdout) as KernelReport;
  t.log(report.guestLog);
  t.log(report.plain);
  t.log(report.lossy);
  for (const exchange of [report.plain, report.lossy]) {
    t.deepEqual(exchange.faults, []);
    t.is(exchange.received, 10_000);
    t.is(exchange.down, 'shutdown: shut down');
  }
  t.true(report.lossy.lost > 50, `${report.lossy.lost} packets were lost`);
  t.true(report.lossy.chunksRetransmitted > 0);
  t.regex(report.guestLog, /association 2 ended, state 3/);
  t.is(report.client.echoed, 2_000);
  t.is(report.client.ended, 'shutdown: shut down by the peer');
});
