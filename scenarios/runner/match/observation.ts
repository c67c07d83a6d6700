import type { StoredValue } from '../port/states.ts';
import type { Value } from '../source/source-node.ts';

/** What was seen at one path. `found: false` = there is nothing there. */
export interface Observation {
  readonly found: boolean;
  readonly value: Value;
  /** Of a document: the BSON type. */
  readonly bson?: string;
}

export const NOTHING: Observation = { found: false, value: undefined };

/** Follows a path into plain data. A name that holds dots (an APN) is found too. */
export function observe(root: Value, path: readonly string[]): Observation {
  if (path.length === 0) return root === undefined ? NOTHING : { found: true, value: root };
  if (typeof root !== 'object') return NOTHING;
  const members = root as Readonly<Record<string, Value>>;
  for (let length = 1; length <= path.length; length++) {
    const key = path.slice(0, length).join('.');
    if (Object.hasOwn(members, key)) return observe(members[key], path.slice(length));
  }
  return NOTHING;
}

/** Follows a path into a stored document; numbers index arrays. */
export function observeStored(root: StoredValue | undefined, path: readonly string[]): Observation {
  if (root === undefined) return NOTHING;
  if (path.length === 0) return { found: true, value: plainStored(root), bson: root.bson };
  const [first, ...rest] = path as [string, ...string[]];
  if (root.bson === 'document' && Object.hasOwn(root.members, first)) return observeStored(root.members[first], rest);
  if (root.bson === 'array' && /^\d+$/.test(first)) return observeStored(root.items[Number(first)], rest);
  return NOTHING;
}

/** A stored value without its types; an int64 beyond 2⁵³ stays digits. */
export function plainStored(stored: StoredValue): Value {
  switch (stored.bson) {
    case 'int64': {
      const number = Number(stored.value);
      return Number.isSafeInteger(number) ? number : stored.value;
    }
    case 'array':
      return stored.items.map(plainStored);
    case 'document':
      return Object.fromEntries(Object.entries(stored.members).map(([key, value]) => [key, plainStored(value)]));
    case 'null':
      return 'null';
    default:
      return stored.value;
  }
}
