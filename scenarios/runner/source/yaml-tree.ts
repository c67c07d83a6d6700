import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';
import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import type { Findings } from './finding.ts';
import type { MapEntry, MapNode, Place, Point, SourceNode } from './source-node.ts';
import { offsetsInSource } from './text-origins.ts';

interface TreeContext {
  readonly text: string;
  readonly placeOf: (start: number, end: number) => Place;
  readonly findings: Findings;
}

/** Aliases repeat what they name. A file whose nodes would be more than these, written out, is a mistake or an attack. */
const MOST_NODES = 100_000;
const TAGS: readonly string[] = ['!!str', '!!map', '!!seq', '!'].flatMap(tag => [
  tag,
  tag.replace('!!', 'tag:yaml.org,2002:'),
]);

/** A document as a tree; undefined for an empty one and, with a finding, for one that is not a map. */
export function treeOf(document: Document, context: TreeContext): MapNode | undefined {
  const contents = document.contents;
  if (contents === null || (isScalar(contents) && contents.value === '' && contents.type === Scalar.PLAIN)) {
    return undefined;
  }
  const tree = new TreeMaker(context).nodeOf(contents);
  if (tree.type === 'map') return tree;
  const what = tree.type === 'list' ? 'a list' : 'a text';
  context.findings.error('document-not-map', `the document is ${what}, not a map`, tree.place, {
    expected: 'scenario: or suite: with its steps',
  });
  return undefined;
}

class TreeMaker {
  readonly #context: TreeContext;
  readonly #anchors = new Map<string, SourceNode>();
  readonly #open = new Set<string>();
  /** Nodes of a tree with its aliases written out. */
  readonly #sizes = new Map<SourceNode, number>();
  #total = 0;
  #isTooBig = false;

  constructor(context: TreeContext) {
    this.#context = context;
  }

  nodeOf(yaml: Node): SourceNode {
    const { findings } = this.#context;
    const place = this.#place(yaml);
    if (isAlias(yaml)) return this.#alias(yaml.source, place);
    if (yaml.tag !== undefined && !TAGS.includes(yaml.tag)) {
      const tag = yaml.tag.replace('tag:yaml.org,2002:', '!!');
      findings.error('tag-unknown', `the tag ${tag} means nothing here`, place, {
        expected: 'a value without a tag: each key knows what kind of value it takes',
        hint: 'leave the tag away',
      });
    }
    const anchor = yaml.anchor;
    if (anchor !== undefined) this.#open.add(anchor);
    const before = this.#total;
    this.#total++;
    const node = this.#untagged(yaml, place);
    this.#sizes.set(node, this.#total - before);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, node);
    }
    return node;
  }

  #untagged(yaml: Node, place: Place): SourceNode {
    if (isMap(yaml)) return { type: 'map', entries: this.#entries(yaml.items as Pair<Node, Node | null>[]), place };
    if (isSeq(yaml)) {
      const items = yaml.items.map(item =>
        isPair(item)
          ? ({ type: 'map', entries: this.#entries([item as Pair<Node, Node | null>]), place } as const)
          : this.nodeOf(item as Node),
      );
      return { type: 'list', items, place };
    }
    return this.#scalar(yaml as Scalar, place);
  }

  #scalar(yaml: Scalar, place: Place): SourceNode {
    const quoted = yaml.type !== undefined && yaml.type !== Scalar.PLAIN;
    const raw = String(yaml.value ?? '');
    const text = !quoted && raw === '~' ? '' : raw;
    const origins = this.#origins(yaml, text);
    return { type: 'text', text, quoted, place, ...(origins === undefined ? {} : { origins }) };
  }

  #origins(yaml: Scalar, text: string): Point[] | undefined {
    if (!text.includes('${{')) return undefined;
    const [start = 0, end = 0] = yaml.range ?? [];
    return offsetsInSource(text, this.#context.text.slice(start, end)).map(offset => {
      const { line, column } = this.#context.placeOf(start + offset, start + offset);
      return { line, column };
    });
  }

  #alias(name: string, place: Place): SourceNode {
    const { findings } = this.#context;
    const nothing: SourceNode = { type: 'text', text: '', quoted: false, place };
    if (this.#open.has(name)) {
      findings.error('alias-recursive', `*${name} stands inside &${name}`, place);
      return nothing;
    }
    const node = this.#anchors.get(name);
    if (node === undefined) {
      const guess = didYouMean(name, this.#anchors.keys());
      findings.error('alias-unknown', `*${name} has no &${name} before it in this document`, place, {
        hint: guess === undefined ? 'put a text that begins with * in quotes' : `did you mean '*${guess}'?`,
      });
      return nothing;
    }
    const size = this.#sizes.get(node) ?? 1;
    if (this.#total + size <= MOST_NODES) {
      this.#total += size;
      return node;
    }
    if (!this.#isTooBig) {
      const message = `with its aliases written out the document has more than ${MOST_NODES} values`;
      findings.error('alias-too-big', message, place);
    }
    this.#isTooBig = true;
    return nothing;
  }

  #entries(pairs: readonly Pair<Node, Node | null>[]): MapEntry[] {
    const { findings } = this.#context;
    const entries = new Map<string, MapEntry>();
    const merged: MapEntry[] = [];
    for (const pair of pairs) {
      const keyPlace = this.#place(pair.key);
      const value = this.#valueOf(pair, keyPlace);
      if (!isScalar(pair.key)) {
        findings.error('key-not-text', 'a key is a text here', keyPlace, { hint: 'put a key with * or { in quotes' });
        continue;
      }
      const key = String(pair.key.value ?? '');
      if (key === '<<' && pair.key.type === Scalar.PLAIN) {
        merged.push(...this.#merged(value));
        continue;
      }
      const first = entries.get(key);
      const keyOrigins = this.#origins(pair.key, key);
      if (first === undefined)
        entries.set(key, { key, keyPlace, value, ...(keyOrigins === undefined ? {} : { keyOrigins }) });
      else
        findings.error('key-duplicate', `'${key}' stands here a second time`, keyPlace, {
          hint: `the first is in line ${first.keyPlace.line}`,
        });
    }
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return [...entries.values()];
  }

  #valueOf(pair: Pair<Node, Node | null>, keyPlace: Place): SourceNode {
    if (pair.value !== null) return this.nodeOf(pair.value);
    const { endLine, endColumn } = keyPlace;
    const place = { ...keyPlace, line: endLine, column: endColumn };
    return { type: 'text', text: '', quoted: false, place };
  }

  #merged(value: SourceNode): readonly MapEntry[] {
    const maps = value.type === 'list' ? value.items : [value];
    return maps.flatMap(map => {
      if (map.type === 'map') return map.entries;
      this.#context.findings.error('merge-not-map', '<< takes a map, or a list of maps', map.place, {
        expected: '<<: *name of a map with &name',
      });
      return [];
    });
  }

  #place(yaml: Node | null): Place {
    const { text, placeOf } = this.#context;
    const [start = 0, valueEnd = start] = yaml?.range ?? [];
    let end = valueEnd;
    while (end > start && /\s/.test(text[end - 1]!)) end--;
    return placeOf(start, end);
  }
}
