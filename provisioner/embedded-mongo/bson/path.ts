import { BsonType } from './element-type.ts';
import { fieldNameBytes } from './names.ts';
import { findField, type Value } from './value.ts';

/** A dotted path cut into its parts, with what a walk over documents needs of each. */
export interface Path {
  readonly text: string;
  readonly parts: readonly string[];
  readonly names: readonly Buffer[];
  /** The part as an array index, or −1 when it is none. */
  readonly indexes: readonly number[];
}

/** The path that a text stands for. The same few come with every request, so the latest are kept. */
export function parsePath(text: string): Path {
  const known = paths.get(text);
  if (known !== undefined) return known;
  if (paths.size >= MOST_PATHS) paths.clear();
  const parts = text.split('.');
  const path: Path = { text, parts, names: parts.map(fieldNameBytes), indexes: parts.map(arrayIndex) };
  paths.set(text, path);
  return path;
}

const MOST_PATHS = 1024;
const paths = new Map<string, Path>();

/** '0', '12' → the number; '01', '-1', 'x' → −1. */
export function arrayIndex(part: string): number {
  return /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : -1;
}

/**
 * Calls `visit` with each value that a path reaches in a document, going into the documents of every array on the way, and
 * with undefined where a field is missing. Stops when `visit` returns true, and returns whether it did. `arrayIndex` is
 * the place in the outermost array gone through, −1 when there is none.
 */
export function visitPath(
  document: Value,
  path: Path,
  visit: (value: Value | undefined, arrayIndex: number) => boolean,
  from = 0,
  outerIndex = -1,
): boolean {
  let current = document;
  const last = path.parts.length - 1;
  for (let depth = from; ; depth++) {
    const found = findField(current.bytes, current.start, path.names[depth]!);
    if (found === undefined || depth === last) return visit(found, outerIndex);
    if (found.type === BsonType.object) {
      current = found;
      continue;
    }
    if (found.type !== BsonType.array) return visit(undefined, outerIndex);
    return visitArray(found, path, visit, depth + 1, outerIndex);
  }
}

function visitArray(
  array: Value,
  path: Path,
  visit: (value: Value | undefined, arrayIndex: number) => boolean,
  depth: number,
  outerIndex: number,
): boolean {
  const reader = array.fields();
  for (let index = 0; reader.next(); index++) {
    if (reader.type !== BsonType.object) continue;
    if (visitPath(reader.value(), path, visit, depth, outerIndex < 0 ? index : outerIndex)) return true;
  }
  const wanted = path.indexes[depth]!;
  if (wanted < 0) return false;
  const item = findField(array.bytes, array.start, path.names[depth]!);
  if (item === undefined) return false;
  const outer = outerIndex < 0 ? wanted : outerIndex;
  if (depth === path.parts.length - 1) return visit(item, outer);
  if (item.type === BsonType.object) return visitPath(item, path, visit, depth + 1, outer);
  if (item.type === BsonType.array) return visitArray(item, path, visit, depth + 1, outer);
  return visit(undefined, outer);
}

/** The value at a path without going through arrays, as sharp lookups (index keys, sort keys of plain fields) need it. */
export function plainField(document: Value, path: Path): Value | undefined {
  let current = document;
  for (let depth = 0; ; depth++) {
    const found = findField(current.bytes, current.start, path.names[depth]!);
    if (found === undefined || depth === path.parts.length - 1) return found;
    if (found.type !== BsonType.object) return undefined;
    current = found;
  }
}
