import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { DOORS, IMPURE, RULES, type Rule } from './arrows.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const IMPORT = /^\s*(?:import|export)\b(?:[^'"]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const folders = ['lab', 'emulator', 'provisioner', 'scenarios'].filter(folder => existsSync(join(ROOT, folder)));
const files: SourceFile[] = folders.flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map(entry => {
      const path = slashes(relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)));
      const text = readFileSync(join(ROOT, path), 'utf8');
      const imports = [...text.matchAll(IMPORT)].map(match => match[1] ?? match[2]!);
      return { path, text, imports };
    }),
);
const isTest = (path: string) => /\.(test|outside)\.ts$|\/testing\//.test(path);

test('every folder has a rule', t => {
  t.true(files.length > 10);
  for (const file of files) t.truthy(ruleOf(file.path), file.path);
});

test('no forbidden arrow', t => {
  const forbidden = files
    .filter(file => !isTest(file.path))
    .flatMap(file => {
      const rule = ruleOf(file.path)!;
      return file.imports.filter(target => !allowed(file.path, rule, target)).map(target => `${file.path} → ${target}`);
    });
  t.deepEqual(forbidden, []);
});

test('no way around a door', t => {
  const around = files
    .filter(file => !isTest(file.path))
    .flatMap(file =>
      file.imports
        .map(target => resolve(file.path, target))
        .flatMap(target => {
          const door = target === undefined ? undefined : DOORS.find(folder => target.startsWith(`${folder}/`));
          if (door === undefined || file.path.startsWith(`${door}/`) || target === `${door}/index.ts`) return [];
          return [`${file.path} → ${target}`];
        }),
    );
  t.deepEqual(around, []);
});

test('pure folders hold no clock, socket, log or randomness', t => {
  const impure = files
    .filter(file => ruleOf(file.path)?.pure && !isTest(file.path))
    .flatMap(file =>
      file.text.split('\n').flatMap((line, index) => {
        const code = line
          .replace(/^\s*(\*|\/\*|\/\/).*/, '')
          .replace(/\s\/\/ .*/, '')
          .replace(/'[^']*'|`[^`$]*`/g, "''");
        return IMPURE.test(code) ? [`${file.path}:${index + 1}: ${line.trim()}`] : [];
      }),
    );
  t.deepEqual(impure, []);
});

test('no circle of imports', t => {
  const graph = new Map(
    files.map(file => [file.path, file.imports.map(target => resolve(file.path, target)).filter(x => x !== undefined)]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  t.deepEqual(circles, []);
});

test('file names say what is inside', t => {
  const vague = files
    .map(file => file.path)
    .filter(path => /\/(utils?|helpers?|common|manager|types|misc)\.ts$/.test(path));
  t.deepEqual(vague, []);
});

function ruleOf(path: string): Rule | undefined {
  return RULES.filter(rule => path.startsWith(`${rule.folder}/`)).sort((a, b) => b.folder.length - a.folder.length)[0];
}

function allowed(path: string, rule: Rule, target: string): boolean {
  const file = resolve(path, target);
  if (file !== undefined) return [rule.folder, ...rule.may].some(folder => file.startsWith(`${folder}/`));
  const name = target.startsWith('node:')
    ? target
    : target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
  return (rule.packages ?? []).some(
    allowedName => allowedName === name || (allowedName === 'node:*' && name.startsWith('node:')),
  );
}

function resolve(from: string, target: string): string | undefined {
  return target.startsWith('.') ? slashes(normalize(join(dirname(from), target))) : undefined;
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
