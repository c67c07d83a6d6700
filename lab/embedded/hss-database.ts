import { type AnyBulkWriteOperation, type ChangeStream, type Collection, type Document, Long } from 'mongodb';
import type { DatabaseAnswer, DatabaseRequest, SubscriberChange } from '../../emulator/core/index.ts';
import type { Imsi } from '../../emulator/vocabulary/index.ts';

/** As the HSS reads documents: every number keeps its BSON type. */
const RAW_TYPES = { promoteValues: false, promoteLongs: false } as const;
/**
 * Matches changes of none of the fields that an HSS writes. The serving MME's time by its path; the SQN's name holds a dot in a change, so
 * that no path reaches it, and $getField is not for MongoDB 4.4.
 */
const NOT_BY_AN_HSS = {
  'updateDescription.updatedFields.mme_timestamp': { $exists: false },
  $expr: {
    $not: {
      $anyElementTrue: {
        $map: {
          input: { $objectToArray: '$updateDescription.updatedFields' },
          in: { $eq: ['$$this.k', 'security.sqn'] },
        },
      },
    },
  },
};
const SQN_MODULUS = 2 ** 48;
/** Statements of one command; more wait for the next. */
const MAX_BATCH = 1000;

type Find = Extract<DatabaseRequest, { type: 'findSubscriber' }>;
type Write = Exclude<DatabaseRequest, Find>;

/**
 * Performs the HSS's requests on the `subscribers` collection. What arrives while a command is under way goes with the next one, so
 * an attach storm costs a few commands and a single attach no delay.
 */
export class HssDatabase {
  private readonly collection: Collection<Document>;
  private readonly answer: (answer: DatabaseAnswer) => void;
  /** By the fields that are asked for, which are few constants. */
  private readonly finds = new Map<readonly string[], Lane<Find>>();
  private readonly writes: Lane<Write>;
  private stream: ChangeStream | undefined;

  constructor(collection: Collection<Document>, answer: (answer: DatabaseAnswer) => void) {
    this.collection = collection;
    this.answer = answer;
    this.writes = new Lane(batch => this.performWrites(batch));
  }

  request(request: DatabaseRequest): void {
    if (request.type === 'findSubscriber') this.findsOf(request.fields).add(request);
    else this.writes.add(request);
  }

  /**
   * Tells `changed` of updates of subscribers by others, until `close`; `failed` hears why the watch ended. What the HSS itself
   * writes at every attach (SQN, serving MME) is filtered where the changes are kept, and the document is read only when it is asked for.
   */
  watch(changed: (change: SubscriberChange) => void, failed: (reason: string) => void): void {
    const stream = this.collection.watch([{ $match: { operationType: 'update', ...NOT_BY_AN_HSS } }], RAW_TYPES);
    this.stream = stream;
    stream.on('change', event => {
      if (event.operationType !== 'update') return;
      const updatedFields = event.updateDescription.updatedFields ?? {};
      this.collection.findOne({ _id: event.documentKey._id }, RAW_TYPES).then(
        document => {
          if (typeof document?.imsi === 'string') changed({ imsi: document.imsi as Imsi, updatedFields, document });
        },
        error => failed(reasonOf(error)),
      );
    });
    stream.on('error', error => failed(error.message));
  }

  /** Ends the watch and waits for what is under way. */
  async close(): Promise<void> {
    await this.stream?.close().catch(() => undefined);
    await Promise.all([...this.finds.values(), this.writes].map(lane => lane.idle()));
  }

  private findsOf(fields: readonly string[]): Lane<Find> {
    let lane = this.finds.get(fields);
    if (lane === undefined) {
      const projection = { _id: 0, imsi: 1, ...Object.fromEntries(fields.map(field => [field, 1])) };
      lane = new Lane(batch => this.performFinds(batch, projection));
      this.finds.set(fields, lane);
    }
    return lane;
  }

  private async performFinds(batch: readonly Find[], projection: Document): Promise<void> {
    const imsis = [...new Set(batch.map(request => request.imsi))];
    const documents = new Map<string, Document>();
    try {
      const filter = imsis.length === 1 ? { imsi: imsis[0] } : { imsi: { $in: imsis } };
      const cursor = this.collection.find(filter, { ...RAW_TYPES, projection, batchSize: MAX_BATCH });
      for (const document of await cursor.toArray()) {
        // As Open5GS, the first document of an IMSI counts.
        if (!documents.has(document.imsi)) documents.set(document.imsi, document);
      }
    } catch (error) {
      for (const { id } of batch) this.answer({ type: 'failed', id, reason: reasonOf(error) });
      return;
    }
    for (const { id, imsi } of batch) this.answer({ type: 'subscriber', id, document: documents.get(imsi) });
  }

  private async performWrites(batch: readonly Write[]): Promise<void> {
    const failures = new Map<number, string>();
    try {
      const result = await this.collection.bulkWrite(batch.map(statementOf), { ordered: false });
      if (!result.ok) throw new Error('the database refused the write');
    } catch (error) {
      const writeErrors = (error as { writeErrors?: unknown }).writeErrors;
      // Without a write error of its own, what failed is the command: nothing of it is known to be written.
      if (!Array.isArray(writeErrors) || writeErrors.length === 0) {
        for (const { id } of batch) this.answer({ type: 'failed', id, reason: reasonOf(error) });
        return;
      }
      for (const { index, errmsg } of writeErrors) failures.set(index, String(errmsg));
    }
    for (const [index, { id }] of batch.entries()) {
      const reason = failures.get(index);
      this.answer(reason === undefined ? { type: 'done', id } : { type: 'failed', id, reason });
    }
  }
}

/**
 * Open5GS sets the SQN that it used, adds 32 and masks to 48 bit, in three statements; the HSS machine lets no two requests for one
 * IMSI overlap, so one statement with their result leaves the same document and no gap between them.
 */
function statementOf(write: Write): AnyBulkWriteOperation<Document> {
  const filter = { imsi: write.imsi };
  if (write.type === 'stepSqn') {
    const next = (write.base + 32) % SQN_MODULUS;
    return { updateOne: { filter, update: { $set: { 'security.sqn': Long.fromNumber(next) } } } };
  }
  const served = {
    mme_host: write.mmeHost,
    mme_realm: write.mmeRealm,
    mme_timestamp: Long.fromNumber(Date.now() * 1000),
    purge_flag: write.purged,
    ...(write.imeisv === undefined ? {} : { imeisv: write.imeisv }),
  };
  return { updateOne: { filter, update: { $set: served }, upsert: true } };
}

/** One command at a time; what arrives meanwhile is the next batch. */
class Lane<Request> {
  private readonly perform: (batch: readonly Request[]) => Promise<void>;
  private waiting: Request[] = [];
  private running: Promise<void> | undefined;

  constructor(perform: (batch: readonly Request[]) => Promise<void>) {
    this.perform = perform;
  }

  add(request: Request): void {
    this.waiting.push(request);
    this.running ??= this.run();
  }

  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Whatever else this turn of the event loop brings goes along.
    await new Promise(resolve => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH);
      await this.perform(batch);
    }
    this.running = undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
