import type { Collection } from 'mongodb';
import { UserError } from '../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../mongodb-connection.ts';
import type { CardDocument } from './card-document.ts';
import { parseSubscriberNumber } from './card-numbers.ts';
import type { CardStore } from './card-store.ts';
import { INVENTORY_DATABASE } from './card-store.ts';

/** A range of subscriber numbers of one length, both ends in it. */
export interface MsisdnPool {
  readonly name: string;
  readonly first: string;
  readonly last: string;
}

/**
 * Numbers that no subscriber has anywhere: reserved for fiction by Ofcom (+44 7700 900000 … 900999) and by the North American
 * Numbering Plan (+1, any area code, 555-0100 … 555-0199).
 */
const FICTIONAL: readonly MsisdnPool[] = [
  { name: 'fiction-gb', first: '447700900000', last: '447700900999' },
  ...Array.from({ length: 800 }, (_, i) => ({
    name: 'fiction-us',
    first: `1${200 + i}5550100`,
    last: `1${200 + i}5550199`,
  })),
];

/** Numbers that are looked at in one query. */
const WINDOW = 1000;

interface PoolDocument {
  readonly _id: string;
  readonly first: string;
  readonly last: string;
}

/** Which numbers the lab may give out, and which are free. A number is taken by the card that has it: `sims.msisdn` is unique. */
export class MsisdnPools {
  readonly #pools: Collection<PoolDocument>;
  readonly #connection: MongoConnection;
  readonly #cards: CardStore;

  constructor(connection: MongoConnection, cards: CardStore, databaseName = INVENTORY_DATABASE) {
    this.#connection = connection;
    this.#cards = cards;
    this.#pools = connection.collection('msisdn_pools', databaseName) as unknown as Collection<PoolDocument>;
  }

  /** Those that were added, by name; the fictional ranges while there are none. */
  async list(): Promise<readonly MsisdnPool[]> {
    const own = await this.#connection.attempt('read the number pools', () =>
      this.#pools.find({}, { sort: { _id: 1 } }).toArray(),
    );
    return own.length === 0 ? FICTIONAL : own.map(({ _id, first, last }) => ({ name: _id, first, last }));
  }

  /** Adds or replaces a pool. @throws UserError pool-invalid, pool-overlap */
  async add(name: string, firstText: string, lastText: string): Promise<MsisdnPool> {
    const first = parseSubscriberNumber(firstText);
    const last = parseSubscriberNumber(lastText);
    if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name))
      throw new UserError('pool-invalid', `'${name}' is not a name of a pool`, {
        place: 'name',
        expected: 'small letters, digits and hyphens, 32 at most',
      });
    if (first.length !== last.length || first > last)
      throw new UserError('pool-invalid', `${first} … ${last} is not a range`, {
        place: name,
        expected: 'two numbers of the same length, the smaller first',
      });
    const pool = { name, first, last };
    const other = (await this.#own()).find(known => known.name !== name && overlap(known, pool));
    if (other !== undefined)
      throw new UserError(
        'pool-overlap',
        `${first} … ${last} overlaps pool ${other.name} (${other.first} … ${other.last})`,
        {
          place: name,
          expected: 'each number in one pool',
        },
      );
    await this.#connection.attempt('write a number pool', () =>
      this.#pools.replaceOne({ _id: name }, { first, last }, { upsert: true }),
    );
    return pool;
  }

  /** False when there was none of this name. Numbers that are given out stay so. */
  async remove(name: string): Promise<boolean> {
    const { deletedCount } = await this.#connection.attempt('remove a number pool', () =>
      this.#pools.deleteOne({ _id: name }),
    );
    return deletedCount > 0;
  }

  /** @throws UserError msisdn-outside-pools */
  async check(msisdn: string): Promise<void> {
    const pools = await this.list();
    if (pools.some(pool => contains(pool, msisdn))) return;
    const shown =
      pools === FICTIONAL
        ? '447700900000 … 447700900999, or 1NXX5550100 … 1NXX5550199'
        : pools.map(({ first, last }) => `${first} … ${last}`).join(', ');
    throw new UserError('msisdn-outside-pools', `${msisdn} is in none of the lab's number pools`, {
      place: 'msisdn',
      expected: shown,
      hint: 'a lab gives out numbers that nobody has; mvnolab sim pools add <name> <first> <last> makes it another range',
    });
  }

  /**
   * Free numbers, lowest first, without end or until the pools are. One that somebody takes meanwhile is refused by the index.
   * @throws UserError msisdn-pool-empty when asked for more than there are
   */
  async *free(now: Date): AsyncGenerator<string, never, void> {
    const pools = await this.list();
    for (const { first, last } of pools) {
      for (let low = BigInt(first); low <= BigInt(last); low += BigInt(WINDOW)) {
        const high = low + BigInt(WINDOW - 1) < BigInt(last) ? low + BigInt(WINDOW - 1) : BigInt(last);
        const pad = (value: bigint) => value.toString().padStart(first.length, '0');
        const taken = await this.#taken(pad(low), pad(high), now);
        for (let number = low; number <= high; number++) if (!taken.has(pad(number))) yield pad(number);
      }
    }
    throw new UserError('msisdn-pool-empty', 'every number of the pools is given out or in quarantine', {
      place: 'msisdn',
      expected: 'a free number',
      hint: 'mvnolab sim pools add <name> <first> <last> adds a range',
    });
  }

  /** Takes a number from a deactivated card whose quarantine is over. False when nobody held it so. */
  async releaseExpired(msisdn: string, now: Date): Promise<boolean> {
    const holder = await this.#cards.findDocument({
      msisdn,
      state: 'deactivated',
      msisdnQuarantinedUntil: { $lte: now },
    });
    if (holder === undefined) return false;
    const after = await this.#cards.connection.attempt('free a number', () =>
      this.#cards.collection.updateOne({ _id: holder._id, msisdn }, {
        $unset: { msisdn: '', msisdnQuarantinedUntil: '' },
        $set: { formerMsisdn: msisdn },
      } as never),
    );
    return after.modifiedCount > 0;
  }

  async #own(): Promise<readonly MsisdnPool[]> {
    const pools = await this.list();
    return pools === FICTIONAL ? [] : pools;
  }

  async #taken(first: string, last: string, now: Date): Promise<Set<string>> {
    const held = await this.#connection.attempt('look for free numbers', () =>
      this.#cards.collection
        .find({ msisdn: { $gte: first, $lte: last } }, { projection: { msisdn: 1, msisdnQuarantinedUntil: 1 } })
        .toArray(),
    );
    const isFree = ({ msisdnQuarantinedUntil }: CardDocument) =>
      msisdnQuarantinedUntil instanceof Date && msisdnQuarantinedUntil <= now;
    return new Set(held.filter(card => !isFree(card as CardDocument)).map(card => String(card.msisdn)));
  }
}

function contains({ first, last }: MsisdnPool, msisdn: string): boolean {
  return msisdn.length === first.length && msisdn >= first && msisdn <= last;
}

function overlap(a: MsisdnPool, b: MsisdnPool): boolean {
  return a.first.length === b.first.length && a.first <= b.last && b.first <= a.last;
}
