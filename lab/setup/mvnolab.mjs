#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mainModule } from './bundle.mjs';
import { ensureReady, root } from './ready.mjs';

const startedAt = performance.now();
ensureReady();
// Whoever measures the time since the process started leaves out what installing and compiling took.
process.env.MVNOLAB_SETUP_MS = String(performance.now() - startedAt);
// From Node 22 on, what was compiled at the last start need not be compiled again.
module.enableCompileCache?.(join(root, 'dist', '.compile-cache'));
const { main } = await import(pathToFileURL(mainModule()).href);
process.exitCode = await main(process.argv.slice(2));
