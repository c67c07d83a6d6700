import { deserialize, type ObjectId, serialize } from 'bson';
import type { Collection } from 'mongodb';
import type { BsonDocument } from './bson-values.ts';
import type { MongoConnection } from './mongodb-connection.ts';
import type { SimRecord } from './sim-record.ts';
import { encodeSubscriber } from './subscriber-document.ts';
import { verifyWritten } from './verify-written.ts';

export interface AddManyOptions {
  /** Documents in one insert. Default 500. */
  readonly batchSize?: number;
  /** Makes the document of a SIM. Default encodeSubscriber. */
  readonly encode?: (sim: SimRecord) => BsonDocument;
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
  /** The signal came before all were added. */
  readonly stopped: boolean;
}

interface WriteError {
  readonly index: number;
  readonly code?: number;
  readonly errmsg?: string;
}

const DUPLICATE_KEY = 11000;
/** While the database takes one batch, the next is encoded. */
const BATCHES_UNDER_WAY = 2;

/**
 * Inserts in unordered batches: one that exists does not stop the others.
 * @throws LabError on any other failure; what was added before stays. A stop leaves whole batches
 */
export async function addManySubscribers(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  sims: Iterable<SimRecord> | AsyncIterable<SimRecord>,
  { batchSize = 500, encode = encodeSubscriber, verify = true, onProgress, signal }: AddManyOptions = {},
): Promise<AddManyResult> {
  let added = 0;
  const existing: string[] = [];
  const underWay: Promise<BatchResult>[] = [];
  const settleOne = async () => {
    const batch = await underWay.shift()!;
    added += batch.added;
    existing.push(...batch.existing);
    onProgress?.({ added, existing, stopped: false });
  };
  try {
    for await (const batch of batches(sims, batchSize, encode)) {
      if (signal?.aborted === true) break;
      if (underWay.length >= BATCHES_UNDER_WAY) await settleOne();
      underWay.push(addBatch(connection, subscribers, batch, verify));
    }
    while (underWay.length > 0) await settleOne();
  } finally {
    await Promise.allSettled(underWay); // nothing goes on writing after an error is told
  }
  return { added, existing, stopped: signal?.aborted === true };
}

export interface BatchResult {
  readonly added: number;
  readonly existing: readonly string[];
}

async function* batches(
  sims: Iterable<SimRecord> | AsyncIterable<SimRecord>,
  size: number,
  encode: (sim: SimRecord) => BsonDocument,
): AsyncGenerator<BsonDocument[], void, void> {
  let batch: BsonDocument[] = [];
  for await (const sim of sims) {
    batch.push(encode(sim));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export async function addBatch(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  batch: BsonDocument[],
  verify: boolean,
): Promise<BatchResult> {
  const refused = await insertBatch(connection, subscribers, batch);
  const inserted = refused.size === 0 ? batch : batch.filter((_, i) => !refused.has(i));
  if (verify && inserted.length > 0) await verifyBatch(connection, subscribers, inserted);
  return { added: inserted.length, existing: [...refused].map(i => batch[i]!.imsi as string) };
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

/** Byte by byte, because that is fast; what differs (the HSS may have stepped a SQN already) is looked at field by field. */
async function verifyBatch(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  inserted: readonly BsonDocument[],
): Promise<void> {
  const ids = inserted.map(({ _id }) => _id as ObjectId);
  const stored = await connection.attempt('read back', () =>
    subscribers.find({ _id: { $in: ids as never[] } }, { raw: true, batchSize: ids.length + 1 }).toArray(),
  );
  const found = new Map(stored.map(bytes => [idOf(bytes as unknown as Uint8Array), bytes as unknown as Uint8Array]));
  for (const document of inserted) {
    const bytes = found.get((document._id as ObjectId).toHexString());
    if (bytes !== undefined && Buffer.compare(bytes, serialize(document)) === 0) continue;
    const read = bytes === undefined ? undefined : deserialize(bytes, { promoteValues: false });
    verifyWritten(document.imsi as string, connection.place, read, document);
  }
}

/** The ObjectId of a BSON document that begins with it, as ours do: 4 octets length, type 0x07, `_id`, 0x00. */
function idOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + 9, 12).toString('hex');
}
