// Makes a checkout ready to run with Node alone: installs the locked packages and compiles, each only when needed.
// Plain JavaScript on purpose: it runs before anything is compiled.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const SOURCE_FOLDERS = ['lab', 'emulator', 'provisioner', 'scenarios'];

/** Installs and builds what is missing or older than its source; says on standard error what it does. */
export function ensureReady() {
  if (!existsSync(join(root, 'tsconfig.json'))) return; // an installed package carries dist already
  checkNode();
  if (!installed()) step('installing packages', npm(), ['ci', '--no-audit', '--no-fund'], true);
  if (!built()) {
    pruneStaleOutput();
    step('compiling', process.execPath, [tsc(), '-p', join(root, 'tsconfig.json')], false);
    // Only makes starts faster: what it says when it fails is enough.
    spawnSync(process.execPath, [join(root, 'lab', 'setup', 'bundle.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`mvnolab needs Node 20.19 or later; this is ${process.versions.node}. Get one from https://nodejs.org`);
  process.exit(3);
}

/** Current when each locked package is there in its locked version; npm leaves what it installed in .package-lock.json. */
function installed() {
  const mark = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(mark)) return false;
  const here = JSON.parse(readFileSync(mark, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(
    ([path, entry]) => path === '' || entry.optional || here[path]?.version === entry.version,
  );
}

function built() {
  const mark = join(root, 'dist', '.tsbuildinfo');
  if (!existsSync(mark)) return false;
  const builtAt = statSync(mark).mtimeMs;
  if (statSync(join(root, 'tsconfig.json')).mtimeMs > builtAt) return false;
  for (const file of sources()) {
    if (statSync(file).mtimeMs > builtAt) return false;
    if (file.endsWith('.ts') && !file.endsWith('.d.ts') && !existsSync(outputOf(file))) return false;
  }
  return true;
}

/** Removes compiled files whose source is gone, so that a deleted test does not go on running. */
export function pruneStaleOutput() {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|d\.ts)(\.map)?$/.test(entry.name)) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const source = join(root, relative(dist, path)).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
    if (!existsSync(source)) rmSync(path);
  }
}

function outputOf(file) {
  return join(root, 'dist', relative(root, file)).replace(/\.ts$/, '.js');
}

function* sources() {
  for (const folder of SOURCE_FOLDERS.filter(name => existsSync(join(root, name)))) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith('.ts')) yield join(entry.parentPath ?? entry.path, entry.name);
    }
  }
}

function tsc() {
  const require = createRequire(join(root, 'package.json'));
  const manifest = require.resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), bin.tsc);
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function step(what, command, args, viaShell) {
  console.error(`mvnolab: ${what} …`);
  const started = Date.now();
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: viaShell && process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(`mvnolab: ${what} failed${result.error ? `: ${result.error.message}` : ''}`);
    process.exit(3);
  }
  console.error(`mvnolab: ${what} took ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
