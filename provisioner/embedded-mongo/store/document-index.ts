import {
  BsonType,
  documentValue,
  indexKey,
  NULL,
  type Path,
  plainField,
  showValue,
  type Value,
  visitPath,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { IndexSpec } from './index-spec.ts';
import { SortedKeys } from './sorted-keys.ts';
import type { Stored } from './stored.ts';

const NULL_KEY = indexKey(NULL);

/**
 * A secondary index: a hash from key to documents, and their order once that is asked for. It is built when first needed, so
 * that opening a large store does not wait for it.
 */
export class DocumentIndex {
  readonly spec: IndexSpec;
  readonly #documents: () => Iterable<Stored>;
  #entries: Map<string, Stored | Set<Stored>> | undefined;
  /** The keys in order, from the first time that someone wants them so. */
  #sorted: SortedKeys | undefined;
  #multikey = false;

  constructor(spec: IndexSpec, documents: () => Iterable<Stored>) {
    this.spec = spec;
    this.#documents = documents;
  }

  /** Builds the index now. @throws {CommandError} DuplicateKey when the documents there break its uniqueness. */
  build(namespace: string): void {
    this.#entries = new Map();
    for (const stored of this.#documents()) {
      const keys = this.keysOf(stored.document);
      this.#refuseDuplicate(this.#entries, keys, stored, namespace);
      this.#add(this.#entries, keys, stored);
    }
  }

  /** Keys of a document: one for each item where a path ends in an array, none where a sparse or partial index skips it. */
  keysOf(document: Value): readonly string[] {
    const { parts, sparse, partial } = this.spec;
    if (partial !== undefined && !partial.matches(document)) return [];
    if (parts.length === 1) {
      const { path } = parts[0]!;
      const plain = plainField(document, path);
      if (plain !== undefined && plain.type !== BsonType.array) return [indexKey(plain)];
      const keys = valueKeys(document, path);
      return sparse && keys === undefined ? [] : (keys ?? [NULL_KEY]);
    }
    const columns = parts.map(part => valueKeys(document, part.path));
    if (sparse && columns.every(column => column === undefined)) return [];
    if (columns.filter(column => (column?.length ?? 0) > 1).length > 1) {
      throw new CommandError(171, `cannot index parallel arrays in index ${this.spec.name}`);
    }
    let keys = [''];
    for (const column of columns) keys = keys.flatMap(key => (column ?? [NULL_KEY]).map(next => key + next));
    return keys;
  }

  /** @throws {CommandError} DuplicateKey with keyPattern and keyValue when another document holds one of the keys. */
  check(keys: readonly string[], self: Stored | undefined, document: Value, namespace: string): void {
    if (!this.spec.unique) return;
    const entries = this.#built();
    for (const key of keys) {
      const holder = entries.get(key);
      if (holder === undefined || holder === self) continue;
      if (holder instanceof Set && holder.size === 1 && self !== undefined && holder.has(self)) continue;
      throw this.#duplicate(document, namespace);
    }
  }

  add(keys: readonly string[], stored: Stored): void {
    if (this.#entries !== undefined) this.#add(this.#entries, keys, stored);
  }

  remove(keys: readonly string[], stored: Stored): void {
    const entries = this.#entries;
    if (entries === undefined) return;
    for (const key of keys) {
      const holder = entries.get(key);
      if (holder === stored) this.#forget(entries, key);
      else if (holder instanceof Set) {
        holder.delete(stored);
        if (holder.size === 0) this.#forget(entries, key);
      }
    }
  }

  /** The documents under a key, in the order in which they came. */
  find(key: string): Iterable<Stored> {
    const holder = this.#built().get(key);
    return holder === undefined ? [] : holder instanceof Set ? holder : [holder];
  }

  /** Whether a document stands under several keys, by an array: then order and double-sided ranges are not to be had. */
  get isMultikey(): boolean {
    this.#built();
    return this.#multikey;
  }

  /** The documents whose keys lie between two, both inclusive, in the order of the keys. */
  *range(lower: string, upper: string, descending: boolean): Generator<Stored, void> {
    const entries = this.#built();
    this.#sorted ??= new SortedKeys(entries.keys());
    const keys = descending ? this.#sorted.descending(lower, upper) : this.#sorted.ascending(lower, upper);
    for (const key of keys) {
      const holder = entries.get(key);
      if (holder instanceof Set) yield* holder;
      else if (holder !== undefined) yield holder;
    }
  }

  #built(): Map<string, Stored | Set<Stored>> {
    if (this.#entries === undefined) {
      const entries = (this.#entries = new Map());
      for (const stored of this.#documents()) this.#add(entries, this.keysOf(stored.document), stored);
    }
    return this.#entries;
  }

  #forget(entries: Map<string, Stored | Set<Stored>>, key: string): void {
    entries.delete(key);
    this.#sorted?.remove(key);
  }

  #add(entries: Map<string, Stored | Set<Stored>>, keys: readonly string[], stored: Stored): void {
    if (keys.length > 1) this.#multikey = true;
    for (const key of keys) {
      const holder = entries.get(key);
      if (holder === undefined) {
        entries.set(key, stored);
        this.#sorted?.add(key);
      } else if (holder instanceof Set) holder.add(stored);
      else if (holder !== stored) entries.set(key, new Set([holder, stored]));
    }
  }

  #refuseDuplicate(
    entries: Map<string, Stored | Set<Stored>>,
    keys: readonly string[],
    stored: Stored,
    namespace: string,
  ): void {
    if (!this.spec.unique) return;
    if (keys.some(key => entries.has(key) && entries.get(key) !== stored))
      throw this.#duplicate(stored.document, namespace);
  }

  #duplicate(document: Value, namespace: string): CommandError {
    const values = documentValue(
      this.spec.parts.map(part => [part.path.text, firstValue(document, part.path) ?? NULL] as const),
    );
    return duplicateKey(namespace, this.spec, values);
  }
}

/** E11000, with what the drivers read of it. */
export function duplicateKey(namespace: string, spec: IndexSpec, keyValue: Value): CommandError {
  return new CommandError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${spec.name} dup key: ${showValue(keyValue)}`,
    { keyPattern: spec.keyPattern, keyValue },
  );
}

/** Keys of all values at a path; undefined when there is none. */
function valueKeys(document: Value, path: Path): string[] | undefined {
  const keys = new Set<string>();
  let found = false;
  visitPath(document, path, value => {
    if (value === undefined) keys.add(NULL_KEY);
    else {
      found = true;
      if (value.type !== BsonType.array) keys.add(indexKey(value));
      else if (value.isEmpty()) keys.add(NULL_KEY);
      else for (const item of value.items()) keys.add(indexKey(item));
    }
    return false;
  });
  return found ? [...keys] : undefined;
}

function firstValue(document: Value, path: Path): Value | undefined {
  let first: Value | undefined;
  visitPath(document, path, value => {
    first = value;
    return value !== undefined;
  });
  return first?.isArray ? first.items()[0] : first;
}
