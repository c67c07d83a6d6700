import { BsonType, integerOf, make, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { Pacer } from '../pacer.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import type { Request } from './request.ts';
import {
  checkStatementFields,
  flag,
  needed,
  neededDocument,
  optionalDocument,
  runDelete,
  runUpdate,
  type StatementPlace,
  type UpdateOutcome,
} from './statements.ts';

export const WRITE_COMMANDS: CommandTable = {
  insert: { fields: ['documents', 'ordered', 'bypassDocumentValidation'], run: insert },
  update: { fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'], run: update },
  delete: { fields: ['deletes', 'ordered', 'let'], run: remove },
};

/** A statement that failed, by its place in the command. */
export interface WriteError {
  readonly index: number;
  readonly error: CommandError;
}

/** Runs statements one after the other; with `ordered` the first failure ends it. */
export async function eachStatement(
  request: Request,
  statements: readonly Value[],
  run: (statement: Value, index: number) => void | Promise<void>,
): Promise<WriteError[]> {
  if (statements.length === 0 || statements.length > 100_000) {
    throw new CommandError(
      'InvalidLength',
      `Write batch sizes must be between 1 and 100000. Got ${statements.length} operations.`,
    );
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
  const bypass = request.bool('bypassDocumentValidation');
  const collection = context.store.need(request.database, request.collection);
  let inserted = 0;
  const errors = await eachStatement(request, documents, document => {
    collection.insert(document, bypass);
    inserted++;
  });
  return { n: inserted, ...writeErrors(errors) };
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

async function update(request: Request, context: CommandContext): Promise<Reply> {
  const statements = request.documents('updates');
  checkWriteConcern(request);
  const place = placeOf(request, context);
  let matched = 0;
  let modified = 0;
  const upserted: Value[] = [];
  const errors = await eachStatement(request, statements, (statement, index) => {
    const count = (outcome: UpdateOutcome) => {
      matched += outcome.matched;
      modified += outcome.modified;
      if (outcome.upserted !== undefined) upserted.push(make({ index, _id: outcome.upserted }));
    };
    const outcome = updateOne(statement, place);
    return outcome instanceof Promise ? outcome.then(count) : count(outcome);
  });
  return {
    n: matched + upserted.length,
    ...(upserted.length === 0 ? {} : { upserted }),
    nModified: modified,
    ...writeErrors(errors),
  };
}

function updateOne(statement: Value, place: StatementPlace): UpdateOutcome | Promise<UpdateOutcome> {
  const where = 'update.updates';
  checkStatementFields(where, statement, UPDATE_FIELDS);
  return runUpdate(
    {
      filter: neededDocument(statement, where, 'q'),
      update: needed(statement, where, 'u'),
      multi: flag(statement, 'multi'),
      upsert: flag(statement, 'upsert'),
      collation: optionalDocument(statement, where, 'collation'),
      arrayFilters: statement.field('arrayFilters'),
      constants: optionalDocument(statement, where, 'c'),
      hint: statement.field('hint'),
      sort: optionalDocument(statement, where, 'sort'),
    },
    place,
  );
}

const DELETE_FIELDS = new Set(['q', 'limit', 'collation', 'hint', 'sampleId']);

async function remove(request: Request, context: CommandContext): Promise<Reply> {
  const statements = request.documents('deletes');
  checkWriteConcern(request);
  const place = placeOf(request, context);
  let removed = 0;
  const errors = await eachStatement(request, statements, async statement => {
    const where = 'delete.deletes';
    checkStatementFields(where, statement, DELETE_FIELDS);
    const limit = integerOf(needed(statement, where, 'limit'));
    if (limit !== 0 && limit !== 1) {
      throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    }
    removed += await runDelete(
      {
        filter: neededDocument(statement, where, 'q'),
        multi: limit === 0,
        collation: optionalDocument(statement, where, 'collation'),
        hint: statement.field('hint'),
      },
      place,
    );
  });
  return { n: removed, ...writeErrors(errors) };
}

function placeOf(request: Request, context: CommandContext): StatementPlace {
  return {
    store: context.store,
    database: request.database,
    collection: request.collection,
    scope: request.scope,
    bypassValidation: request.bool('bypassDocumentValidation'),
  };
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
