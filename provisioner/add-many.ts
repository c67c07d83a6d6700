import type { Collection } from 'mongodb';
import type { BsonDocument } from './bson-values.ts';
import type { MongoConnection } from './mongodb-connection.ts';
import type { SimRecord } from './sim-record.ts';
import { encodeSubscriber } from './subscriber-document.ts';
import { verifyWritten } from './verify-written.ts';

export interface AddManyOptions {
  /** Documents in one insert. Default 500. */
  readonly batchSize?: number;
  /** Read every document back and compare it. Default true. */
  readonly verify?: boolean;
  /** Called after each batch. */
  readonly onProgress?: (done: AddManyResult) => void;
  /** Stops between two batches. */
  readonly signal?: AbortSignal;
}

export interface AddManyResult {
  readonly added: number;
  /** IMSIs that were there already, or came twice: left alone. */
  readonly existing: readonly string[];
}

interface WriteError {
  readonly index: number;
  readonly code?: number;
  readonly errmsg?: string;
}

const DUPLICATE_KEY = 11000;

/**
 * Inserts in unordered batches: one that exists does not stop the others.
 * @throws LabError on any other failure; what was added before stays
 */
export async function addManySubscribers(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  sims: Iterable<SimRecord> | AsyncIterable<SimRecord>,
  { batchSize = 500, verify = true, onProgress, signal }: AddManyOptions = {},
): Promise<AddManyResult> {
  let added = 0;
  const existing: string[] = [];
  let batch: BsonDocument[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    signal?.throwIfAborted();
    const refused = await insertBatch(connection, subscribers, batch);
    const inserted = batch.filter((_, i) => !refused.has(i));
    for (const i of refused) existing.push(batch[i]!.imsi as string);
    if (verify) await verifyBatch(connection, subscribers, inserted);
    added += inserted.length;
    batch = [];
    onProgress?.({ added, existing });
  };
  for await (const sim of sims) {
    batch.push(encodeSubscriber(sim));
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  return { added, existing };
}

/** Indexes of the documents that were there already. */
async function insertBatch(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  batch: BsonDocument[],
): Promise<Set<number>> {
  return connection.attempt(`add ${batch.length} subscribers`, async () => {
    try {
      await subscribers.insertMany(batch, { ordered: false });
      return new Set<number>();
    } catch (error) {
      const writeErrors = [(error as { writeErrors?: WriteError | WriteError[] }).writeErrors ?? []].flat();
      if (writeErrors.length === 0 || writeErrors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
      return new Set(writeErrors.map(({ index }) => index));
    }
  });
}

async function verifyBatch(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  inserted: readonly BsonDocument[],
): Promise<void> {
  const wanted = new Map(inserted.map(document => [document.imsi as string, document]));
  const stored = await connection.attempt('read back', () =>
    subscribers
      .find({ imsi: { $in: [...wanted.keys()] } }, { promoteValues: false, batchSize: wanted.size + 1 })
      .toArray(),
  );
  const found = new Map(stored.map(document => [document.imsi as string, document]));
  for (const [imsi, document] of wanted) verifyWritten(imsi, connection.place, found.get(imsi), document);
}
