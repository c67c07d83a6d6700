import { documentValue, equalValues, indexKey, make, parsePath, type Value, visitPath } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import { parseProjection } from '../project/index.ts';
import { parseSort, plainOrder } from '../sort.ts';
import { planFor, type Stored } from '../store/index.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { openCursor } from './cursor-reply.ts';
import { ListSource } from './cursor-table.ts';
import { POSED_VERSION } from './handshake.ts';
import { checkHint } from './indexes.ts';
import type { Request } from './request.ts';
import { follow, select, then } from './scan.ts';

const EMPTY = documentValue([]);

export const FIND_COMMANDS: CommandTable = {
  find: {
    fields: [
      'filter',
      'sort',
      'projection',
      'hint',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'collation',
      'let',
      'allowDiskUse',
      'allowPartialResults',
      'noCursorTimeout',
      'tailable',
      'awaitData',
      'oplogReplay',
      'min',
      'max',
      'returnKey',
      'showRecordId',
    ],
    run: find,
  },
  count: { fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'], run: count },
  distinct: { fields: ['key', 'query', 'collation', 'hint'], run: distinct },
  explain: { fields: ['verbosity'], run: explain },
};

const REFUSED = ['tailable', 'awaitData', 'returnKey', 'showRecordId'] as const;

function find(request: Request, context: CommandContext): Reply | Promise<Reply> {
  for (const name of REFUSED) {
    if (request.bool(name)) throw new CommandError('BadValue', `find: ${name} is not supported by the embedded store`);
  }
  if (request.value('min') !== undefined || request.value('max') !== undefined) {
    throw new CommandError('BadValue', 'find: min and max are not supported by the embedded store');
  }
  const { textOrder, scope } = request;
  const filter = parseFilter(request.document('filter') ?? EMPTY, { textOrder, scope });
  const sort = parseSort(request.document('sort') ?? EMPTY, textOrder);
  const projection = request.document('projection');
  const shape =
    projection === undefined || projection.isEmpty()
      ? undefined
      : parseProjection(projection, { textOrder, scope, inFind: true, matches: filter.matches });
  const skip = request.count('skip') ?? 0;
  const limit = request.count('limit') || Number.POSITIVE_INFINITY;
  const name = request.collection;
  const collection = context.store.find(request.database, name);
  checkHint(request.value('hint'), collection);
  const options = {
    namespace: `${request.database}.${name}`,
    batchSize: request.count('batchSize'),
    singleBatch: request.bool('singleBatch'),
    timesOut: !request.bool('noCursorTimeout'),
  };
  const wished = textOrder === undefined ? plainOrder(request.document('sort') ?? EMPTY) : undefined;
  const plan = collection === undefined ? undefined : planFor(collection, filter, wished);
  const inOrder = sort === undefined || (wished !== undefined && plan?.ordered === true);
  const found = plan === undefined ? [] : follow(plan, filter, inOrder ? skip + limit : Number.POSITIVE_INFINITY);
  return then(found, stored => {
    let documents: readonly Value[] = stored.map(one => one.document);
    if (!inOrder) documents = sort!(documents);
    if (skip > 0 || limit < documents.length) documents = documents.slice(skip, skip + limit);
    return openCursor(new ListSource(documents, shape), options, context);
  });
}

function count(request: Request, context: CommandContext): Reply | Promise<Reply> {
  const query = request.document('query');
  const collection = context.store.find(request.database, request.collection);
  checkHint(request.value('hint'), collection);
  const skip = request.count('skip') ?? 0;
  const limit = Math.abs(request.number('limit') ?? 0) || Number.POSITIVE_INFINITY;
  const answer = (all: number): Reply => ({ n: Math.min(limit, Math.max(0, all - skip)) });
  if (query === undefined || query.isEmpty()) return answer(collection?.size ?? 0);
  const { textOrder, scope } = request;
  return then(select(collection, parseFilter(query, { textOrder, scope }), skip + limit), found =>
    answer(found.length),
  );
}

function distinct(request: Request, context: CommandContext): Reply | Promise<Reply> {
  const key = request.text('key');
  if (key === undefined) throw new CommandError(40414, "BSON field 'distinct.key' is missing but a required field");
  const { textOrder, scope } = request;
  const filter = parseFilter(request.document('query') ?? EMPTY, { textOrder, scope });
  const collection = context.store.find(request.database, request.collection);
  checkHint(request.value('hint'), collection);
  return then(select(collection, filter), stored => {
    const values = distinctValues(stored, key);
    if (textOrder === undefined) return { values };
    const unique: Value[] = [];
    for (const value of values) if (!unique.some(known => equalValues(known, value, textOrder))) unique.push(value);
    return { values: unique };
  });
}

function distinctValues(stored: readonly Stored[], key: string): Value[] {
  const path = parsePath(key);
  const seen = new Map<string, Value>();
  const add = (value: Value) => {
    const valueKey = indexKey(value);
    if (!seen.has(valueKey)) seen.set(valueKey, value);
  };
  for (const { document } of stored) {
    visitPath(document, path, value => {
      if (value?.isArray) value.items().forEach(add);
      else if (value !== undefined) add(value);
      return false;
    });
  }
  return [...seen.values()];
}

/** Tells the way that a query would go; nothing more. */
function explain(request: Request, context: CommandContext): Reply {
  const inner = request.document('explain');
  const reader = inner?.fields();
  if (inner === undefined || reader === undefined || !reader.next()) {
    throw new CommandError('FailedToParse', "BSON field 'explain.explain' is missing but a required field");
  }
  const name = reader.value().type === 0x02 ? reader.value().text() : '';
  const collection = context.store.find(request.database, name);
  const statement = inner.field('updates')?.items()[0] ?? inner.field('deletes')?.items()[0];
  const query = inner.field('filter') ?? inner.field('query') ?? statement?.field('q');
  const filter = parseFilter(query ?? EMPTY, { scope: request.scope });
  const sort = inner.field('sort');
  const wished = sort?.isObject ? plainOrder(sort) : undefined;
  const plan = collection === undefined ? undefined : planFor(collection, filter, wished);
  const winningPlan = {
    stage: plan?.stage ?? 'EOF',
    ...(plan?.indexName === undefined ? {} : { indexName: plan.indexName }),
  };
  return {
    explainVersion: '1',
    queryPlanner: {
      namespace: `${request.database}.${name}`,
      indexFilterSet: false,
      parsedQuery: query ?? make({}),
      winningPlan,
      rejectedPlans: [],
    },
    command: inner,
    serverInfo: { host: context.address, version: POSED_VERSION },
  };
}
