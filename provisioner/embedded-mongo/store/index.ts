/** Databases, collections and indexes in memory, and the feed of what changes in them. */
export { type Change, ChangeFeed } from './change-feed.ts';
export { Collection, MOST_DOCUMENT_OCTETS } from './collection.ts';
export { type IndexSpec, parseIndexSpec } from './index-spec.ts';
export { checkNamespace } from './namespace.ts';
export { type Plan, planFor, type WishedOrder } from './plan.ts';
export { Store } from './store.ts';
export { Stored } from './stored.ts';
