import { relative } from 'node:path';
import { UserError } from '../../emulator/vocabulary/index.ts';
import {
  type Display,
  type Finding,
  findScenarioFiles,
  joinFiles,
  type LoadedFiles,
  type LoadOptions,
  loadFile,
  renderFinding,
} from '../../scenarios/runner/index.ts';
import { displayCharacters } from '../terminal/display-width.ts';
import { visibleControls } from '../terminal/visible-controls.ts';

/** Paths of files and folders, or a scenario as text with the path that its messages name. */
export type ScenarioSource = string | readonly string[] | { readonly text: string; readonly path?: string };

/** Loads scenarios from files, folders or a text. @throws UserError for a path that does not exist */
export function readScenarios(source: ScenarioSource, options: LoadOptions = {}): LoadedFiles {
  if (typeof source === 'object' && 'text' in source) {
    return joinFiles([loadFile({ path: source.path ?? 'scenario.yaml', text: source.text }, options)]);
  }
  const paths = typeof source === 'string' ? [source] : source;
  return joinFiles(findScenarioFiles(paths).map(path => loadFile(tidyPath(path), options)));
}

/** As short as it can be said from here: what editors and terminals make clickable. */
export function tidyPath(path: string): string {
  const short = relative(process.cwd(), path);
  return (short.startsWith('..') ? path : short).replaceAll('\\', '/');
}

/** Findings as text, each with its frame. */
export function findingsText(
  findings: readonly Finding[],
  loaded: LoadedFiles,
  display: Partial<Display> = {},
): string {
  const screen: Display = {
    color: false,
    columns: 120,
    characters: displayCharacters,
    visible: visibleControls,
    ...display,
  };
  return findings.map(finding => renderFinding(finding, loaded.linesOf, screen)).join('\n\n');
}

/** @throws UserError with every mistake in its frame, when there is one */
export function refuseMistakes(loaded: LoadedFiles): void {
  const mistakes = loaded.findings.all.filter(({ severity }) => severity === 'error');
  if (mistakes.length === 0) return;
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  throw new UserError(
    'scenario-invalid',
    `there ${mistakes.length === 1 ? 'is' : 'are'} ${count} in the scenarios\n\n${findingsText(mistakes, loaded)}`,
  );
}
