import type { Collection, Filter } from 'mongodb';
import { LabError, UserError } from '../emulator/vocabulary/index.ts';
import { type AddManyOptions, type AddManyResult, addEncoded, addManySubscribers } from './add-many.ts';
import type { BsonDocument } from './bson-values.ts';
import { commandOf, differencePaths, isEmpty } from './document-paths.ts';
import type { EncodedDocument } from './encoded-insert.ts';
import { type ConnectionOptions, type MongoConnection, openMongoConnection } from './mongodb-connection.ts';
import { applyChanges, type SimChanges } from './sim-changes.ts';
import type { SimRecord, StoredSim } from './sim-record.ts';
import { decodeSubscriber, encodeSubscriber, mergeSubscriber } from './subscriber-document.ts';
import type { LifecycleAccess } from './subscriber-lifecycle.ts';
import { ensureUniqueImsi } from './unique-imsi.ts';
import { verifyWritten } from './verify-written.ts';

/** Open5GS's collection of subscribers. */
export const SUBSCRIBERS = 'subscribers';
const UPDATE_ATTEMPTS = 5;
/** Numbers keep their BSON types. */
const TYPED = { promoteValues: false } as const;
/** An update that answers with the document as it then is, so that nobody can come between writing and comparing. */
const AFTER = { ...TYPED, returnDocument: 'after' } as const;
const DUPLICATE_KEY = 11000;

export interface StoredSubscriber {
  /** As Open5GS reads it. */
  readonly sim: StoredSim;
  /** As it is stored, numbers with their BSON types; checkSubscriber tells what is wrong with it. */
  readonly document: BsonDocument;
}

export interface SubscriberQuery {
  /** Only IMSIs that begin with these digits (MCC, or MCC and MNC, or more). */
  readonly imsiPrefix?: string;
  /** Only IMSIs greater than this one: the last of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

/** Opens the subscribers of the database that the URI names (`open5gs` when it names none). Close it when done. */
export async function openSubscriberStore(uri: string, options?: ConnectionOptions): Promise<SubscriberStore> {
  return new SubscriberStore(await openMongoConnection(uri, options));
}

/**
 * The HSS's subscribers. Writes set paths, never a whole document: the HSS writes security.sqn and the serving MME into the
 * same document at any time. What is written is read back and compared in type and value. Driver errors become LabErrors.
 */
export class SubscriberStore {
  readonly #connection: MongoConnection;
  readonly #subscribers: Collection<BsonDocument>;
  #indexed: Promise<void> | undefined;

  constructor(connection: MongoConnection) {
    this.#connection = connection;
    this.#subscribers = connection.collection(SUBSCRIBERS);
  }

  /** `127.0.0.1:27017/open5gs`. */
  get place(): string {
    return this.#connection.place;
  }

  /**
   * Adds a subscriber. A stub (no `security`; the HSS leaves one when a phone reports after its subscriber was removed) is
   * completed; a subscriber is refused.
   * @throws UserError imsi-exists
   */
  async add(sim: SimRecord): Promise<void> {
    await this.#ensureIndex();
    const document = encodeSubscriber(sim);
    const { imsi, ...rest } = document;
    const { inserted, after } = await this.#upsert(sim.imsi, rest);
    if (inserted) return verifyWritten(sim.imsi, this.place, after, document);
    if (after !== undefined && ('security' in after || 'slice' in after)) throw knownImsi(sim.imsi, this.place);
    const { _id, imeisv, mme_host, mme_realm, purge_flag, ...$set } = rest; // the HSS wrote its own here
    const completed = await this.#connection.attempt(`complete ${sim.imsi}`, () =>
      this.#subscribers.findOneAndUpdate(
        { imsi, security: { $exists: false }, slice: { $exists: false } },
        { $set },
        AFTER,
      ),
    );
    if (completed === null) throw knownImsi(sim.imsi, this.place); // somebody else completed it
    verifyWritten(sim.imsi, this.place, completed, { imsi, ...$set });
  }

  /** Adds many in bulk, in any order; who is there already is counted and left alone. See addManySubscribers. */
  async addMany(
    sims: Iterable<SimRecord> | AsyncIterable<SimRecord>,
    options?: AddManyOptions,
  ): Promise<AddManyResult> {
    await this.#ensureIndex();
    return addManySubscribers(this.#connection, this.#subscribers, sims, options);
  }

  /**
   * Inserts documents that encodeSubscriber made, or copies of such, as BSON that begins with their `_id`, and reads them back. Gives the indexes of
   * those whose IMSI was there already.
   */
  async insertEncoded(documents: readonly EncodedDocument[]): Promise<ReadonlySet<number>> {
    await this.#ensureIndex();
    if (documents.length === 0) return new Set();
    return addEncoded(this.#connection, this.#subscribers, documents, true);
  }

  /**
   * Writes the changes, on paths; what already has this meaning is not touched. Gives the paths that were written.
   * @throws UserError imsi-unknown
   */
  async update(imsi: string, changes: SimChanges): Promise<string[]> {
    for (let attempt = 0; attempt < UPDATE_ATTEMPTS; attempt++) {
      const stored = await this.#findDocument(imsi);
      if (stored === undefined) throw unknownImsi(imsi, this.place);
      const wanted = mergeSubscriber(stored, applyChanges(decodeSubscriber(stored), changes));
      const update = differencePaths(stored, wanted);
      if (isEmpty(update)) return [];
      const after = await this.#connection.attempt(`update ${imsi}`, () =>
        this.#subscribers.findOneAndUpdate({ imsi, ...update.arrays }, commandOf(update), AFTER),
      );
      if (after === null) continue; // its sessions changed meanwhile: compare again
      verifyWritten(imsi, this.place, after, update.$set, Object.keys(update.$unset));
      return [...Object.keys(update.$set), ...Object.keys(update.$unset)];
    }
    throw new LabError('subscriber-contended', `IMSI ${imsi} changed ${UPDATE_ATTEMPTS} times while it was written`, {
      place: this.place,
      hint: 'see who else writes this subscriber, then try again',
    });
  }

  async find(imsi: string): Promise<StoredSubscriber | undefined> {
    const document = await this.#findDocument(imsi);
    return document === undefined ? undefined : { sim: decodeSubscriber(document), document };
  }

  /** Subscribers by IMSI, fetched as they are consumed. */
  async *list(query: SubscriberQuery = {}): AsyncGenerator<StoredSubscriber, void, void> {
    const cursor = this.#subscribers.find(filterOf(query), { ...TYPED, sort: { imsi: 1 }, batchSize: 500 });
    if (query.limit !== undefined) cursor.limit(query.limit);
    try {
      while (true) {
        const document = await this.#connection.attempt('list subscribers', () => cursor.next());
        if (document === null) return;
        yield { sim: decodeSubscriber(document), document };
      }
    } finally {
      await cursor.close();
    }
  }

  async count(query: Omit<SubscriberQuery, 'limit'> = {}): Promise<number> {
    return this.#connection.attempt('count subscribers', () => this.#subscribers.countDocuments(filterOf(query)));
  }

  /** False when it was not there. A phone that is attached stays attached: Open5GS does nothing on a removal. */
  async remove(imsi: string): Promise<boolean> {
    const { deletedCount } = await this.#connection.attempt(`remove ${imsi}`, () =>
      this.#subscribers.deleteMany({ imsi }),
    );
    return deletedCount > 0;
  }

  /** Removes all that match; gives how many. */
  async removeMany(query: Omit<SubscriberQuery, 'limit' | 'after'> = {}): Promise<number> {
    const { deletedCount } = await this.#connection.attempt('remove subscribers', () =>
      this.#subscribers.deleteMany(filterOf(query)),
    );
    return deletedCount;
  }

  /** For the steps of a SIM's life (subscriber-lifecycle.ts); the unique index is there by then. */
  async lifecycle(): Promise<LifecycleAccess> {
    await this.#ensureIndex();
    return { connection: this.#connection, subscribers: this.#subscribers };
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Two inserters at once: the index lets one win, the other finds it there. */
  async #upsert(imsi: string, $setOnInsert: BsonDocument): Promise<{ inserted: boolean; after?: BsonDocument }> {
    return this.#connection.attempt(`add ${imsi}`, async () => {
      try {
        const options = { ...AFTER, upsert: true, includeResultMetadata: true } as const;
        const { value, lastErrorObject } = await this.#subscribers.findOneAndUpdate(
          { imsi },
          { $setOnInsert },
          options,
        );
        return { inserted: lastErrorObject?.updatedExisting === false, ...(value !== null && { after: value }) };
      } catch (error) {
        if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
        const after = await this.#findDocument(imsi);
        return { inserted: false, ...(after !== undefined && { after }) };
      }
    });
  }

  async #findDocument(imsi: string): Promise<BsonDocument | undefined> {
    return (await this.#connection.attempt('read', () => this.#subscribers.findOne({ imsi }, TYPED))) ?? undefined;
  }

  #ensureIndex(): Promise<void> {
    this.#indexed ??= ensureUniqueImsi(this.#connection, this.#subscribers).catch(error => {
      this.#indexed = undefined;
      throw error;
    });
    return this.#indexed;
  }
}

function knownImsi(imsi: string, place: string): UserError {
  return new UserError('imsi-exists', `IMSI ${imsi} is in the store already`, {
    place,
    expected: 'an IMSI that is not there yet',
  });
}

/** What removal and change of an IMSI that is not there say; several are named together. */
export function unknownImsi(imsi: string | readonly string[], place: string): UserError {
  const imsis = [imsi].flat();
  const which = imsis.length === 1 ? `IMSI ${imsis[0]} is` : `IMSIs ${imsis.join(', ')} are`;
  return new UserError('imsi-unknown', `${which} not in the store`, {
    place,
    expected: 'an IMSI that was added',
    hint: 'mvnolab sim list shows which are there',
  });
}

function filterOf({ imsiPrefix, after }: SubscriberQuery): Filter<BsonDocument> {
  const range: Record<string, string> = {};
  if (imsiPrefix !== undefined && imsiPrefix !== '') {
    range.$gte = imsiPrefix;
    range.$lt = `${imsiPrefix}:`; // ':' follows '9'
  }
  if (after !== undefined) range.$gt = after;
  return Object.keys(range).length === 0 ? {} : { imsi: range };
}
