import { BsonType, integerOf, make, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { openCursor } from './cursor-reply.ts';
import { ListSource } from './cursor-table.ts';
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
} from './statements.ts';
import { checkWriteConcern, eachStatement } from './write.ts';

export const BULK_WRITE_COMMANDS: CommandTable = {
  bulkWrite: {
    fields: ['ops', 'nsInfo', 'errorsOnly', 'ordered', 'bypassDocumentValidation', 'let', 'cursor'],
    adminOnly: true,
    run: bulkWrite,
  },
};

interface Totals {
  nErrors: number;
  nInserted: number;
  nUpserted: number;
  nMatched: number;
  nModified: number;
  nDeleted: number;
}

type Namespace = Pick<StatementPlace, 'database' | 'collection'>;

/** Writes to several collections in one command (MongoDB 8.0); its results come in a cursor. */
async function bulkWrite(request: Request, context: CommandContext): Promise<Reply> {
  checkWriteConcern(request);
  const operations = request.documents('ops');
  const namespaces = request.documents('nsInfo').map(namespaceOf);
  const errorsOnly = request.bool('errorsOnly');
  const totals: Totals = { nErrors: 0, nInserted: 0, nUpserted: 0, nMatched: 0, nModified: 0, nDeleted: 0 };
  const results: Value[] = [];
  const shared = {
    store: context.store,
    scope: request.scope,
    bypassValidation: request.bool('bypassDocumentValidation'),
  };
  const errors = await eachStatement(request, operations, async (operation, idx) => {
    const reader = operation.fields();
    if (!reader.next()) throw new CommandError('FailedToParse', 'BulkWriteOperation must not be empty');
    const namespace = namespaces[integerOf(reader.value()) ?? -1];
    if (namespace === undefined)
      throw new CommandError('BadValue', `BulkWrite ops entry ${idx} has an invalid nsInfo index.`);
    const result = await runOperation(reader.name, operation, { ...shared, ...namespace }, totals);
    if (!errorsOnly) results.push(make({ ok: 1, idx, ...result }));
  });
  totals.nErrors = errors.length;
  for (const { index, error } of errors) {
    results.push(make({ ok: 0, idx: index, code: error.code, ...error.extra, errmsg: error.message, n: 0 }));
  }
  results.sort((a, b) => a.field('idx')!.int32() - b.field('idx')!.int32());
  const batchSize = request.document('cursor')?.field('batchSize')?.number();
  const reply = openCursor(
    new ListSource(results),
    { namespace: 'admin.$cmd.bulkWrite', batchSize: batchSize ?? Number.POSITIVE_INFINITY },
    context,
  );
  return writer => {
    if (typeof reply === 'function') reply(writer);
    for (const [name, count] of Object.entries(totals)) writer.int32(name, count);
  };
}

function namespaceOf(info: Value): Namespace {
  const namespace = needed(info, 'bulkWrite.nsInfo', 'ns');
  const text = namespace.type === BsonType.string ? namespace.text() : '';
  const dot = text.indexOf('.');
  if (dot <= 0 || dot === text.length - 1) {
    throw new CommandError('InvalidNamespace', `Invalid namespace specified for bulkWrite: '${text}'`);
  }
  return { database: text.slice(0, dot), collection: text.slice(dot + 1) };
}

const FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  insert: new Set(['insert', 'document']),
  update: new Set([
    'update',
    'filter',
    'updateMods',
    'multi',
    'upsert',
    'arrayFilters',
    'hint',
    'constants',
    'collation',
    'sort',
  ]),
  delete: new Set(['delete', 'filter', 'multi', 'hint', 'collation']),
};

async function runOperation(
  kind: string,
  operation: Value,
  place: StatementPlace,
  totals: Totals,
): Promise<{ n: number; nModified?: number; upserted?: Value }> {
  const fields = FIELDS[kind];
  if (fields === undefined) throw new CommandError(40415, `BSON field 'bulkWrite.ops.${kind}' is an unknown field.`);
  const where = 'bulkWrite.ops';
  checkStatementFields(where, operation, fields);
  if (kind === 'insert') {
    place.store
      .need(place.database, place.collection)
      .insert(neededDocument(operation, where, 'document'), place.bypassValidation);
    totals.nInserted++;
    return { n: 1 };
  }
  const filter = neededDocument(operation, where, 'filter');
  const collation = optionalDocument(operation, where, 'collation');
  const hint = operation.field('hint');
  const multi = flag(operation, 'multi');
  if (kind === 'delete') {
    const removed = await runDelete({ filter, multi, collation, hint }, place);
    totals.nDeleted += removed;
    return { n: removed };
  }
  const outcome = await runUpdate(
    {
      filter,
      update: needed(operation, where, 'updateMods'),
      multi,
      upsert: flag(operation, 'upsert'),
      collation,
      arrayFilters: operation.field('arrayFilters'),
      constants: optionalDocument(operation, where, 'constants'),
      hint,
      sort: optionalDocument(operation, where, 'sort'),
    },
    place,
  );
  totals.nMatched += outcome.matched;
  totals.nModified += outcome.modified;
  if (outcome.upserted === undefined) return { n: outcome.matched, nModified: outcome.modified };
  totals.nUpserted++;
  return { n: 1, nModified: 0, upserted: make({ _id: outcome.upserted }) };
}
