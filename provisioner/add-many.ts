import { ObjectId, serialize } from 'bson';
import { type Collection, MongoServerError } from 'mongodb';
import type { BsonDocument } from './bson-values.ts';
import { type EncodedDocument, findEncoded, insertEncoded, verifyEncoded } from './encoded-insert.ts';
import type { MongoConnection } from './mongodb-connection.ts';
import type { SimRecord } from './sim-record.ts';
import { encodeSubscriber } from './subscriber-document.ts';

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

interface BatchResult {
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

async function addBatch(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  batch: readonly BsonDocument[],
  verify: boolean,
): Promise<BatchResult> {
  const documents = batch.map(({ _id = new ObjectId(), ...rest }) => serialize({ _id, ...rest }));
  const refused = await addEncoded(connection, subscribers, documents, verify);
  return { added: batch.length - refused.size, existing: [...refused].map(i => batch[i]!.imsi as string) };
}

/**
 * Inserts subscribers that begin with an ObjectId, and reads them back with `verify`. Gives the indexes of those that were there already.
 * @throws LabError on any other failure
 */
export async function addEncoded(
  connection: MongoConnection,
  subscribers: Collection<BsonDocument>,
  documents: readonly EncodedDocument[],
  verify: boolean,
): Promise<Set<number>> {
  const refused = await connection.attempt(`add ${documents.length} subscribers`, async () => {
    const errors = await insertEncoded(connection, subscribers, documents);
    const other = errors.find(({ code }) => code !== DUPLICATE_KEY);
    if (other !== undefined) throw new MongoServerError({ message: other.errmsg ?? 'write error', code: other.code });
    if (errors.length === 0) return new Set<number>();
    const indexes = errors.map(({ index }) => index);
    // One that is there under its own id came in before a connection broke.
    const ours = await findEncoded(
      subscribers,
      indexes.map(index => documents[index]!),
    );
    return new Set(indexes.filter((_, i) => !ours.has(i)));
  });
  if (verify) {
    const inserted = refused.size === 0 ? documents : documents.filter((_, i) => !refused.has(i));
    await verifyEncoded(connection, subscribers, inserted);
  }
  return refused;
}
