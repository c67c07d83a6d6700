import {
  arrayIndex,
  BsonType,
  compareValues,
  integerOf,
  NULL,
  type Path,
  parsePath,
  showValue,
  type TextOrder,
  type Value,
  visitPath,
} from './bson/index.ts';
import { CommandError } from './errors.ts';

interface SortPart {
  readonly path: Path;
  readonly direction: 1 | -1;
}

/** Sorts documents; equal ones keep their order. */
export type Sort = (documents: readonly Value[]) => Value[];

/** The paths of a sort whose directions are all the same, as an index can give it. */
export function plainOrder(
  specification: Value,
): { readonly paths: string[]; readonly descending: boolean } | undefined {
  const paths: string[] = [];
  let direction: number | undefined;
  const reader = specification.fields();
  while (reader.next()) {
    const value = integerOf(reader.value());
    if (reader.name.startsWith('$') || (direction !== undefined && value !== direction)) return undefined;
    direction = value;
    paths.push(reader.name);
  }
  return paths.length === 0 ? undefined : { paths, descending: direction === -1 };
}

/** Parses `{a: 1, 'b.c': -1}`. @throws {CommandError} BadValue for a direction that is none. */
export function parseSort(specification: Value, textOrder?: TextOrder): Sort | undefined {
  const parts: SortPart[] = [];
  const reader = specification.fields();
  while (reader.next()) {
    const value = reader.value();
    if (reader.name === '$natural') return integerOf(value) === -1 ? documents => [...documents].reverse() : undefined;
    const direction = integerOf(value);
    if (direction !== 1 && direction !== -1) {
      throw new CommandError(
        15975,
        `$sort key ordering must be 1 (for ascending) or -1 (for descending), not ${showValue(value)}`,
      );
    }
    parts.push({ path: parsePath(reader.name), direction });
  }
  if (parts.length === 0) return undefined;
  return documents => sorted(documents, parts, textOrder);
}

function sorted(documents: readonly Value[], parts: readonly SortPart[], textOrder: TextOrder | undefined): Value[] {
  const rows = documents.map(document => ({ document, keys: parts.map(part => sortKey(document, part, textOrder)) }));
  rows.sort((a, b) => {
    for (let index = 0; index < parts.length; index++) {
      const order = compareValues(a.keys[index]!, b.keys[index]!, textOrder);
      if (order !== 0) return order * parts[index]!.direction;
    }
    return 0;
  });
  return rows.map(row => row.document);
}

/** An array sorts by its smallest item going up and by its largest going down; an empty one below null. */
function sortKey(document: Value, { path, direction }: SortPart, textOrder: TextOrder | undefined): Value {
  let best: Value | undefined;
  const offer = (value: Value) => {
    if (best === undefined || compareValues(value, best, textOrder) * direction < 0) best = value;
  };
  visitPath(document, path, value => {
    if (value === undefined) offer(NULL);
    else if (value.type === BsonType.array && arrayIndex(path.parts.at(-1)!) < 0 && !value.isEmpty())
      value.items().forEach(offer);
    else if (value.type === BsonType.array && value.isEmpty()) offer(NULL);
    else offer(value);
    return false;
  });
  return best ?? NULL;
}
