import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import type { Reading } from '../shape/index.ts';
import type { Findings } from '../source/finding.ts';
import type { MapNode, Place, SourceNode } from '../source/source-node.ts';
import { KnownValues, knownVars, mapOf } from './apply-known.ts';
import { CASE_KEYS, type DocumentKind, FILE_KEYS, NAME_PATTERN } from './file-keys.ts';
import { readParameters } from './fragments.ts';
import { inherit } from './inherit.ts';
import type { MatrixRow } from './matrix.ts';
import type { ReadFile } from './read-file.ts';
import { readShared, type Shared } from './read-shared.ts';
import { readingOf } from './reading.ts';
import type { Fragment, ScenarioCase, Skip } from './scenario-case.ts';

export const DEFAULT_TIMEOUT_MS = 60_000;

/** A case without what its `use:` lead to. */
export type CaseDraft = Omit<ScenarioCase, 'fragments'>;

/** Reads the documents of one file, one after the other. */
export class DocumentReader {
  readonly cases: CaseDraft[] = [];
  readonly fragments: Fragment[] = [];
  readonly #file: string;
  readonly #findings: Findings;
  readonly #reading: Reading;
  readonly #readFile: ReadFile;
  readonly #vars: Readonly<Record<string, string>>;

  constructor(file: string, findings: Findings, readFile: ReadFile, vars: Readonly<Record<string, string>>) {
    this.#file = file;
    this.#findings = findings;
    this.#reading = readingOf(findings);
    this.#readFile = readFile;
    this.#vars = vars;
  }

  read(node: MapNode): void {
    const kind = kindOf(node, this.#findings);
    if (kind === undefined) return;
    const entry = node.entries.find(({ key }) => key === kind)!;
    const shared = readShared(node, FILE_KEYS[kind], `a ${kind}`, this.#reading, this.#readFile);
    const name = (entry.value.type === 'text' && entry.value.text) || 'unnamed';
    const where = { name, place: node.place, namePlace: entry.value.place, documentPlace: node.place };
    if (kind === 'suite') this.#suite(shared, where);
    else if (kind === 'scenario') this.#addCases(shared, skipsOf(shared), where);
    else this.#fragment(shared, where);
  }

  #suite(suite: Shared, where: Named): void {
    const cases = suite.entries.find(({ key }) => key === 'cases')?.value;
    if (cases === undefined) return;
    if (cases.type !== 'map' || cases.entries.length === 0) {
      this.#findings.error('value-invalid', 'cases is not a map from names to cases', cases.place, {
        expected: 'cases: a map, each name with its steps',
      });
      return;
    }
    for (const { key, keyPlace, value } of cases.entries) {
      if (!NAME_PATTERN.test(key)) {
        this.#findings.error('name-invalid', `'${key}' cannot be the name of a case`, keyPlace, {
          expected: 'letters, digits, - _ and .',
        });
        continue;
      }
      const own = readShared(value, CASE_KEYS, 'a case', this.#reading, this.#readFile);
      const place = { ...keyPlace, endLine: value.place.endLine, endColumn: value.place.endColumn };
      const name = `${where.name}/${key}`;
      const skips = [...skipsOf(suite), ...skipsOf(own)];
      this.#addCases(inherit(suite, own), skips, { ...where, name, place, namePlace: keyPlace });
    }
  }

  #addCases(shared: Omit<Shared, 'skip'>, skips: readonly Skip[], where: Named): void {
    for (const row of shared.rows ?? [undefined]) this.cases.push(this.#case(shared, skips, where, row));
  }

  #case(shared: Omit<Shared, 'skip'>, skips: readonly Skip[], where: Named, row: MatrixRow | undefined): CaseDraft {
    const { place, namePlace, documentPlace, name } = where;
    const scope = row === undefined ? {} : { matrix: row };
    const vars = knownVars(shared.vars, scope, this.#findings, this.#vars);
    const known = new KnownValues({ ...scope, vars: vars.known }, this.#findings);
    const id =
      row === undefined
        ? name
        : `${name}[${Object.entries(row)
            .map(pair => pair.join('='))
            .join(',')}]`;
    const notes = textOf(shared.notes, known);
    return {
      id,
      title: textOf(shared.title, known) ?? id,
      place,
      namePlace,
      documentPlace,
      file: this.#file,
      tags: shared.tags,
      requires: shared.requires,
      timeoutMs: shared.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      exclusive: shared.exclusive,
      skips: skips.map(skip => (skip.if === undefined ? skip : { ...skip, if: known.in(skip.if) })),
      vars: mapOf(vars.entries, { place }),
      given: {
        sims: mapValues(shared.given.sims, fixture => ({ ...fixture, node: known.in(fixture.node) })),
        bts: mapValues(shared.given.bts, fixture => ({ ...fixture, node: known.in(fixture.node) })),
        ues: mapValues(shared.given.ues, fixture => ({ ...fixture, node: known.in(fixture.node) })),
      },
      steps: known.inAll(shared.steps),
      teardown: known.inAll(shared.teardown),
      properties: shared.properties,
      ...(notes === undefined ? {} : { notes }),
      ...(row === undefined ? {} : { matrix: row }),
      ...(shared.lab === undefined ? {} : { lab: known.in(shared.lab) }),
    };
  }

  #fragment(shared: Shared, { name, place }: Named): void {
    const vars = knownVars(shared.vars, {}, this.#findings);
    const title = textOf(shared.title, new KnownValues({}, this.#findings));
    this.fragments.push({
      name,
      file: this.#file,
      place,
      parameters: readParameters(shared, this.#reading),
      vars: mapOf(vars.entries, { place }),
      steps: shared.steps,
      ...(title === undefined ? {} : { title }),
    });
  }
}

interface Named {
  readonly name: string;
  readonly place: Place;
  readonly namePlace: Place;
  readonly documentPlace: Place;
}

function kindOf(node: MapNode, findings: Findings): DocumentKind | undefined {
  const kinds = Object.keys(FILE_KEYS) as DocumentKind[];
  const [kind, second] = kinds.filter(each => node.entries.some(({ key }) => key === each));
  if (second !== undefined) {
    const { keyPlace } = node.entries.find(({ key }) => key === second)!;
    findings.error('document-unknown', `a document cannot be both ${kind} and ${second}`, keyPlace, {
      hint: 'put --- between two documents of a file',
    });
    return undefined;
  }
  if (kind !== undefined) return kind;
  const first = node.entries[0];
  const guess = first === undefined ? undefined : didYouMean(first.key, kinds);
  findings.error(
    'document-unknown',
    'this is neither a scenario nor a suite nor a fragment',
    first?.keyPlace ?? node.place,
    {
      expected: 'scenario: NAME, suite: NAME or fragment: NAME',
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    },
  );
  return undefined;
}

function skipsOf(shared: Shared): Skip[] {
  return shared.skip === undefined ? [] : [shared.skip];
}

function textOf(node: SourceNode | undefined, known: KnownValues): string | undefined {
  const resolved = node === undefined ? undefined : known.in(node);
  if (resolved?.type === 'value') return String(resolved.value);
  return resolved?.type === 'text' && resolved.text !== '' ? resolved.text.trim() : undefined;
}

function mapValues<T>(map: ReadonlyMap<string, T>, change: (value: T) => T): Map<string, T> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
