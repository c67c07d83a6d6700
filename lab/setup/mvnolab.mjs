#!/usr/bin/env node
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from './ready.mjs';

const startedAt = performance.now();
ensureReady();
// Whoever measures the time since the process started leaves out what installing and compiling took.
process.env.MVNOLAB_SETUP_MS = String(performance.now() - startedAt);
const { main } = await import(pathToFileURL(join(root, 'dist', 'lab', 'cli', 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));
