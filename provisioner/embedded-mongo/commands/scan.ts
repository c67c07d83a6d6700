import type { Filter } from '../match/index.ts';
import { Pacer } from '../pacer.ts';
import { type Collection, planFor, type Stored } from '../store/index.ts';

/**
 * The documents that a filter selects, at most so many. A look-up in an index answers at once; a walk through the whole
 * collection gives way to other connections every ten milliseconds, so what it finds may have changed by the end.
 */
export function select(
  collection: Collection | undefined,
  filter: Filter,
  most = Number.POSITIVE_INFINITY,
): Stored[] | Promise<Stored[]> {
  if (collection === undefined || most <= 0) return [];
  const plan = planFor(collection, filter);
  if (plan.stage !== 'COLLSCAN' || collection.size <= SMALL) {
    const found: Stored[] = [];
    for (const stored of plan.candidates) {
      if (!filter.matches(stored.document)) continue;
      found.push(stored);
      if (found.length >= most) break;
    }
    return found;
  }
  return scan(plan.candidates, filter, most);
}

/** Collections up to this size are walked in one go. */
const SMALL = 500;

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
