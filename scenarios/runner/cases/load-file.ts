import { Findings } from '../source/finding.ts';
import { parseSource } from '../source/parse-yaml.ts';
import type { MapNode, Place } from '../source/source-node.ts';
import { FragmentFinder } from './find-fragments.ts';
import { DocumentReader } from './read-documents.ts';
import { type ReadFile, readFromDisk, readNamedFile } from './read-file.ts';
import type { Fragment, ScenarioCase } from './scenario-case.ts';

export interface LoadOptions {
  /** Values that replace those of the same name under `vars`. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly readFile?: ReadFile;
}

/** A scenario file, read: its cases, one a row where there is a matrix, and its fragments. */
export interface LoadedFile {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** As they were written: nothing inherited, nothing put in. */
  readonly documents: readonly MapNode[];
  readonly cases: readonly ScenarioCase[];
  readonly fragments: readonly Fragment[];
  readonly findings: Findings;
  /** Lines of the fragments that it uses, by file. */
  readonly others: ReadonlyMap<string, readonly string[]>;
}

/**
 * Loads a scenario file by its path, or from text. Never throws for what is in it: whatever is wrong is a finding. Steps are not looked
 * into; the checker does that.
 */
export function loadFile(
  source: string | { readonly path: string; readonly text: string | Uint8Array },
  options: LoadOptions = {},
): LoadedFile {
  const path = typeof source === 'string' ? source : source.path;
  const readFile = options.readFile ?? readFromDisk;
  const findings = new Findings();
  const start: Place = { file: path, line: 1, column: 1, endLine: 1, endColumn: 2 };
  const octets = typeof source === 'string' ? readNamedFile(path, start, readFile, findings) : source.text;
  if (octets === undefined)
    return { file: path, text: '', lines: [], documents: [], cases: [], fragments: [], findings, others: new Map() };
  const parsed = parseSource(octets, path);
  for (const finding of parsed.findings.all) findings.add(finding);
  const reader = new DocumentReader(path, findings, readFile, options.vars ?? {});
  for (const document of parsed.documents) reader.read(document);
  const { cases, fragments } = reader;
  const finder = new FragmentFinder(readFile, findings, { file: path, fragments });
  return {
    file: path,
    text: parsed.text,
    lines: parsed.lines,
    documents: parsed.documents,
    cases: cases.map(each => ({ ...each, fragments: finder.usedBy([...each.steps, ...each.teardown]) })),
    fragments,
    findings,
    others: finder.lines,
  };
}
