import { BsonType, integerOf, make, type Value } from '../bson/index.ts';
import { parseCollation } from '../collation.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import { Pacer } from '../pacer.ts';
import { parseSort } from '../sort.ts';
import type { Collection, Stored } from '../store/index.ts';
import { parseUpdate } from '../update/index.ts';
import { applyTo, insertUpserted, refuseHalfUpdates } from './apply-update.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { checkHint } from './indexes.ts';
import { type Request, wrongType } from './request.ts';
import { select } from './scan.ts';

export const WRITE_COMMANDS: CommandTable = {
  insert: { fields: ['documents', 'ordered', 'bypassDocumentValidation'], run: insert },
  update: { fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'], run: update },
  delete: { fields: ['deletes', 'ordered', 'let'], run: remove },
};

/** A statement that failed, by its place in the command. */
interface WriteError {
  readonly index: number;
  readonly error: CommandError;
}

/** Runs statements one after the other; with `ordered` the first failure ends it. */
async function eachStatement(
  request: Request,
  statements: readonly Value[],
  run: (statement: Value, index: number) => void | Promise<void>,
): Promise<WriteError[]> {
  if (statements.length === 0) {
    throw new CommandError('InvalidLength', 'Write batch sizes must be between 1 and 100000. Got 0 operations.');
  }
  const ordered = request.value('ordered') === undefined || request.bool('ordered');
  const errors: WriteError[] = [];
  const pacer = new Pacer();
  for (let index = 0; index < statements.length; index++) {
    try {
      const pending = run(statements[index]!, index);
      if (pending !== undefined) await pending;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push({ index, error });
      if (ordered) break;
    }
    if (pacer.due()) await pacer.pause();
  }
  return errors;
}

async function insert(request: Request, context: CommandContext): Promise<Reply> {
  const documents = request.documents('documents');
  checkWriteConcern(request);
  const collection = context.store.need(request.database, request.collection);
  let inserted = 0;
  const errors = await eachStatement(request, documents, document => {
    collection.insert(document);
    inserted++;
  });
  return { n: inserted, ...writeErrors(errors) };
}

async function update(request: Request, context: CommandContext): Promise<Reply> {
  const statements = request.documents('updates');
  checkWriteConcern(request);
  const name = request.collection;
  let matched = 0;
  let modified = 0;
  const upserted: Value[] = [];
  const errors = await eachStatement(request, statements, async (statement, index) => {
    const outcome = await updateOne(statement, name, request, context);
    matched += outcome.matched;
    modified += outcome.modified;
    if (outcome.upserted !== undefined) upserted.push(make({ index, _id: outcome.upserted }));
  });
  return {
    n: matched + upserted.length,
    ...(upserted.length === 0 ? {} : { upserted }),
    nModified: modified,
    ...writeErrors(errors),
  };
}

const UPDATE_FIELDS = new Set([
  'q',
  'u',
  'c',
  'multi',
  'upsert',
  'collation',
  'arrayFilters',
  'hint',
  'sort',
  'upsertSupplied',
  'sampleId',
]);

interface UpdateOutcome {
  readonly matched: number;
  readonly modified: number;
  readonly upserted?: Value;
}

async function updateOne(
  statement: Value,
  name: string,
  request: Request,
  context: CommandContext,
): Promise<UpdateOutcome> {
  checkStatement('update.updates', statement, UPDATE_FIELDS);
  const query = needed(statement, 'update.updates', 'q');
  if (!query.isObject) throw wrongType('update.updates.q', query, 'object');
  const multi = flag(statement, 'multi');
  const textOrder = parseCollation(statement.field('collation'));
  const { variables, nowMs } = request.scope;
  const constants = statement.field('c');
  const scope = constants?.isObject
    ? { nowMs, variables: new Map([...variables, ...entriesOf(constants)]) }
    : request.scope;
  const filter = parseFilter(query, { textOrder, scope });
  const parsed = parseUpdate(needed(statement, 'update.updates', 'u'), {
    arrayFilters: statement.field('arrayFilters')?.items() ?? [],
    scope,
    textOrder,
  });
  refuseHalfUpdates(parsed, multi);
  let collection = context.store.find(request.database, name);
  checkHint(statement.field('hint'), collection);
  const sort = statement.field('sort');
  if (sort !== undefined && multi) throw new CommandError('FailedToParse', 'Cannot specify sort with multi=true');
  const ordering = sort?.isObject ? parseSort(sort, textOrder) : undefined;
  let found = await select(collection, filter, multi || ordering !== undefined ? undefined : 1);
  if (ordering !== undefined && found.length > 1) {
    const byDocument = new Map(found.map(stored => [stored.document, stored]));
    found = [byDocument.get(ordering([...byDocument.keys()])[0]!)!];
  }
  if (found.length === 0 && flag(statement, 'upsert')) {
    collection ??= context.store.need(request.database, name);
    return { matched: 0, modified: 0, upserted: insertUpserted(collection, filter, parsed, nowMs).field('_id')! };
  }
  let matched = 0;
  let modified = 0;
  const pacer = new Pacer();
  for (const stored of found) {
    // The walk may have given way to other writers: judge each document as it is now.
    if (!collection!.holds(stored) || (found.length > 1 && !filter.matches(stored.document))) continue;
    matched++;
    if (applyTo(collection!, stored, filter, parsed, nowMs)) modified++;
    if (pacer.due()) await pacer.pause();
  }
  return { matched, modified };
}

const DELETE_FIELDS = new Set(['q', 'limit', 'collation', 'hint', 'sampleId']);

async function remove(request: Request, context: CommandContext): Promise<Reply> {
  const statements = request.documents('deletes');
  checkWriteConcern(request);
  const collection = context.store.find(request.database, request.collection);
  let removed = 0;
  const errors = await eachStatement(request, statements, async statement => {
    checkStatement('delete.deletes', statement, DELETE_FIELDS);
    const query = needed(statement, 'delete.deletes', 'q');
    if (!query.isObject) throw wrongType('delete.deletes.q', query, 'object');
    const limit = integerOf(needed(statement, 'delete.deletes', 'limit'));
    if (limit !== 0 && limit !== 1) {
      throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    }
    const textOrder = parseCollation(statement.field('collation'));
    const filter = parseFilter(query, { textOrder, scope: request.scope });
    checkHint(statement.field('hint'), collection);
    removed += await deleteAll(collection, await select(collection, filter, limit === 1 ? 1 : undefined));
  });
  return { n: removed, ...writeErrors(errors) };
}

async function deleteAll(collection: Collection | undefined, found: readonly Stored[]): Promise<number> {
  let removed = 0;
  const pacer = new Pacer();
  for (const stored of found) {
    if (!collection!.holds(stored)) continue;
    collection!.delete(stored);
    removed++;
    if (pacer.due()) await pacer.pause();
  }
  return removed;
}

function writeErrors(errors: readonly WriteError[]): { writeErrors?: Value[] } {
  if (errors.length === 0) return {};
  return {
    writeErrors: errors.map(({ index, error }) =>
      make({ index, code: error.code, ...error.extra, errmsg: error.message }),
    ),
  };
}

/** @throws {CommandError} BadValue for a write concern that only a replica set can meet. */
export function checkWriteConcern(request: Request): void {
  const concern = request.document('writeConcern');
  if (concern === undefined) return;
  const w = concern.field('w');
  if (w?.isNumber && w.number() > 1) {
    throw new CommandError('BadValue', "cannot use 'w' > 1 when a host is not replicated");
  }
  if (w?.type === BsonType.string && w.text() !== 'majority') {
    throw new CommandError(
      'BadValue',
      `cannot use non-majority 'w' mode "${w.text()}" when a host is not a member of a replica set`,
    );
  }
}

function checkStatement(place: string, statement: Value, known: ReadonlySet<string>): void {
  const reader = statement.fields();
  while (reader.next()) {
    if (!known.has(reader.name))
      throw new CommandError(40415, `BSON field '${place}.${reader.name}' is an unknown field.`);
  }
}

function needed(statement: Value, place: string, name: string): Value {
  const value = statement.field(name);
  if (value === undefined)
    throw new CommandError(40414, `BSON field '${place}.${name}' is missing but a required field`);
  return value;
}

function flag(statement: Value, name: string): boolean {
  const value = statement.field(name);
  if (value === undefined || value.isNullish) return false;
  return value.isNumber ? value.number() !== 0 : value.bool();
}

function entriesOf(document: Value): [string, Value][] {
  const entries: [string, Value][] = [];
  const reader = document.fields();
  while (reader.next()) entries.push([reader.name, reader.value()]);
  return entries;
}
