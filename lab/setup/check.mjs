// npm run check: types, lint, arrows, every unit test and the catalogue on the embedded core; run it before each commit.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureReady, root } from './ready.mjs';

ensureReady();
const steps = [
  ['lint', [join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
  ['tests', [join(root, 'node_modules', 'ava', 'entrypoints', 'cli.mjs')]],
  [
    'scenarios',
    [
      join(root, 'lab', 'setup', 'mvnolab.mjs'),
      'run',
      '--reporter',
      'dot',
      '--no-artefacts',
      '--expected',
      'scenarios/expected-results.json',
    ],
  ],
];
for (const [what, args] of steps) {
  console.error(`check: ${what}`);
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
