import { documentValue, NULL, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import { parseProjection } from '../project/index.ts';
import { parseSort } from '../sort.ts';
import { parseUpdate } from '../update/index.ts';
import { applyTo, insertUpserted } from './apply-update.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { checkHint } from './indexes.ts';
import type { Request } from './request.ts';
import { select } from './scan.ts';
import { firstOf } from './statements.ts';
import { checkWriteConcern } from './write.ts';

const EMPTY = documentValue([]);
const FIELDS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'bypassDocumentValidation',
  'collation',
  'arrayFilters',
  'hint',
  'let',
];

export const FIND_AND_MODIFY_COMMANDS: CommandTable = {
  findAndModify: { fields: FIELDS, run: findAndModify },
  findandmodify: { fields: FIELDS, run: findAndModify },
};

async function findAndModify(request: Request, context: CommandContext): Promise<Reply> {
  checkWriteConcern(request);
  const { textOrder, scope } = request;
  const filter = parseFilter(request.document('query') ?? EMPTY, { textOrder, scope });
  const sort = parseSort(request.document('sort') ?? EMPTY, textOrder);
  const fields = request.document('fields');
  const shape =
    fields === undefined || fields.isEmpty()
      ? (document: Value) => document
      : parseProjection(fields, { textOrder, scope, inFind: true, matches: filter.matches });
  const removing = request.bool('remove');
  const update = request.value('update');
  if (removing === (update !== undefined)) {
    throw new CommandError(
      'FailedToParse',
      removing ? 'Cannot specify both an update and remove=true' : 'Either an update or remove=true must be specified',
    );
  }
  if (removing && request.bool('new')) {
    throw new CommandError(
      'FailedToParse',
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  }
  if (removing && request.bool('upsert')) {
    throw new CommandError('FailedToParse', 'Cannot specify both upsert=true and remove=true');
  }
  const parsed =
    update === undefined
      ? undefined
      : parseUpdate(update, { arrayFilters: request.array('arrayFilters') ?? [], scope, textOrder });
  let collection = context.store.find(request.database, request.collection);
  checkHint(request.value('hint'), collection);
  const candidates = await select(collection, filter, sort === undefined ? 1 : undefined);
  const stored = sort === undefined || candidates.length === 0 ? candidates[0] : firstOf(candidates, sort);
  const options = { scope, bypassValidation: request.bool('bypassDocumentValidation') };
  if (stored === undefined) {
    if (parsed === undefined) return { lastErrorObject: { n: 0 }, value: NULL };
    if (!request.bool('upsert')) return { lastErrorObject: { n: 0, updatedExisting: false }, value: NULL };
    collection ??= context.store.need(request.database, request.collection);
    const made = insertUpserted(collection, filter, parsed, options);
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: made.field('_id') },
      value: request.bool('new') ? shape(made) : NULL,
    };
  }
  const before = stored.document;
  if (parsed === undefined) {
    collection!.delete(stored);
    return { lastErrorObject: { n: 1 }, value: shape(before) };
  }
  applyTo(collection!, stored, filter, parsed, options);
  return {
    lastErrorObject: { n: 1, updatedExisting: true },
    value: shape(request.bool('new') ? stored.document : before),
  };
}
