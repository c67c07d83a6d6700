import { integerOf, type Value } from '../bson/index.ts';
import { parseCollation } from '../collation.ts';
import { CommandError } from '../errors.ts';
import type { Scope } from '../expression/index.ts';
import { type Filter, type FilterOptions, parseFilter } from '../match/index.ts';
import { Pacer } from '../pacer.ts';
import { parseSort, type Sort } from '../sort.ts';
import type { Collection, Store, Stored } from '../store/index.ts';
import { type ParsedUpdate, parseUpdate } from '../update/index.ts';
import { applyTo, insertUpserted } from './apply-update.ts';
import { checkHint } from './indexes.ts';
import { wrongType } from './request.ts';
import { select, then } from './scan.ts';

/** Where a statement writes, and under which conditions. */
export interface StatementPlace {
  readonly store: Store;
  readonly database: string;
  readonly collection: string;
  readonly scope: Scope;
  /** Do not hold documents against the collection's validator. */
  readonly bypassValidation: boolean;
}

/** One update, by the names of its parts that both `update` and `bulkWrite` have. */
export interface UpdateStatement {
  readonly filter: Value;
  readonly update: Value;
  readonly multi: boolean;
  readonly upsert: boolean;
  readonly collation: Value | undefined;
  readonly arrayFilters: Value | undefined;
  readonly constants: Value | undefined;
  readonly hint: Value | undefined;
  readonly sort: Value | undefined;
}

export interface UpdateOutcome {
  readonly matched: number;
  readonly modified: number;
  /** The `_id` of what an upsert inserted. */
  readonly upserted?: Value;
}

export interface DeleteStatement {
  readonly filter: Value;
  readonly multi: boolean;
  readonly collation: Value | undefined;
  readonly hint: Value | undefined;
}

/** Runs an update; at once where an index finds the document, else over several turns of the event loop. */
export function runUpdate(statement: UpdateStatement, place: StatementPlace): UpdateOutcome | Promise<UpdateOutcome> {
  const { multi } = statement;
  const textOrder = parseCollation(statement.collation);
  const scope = withConstants(place.scope, statement.constants);
  const filter = parseFilter(statement.filter, { textOrder, scope });
  const update = parseUpdate(statement.update, {
    arrayFilters: statement.arrayFilters?.items() ?? [],
    scope,
    textOrder,
  });
  if (multi && update.kind === 'replacement') {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  if (multi && statement.sort !== undefined) {
    throw new CommandError('FailedToParse', 'Cannot specify sort with multi=true');
  }
  const sort = statement.sort === undefined ? undefined : parseSort(statement.sort, textOrder);
  const collection = place.store.find(place.database, place.collection);
  checkHint(statement.hint, collection);
  return then(select(collection, filter, multi || sort !== undefined ? undefined : 1), found => {
    if (found.length === 0) {
      if (!statement.upsert) return { matched: 0, modified: 0 };
      const made = insertUpserted(place.store.need(place.database, place.collection), filter, update, place);
      return { matched: 0, modified: 0, upserted: made.field('_id')! };
    }
    if (multi) return updateAll(collection!, found, filter, update, place);
    const stored = sort === undefined ? found[0]! : firstOf(found, sort);
    return { matched: 1, modified: applyTo(collection!, stored, filter, update, place) ? 1 : 0 };
  });
}

async function updateAll(
  collection: Collection,
  found: readonly Stored[],
  filter: Filter,
  update: ParsedUpdate,
  place: StatementPlace,
): Promise<UpdateOutcome> {
  let matched = 0;
  let modified = 0;
  const pacer = new Pacer();
  for (const stored of found) {
    // The walk may have given way to other writers: judge each document as it is now.
    if (!collection.holds(stored) || !filter.matches(stored.document)) continue;
    matched++;
    if (applyTo(collection, stored, filter, update, place)) modified++;
    if (pacer.due()) await pacer.pause();
  }
  return { matched, modified };
}

/** Runs a delete; returns how many documents went. */
export function runDelete(statement: DeleteStatement, place: StatementPlace): number | Promise<number> {
  const options: FilterOptions = { textOrder: parseCollation(statement.collation), scope: place.scope };
  const filter = parseFilter(statement.filter, options);
  const collection = place.store.find(place.database, place.collection);
  checkHint(statement.hint, collection);
  return then(select(collection, filter, statement.multi ? undefined : 1), found => {
    if (found.length > 1) return deleteAll(collection!, found, filter);
    if (found.length === 0) return 0;
    collection!.delete(found[0]!);
    return 1;
  });
}

async function deleteAll(collection: Collection, found: readonly Stored[], filter: Filter): Promise<number> {
  let removed = 0;
  const pacer = new Pacer();
  for (const stored of found) {
    if (!collection.holds(stored) || !filter.matches(stored.document)) continue;
    collection.delete(stored);
    removed++;
    if (pacer.due()) await pacer.pause();
  }
  return removed;
}

/** The document that comes first in an order. */
export function firstOf(found: readonly Stored[], sort: Sort): Stored {
  if (found.length === 1) return found[0]!;
  const first = sort(found.map(stored => stored.document))[0];
  return found.find(stored => stored.document === first)!;
}

/** A document that must be there. */
export function neededDocument(statement: Value, place: string, name: string): Value {
  const value = needed(statement, place, name);
  if (!value.isObject) throw wrongType(`${place}.${name}`, value, 'object');
  return value;
}

export function needed(statement: Value, place: string, name: string): Value {
  const value = statement.field(name);
  if (value === undefined) {
    throw new CommandError(40414, `BSON field '${place}.${name}' is missing but a required field`);
  }
  return value;
}

export function optionalDocument(statement: Value, place: string, name: string): Value | undefined {
  const value = statement.field(name);
  if (value === undefined || value.isNullish) return undefined;
  if (!value.isObject) throw wrongType(`${place}.${name}`, value, 'object');
  return value;
}

export function flag(statement: Value, name: string): boolean {
  const value = statement.field(name);
  if (value === undefined || value.isNullish) return false;
  return value.isNumber ? integerOf(value) !== 0 : value.bool();
}

/** @throws {CommandError} 40415 for a field that the statement does not have. */
export function checkStatementFields(place: string, statement: Value, known: ReadonlySet<string>): void {
  const reader = statement.fields();
  while (reader.next()) {
    if (!known.has(reader.name))
      throw new CommandError(40415, `BSON field '${place}.${reader.name}' is an unknown field.`);
  }
}

/** `c` of an update: constants beside the command's `let`. */
function withConstants(scope: Scope, constants: Value | undefined): Scope {
  if (constants === undefined) return scope;
  const variables = new Map(scope.variables);
  const reader = constants.fields();
  while (reader.next()) variables.set(reader.name, reader.value());
  return { ...scope, variables };
}
