import { type BsonWriter, indexName, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { type Cursor, type DocumentSource, MOST_BATCH_OCTETS } from './cursor-table.ts';
import type { Request } from './request.ts';

/** Documents in a first batch when the client does not say. */
const FIRST_BATCH = 101;
/**
 * How long a change stream's getMore waits when the client does not say.
 *
 * Deviation: MongoDB waits a second. Open5GS's HSS polls every 100 ms without saying, and holds its database lock while it
 * waits, so that no subscriber gets an answer meanwhile.
 */
const AWAIT_MS = 20;

export interface CursorOptions {
  readonly namespace: string;
  readonly batchSize?: number | undefined;
  readonly singleBatch?: boolean;
  readonly timesOut?: boolean;
}

/** The reply of a command that opens a cursor: its first batch, and an id when more is left. */
export function openCursor(source: DocumentSource, options: CursorOptions, context: CommandContext): Reply {
  const batch = source.take(options.batchSize ?? FIRST_BATCH, MOST_BATCH_OCTETS);
  let id = 0n;
  if (!source.exhausted && options.singleBatch !== true) {
    id = context.cursors.open(options.namespace, source, options.timesOut ?? true).id;
  }
  return cursorReply('firstBatch', batch, id, options.namespace, source.resumeToken);
}

export const CURSOR_COMMANDS: CommandTable = {
  getMore: { fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'], run: getMore },
  killCursors: { fields: ['cursors'], run: killCursors },
};

async function getMore(request: Request, context: CommandContext): Promise<Reply> {
  const id = request.value('getMore')?.int64() ?? 0n;
  const namespace = `${request.database}.${request.text('collection') ?? ''}`;
  const cursor = context.cursors.find(id);
  if (cursor === undefined) throw new CommandError('CursorNotFound', `cursor id ${id} not found`);
  if (cursor.namespace !== namespace) {
    throw new CommandError(
      'Unauthorized',
      `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
    );
  }
  if (cursor.inUse) throw new CommandError(12, `cursor id ${id} is already in use`);
  cursor.inUse = true;
  try {
    return await nextBatch(cursor, request, context);
  } catch (error) {
    context.cursors.close(id);
    throw error;
  } finally {
    cursor.inUse = false;
    cursor.lastUsedMs = Date.now();
  }
}

async function nextBatch(cursor: Cursor, request: Request, context: CommandContext): Promise<Reply> {
  const { source } = cursor;
  const most = request.count('batchSize') || Number.POSITIVE_INFINITY;
  let batch = source.take(most, MOST_BATCH_OCTETS);
  if (batch.length === 0 && source.wait !== undefined && !source.exhausted) {
    const until = performance.now() + (request.count('maxTimeMS') ?? AWAIT_MS);
    const signal = AbortSignal.any([cursor.killed.signal, context.connection.closed]);
    while (batch.length === 0 && !source.exhausted && !signal.aborted) {
      const left = until - performance.now();
      if (left <= 0) break;
      await source.wait(left, signal);
      batch = source.take(most, MOST_BATCH_OCTETS);
    }
    if (cursor.killed.signal.aborted) {
      throw new CommandError('CursorKilled', `operation was interrupted: cursor id ${cursor.id} was killed`);
    }
  }
  if (source.exhausted) context.cursors.close(cursor.id);
  return cursorReply('nextBatch', batch, source.exhausted ? 0n : cursor.id, cursor.namespace, source.resumeToken);
}

function killCursors(request: Request, context: CommandContext): Reply {
  const killed: bigint[] = [];
  const notFound: bigint[] = [];
  for (const value of request.array('cursors') ?? []) {
    const id = value.int64();
    (context.cursors.close(id) ? killed : notFound).push(id);
  }
  return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [] };
}

function cursorReply(
  name: 'firstBatch' | 'nextBatch',
  batch: readonly Value[],
  id: bigint,
  namespace: string,
  resumeToken: Value | undefined,
): Reply {
  return (writer: BsonWriter) => {
    writer.open('cursor').openArray(name);
    for (let index = 0; index < batch.length; index++) writer.value(indexName(index), batch[index]!);
    writer.close();
    if (resumeToken !== undefined) writer.value('postBatchResumeToken', resumeToken);
    writer.int64('id', id).string('ns', namespace).close();
  };
}
