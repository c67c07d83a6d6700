import type { Finding } from '../source/finding.ts';
import type { Place, Point, SourceNode } from '../source/source-node.ts';
import { holdsExpression, parseTemplate } from './parse-expression.ts';
import { type Expression, ExpressionError } from './syntax.ts';

/** A text of the tree, a key or a value, with what tells the places inside it. */
export interface Written {
  readonly text: string;
  readonly place: Place;
  readonly origins?: readonly Point[] | undefined;
}

/** True when an expression stands anywhere in the tree, keys included. */
export function hasExpression(node: SourceNode): boolean {
  switch (node.type) {
    case 'text':
      return holdsExpression(node.text);
    case 'list':
      return node.items.some(hasExpression);
    case 'map':
      return node.entries.some(({ key, value }) => holdsExpression(key) || hasExpression(value));
    case 'value':
      return false;
  }
}

/** An error inside an expression as a finding at its place in the file. */
export function findingOf(error: ExpressionError, written: Written): Finding {
  return { severity: 'error', code: error.code, message: error.message, place: placeIn(written, error), ...error.help };
}

function placeIn({ place, origins }: Written, { at, end }: { readonly at: number; readonly end: number }): Place {
  const from = origins?.[Math.min(at, origins.length - 1)];
  const last = origins?.[Math.max(0, Math.min(end, origins.length) - 1)];
  if (from === undefined || last === undefined) return place;
  const endColumn = last.line === from.line ? Math.max(last.column + 1, from.column + 1) : last.column + 1;
  return { file: place.file, line: from.line, column: from.column, endLine: last.line, endColumn };
}

/** Every expression of the tree with the text that it stands in. Wrong texts go to `onError`. */
export function forEachExpression(
  node: SourceNode,
  visit: (expression: Expression, written: Written) => void,
  onError: (error: ExpressionError, written: Written) => void,
): void {
  switch (node.type) {
    case 'text':
      return visitText(node, visit, onError);
    case 'list':
      for (const item of node.items) forEachExpression(item, visit, onError);
      return;
    case 'map':
      for (const { key, keyPlace, keyOrigins, value } of node.entries) {
        visitText({ text: key, place: keyPlace, origins: keyOrigins }, visit, onError);
        forEachExpression(value, visit, onError);
      }
      return;
    case 'value':
      return;
  }
}

function visitText(
  written: Written,
  visit: (expression: Expression, written: Written) => void,
  onError: (error: ExpressionError, written: Written) => void,
): void {
  if (!holdsExpression(written.text)) return;
  try {
    for (const part of parseTemplate(written.text)) if (part.type === 'expression') visit(part.expression, written);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    onError(error, written);
  }
}
