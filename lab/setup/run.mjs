// Runs one compiled module of this checkout, making the checkout ready first: node lab/setup/run.mjs dist/…/main.js [args]
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from './ready.mjs';

ensureReady();
const [, , module, ...args] = process.argv;
process.argv = [process.argv[0], module, ...args];
await import(pathToFileURL(join(root, module)).href);
