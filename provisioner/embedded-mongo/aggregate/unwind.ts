import {
  BsonType,
  DocumentNode,
  int64Value,
  NULL,
  openNode,
  parsePath,
  plainField,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { Stage } from './stage.ts';

/** `$unwind`: one document for each item of an array. */
export function parseUnwind(argument: Value): Stage {
  const path = argument.isObject ? argument.field('path') : argument;
  if (path?.type !== BsonType.string) throw new CommandError(28808, 'expected a string as the path for $unwind stage');
  const text = path.text();
  if (!text.startsWith('$') || text.length < 2) {
    throw new CommandError(28818, `path option to $unwind stage should be prefixed with a '$': ${text}`);
  }
  const keepEmpty = argument.isObject ? argument.field('preserveNullAndEmptyArrays') : undefined;
  const keeps = keepEmpty?.type === BsonType.bool && keepEmpty.bool();
  const index = argument.isObject ? argument.field('includeArrayIndex') : undefined;
  const indexField = index?.type === BsonType.string ? index.text() : undefined;
  const parsed = parsePath(text.slice(1));
  return documents =>
    documents.flatMap(document => {
      const value = plainField(document, parsed);
      const put = (item: Value | undefined, at: Value) => replaced(document, parsed.parts, item, indexField, at);
      if (value === undefined || value.isNullish) return keeps ? [put(value, NULL)] : [];
      if (!value.isArray) return [put(value, NULL)];
      if (value.isEmpty()) return keeps ? [put(undefined, NULL)] : [];
      return value.items().map((item, at) => put(item, int64Value(BigInt(at))));
    });
}

function replaced(
  document: Value,
  parts: readonly string[],
  item: Value | undefined,
  indexField: string | undefined,
  at: Value,
): Value {
  const root = DocumentNode.open(document);
  let holder = root;
  for (const part of parts.slice(0, -1)) {
    const inner = holder.opened(part);
    if (!(inner instanceof DocumentNode)) break;
    holder = inner;
  }
  const last = parts.at(-1)!;
  if (item === undefined) holder.delete(last);
  else holder.set(last, openNode(item));
  if (indexField !== undefined) root.set(indexField, at);
  return root.toValue();
}
