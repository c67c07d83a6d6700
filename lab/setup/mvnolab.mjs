#!/usr/bin/env node
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from './ready.mjs';

ensureReady();
const { main } = await import(pathToFileURL(join(root, 'dist', 'lab', 'cli', 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));
