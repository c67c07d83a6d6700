import { isStageName, type PipelineOptions, parsePipeline } from '../aggregate/index.ts';
import { BsonType, documentValue, int64Value, make, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression } from '../expression/index.ts';
import { parseFilter } from '../match/index.ts';
import { DOCUMENT_STAGES, stageOf } from '../project/index.ts';
import type { Collection } from '../store/index.ts';
import { ChangeStreamSource } from './change-stream.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { openCursor } from './cursor-reply.ts';
import { ListSource } from './cursor-table.ts';
import { checkHint } from './indexes.ts';
import { pipelineData } from './pipeline-data.ts';
import type { Request } from './request.ts';
import { select } from './scan.ts';

const EMPTY = documentValue([]);

export const AGGREGATE_COMMANDS: CommandTable = {
  aggregate: {
    fields: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'collation', 'hint', 'let', 'bypassDocumentValidation'],
    run: aggregate,
  },
};

async function aggregate(request: Request, context: CommandContext): Promise<Reply> {
  const stages = request.array('pipeline');
  if (stages === undefined) {
    throw new CommandError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  }
  const cursor = request.document('cursor');
  if (cursor === undefined && !request.bool('explain')) {
    throw new CommandError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  }
  const batchSize = cursor?.field('batchSize')?.number();
  const target = request.value('aggregate');
  const name = target?.type === BsonType.string ? target.text() : undefined;
  const namespace = `${request.database}.${name ?? '$cmd.aggregate'}`;
  const options: PipelineOptions = {
    scope: request.scope,
    textOrder: request.textOrder,
    data: pipelineData(context.store, request.database),
  };
  const first = stages.length > 0 ? stageOf(stages[0]!) : undefined;
  if (first?.[0] === '$changeStream') {
    const source = openChangeStream(first[1], stages.slice(1), name, request, context, options);
    return openCursor(source, { namespace, batchSize }, context);
  }
  const collection = name === undefined ? undefined : context.store.find(request.database, name);
  checkHint(request.value('hint'), collection);
  const source = first === undefined ? undefined : headSource(first, name, collection, request, options);
  if (name === undefined && source === undefined) {
    throw new CommandError(
      73,
      `{aggregate: 1} is not valid for '${first?.[0] ?? 'an empty pipeline'}'; a collection is required.`,
    );
  }
  const leading = source === undefined && first?.[0] === '$match' ? first[1] : undefined;
  const run = parsePipeline(source !== undefined || leading !== undefined ? stages.slice(1) : stages, options);
  const documents = source ?? (await matching(collection, leading, options));
  return openCursor(new ListSource(await run(documents)), { namespace, batchSize }, context);
}

async function matching(
  collection: Collection | undefined,
  filter: Value | undefined,
  options: PipelineOptions,
): Promise<readonly Value[]> {
  if (filter !== undefined && !filter.isObject) {
    throw new CommandError(15959, 'the match filter must be an expression in an object');
  }
  const found = await select(collection, parseFilter(filter ?? EMPTY, options));
  return found.map(stored => stored.document);
}

/** The documents of a first stage that makes its own; undefined for a stage that reads the collection. */
function headSource(
  [stage, argument]: readonly [string, Value],
  name: string | undefined,
  collection: Collection | undefined,
  request: Request,
  options: PipelineOptions,
): readonly Value[] | undefined {
  switch (stage) {
    case '$documents': {
      if (name !== undefined)
        throw new CommandError('InvalidNamespace', "'$documents' can only be run with {aggregate: 1}");
      const list = compileExpression(argument, options)(EMPTY);
      if (list?.isArray !== true) throw new CommandError(5858203, '$documents must evaluate to an array of objects');
      return list.items();
    }
    case '$listLocalSessions':
    case '$listSessions':
      return [make({ _id: request.document('lsid') ?? {}, lastUse: new Date() })];
    case '$currentOp':
      return [];
    case '$indexStats':
      return collection === undefined ? [] : indexStats(collection);
    case '$collStats': {
      if (collection === undefined) {
        throw new CommandError('NamespaceNotFound', `Collection [${request.database}.${name}] not found.`);
      }
      return [collStats(collection)];
    }
    default:
      return undefined;
  }
}

function indexStats(collection: Collection): Value[] {
  const specs = [collection.idSpec, ...[...collection.indexes.values()].map(index => index.spec)];
  return specs.map(spec =>
    make({ name: spec.name, key: spec.keyPattern, accesses: { ops: int64Value(0n) }, spec: spec.description }),
  );
}

function collStats(collection: Collection): Value {
  return make({
    ns: collection.namespace,
    localTime: new Date(),
    count: collection.size,
    storageStats: {
      size: collection.octets,
      count: collection.size,
      storageSize: collection.octets,
      nindexes: collection.indexes.size + 1,
      capped: false,
    },
  });
}

const CHANGE_STREAM_STAGES = new Set([
  '$match',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
]);

function openChangeStream(
  stage: Value,
  rest: readonly Value[],
  name: string | undefined,
  request: Request,
  context: CommandContext,
  options: PipelineOptions,
): ChangeStreamSource {
  const steps = rest.map(item => eventStep(item, options));
  const all = stage.isObject ? stage.field('allChangesForCluster') : undefined;
  const allDatabases = all?.type === BsonType.bool && all.bool();
  if (allDatabases && (request.database !== 'admin' || name !== undefined)) {
    throw new CommandError(
      'InvalidOptions',
      "A $changeStream with 'allChangesForCluster:true' may only be opened on the 'admin' database, and with no collection name",
    );
  }
  return new ChangeStreamSource({
    store: context.store,
    database: request.database,
    collection: name,
    allDatabases,
    stage,
    transform: event => {
      let current: Value | undefined = event;
      for (const step of steps) {
        if (current === undefined) return undefined;
        current = step(current);
      }
      return current;
    },
  });
}

/** One stage after `$changeStream`, for one event; undefined drops it. */
function eventStep(item: Value, options: PipelineOptions): (event: Value) => Value | undefined {
  const [stageName, argument] = stageOf(item);
  if (stageName === '$match') {
    const { matches } = parseFilter(argument, options);
    return event => (matches(event) ? event : undefined);
  }
  const shape = DOCUMENT_STAGES.get(stageName);
  if (shape !== undefined && CHANGE_STREAM_STAGES.has(stageName)) return shape(argument, options);
  if (isStageName(stageName)) {
    throw new CommandError('IllegalOperation', `${stageName} is not permitted in a $changeStream pipeline`);
  }
  throw new CommandError(40324, `Unrecognized pipeline stage name: '${stageName}'`);
}
