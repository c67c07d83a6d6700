import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { type BenchChoice, openBench } from './index.ts';

const MISTAKES: readonly (readonly [BenchChoice, string])[] = [
  [{ core: 'open5gs', mme: '127.0.0.2' }, 'option-not-for-core'],
  [{ core: 'embeded' }, 'core-unknown'],
  [{ core: 'external' }, 'mme-missing'],
  [{ mme: 'localhost' }, 'mme-invalid'],
  [{ mme: '127.0.0.2:0' }, 'mme-invalid'],
  [{ mme: '127.0.0.2', local: 'here' }, 'address-invalid'],
  [{ mme: '127.0.0.2', metrics: 'http://' }, 'metrics-invalid'],
  [{ mme: '127.0.0.2', plmn: '1-1' }, 'plmn-invalid'],
  [{ core: 'embedded', mme: '127.0.0.2' }, 'option-not-for-core'],
  [{ coreVersion: '3.1.0' }, 'release-unknown'],
  [{ core: './nowhere.yaml' }, 'core-file-unreadable'],
];

for (const [choice, code] of MISTAKES) {
  test(`${JSON.stringify(choice)} is refused: ${code}`, async t => {
    const error = await t.throwsAsync(openBench(choice), { instanceOf: UserError });
    t.is((error as UserError | undefined)?.code, code);
  });
}

test('an external core is described by a file, and the command line wins over it', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-core-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'core.yaml');
  writeFileSync(
    path,
    'mme: 127.0.0.2:9900\nplmn: 001-01\ngateway: 10.45.0.1\nmetrics: [127.0.0.2:9090]\nversion: 2.7.6\n',
  );
  const bench = await openBench({ core: path, coreVersion: '2.8.0' });
  t.deepEqual(bench.core, { bench: 'external', product: 'open5gs', version: '2.8.0' });
  t.deepEqual([...bench.capabilities], ['radio-link', 'core-view', 'user-plane']);
  await bench.close();
  writeFileSync(path, 'mme: 127.0.0.2\ngatway: 10.45.0.1\n');
  const error = await t.throwsAsync(openBench({ core: path }), { instanceOf: UserError });
  t.regex(error?.message ?? '', /gatway/);
});
