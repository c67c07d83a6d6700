import { indexKey, type Value } from '../bson/index.ts';

/** One end of a range of values. */
export interface Limit {
  readonly value: Value;
  readonly inclusive: boolean;
}

/** What a filter demands of one path, as far as an index can use it. */
export interface Bound {
  /** Every match is equal to one of these (from equality or `$in`). */
  equals?: readonly Value[];
  lower?: Limit;
  upper?: Limit;
}

/** What every match of a filter must satisfy, path by path. A planner may ignore any of it; the filter still decides. */
export class Bounds {
  readonly #paths = new Map<string, Bound>();
  readonly #indexable: boolean;
  /** Paths with a single plain equality, in the filter's order: what an upsert starts its document from. */
  readonly equalities = new Map<string, Value>();

  /** @param indexable - False under a collation: index keys are in the order of bytes. */
  constructor(indexable = true) {
    this.#indexable = indexable;
  }

  get(path: string): Bound | undefined {
    return this.#paths.get(path);
  }

  get isEmpty(): boolean {
    return this.#paths.size === 0;
  }

  addEquality(path: string, value: Value): void {
    if (!this.equalities.has(path)) this.equalities.set(path, value);
    this.addChoices(path, [value]);
  }

  /** Equality with one of several values; the shorter list of two is kept. */
  addChoices(path: string, values: readonly Value[]): void {
    if (!this.#indexable) return;
    const bound = this.#bound(path);
    if (bound.equals === undefined || values.length < bound.equals.length) bound.equals = values;
  }

  addLower(path: string, value: Value, inclusive: boolean): void {
    if (!this.#indexable) return;
    const bound = this.#bound(path);
    if (bound.lower === undefined || indexKey(value) > indexKey(bound.lower.value)) bound.lower = { value, inclusive };
  }

  addUpper(path: string, value: Value, inclusive: boolean): void {
    if (!this.#indexable) return;
    const bound = this.#bound(path);
    if (bound.upper === undefined || indexKey(value) < indexKey(bound.upper.value)) bound.upper = { value, inclusive };
  }

  #bound(path: string): Bound {
    let bound = this.#paths.get(path);
    if (bound === undefined) this.#paths.set(path, (bound = {}));
    return bound;
  }
}
