import type { Findings } from '../source/finding.ts';
import type { SourceNode } from '../source/source-node.ts';

/** A JSON Schema (draft-07) or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a name in a scenario may stand for. */
export type NameKind = 'ue' | 'sim' | 'bts' | 'node' | 'message' | 'capability' | 'verb';

/** What a shape needs while it reads. */
export interface Reading {
  readonly findings: Findings;
  /** The names that exist of a kind; undefined = any name is good (they are not known yet). */
  names(kind: NameKind): Iterable<string> | undefined;
  /**
   * Before a run, a text with `${{ … }}` in it has no value yet: its grammar and names are checked, its value is not. True = it was
   * such a text, and the shape gives undefined without a finding. In a run there are none left.
   */
  isDeferred(node: SourceNode): boolean;
}

/**
 * What may stand at one place of a scenario: reads a piece of source to a typed value, says in words what it expects, and gives its
 * JSON Schema. So parser, checker, documentation and schema cannot disagree.
 */
export interface Shape<T> {
  /** `a duration such as 5s or 200ms` */
  readonly expects: string;
  /** The value; undefined when a finding was reported, or when the value is deferred. */
  read(node: SourceNode, reading: Reading): T | undefined;
  jsonSchema(): JsonSchema;
}

/** The type of the values that a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

/** Reports that a piece is not what was expected. */
export function wrong(
  node: SourceNode,
  shape: Pick<Shape<unknown>, 'expects'>,
  reading: Reading,
  found?: string,
): undefined {
  const what = found ?? describeNode(node);
  reading.findings.error('value-invalid', `${what} is not ${shape.expects}`, node.place, { expected: shape.expects });
  return undefined;
}

/** `'attach'`, `a list`, `nothing` */
export function describeNode(node: SourceNode): string {
  switch (node.type) {
    case 'text':
      return node.text === '' ? (node.quoted ? "''" : 'nothing') : `'${clip(node.text)}'`;
    case 'value':
      return node.value === undefined ? 'nothing' : clip(JSON.stringify(node.value));
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
  }
}

/** Any editor completes expressions where other text is wanted. */
export const EXPRESSION_SCHEMA: JsonSchema = { type: 'string', pattern: '\\$\\{\\{' };

/** `schema`, or an expression in its place. */
export function orExpression(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, EXPRESSION_SCHEMA] };
}

function clip(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
