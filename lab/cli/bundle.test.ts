import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const FOLDER = join(ROOT, 'dist', `bundle-of-test-${process.pid}`);
const run = promisify(execFile);

test.before(async () => {
  const { bundle } = await import(pathToFileURL(join(ROOT, 'lab', 'setup', 'bundle.mjs')).href);
  await bundle(FOLDER);
});

test.after.always(() => rmSync(FOLDER, { recursive: true, force: true }));

/** Runs the bundle's command line in a process of its own. */
async function bundled(...argv: string[]) {
  const main = JSON.stringify(pathToFileURL(join(FOLDER, 'main.js')).href);
  const script = `import(${main}).then(async ({ main }) => { process.exitCode = await main(${JSON.stringify(argv)}); });`;
  return run(process.execPath, ['-e', script], { cwd: ROOT });
}

test('the bundle takes a phone from nothing to attached', async t => {
  const { stdout } = await bundled('demo', '--no-artefacts');
  t.regex(stdout, /PASSED {2}first attach/);
});

test('the store on its thread comes from the bundle too', t => {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.js'));
  const text = files.map(name => readFileSync(join(FOLDER, name), 'utf8')).join('');
  t.true(files.includes('embedded-mongo.js'));
  t.regex(text, /new Worker\(new URL\("\.\/embedded-mongo\.js", import\.meta\.url\)/);
});

test('files beside the modules are found from the bundle', async t => {
  const { stdout } = await bundled('--version');
  t.regex(stdout, /^\d+\.\d+\.\d+/);
});

test('a stack trace names the TypeScript sources', async t => {
  const failed = await t.throwsAsync<Error & { stderr: string }>(
    bundled('attach', '--mme', '127.0.0.1:9', '--no-artefacts', '--debug'),
  );
  t.regex(failed.stderr, /at .*\/lab\/cli\/commands\/attach\/attach\.ts:\d+:\d+/);
  t.false(failed.stderr.includes('bundle-of-test'), failed.stderr);
});
