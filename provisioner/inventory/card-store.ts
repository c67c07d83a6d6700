import type { Collection, Filter } from 'mongodb';
import { UserError } from '../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../mongodb-connection.ts';
import { type CardDocument, decodeCard } from './card-document.ts';
import type { SimCard } from './sim-card.ts';
import type { SimState } from './transitions.ts';

/** The lab's own database, beside Open5GS's on the same server. */
export const INVENTORY_DATABASE = 'mvnolab';
const DUPLICATE_KEY = 11000;

export interface CardQuery {
  readonly states?: readonly SimState[];
  readonly customer?: string;
  readonly batch?: string;
  readonly imsiPrefix?: string;
  readonly product?: string;
  /** Only ICCIDs after this one: the last of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

/** The cards: reading, and changing one only in the version that was seen. */
export class CardStore {
  readonly connection: MongoConnection;
  readonly collection: Collection<CardDocument>;
  #indexed: Promise<void> | undefined;

  constructor(connection: MongoConnection, databaseName = INVENTORY_DATABASE) {
    this.connection = connection;
    this.collection = connection.collection('sims', databaseName) as unknown as Collection<CardDocument>;
  }

  get place(): string {
    return `${this.connection.place.replace(/\/[^/]*$/, '')}/${this.collection.dbName}`;
  }

  /** ICCID is `_id`; IMSI and MSISDN are unique by index; what is under way is found by index. */
  ensureIndexes(): Promise<void> {
    this.#indexed ??= this.connection
      .attempt('index the inventory', async () => {
        await this.collection.createIndex({ imsi: 1 }, { unique: true });
        await this.collection.createIndex({ msisdn: 1 }, { unique: true, sparse: true });
        await this.collection.createIndex({ pending: 1 }, { sparse: true });
        await this.collection.createIndex({ batch: 1 }, { sparse: true });
      })
      .catch(error => {
        this.#indexed = undefined;
        throw error;
      });
    return this.#indexed;
  }

  /** @throws UserError iccid-exists, imsi-exists */
  async insert(document: CardDocument): Promise<void> {
    await this.ensureIndexes();
    await this.connection.attempt('register a card', async () => {
      try {
        await this.collection.insertOne(document as never);
      } catch (error) {
        throw duplicateError(error, document, this.place) ?? error;
      }
    });
  }

  async findDocument(filter: Filter<CardDocument>): Promise<CardDocument | undefined> {
    return (
      ((await this.connection.attempt('read the inventory', () => this.collection.findOne(filter))) as
        | CardDocument
        | undefined) ?? undefined
    );
  }

  /**
   * The card that an ICCID, an IMSI or a number (with or without +) names.
   * @throws UserError sim-unknown
   */
  async resolve(ref: string): Promise<CardDocument> {
    for (const filter of filtersOf(ref)) {
      const found = await this.findDocument(filter);
      if (found !== undefined) return found;
    }
    throw unknownCard(ref, this.place);
  }

  async *list(query: CardQuery = {}): AsyncGenerator<SimCard, void, void> {
    await this.ensureIndexes();
    const cursor = this.collection.find(filterOf(query), {
      sort: { _id: 1 },
      batchSize: 1000,
      ...(query.limit !== undefined && { limit: query.limit }),
    });
    try {
      while (true) {
        const document = await this.connection.attempt('list cards', () => cursor.next());
        if (document === null) return;
        yield decodeCard(document as CardDocument);
      }
    } finally {
      await cursor.close();
    }
  }

  async count(query: Omit<CardQuery, 'limit'> = {}): Promise<number> {
    return this.connection.attempt('count cards', () => this.collection.countDocuments(filterOf(query)));
  }
}

export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === DUPLICATE_KEY;
}

/** Which of a card's numbers is there already; undefined when the error is another one. */
export function duplicateError(
  error: unknown,
  document: { readonly _id: string; readonly imsi?: unknown },
  place: string,
): UserError | undefined {
  if (!isDuplicate(error)) return undefined;
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern;
  if (pattern?.imsi !== undefined || /index: imsi_/.test((error as Error).message))
    return new UserError('imsi-exists', `IMSI ${document.imsi} is in the inventory already, on another card`, {
      place,
      expected: 'an IMSI that no other card has',
      hint: `mvnolab sim card ${document.imsi} shows that card`,
    });
  return new UserError('iccid-exists', `ICCID ${document._id} is in the inventory already`, {
    place,
    expected: 'an ICCID that was never used, not even by a card that is deactivated',
    hint: `mvnolab sim card ${document._id} shows that card`,
  });
}

function unknownCard(ref: string, place: string): UserError {
  return new UserError('sim-unknown', `there is no SIM '${ref}' in the inventory`, {
    place,
    expected: 'the ICCID, IMSI or MSISDN of a card that was registered',
    hint: 'mvnolab sim inventory lists them; mvnolab sim register and mvnolab sim import add cards',
  });
}

/** By length: an ICCID has 19 … 22 digits, an IMSI 15, a number 15 at most. */
function filtersOf(ref: string): Filter<CardDocument>[] {
  const text = ref.trim();
  const digits = text
    .replace(/^\+/, '')
    .replace(/^(iccid|imsi|msisdn)[-:]/i, '')
    .replace(/[\s-]/g, '');
  if (text.startsWith('+') || /^msisdn/i.test(text)) return [{ msisdn: digits }];
  if (digits.length >= 19) return [{ _id: digits }];
  if (digits.length === 15) return [{ imsi: digits }, { msisdn: digits }];
  return [{ msisdn: digits }];
}

/** A query as the database's filter. */
export function filterOf({ states, customer, batch, imsiPrefix, product, after }: CardQuery): Filter<CardDocument> {
  return {
    ...(states !== undefined && { state: states.length === 1 ? states[0] : { $in: states } }),
    ...(customer !== undefined && { customer }),
    ...(batch !== undefined && { batch }),
    ...(product !== undefined && { product }),
    ...(imsiPrefix !== undefined && { imsi: { $gte: imsiPrefix, $lt: `${imsiPrefix}:` } }),
    ...(after !== undefined && { _id: { $gt: after } }),
  } as Filter<CardDocument>;
}
