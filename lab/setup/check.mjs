// npm run check: types, lint, arrows and every unit test; run it before each commit.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureReady, root } from './ready.mjs';

ensureReady();
const steps = [
  ['lint', [join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
  ['tests', [join(root, 'node_modules', 'ava', 'entrypoints', 'cli.mjs')]],
];
for (const [what, args] of steps) {
  console.error(`check: ${what}`);
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
