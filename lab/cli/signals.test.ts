import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { runScript } from './testing/run-bin.ts';

const SLOW = fileURLToPath(new URL('./testing/slow-bin.js', import.meta.url));
const CLOSED = 'closed third\nclosed second\nclosed first\n';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  test(`${signal}: clean-ups last first, exit ${code}`, async t => {
    const result = await runScript(SLOW, ['waits'], { onOutput: once(signal) });
    t.is(result.stderr, `\ncleaning up; press Ctrl-C again to leave at once\n${CLOSED}`);
    t.is(result.code, code);
    t.is(result.signal, null);
  });

test('a second Ctrl-C leaves at once, whatever hangs', async t => {
  let sent = 0;
  const { code, stderr } = await runScript(SLOW, ['hangs'], {
    onOutput(child, stdout, stderr) {
      if (sent === 0 && stdout.includes('ready')) child.kill('SIGINT');
      else if (sent === 1 && stderr.includes('cleaning up')) child.kill('SIGINT');
      else return;
      sent++;
    },
  });
  t.is(code, 130);
  t.false(stderr.includes('closed'));
});

test('an error that only the stop caused is not told', async t => {
  const { code, stderr } = await runScript(SLOW, ['failsWhenStopped'], { onOutput: once('SIGINT') });
  t.is(code, 130);
  t.false(stderr.includes('error:'));
});

for (const [command, message] of [
  ['crashes', 'TypeError: nobody catches this'],
  ['rejects', 'Error: nobody awaits this'],
] as const)
  test(`a bug that no command catches (${command}): told with its stack, clean-ups run, exit 3`, async t => {
    const { code, stderr } = await runScript(SLOW, [command]);
    t.is(code, 3);
    t.true(stderr.startsWith(`error: internal error: ${message}\n  this is a bug in mvnolab`), stderr);
    t.regex(stderr, /\n {2}mvnolab \d+\.\d+\.\d+, node v/);
    t.regex(stderr, /\n {6}at /);
    t.true(stderr.endsWith(CLOSED));
  });

test('a reader that leaves (… | head): quiet, clean-ups run, exit 0', async t => {
  const { code, stderr } = await runScript(SLOW, ['floods'], { onOutput: child => child.stdout?.destroy() });
  t.is(stderr, CLOSED);
  t.is(code, 0);
});

/** Sends the signal at the first output, which says that the command runs. */
function once(signal: NodeJS.Signals) {
  let sent = false;
  return (child: ChildProcess) => {
    if (!sent) child.kill(signal);
    sent = true;
  };
}
