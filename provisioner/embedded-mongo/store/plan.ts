import { BsonType, indexKey, typeRank, type Value } from '../bson/index.ts';
import type { Bound, Filter } from '../match/index.ts';
import type { Collection } from './collection.ts';
import type { DocumentIndex } from './document-index.ts';
import type { Stored } from './stored.ts';

/** Which documents to look at for a filter; the filter still decides about each. */
export interface Plan {
  readonly stage: 'IDHACK' | 'IXSCAN' | 'COLLSCAN';
  readonly indexName?: string;
  readonly candidates: Iterable<Stored>;
  /** The candidates come in the order that was wished for. */
  readonly ordered: boolean;
  /** Few enough to be looked at in one go. */
  readonly isShort: boolean;
}

/** An order by paths, as far as an index can give it: all directions the same. */
export interface WishedOrder {
  readonly paths: readonly string[];
  readonly descending: boolean;
}

/** More key combinations than this are not looked up one by one. */
const MOST_LOOKUPS = 100_000;
/** Collections up to this size are walked in one go. */
const SHORT_WALK = 500;
/** Above every character that a key can have. */
const BEYOND = '\uffff';

/**
 * Chooses the way to the documents that can match: by `_id`; by an index whose every field is fixed; by an index that gives the
 * wished order; by a range on an index; or through all.
 */
export function planFor(collection: Collection, filter: Filter, wished?: WishedOrder): Plan {
  const unsorted = { ordered: wished === undefined, isShort: true };
  if (!filter.bounds.isEmpty) {
    const ids = choices(filter.bounds.get('_id'));
    if (ids !== undefined) return { stage: 'IDHACK', candidates: byId(collection, ids), ...unsorted };
    const lookup = bestLookup(collection, filter);
    if (lookup !== undefined) {
      const { index, keys } = lookup;
      return { stage: 'IXSCAN', indexName: index.spec.name, candidates: byKeys(index, keys), ...unsorted };
    }
  }
  return rangePlan(collection, filter, wished) ?? wholePlan(collection, wished);
}

function wholePlan(collection: Collection, wished: WishedOrder | undefined): Plan {
  return {
    stage: 'COLLSCAN',
    candidates: collection.documents(),
    ordered: wished === undefined,
    isShort: collection.size <= SHORT_WALK,
  };
}

function bestLookup(
  collection: Collection,
  filter: Filter,
): { readonly index: DocumentIndex; readonly keys: readonly string[] } | undefined {
  let best: { index: DocumentIndex; keys: readonly string[] } | undefined;
  for (const index of collection.indexes.values()) {
    const keys = lookupKeys(index, filter);
    if (keys === undefined) continue;
    if (best === undefined || keys.length < best.keys.length) best = { index, keys };
    if (best.index.spec.unique && best.keys.length === 1) break;
  }
  return best;
}

/** An index that gives the wished order, cut to a range where the filter has one; or just a range. */
function rangePlan(collection: Collection, filter: Filter, wished: WishedOrder | undefined): Plan | undefined {
  let ranged: Plan | undefined;
  for (const index of collection.indexes.values()) {
    const { parts, sparse, partial, name } = index.spec;
    if (sparse || partial !== undefined) continue;
    const gives = wished !== undefined && givesOrder(index, wished);
    const range = rangeOf(filter.bounds.get(parts[0]!.path.text), index);
    if (!gives && range === undefined) continue;
    const [lower, upper] = range ?? ['', BEYOND];
    const plan: Plan = {
      stage: 'IXSCAN',
      indexName: name,
      candidates: unique(index, index.range(lower, upper, gives && wished.descending)),
      ordered: gives || wished === undefined,
      isShort: collection.size <= SHORT_WALK,
    };
    if (gives || wished === undefined) return plan;
    ranged ??= plan;
  }
  return ranged;
}

function givesOrder(index: DocumentIndex, { paths }: WishedOrder): boolean {
  const { parts } = index.spec;
  return paths.every((path, at) => parts[at]?.path.text === path) && !index.isMultikey;
}

/** The keys between which all matches lie. A filter compares within one kind of type, so one end implies the other. */
function rangeOf(bound: Bound | undefined, index: DocumentIndex): [string, string] | undefined {
  if (bound === undefined) return undefined;
  const lower = usable(bound.lower?.value);
  const upper = usable(bound.upper?.value);
  if (lower === undefined && upper === undefined) return undefined;
  const rank = (value: Value) => String.fromCharCode(typeRank(value.type));
  const from = lower === undefined ? rank(upper!) : indexKey(lower);
  const to = upper === undefined ? rank(lower!) + BEYOND : indexKey(upper) + BEYOND;
  // Under several keys, one may satisfy the one end and another the other.
  if (lower !== undefined && upper !== undefined && index.isMultikey) return [from, rank(lower) + BEYOND];
  return [from, to];
}

function usable(value: Value | undefined): Value | undefined {
  if (value === undefined || value.isNullish || value.isArray || value.isObject) return undefined;
  return value.type === BsonType.minKey || value.type === BsonType.maxKey ? undefined : value;
}

/** The values that a path must equal, when an index can look them up. */
function choices(bound: Bound | undefined): readonly Value[] | undefined {
  const equals = bound?.equals;
  if (equals === undefined) return undefined;
  return equals.every(value => value.type !== BsonType.array && value.type !== BsonType.regex) ? equals : undefined;
}

function lookupKeys(index: DocumentIndex, filter: Filter): readonly string[] | undefined {
  const { parts, sparse, partial } = index.spec;
  if (partial !== undefined) return undefined;
  let keys: string[] | undefined;
  for (const part of parts) {
    const values = choices(filter.bounds.get(part.path.text));
    if (values === undefined) return undefined;
    if (sparse && values.some(value => value.isNullish)) return undefined;
    const column = values.length === 1 ? [indexKey(values[0]!)] : [...new Set(values.map(indexKey))];
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
  if (keys.length === 1) yield* index.find(keys[0]!);
  else for (const stored of unique(index, manyKeys(index, keys))) yield stored;
}

function* manyKeys(index: DocumentIndex, keys: readonly string[]): Iterable<Stored> {
  for (const key of keys) yield* index.find(key);
}

/** Each document once: one with an array may stand under several keys. */
function* unique(index: DocumentIndex, found: Iterable<Stored>): Iterable<Stored> {
  if (!index.isMultikey) {
    yield* found;
    return;
  }
  const seen = new Set<Stored>();
  for (const stored of found) {
    if (seen.has(stored)) continue;
    seen.add(stored);
    yield stored;
  }
}
