/** Where something stands in a scenario file; lines and columns count from 1, the end is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Point {
  readonly line: number;
  readonly column: number;
}

/** A piece of a scenario file: text as it was written (nothing is coerced), or a list or map of pieces, each with its place. */
export type SourceNode = TextNode | ListNode | MapNode | ValueNode;

export interface TextNode {
  readonly type: 'text';
  readonly text: string;
  /** In quotes, or a block scalar. */
  readonly quoted: boolean;
  readonly place: Place;
  /** Where each UTF-16 unit of the text stands, then the end; only of a text that holds an expression, and only when it has a file. */
  readonly origins?: readonly Point[];
  /** Made of `secret.…`: whoever resolved it must keep it out of every output. Only in resolved trees. */
  readonly secret?: true;
}

export interface ListNode {
  readonly type: 'list';
  readonly items: readonly SourceNode[];
  readonly place: Place;
}

export interface MapNode {
  readonly type: 'map';
  readonly entries: readonly MapEntry[];
  readonly place: Place;
}

export interface MapEntry {
  readonly key: string;
  readonly keyPlace: Place;
  /** As `origins` of a text, for a key that holds an expression. */
  readonly keyOrigins?: readonly Point[];
  readonly value: SourceNode;
}

/** What a text that is wholly an expression became: it keeps its type. Only in resolved trees. */
export interface ValueNode {
  readonly type: 'value';
  readonly value: Value;
  readonly place: Place;
  /** Made of `secret.…`. */
  readonly secret?: true;
}

/** What an expression, a variable or an observation can be. */
export type Value = string | number | boolean | undefined | readonly Value[] | { readonly [name: string]: Value };

/** The value of a key, or undefined. */
export function entryOf(map: MapNode, key: string): SourceNode | undefined {
  return map.entries.find(entry => entry.key === key)?.value;
}

/** True for a key without a value, as in `detach:`. */
export function isEmpty(node: SourceNode): boolean {
  return node.type === 'text' && node.text === '' && !node.quoted;
}

/** `scenarios/a.yaml:3:7` */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** The tree as plain values: texts stay texts. */
export function plainOf(node: SourceNode): Value {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'value':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
  }
}

/** Plain values as a tree that stands at one place, for what has no file (API, templates). */
export function nodeOf(value: Value, place: Place): SourceNode {
  if (typeof value === 'string') return { type: 'text', text: value, quoted: true, place };
  if (Array.isArray(value)) return { type: 'list', items: value.map(item => nodeOf(item as Value, place)), place };
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => ({ key, keyPlace: place, value: nodeOf(item, place) }));
    return { type: 'map', entries, place };
  }
  return { type: 'value', value, place };
}
