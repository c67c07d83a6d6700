import { documentOf, type Value } from '../bson/index.ts';
import type { Filter, Found } from '../match/index.ts';
import type { Collection, Stored } from '../store/index.ts';
import { documentFromEqualities, type ParsedUpdate } from '../update/index.ts';

/** What applying an update needs to know of its command. */
export interface ApplyOptions {
  readonly scope: { readonly nowMs: number };
  readonly bypassValidation: boolean;
}

/** Applies an update to one document; returns whether it changed anything. */
export function applyTo(
  collection: Collection,
  stored: Stored,
  filter: Filter,
  update: ParsedUpdate,
  { scope: { nowMs }, bypassValidation }: ApplyOptions,
): boolean {
  const found: Found = { arrayIndex: -1 };
  if (update.positional) filter.matches(stored.document, found);
  const { bytes, log } = update.apply(stored.document, { matched: found.arrayIndex, inserting: false, nowMs });
  if (bytes === undefined) return false;
  collection.update(stored, bytes, update.kind === 'replacement' ? 'replace' : 'update', log, bypassValidation);
  return true;
}

/** Inserts what an upsert makes of its filter and update; returns it. */
export function insertUpserted(
  collection: Collection,
  filter: Filter,
  update: ParsedUpdate,
  { scope: { nowMs }, bypassValidation }: ApplyOptions,
): Value {
  const { equalities } = filter.bounds;
  const id = equalities.get('_id');
  const base = documentFromEqualities(
    update.kind === 'replacement' ? new Map(id === undefined ? [] : [['_id', id]]) : equalities,
  );
  const { bytes } = update.apply(base, { matched: -1, inserting: true, nowMs });
  return collection.insert(bytes === undefined ? base : documentOf(bytes), bypassValidation).document;
}
