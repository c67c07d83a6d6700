import type { Filter } from '../match/index.ts';
import { Pacer } from '../pacer.ts';
import { type Collection, type Plan, planFor, type Stored } from '../store/index.ts';

/**
 * The documents that a filter selects, at most so many. A look-up in an index answers at once; a walk through the whole
 * collection gives way to other connections every ten milliseconds, so what it finds may have changed by the end.
 */
export function select(
  collection: Collection | undefined,
  filter: Filter,
  most = Number.POSITIVE_INFINITY,
): Stored[] | Promise<Stored[]> {
  return collection === undefined ? [] : follow(planFor(collection, filter), filter, most);
}

/** The documents that a plan leads to and the filter lets pass, at most so many. */
export function follow(plan: Plan, filter: Filter, most: number): Stored[] | Promise<Stored[]> {
  if (most <= 0) return [];
  if (!plan.isShort) return scan(plan.candidates, filter, most);
  const found: Stored[] = [];
  for (const stored of plan.candidates) {
    if (!filter.matches(stored.document)) continue;
    found.push(stored);
    if (found.length >= most) break;
  }
  return found;
}

async function scan(candidates: Iterable<Stored>, filter: Filter, most: number): Promise<Stored[]> {
  const found: Stored[] = [];
  const pacer = new Pacer();
  for (const stored of candidates) {
    if (filter.matches(stored.document)) {
      found.push(stored);
      if (found.length >= most) break;
    }
    if (pacer.due()) await pacer.pause();
  }
  return found;
}

/** Goes on with a result that is there already or comes later, without a detour over the event loop when it is there. */
export function then<T, R>(result: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return result instanceof Promise ? result.then(next) : next(result);
}
