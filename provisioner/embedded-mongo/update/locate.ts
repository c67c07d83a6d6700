import {
  ArrayNode,
  arrayIndex,
  DocumentNode,
  type Node,
  NULL,
  nodeValue,
  showValue,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { Target } from './target.ts';

/** What positional parts of a path need. */
export interface Positions {
  /** Where the query matched in an array, for `$`; −1 when it did not. */
  readonly matched: number;
  /** The conditions that `$[name]` stands for. */
  readonly arrayFilters: ReadonlyMap<string, (item: Value) => boolean>;
}

/** How an operator treats a path that is not there. */
export type WhenMissing = 'create' | 'skip';

/** An array may be padded with nulls up to this index by naming an item past its end. */
const MOST_PADDING = 1_500_000;

/**
 * Finds every place that a path stands for in a document (several with `$[]` and `$[name]`), opening nodes on the way.
 * Missing documents on the way are left to be made when a value is put there.
 *
 * @throws {CommandError} PathNotViable when the path goes through a value that has no fields.
 */
export function locate(
  root: DocumentNode,
  parts: readonly string[],
  positions: Positions,
  missing: WhenMissing,
): Target[] {
  const targets: Target[] = [];
  descend(root, parts, 0, '', positions, missing, targets);
  return targets;
}

function descend(
  container: DocumentNode | ArrayNode,
  parts: readonly string[],
  depth: number,
  prefix: string,
  positions: Positions,
  missing: WhenMissing,
  targets: Target[],
): void {
  const part = parts[depth]!;
  if (part.startsWith('$[')) {
    if (!(container instanceof ArrayNode)) {
      throw noArray(prefix);
    }
    for (const index of chosenItems(container, part, positions)) {
      step(container, String(index), parts, depth, prefix, positions, missing, targets);
    }
    return;
  }
  let key = part;
  if (part === '$') {
    if (positions.matched < 0) {
      throw new CommandError('BadValue', 'The positional operator did not find the match needed from the query.');
    }
    key = String(positions.matched);
  }
  if (container instanceof ArrayNode) {
    const index = arrayIndex(key);
    if (index < 0) {
      if (missing === 'skip') return;
      throw notViable(key, prefix, container);
    }
    if (index >= container.items.length) {
      if (missing === 'skip') return;
      if (index > container.items.length + MOST_PADDING) {
        throw new CommandError('BadValue', `can't backfill array to larger than ${MOST_PADDING} elements`);
      }
      while (container.items.length < index) container.items.push(NULL);
    }
  }
  step(container, key, parts, depth, prefix, positions, missing, targets);
}

function step(
  container: DocumentNode | ArrayNode,
  key: string,
  parts: readonly string[],
  depth: number,
  prefix: string,
  positions: Positions,
  missing: WhenMissing,
  targets: Target[],
): void {
  const path = prefix === '' ? key : `${prefix}.${key}`;
  if (depth === parts.length - 1) {
    targets.push({ container, key, path, missing: [] });
    return;
  }
  const next = container instanceof DocumentNode ? container.opened(key) : container.opened(Number(key));
  if (next === undefined) {
    if (missing === 'skip') return;
    const rest = parts.slice(depth + 1);
    const positional = rest.find(part => part.startsWith('$'));
    if (positional !== undefined) {
      throw new CommandError(
        'BadValue',
        `The path '${path}' must exist in the document in order to apply array updates.`,
      );
    }
    targets.push({ container, key, path: `${path}.${rest.join('.')}`, missing: rest });
    return;
  }
  if (next instanceof DocumentNode || next instanceof ArrayNode) {
    descend(next, parts, depth + 1, path, positions, missing, targets);
    return;
  }
  if (parts[depth + 1]!.startsWith('$[')) throw noArray(path);
  if (missing === 'create') throw notViable(parts[depth + 1]!, key, next);
}

function chosenItems(container: ArrayNode, part: string, positions: Positions): number[] {
  const indexes = container.items.map((_, index) => index);
  const name = part.slice(2, -1);
  if (name === '') return indexes;
  const test = positions.arrayFilters.get(name);
  if (test === undefined) {
    throw new CommandError('BadValue', `No array filter found for identifier '${name}' in path`);
  }
  return indexes.filter(index => test(nodeValue(container.items[index]!)));
}

function noArray(path: string): CommandError {
  return new CommandError('BadValue', `Cannot apply array updates to non-array element at '${path}'`);
}

function notViable(name: string, holder: string, node: Node): CommandError {
  return new CommandError(
    'PathNotViable',
    `Cannot create field '${name}' in element {${holder}: ${showValue(nodeValue(node))}}`,
  );
}
