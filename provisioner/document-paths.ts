import { dotted } from './bson-codec.ts';
import { type BsonDocument, isDocument, sameBson } from './bson-values.ts';

/** What turns one document into another, by paths: never the whole document, because the HSS writes its own parts meanwhile. */
export interface PathUpdate {
  readonly $set: Record<string, unknown>;
  readonly $unset: Record<string, ''>;
  /** The stored arrays that the paths go into or replace: the update is meant for a document that still has exactly these. */
  readonly arrays: Record<string, unknown>;
}

/**
 * Paths of `wanted` that differ in type or value. Arrays of the same length are entered by index; others are set whole.
 */
export function differencePaths(stored: BsonDocument, wanted: BsonDocument): PathUpdate {
  const update: PathUpdate = { $set: {}, $unset: {}, arrays: {} };
  compareFields(stored, wanted, '', update);
  for (const path of [...Object.keys(update.$set), ...Object.keys(update.$unset)]) {
    const [field = ''] = path.split('.');
    if (Array.isArray(stored[field])) update.arrays[field] = stored[field];
  }
  return update;
}

export function isEmpty(update: PathUpdate): boolean {
  return Object.keys(update.$set).length === 0 && Object.keys(update.$unset).length === 0;
}

/** The update as a command, without empty operators. */
export function commandOf({ $set, $unset }: PathUpdate): BsonDocument {
  return {
    ...(Object.keys($set).length > 0 && { $set }),
    ...(Object.keys($unset).length > 0 && { $unset }),
  };
}

function compareFields(stored: BsonDocument, wanted: BsonDocument, path: string, update: PathUpdate): void {
  for (const [key, value] of Object.entries(wanted)) compare(stored[key], value, dotted(path, key), update);
  for (const key of Object.keys(stored)) if (!(key in wanted)) update.$unset[dotted(path, key)] = '';
}

function compare(stored: unknown, wanted: unknown, path: string, update: PathUpdate): void {
  if (sameBson(stored, wanted)) return;
  if (isDocument(stored) && isDocument(wanted)) {
    compareFields(stored, wanted, path, update);
  } else if (Array.isArray(stored) && Array.isArray(wanted) && stored.length === wanted.length) {
    for (const [i, item] of wanted.entries()) compare(stored[i], item, dotted(path, i), update);
  } else {
    update.$set[path] = wanted;
  }
}
