import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..', '..');

test('examples/compare-releases.mjs prints what its comment says', async t => {
  const { stdout } = await run(process.execPath, [join(ROOT, 'examples', 'compare-releases.mjs')], { cwd: ROOT });
  t.is(stdout, '2.7.4 passed 11 (PLMN not allowed)\n2.8.0 passed 8 (EPS services and non-EPS services not allowed)\n');
});

test('examples/attach.test.mjs passes in a suite', async t => {
  const ava = join(ROOT, 'node_modules', 'ava', 'entrypoints', 'cli.mjs');
  const { stdout } = await run(process.execPath, [ava, 'examples/attach.test.mjs'], {
    cwd: ROOT,
    env: { ...process.env, CI: '' },
  });
  t.regex(stdout, /2 tests passed/);
});
