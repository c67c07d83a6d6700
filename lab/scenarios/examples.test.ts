import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { openEmbeddedBench } from '../benches/index.ts';
import { serveLab } from '../serve/index.ts';

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

test('examples/drive-a-lab.mjs drives a phone in a lab of another process', async t => {
  const bench = await openEmbeddedBench();
  const server = await serveLab({ bench });
  t.teardown(async () => {
    await server.close();
    await bench.close();
  });
  const { stdout } = await run(process.execPath, [join(ROOT, 'examples', 'drive-a-lab.mjs'), server.url], {
    cwd: ROOT,
  });
  t.is(
    stdout,
    'attach accepted\nping 3\ndetach accepted\nattach rejected the network rejected the authentication; the card found the MAC of AUTN wrong: Ki, OPc or AMF differ between the card and the HSS\nAuthenticationReject\n',
  );
});
