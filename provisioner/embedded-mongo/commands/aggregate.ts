import { type PipelineOptions, parseStages, runStages } from '../aggregate/index.ts';
import { BsonType, documentValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import { DOCUMENT_STAGES, stageOf } from '../project/index.ts';
import { ChangeStreamSource } from './change-stream.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { openCursor } from './cursor-reply.ts';
import { ListSource } from './cursor-table.ts';
import { checkHint } from './indexes.ts';
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
  if (stages === undefined)
    throw new CommandError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
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
  const options: PipelineOptions = { scope: request.scope, textOrder: request.textOrder };
  const first = stages.length > 0 ? stageOf(stages[0]!) : undefined;
  if (first?.[0] === '$changeStream') {
    const source = openChangeStream(first[1], stages.slice(1), name, request, context, options);
    return openCursor(source, { namespace, batchSize, timesOut: true }, context);
  }
  if (name === undefined)
    throw new CommandError(73, '{aggregate: 1} is not valid for a pipeline that reads a collection');
  const collection = context.store.find(request.database, name);
  checkHint(request.value('hint'), collection);
  const leading = first?.[0] === '$match' ? first[1] : undefined;
  const rest = parseStages(leading === undefined ? stages : stages.slice(1), options);
  const found = await select(collection, parseFilter(leading ?? EMPTY, options));
  const documents = await runStages(
    found.map(stored => stored.document),
    rest,
  );
  return openCursor(new ListSource(documents), { namespace, batchSize }, context);
}

const CHANGE_STREAM_STAGES = new Set([
  '$match',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
  '$redact',
]);

function openChangeStream(
  stage: Value,
  rest: readonly Value[],
  name: string | undefined,
  request: Request,
  context: CommandContext,
  options: PipelineOptions,
): ChangeStreamSource {
  const steps = rest.map(item => {
    const [stageName, argument] = stageOf(item);
    if (stageName === '$match') {
      const { matches } = parseFilter(argument, options);
      return (event: Value) => (matches(event) ? event : undefined);
    }
    const shape = DOCUMENT_STAGES.get(stageName);
    if (shape === undefined || !CHANGE_STREAM_STAGES.has(stageName)) {
      if (!stageName.startsWith('$') || !KNOWN_STAGE.test(stageName)) {
        throw new CommandError(40324, `Unrecognized pipeline stage name: '${stageName}'`);
      }
      throw new CommandError('IllegalOperation', `${stageName} is not permitted in a $changeStream pipeline`);
    }
    return shape(argument, options);
  });
  const all = stage.isObject ? stage.field('allChangesForCluster') : undefined;
  const allDatabases = all?.type === BsonType.bool && all.bool();
  if (allDatabases && request.database !== 'admin') {
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

const KNOWN_STAGE =
  /^\$(group|sort|limit|skip|count|unwind|out|merge|lookup|facet|bucket|sample|unionWith|graphLookup)$/;
