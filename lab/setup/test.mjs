// npm test: makes the checkout ready and runs every test with ava. Arguments go to ava (files, --match …).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureReady, root } from './ready.mjs';

ensureReady();
const ava = join(root, 'node_modules', 'ava', 'entrypoints', 'cli.mjs');
const args = process.argv.slice(2).map(argument => argument.replace(/^(?!dist)(.*)\.test\.ts$/, 'dist/$1.test.js'));
const result = spawnSync(process.execPath, [ava, ...args], { cwd: root, stdio: 'inherit' });
process.exitCode = result.status ?? 1;
