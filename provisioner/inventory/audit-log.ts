import type { Collection } from 'mongodb';
import type { MongoConnection } from '../mongodb-connection.ts';
import { INVENTORY_DATABASE, isDuplicate } from './card-store.ts';
import { canonical, digest } from './history-chain.ts';

/** One line of the audit: who did what to which card. Never holds a secret. */
export interface AuditEntry {
  /** 1, 2, 3 …, without gaps. */
  readonly number: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly traceId?: string;
  /** ICCID, batch or pool. */
  readonly subject?: string;
  /** Set where one event must be audited once, however often that is tried. */
  readonly eventId?: string;
  /** Digest of the card's history at that moment: ties the card's own chain to this one. */
  readonly head?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
  readonly previous: string;
  readonly hash: string;
}

export type NewAuditEntry = Omit<AuditEntry, 'number' | 'previous' | 'hash'>;

interface AuditDocument extends Omit<AuditEntry, 'number'> {
  readonly _id: number;
}

/** Digest before the first entry. */
const GENESIS = digest('mvnolab audit');

/** A chain of everything that was done, in the order in which it was written down; changing or removing an entry breaks it. */
export class AuditLog {
  readonly #connection: MongoConnection;
  readonly #entries: Collection<AuditDocument>;
  #indexed: Promise<unknown> | undefined;
  #last: { readonly number: number; readonly hash: string } | undefined;

  constructor(connection: MongoConnection, databaseName = INVENTORY_DATABASE) {
    this.#connection = connection;
    this.#entries = connection.collection('audit', databaseName) as unknown as Collection<AuditDocument>;
  }

  /** Writes an entry behind the last one, whoever else writes; an eventId that is there already is left alone. */
  async append(entry: NewAuditEntry): Promise<void> {
    await this.appendAll([entry]);
  }

  /** Several, in their order. */
  async appendAll(entries: readonly NewAuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    this.#indexed ??= this.#connection.attempt('index the audit', () =>
      this.#entries.createIndex({ eventId: 1 }, { unique: true, sparse: true }),
    );
    await this.#indexed;
    let waiting = entries;
    while (waiting.length > 0) waiting = await this.#appendOnce(waiting);
  }

  /** Newest first with `newestFirst`, else oldest first. */
  async *list(
    query: { readonly subject?: string; readonly newestFirst?: boolean; readonly limit?: number } = {},
  ): AsyncGenerator<AuditEntry, void, void> {
    const cursor = this.#entries.find(query.subject === undefined ? {} : { subject: query.subject }, {
      sort: { _id: query.newestFirst === true ? -1 : 1 },
      ...(query.limit !== undefined && { limit: query.limit }),
    });
    try {
      while (true) {
        const document = await this.#connection.attempt('read the audit', () => cursor.next());
        if (document === null) return;
        yield entryOf(document as AuditDocument);
      }
    } finally {
      await cursor.close();
    }
  }

  /** What is wrong with the chain; empty when nothing was changed, removed or put in between. The end alone can be cut unseen. */
  async verify(): Promise<{ readonly entries: number; readonly wrong: readonly string[] }> {
    const wrong: string[] = [];
    let previous = GENESIS;
    let number = 0;
    for await (const entry of this.list()) {
      const { hash, previous: named, ...rest } = entry;
      number++;
      if (entry.number !== number) wrong.push(`entry ${number} is missing`);
      else if (named !== previous) wrong.push(`entry ${entry.number}: the one before it was changed`);
      else if (hash !== hashOf(rest, named)) wrong.push(`entry ${entry.number} was changed`);
      number = entry.number;
      previous = hash;
    }
    return { entries: number, wrong };
  }

  /** Gives what is still to be written: others may have taken the numbers. */
  async #appendOnce(entries: readonly NewAuditEntry[]): Promise<readonly NewAuditEntry[]> {
    const last = this.#last ?? (await this.#readLast());
    let { number, hash } = last;
    const documents = entries.map((entry): AuditDocument => {
      const previous = hash;
      number += 1;
      hash = hashOf({ ...entry, number }, previous);
      return { _id: number, ...entry, previous, hash };
    });
    try {
      await this.#connection.attempt('write the audit', async () => {
        try {
          await this.#entries.insertMany(documents as never[], { ordered: true });
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          throw new Taken(
            Number((error as { result?: { insertedCount?: number } }).result?.insertedCount ?? 0),
            isEventDuplicate(error),
          );
        }
      });
    } catch (error) {
      this.#last = undefined;
      if (!(error instanceof Taken)) throw error;
      return entries.slice(error.written + (error.isKnownEvent ? 1 : 0));
    }
    this.#last = { number, hash };
    return [];
  }

  async #readLast(): Promise<{ number: number; hash: string }> {
    const last = await this.#connection.attempt('read the audit', () =>
      this.#entries.findOne({}, { sort: { _id: -1 } }),
    );
    return last === null ? { number: 0, hash: GENESIS } : { number: last._id, hash: last.hash };
  }
}

/** Somebody has this number, or this event is audited already. */
class Taken extends Error {
  readonly written: number;
  readonly isKnownEvent: boolean;

  constructor(written: number, isKnownEvent: boolean) {
    super('taken');
    this.written = written;
    this.isKnownEvent = isKnownEvent;
  }
}

function isEventDuplicate(error: unknown): boolean {
  const [first] = [(error as { writeErrors?: unknown }).writeErrors ?? error].flat() as {
    errmsg?: string;
    message?: string;
  }[];
  return /eventId/.test(first?.errmsg ?? first?.message ?? '');
}

function hashOf(entry: Omit<AuditEntry, 'previous' | 'hash'>, previous: string): string {
  return digest(previous + canonical(entry));
}

function entryOf({ _id, ...rest }: AuditDocument): AuditEntry {
  return { number: _id, ...rest };
}
