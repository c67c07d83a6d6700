import { resolve, sep } from 'node:path';
import {
  type CheckedCase,
  type Linted,
  type LoadedFiles,
  lintFiles,
  parsePathLine,
  type ScenarioCase,
  type Selection,
  STEP_CHECKER,
  selectCases,
} from '../../scenarios/runner/index.ts';
import { LINT_NAMES } from './lint-names.ts';
import { readScenarios, tidyPath } from './read-scenarios.ts';

/** Which scenarios a command is about. */
export interface Choice {
  /** Files, folders, or file:line. */
  readonly paths: readonly string[];
  /** `-e`: variables in place of the files'. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly selection?: Omit<Selection, 'lines'>;
}

export interface Chosen {
  readonly loaded: LoadedFiles;
  /** Of all files, whatever is chosen. */
  readonly linted: Linted;
  readonly cases: readonly ScenarioCase[];
  /** The chosen ones with their steps, as far as they can be read. */
  readonly checked: readonly CheckedCase[];
  /** What may have been meant otherwise. */
  readonly remarks: readonly string[];
}

/** Loads, checks and chooses scenarios. @throws UserError for paths and choices that mean nothing; mistakes in files are in `linted` */
export function chooseScenarios({ paths, vars = {}, selection = {} }: Choice): Chosen {
  const { files, lines } = splitLines(paths);
  const loaded = readScenarios(files, { vars });
  const linted = lintFiles(loaded, { checker: STEP_CHECKER, names: LINT_NAMES, vars: Object.keys(vars) });
  const { cases, remarks } = selectCases(loaded.cases, { ...selection, ...(lines.size === 0 ? {} : { lines }) });
  const chosen = new Set(cases);
  return { loaded, linted, cases, checked: linted.cases.filter(each => chosen.has(each.case)), remarks };
}

/** `a.yaml:25` as the file, and its line under the name that its cases have. A file that is named whole as well, or its folder, stays whole. */
export function splitLines(paths: readonly string[]): {
  readonly files: readonly string[];
  readonly lines: ReadonlyMap<string, readonly number[]>;
} {
  const parsed = paths.map(path => parsePathLine(path));
  const whole = parsed.flatMap(({ path, line }) => (line === undefined ? [resolve(path)] : []));
  const lines = new Map<string, number[]>();
  for (const { path, line } of parsed) {
    const full = resolve(path);
    if (line === undefined || whole.some(each => full === each || full.startsWith(`${each}${sep}`))) continue;
    const file = tidyPath(path);
    lines.set(file, [...(lines.get(file) ?? []), line]);
  }
  return { files: parsed.map(({ path }) => path), lines };
}
