import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

/** Reads the compiled files, where types are gone: what is imported at the top is loaded before a command does anything. */

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC_IMPORT = /^(?:import|export)\b(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;

function packagesBehind(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, target] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
    if (!target!.startsWith('.')) packages.add(target!);
    else for (const name of packagesBehind(join(dirname(file), target!), seen)) packages.add(name);
  }
  return packages;
}

const heavy = (file: string) =>
  [...packagesBehind(file)].filter(name => name !== 'commander' && !name.startsWith('node:'));

test('start and help load no package but commander', t => {
  t.true(packagesBehind(join(HERE, 'main.js')).has('commander'));
  t.deepEqual(heavy(join(HERE, 'main.js')), []);
});

test('a command loads what it needs when it runs, not when it explains itself', t => {
  const folder = join(HERE, 'commands');
  const commands = readdirSync(folder).filter(name => /^[a-z-]+\.js$/.test(name));
  t.true(commands.length >= 4);
  for (const name of commands) t.deepEqual(heavy(join(folder, name)), [], name);
});
