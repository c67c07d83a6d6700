import { BsonType, indexKey, type Value } from '../bson/index.ts';
import type { Filter } from '../match/index.ts';
import type { Collection } from './collection.ts';
import type { DocumentIndex } from './document-index.ts';
import type { Stored } from './stored.ts';

/** Which documents to look at for a filter; the filter still decides about each. */
export interface Plan {
  readonly stage: 'IDHACK' | 'IXSCAN' | 'COLLSCAN';
  readonly indexName?: string;
  readonly candidates: Iterable<Stored>;
}

/** More key combinations than this are not looked up one by one. */
const MOST_LOOKUPS = 100_000;

/** Chooses the way to the documents that can match: by `_id`, by an index whose every field is fixed, or through all. */
export function planFor(collection: Collection, filter: Filter): Plan {
  if (!filter.bounds.isEmpty) {
    const ids = choices(filter, '_id');
    if (ids !== undefined) return { stage: 'IDHACK', candidates: byId(collection, ids) };
    let best: { index: DocumentIndex; keys: readonly string[] } | undefined;
    for (const index of collection.indexes.values()) {
      const keys = lookupKeys(index, filter);
      if (keys === undefined) continue;
      if (best === undefined || keys.length < best.keys.length) best = { index, keys };
      if (best.index.spec.unique && best.keys.length === 1) break;
    }
    if (best !== undefined) {
      return { stage: 'IXSCAN', indexName: best.index.spec.name, candidates: byKeys(best.index, best.keys) };
    }
  }
  return { stage: 'COLLSCAN', candidates: collection.documents() };
}

/** The values that a path must equal, when an index can look them up. */
function choices(filter: Filter, path: string): readonly Value[] | undefined {
  const equals = filter.bounds.get(path)?.equals;
  if (equals === undefined) return undefined;
  return equals.every(value => value.type !== BsonType.array && value.type !== BsonType.regex) ? equals : undefined;
}

function lookupKeys(index: DocumentIndex, filter: Filter): readonly string[] | undefined {
  const { parts, sparse, partial } = index.spec;
  if (partial !== undefined) return undefined;
  let keys: string[] | undefined;
  for (const part of parts) {
    const values = choices(filter, part.path.text);
    if (values === undefined) return undefined;
    if (sparse && values.some(value => value.isNullish)) return undefined;
    const column = [...new Set(values.map(indexKey))];
    if (column.length * (keys?.length ?? 1) > MOST_LOOKUPS) return undefined;
    keys = keys === undefined ? column : keys.flatMap(key => column.map(next => key + next));
  }
  return keys !== undefined && keys.length > 1 ? keys.sort() : keys;
}

function* byId(collection: Collection, ids: readonly Value[]): Iterable<Stored> {
  const keys = ids.length === 1 ? [indexKey(ids[0]!)] : [...new Set(ids.map(indexKey))].sort();
  for (const key of keys) {
    const stored = collection.findById(key);
    if (stored !== undefined) yield stored;
  }
}

function* byKeys(index: DocumentIndex, keys: readonly string[]): Iterable<Stored> {
  // A document with an array may stand under several of the keys.
  const seen = keys.length > 1 ? new Set<Stored>() : undefined;
  for (const key of keys) {
    for (const stored of index.find(key)) {
      if (seen?.has(stored)) continue;
      seen?.add(stored);
      yield stored;
    }
  }
}
