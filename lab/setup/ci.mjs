// Runs npm test and then every suite that needs an outside program, and counts what passed.
// A suite is a row: its name, the Debian packages that it needs, and the compiled test files that it runs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ready.mjs';

/** Debian packages by the program or file that shows that they are there. */
const PACKAGES = {
  tshark: '/usr/bin/tshark',
  'libosmocore-utils': '/usr/bin/osmo-auc-gen',
  'libusrsctp-examples': '/usr/lib/usrsctp/echo_server',
  'user-mode-linux': '/usr/bin/linux.uml',
  kmod: '/sbin/modprobe',
  iproute2: '/sbin/ip',
  python3: '/usr/bin/python3',
  'python3-pymongo': '/usr/lib/python3/dist-packages/pymongo/__init__.py',
  'libmongoc-dev': '/usr/include/libmongoc-1.0/mongoc/mongoc.h',
  gcc: '/usr/bin/cc',
  'pkg-config': '/usr/bin/pkg-config',
  'libxml2-utils': '/usr/bin/xmllint',
  chromium: '/usr/bin/chromium',
};

const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

await suite('npm test', process.platform === 'win32' ? 'npm.cmd' : 'npm', ['test']);
const outside = outsideFiles();
const missing = Object.entries(PACKAGES)
  .filter(([, file]) => !existsSync(file))
  .map(([name]) => name);
if (missing.length > 0) install(missing);
if (outside.length === 0) note('outside suites', 'no compiled *.outside.js found');
for (const file of outside) {
  await suite(file.replace(/^dist\//, ''), process.execPath, [
    join('node_modules', 'ava', 'entrypoints', 'cli.mjs'),
    '--timeout=10m',
    file,
  ]);
}

// the catalogue: in the order of the files, and in an order of its own with two workers
for (const [name, args] of [
  ['catalogue', []],
  ['catalogue in random order, 2 workers', ['--order', 'random', '--workers', '2']],
]) {
  await scenarios(name, args);
}
await servedScenarios('catalogue through mvnolab serve');

console.log('\n== CI');
for (const line of lines) console.log(line);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function outsideFiles() {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true })
    .map(path => String(path))
    .filter(path => path.endsWith('.outside.js'))
    .map(path => `dist/${path.split('\\').join('/')}`)
    .sort();
}

/** Runs one ava process, shows its output and adds up its closing lines. */
async function suite(name, command, args) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status, output } = await run(command, args);
  const count = word =>
    Number(
      new RegExp(
        `(\\d+) (?:known )?(?:tests?|hooks?|uncaught exceptions?|unhandled rejections?|files?) ?(?:was|were)? ?${word}`,
      ).exec(output)?.[1] ?? 0,
    );
  const passed = count('passed');
  let failed = count('failed') + count('not run');
  const skipped = count('skipped') + count('todo');
  if (failed === 0 && (status !== 0 || passed === 0)) failed = 1;
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  lines.push(
    `${failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`,
  );
}

/** Runs the catalogue on the embedded core and adds up its closing line. */
async function scenarios(name, args) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status, output } = await run(process.execPath, [
    join('lab', 'setup', 'mvnolab.mjs'),
    'run',
    '--reporter',
    'dot',
    '--no-artefacts',
    ...args,
  ]);
  const closing = /^\d+ cases?: .*$/m.exec(output)?.[0] ?? '';
  const count = word => Number(new RegExp(`(\\d+) ${word}`).exec(closing)?.[1] ?? 0);
  const passed = count('passed');
  let failed = count('failed') + count('error') + count('inconclusive') + count('flaky');
  const skipped = count('skipped');
  if (failed === 0 && (status !== 0 || passed === 0)) failed = 1;
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  lines.push(
    `${failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`,
  );
}

/** The same in a lab of another process. */
async function servedScenarios(name) {
  const server = spawn(process.execPath, [join('lab', 'setup', 'mvnolab.mjs'), 'serve', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise(resolve => server.on('close', resolve));
  let text = '';
  const url = await new Promise(resolve => {
    server.stdout.setEncoding('utf8').on('data', chunk => {
      text += chunk;
      const address = /ws:\S+(?=\n)/.exec(text)?.[0];
      if (address !== undefined) resolve(address);
    });
    // nobody listens there: every case is an error, and says so
    ended.then(() => resolve('ws://127.0.0.1:1'));
  });
  await scenarios(name, ['--lab', url]);
  server.kill('SIGTERM');
  await ended;
}

function run(command, args) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    let output = '';
    const take = chunk => {
      output += chunk;
      process.stdout.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', error => resolve({ status: 1, output: `${output}\n${error.message}` }));
    child.on('close', status => resolve({ status, output }));
  });
}

function install(packages) {
  console.log(`\n== installing Debian packages: ${packages.join(' ')}`);
  const options = {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  if (result.status !== 0) {
    total.failed += 1;
    note('packages', `could not be installed: ${packages.join(' ')}`);
  }
}

function note(name, text) {
  lines.push(`note    ${name}: ${text}`);
}
