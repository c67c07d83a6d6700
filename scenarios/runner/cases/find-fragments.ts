import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { describeNode } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import { parseSource } from '../source/parse-yaml.ts';
import { formatPlace, type Place, type SourceNode } from '../source/source-node.ts';
import { fragmentKey, targetOf, usesIn } from './fragments.ts';
import { DocumentReader } from './read-documents.ts';
import { type ReadFile, readNamedFile } from './read-file.ts';
import type { Fragment } from './scenario-case.ts';

/** Finds what `use:` leads to, in this file and in others, each read once. */
export class FragmentFinder {
  /** Lines of the other files. */
  readonly lines = new Map<string, readonly string[]>();
  readonly #files = new Map<string, readonly Fragment[]>();
  readonly #readFile: ReadFile;
  readonly #findings: Findings;

  constructor(
    readFile: ReadFile,
    findings: Findings,
    own: { readonly file: string; readonly fragments: readonly Fragment[] },
  ) {
    this.#readFile = readFile;
    this.#findings = findings;
    this.#files.set(own.file, own.fragments);
  }

  /** The fragments behind every `use:` of these steps, and those that they use in turn; found with `fragmentOf`. */
  usedBy(steps: readonly SourceNode[]): Map<string, Fragment> {
    const found = new Map<string, Fragment>();
    this.#collect(steps, found, []);
    return found;
  }

  /** `open`: the fragments inside which we are. */
  #collect(steps: readonly SourceNode[], found: Map<string, Fragment>, open: readonly Fragment[]): void {
    for (const { file } of usesIn(steps)) {
      const target = targetOf(file);
      if (target === undefined) {
        this.#findings.error('use-invalid', `${describeNode(file)} is not the path of a fragment`, file.place, {
          expected: 'a path from the folder of this file, without an expression: use: attach-and-ping.yaml',
        });
        continue;
      }
      const fragment = this.#find(target.path, target.name, file.place);
      if (fragment === undefined) continue;
      if (open.includes(fragment)) {
        const chain = [...open.slice(open.indexOf(fragment)), fragment].map(({ name }) => name).join(' → ');
        this.#findings.error('use-recursive', `${fragment.name} uses itself: ${chain}`, file.place);
        continue;
      }
      const key = fragmentKey(target.path, target.name);
      const isKnown = found.has(key);
      found.set(key, fragment);
      if (!isKnown) this.#collect(fragment.steps, found, [...open, fragment]);
    }
  }

  #find(path: string, name: string | undefined, place: Place): Fragment | undefined {
    const fragments = this.#fragmentsOf(path, place);
    if (fragments === undefined) return undefined;
    const names = fragments.map(fragment => fragment.name);
    const fits = name === undefined ? fragments : fragments.filter(fragment => fragment.name === name);
    if (fits.length === 1) return fits[0];
    if (fragments.length === 0) {
      this.#findings.error('fragment-unknown', `${path} has no fragment`, place, {
        expected: 'a file with fragment: NAME and its steps',
      });
    } else if (name === undefined || fits.length > 1) {
      const places = fits.map(fragment => formatPlace(fragment.place)).join(' and ');
      this.#findings.error('fragment-unknown', `more than one fragment fits: ${places}`, place, {
        expected: `one of ${names.map(each => `${path}#${each}`).join(', ')}`,
      });
    } else {
      const guess = didYouMean(name, names);
      this.#findings.error('fragment-unknown', `${path} has no fragment '${name}'`, place, {
        expected: `one of ${names.join(', ')}`,
        ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
      });
    }
    return undefined;
  }

  #fragmentsOf(path: string, place: Place): readonly Fragment[] | undefined {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const octets = readNamedFile(path, place, this.#readFile, this.#findings);
    if (octets === undefined) return undefined;
    const parsed = parseSource(octets, path);
    this.lines.set(path, parsed.lines);
    for (const finding of parsed.findings.all) this.#findings.add(finding);
    // Its scenarios are told about where the file itself is loaded.
    const own = new Findings();
    const reader = new DocumentReader(path, own, this.#readFile, {});
    const isFragment = (kind: { readonly key: string }) => kind.key === 'fragment';
    for (const document of parsed.documents) if (document.entries.some(isFragment)) reader.read(document);
    for (const finding of own.all) this.#findings.add(finding);
    this.#files.set(path, reader.fragments);
    return reader.fragments;
  }
}
