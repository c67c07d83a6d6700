import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { CleanUps } from '../../clean-up.ts';
import { fakeCli } from '../../testing/fake-cli.ts';
import { watchCommand } from '../watch.ts';

const SCENARIO = (verb: string) =>
  `scenario: s\ngiven:\n  sims: { alice: {} }\n  bts: { home: {} }\n  ues: { phone: { sim: alice, bts: home } }\nsteps:\n  - ${verb}: { ue: phone }\n`;

test('runs, shows a mistake that is saved, runs again when it is mended, and ends', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-watch-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.yaml');
  writeFileSync(file, SCENARIO('attach'));
  const fake = fakeCli({ cwd: folder });
  const seen: string[] = [];
  let wake: (() => void) | undefined;
  const write = async (text: string) => {
    seen.push(text);
    wake?.();
  };
  const cli = {
    ...fake.cli,
    stdout: { ...fake.cli.stdout, write },
    stderr: { ...fake.cli.stderr, write },
    cleanUps: new CleanUps(),
  };
  const until = async (pattern: RegExp) => {
    while (!pattern.test(seen.join(''))) await new Promise<void>(resolve => (wake = resolve));
    seen.length = 0;
  };
  const watching = watchCommand(cli)
    .exitOverride()
    .parseAsync([folder, '--no-artefacts', '--reporter', 'line'], { from: 'user' });
  await until(/1 passed[\s\S]*waiting for changes/);
  writeFileSync(file, SCENARIO('atach'));
  await until(/changed: [\s\S]*verb-unknown[\s\S]*waiting for changes/);
  writeFileSync(file, SCENARIO('attach'));
  await until(/changed: [\s\S]*1 passed[\s\S]*waiting for changes/);
  fake.stop();
  await watching;
  t.deepEqual(await cli.cleanUps.run(), []);
});
