import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { SourceLines } from '../source/code-frame.ts';
import { Findings } from '../source/finding.ts';
import { formatPlace } from '../source/source-node.ts';
import { type LoadedFile, type LoadOptions, loadFile } from './load-file.ts';
import type { ScenarioCase } from './scenario-case.ts';

export interface LoadedFiles {
  readonly files: readonly LoadedFile[];
  readonly cases: readonly ScenarioCase[];
  readonly findings: Findings;
  readonly linesOf: SourceLines;
}

/** Loads scenario files; ids must differ over all of them. */
export function loadFiles(paths: readonly string[], options: LoadOptions = {}): LoadedFiles {
  return joinFiles(paths.map(path => loadFile(path, options)));
}

/** What several files hold together. */
export function joinFiles(files: readonly LoadedFile[]): LoadedFiles {
  const findings = new Findings();
  const lines = new Map<string, readonly string[]>();
  for (const file of files) {
    for (const finding of file.findings.all) findings.add(finding);
    for (const [other, otherLines] of file.others) lines.set(other, otherLines);
  }
  for (const file of files) lines.set(file.file, file.lines);
  const cases = files.flatMap(file => file.cases);
  const known = new Map<string, ScenarioCase>();
  for (const each of cases) {
    const first = known.get(each.id);
    if (first === undefined) known.set(each.id, each);
    else
      findings.error('id-duplicate', `another test is called '${each.id}' too`, each.namePlace, {
        expected: 'a name of its own: results are kept by it',
        hint: `the other is at ${formatPlace(first.namePlace)}`,
      });
  }
  return { files, cases, findings, linesOf: file => lines.get(file) };
}

/** Folders in which no scenarios are looked for. */
const PASSED_OVER = /^(node_modules|fixtures|\..+)$/;

/**
 * The scenario files (*.yaml, *.yml) below these paths, in order of their names; a file that is named is taken as it is.
 * @throws UserError for a path that does not exist
 */
export function findScenarioFiles(paths: readonly string[]): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (const file of filesBelow(path)) found.add(file);
  }
  return [...found];
}

function filesBelow(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UserError('path-unknown', `there is no ${path}`, {
      expected: 'a scenario file, file:line, or a folder of scenarios',
    });
  }
  if (!stat.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) return PASSED_OVER.test(entry.name) ? [] : filesBelow(below);
      return /\.ya?ml$/i.test(entry.name) ? [below] : [];
    });
}
