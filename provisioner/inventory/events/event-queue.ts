import type { Collection } from 'mongodb';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../../mongodb-connection.ts';
import { INVENTORY_DATABASE, isDuplicate } from '../card-store.ts';
import type { SimEvent } from '../sim-card.ts';

/** Where an event stands at one handler. */
export type DeliveryState = 'pending' | 'done' | 'dead' | 'dropped';

export interface Delivery {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly notBefore: Date;
  /** Who works on it, until when: after that somebody else may. */
  readonly lease?: { readonly by: string; readonly until: Date };
  readonly error?: string;
  readonly note?: string;
  readonly settledAt?: Date;
}

export interface QueuedEvent extends SimEvent {
  /** Handlers that do not have it yet. */
  readonly waiting: readonly string[];
  readonly deliveries: Readonly<Record<string, Delivery>>;
}

interface EventDocument extends Omit<QueuedEvent, 'id'> {
  readonly _id: string;
}

export interface EventQuery {
  readonly iccid?: string;
  readonly handler?: string;
  readonly states?: readonly DeliveryState[];
  readonly limit?: number;
}

/**
 * The events of the inventory, in the collection `events`: one document an event, with where it stands at each handler. An event is there
 * once, whoever puts it in however often, because its id is its `_id`. Within a SIM each handler gets events in their order.
 */
export class EventQueue {
  readonly #connection: MongoConnection;
  readonly #events: Collection<EventDocument>;
  #indexed: Promise<unknown> | undefined;

  constructor(connection: MongoConnection, databaseName = INVENTORY_DATABASE) {
    this.#connection = connection;
    this.#events = connection.collection('events', databaseName) as unknown as Collection<EventDocument>;
  }

  /** Puts events in, in their order, for these handlers; those that are there are left alone. */
  async put(events: readonly SimEvent[], handlers: readonly string[], now: Date): Promise<void> {
    if (events.length === 0) return;
    await this.#ensureIndexes();
    const fresh = (): Delivery => ({ state: 'pending', attempts: 0, notBefore: now });
    const documents = events.map(({ id, ...event }) => ({
      _id: id,
      ...event,
      waiting: [...handlers],
      deliveries: Object.fromEntries(handlers.map(name => [name, fresh()])),
    }));
    await this.#connection.attempt('queue an event', async () => {
      try {
        await this.#events.insertMany(documents as never[], { ordered: false });
      } catch (error) {
        const all = [(error as { writeErrors?: { code?: number }[] }).writeErrors ?? error].flat();
        if (!all.every(isDuplicate)) throw error;
      }
    });
  }

  /** SIMs with an event that this handler may take now; at most `limit` of them. Those behind a dead letter wait for a person. */
  async due(handler: string, now: Date, limit: number): Promise<string[]> {
    await this.#ensureIndexes();
    const path = `deliveries.${handler}`;
    const found = await this.#connection.attempt('look for events', () =>
      this.#events
        .find(
          {
            waiting: handler,
            [`${path}.state`]: 'pending',
            [`${path}.notBefore`]: { $lte: now },
            ...free(path, now),
          } as never,
          { projection: { iccid: 1 }, sort: { at: 1 }, limit: limit * 4 },
        )
        .toArray(),
    );
    return [...new Set(found.map(({ iccid }) => iccid))].slice(0, limit);
  }

  /** When something may be done next at this handler; undefined when nothing waits. */
  async nextDue(handler: string): Promise<Date | undefined> {
    await this.#ensureIndexes();
    const path = `deliveries.${handler}`;
    const found = await this.#connection.attempt('look for events', () =>
      this.#events.findOne({ waiting: handler, [`${path}.state`]: 'pending' } as never, {
        projection: { [path]: 1 },
        sort: { [`${path}.notBefore`]: 1 },
      }),
    );
    const delivery = found?.deliveries[handler];
    if (delivery === undefined) return undefined;
    const until = delivery.lease?.until;
    if (delivery.notBefore >= BEHIND_DEAD) return undefined;
    return until !== undefined && until > delivery.notBefore ? until : delivery.notBefore;
  }

  /** The first event of a SIM that this handler does not have, as it stands; undefined when it has all. */
  async head(handler: string, iccid: string): Promise<QueuedEvent | undefined> {
    const found = await this.#connection.attempt('read an event', () =>
      this.#events.findOne({ iccid, waiting: handler }, { sort: { sequence: 1 } }),
    );
    return found === null ? undefined : eventOf(found as EventDocument);
  }

  /** Takes an event for a while; false when somebody else has it, it is not due, or it is settled. */
  async claim(event: QueuedEvent, handler: string, by: string, now: Date, leaseMs: number): Promise<boolean> {
    const path = `deliveries.${handler}`;
    const { modifiedCount } = await this.#connection.attempt('take an event', () =>
      this.#events.updateOne(
        {
          _id: event.id,
          waiting: handler,
          [`${path}.state`]: 'pending',
          [`${path}.notBefore`]: { $lte: now },
          ...free(path, now),
        } as never,
        {
          $set: { [`${path}.lease`]: { by, until: new Date(now.getTime() + leaseMs) } },
          $inc: { [`${path}.attempts`]: 1 },
        } as never,
      ),
    );
    return modifiedCount > 0;
  }

  /** It arrived. */
  async settle(event: SimEvent, handler: string, by: string, now: Date, note?: string): Promise<void> {
    const path = `deliveries.${handler}`;
    await this.#settle(event, handler, by, {
      $pull: { waiting: handler },
      $set: {
        [`${path}.state`]: 'done',
        [`${path}.settledAt`]: now,
        ...(note !== undefined && { [`${path}.note`]: note }),
      },
      $unset: { [`${path}.lease`]: '', [`${path}.error`]: '' },
    });
  }

  /** Not now: again at `notBefore`. With `error` it was a failure. */
  async postpone(
    event: SimEvent,
    handler: string,
    by: string,
    notBefore: Date,
    why: { readonly error?: string; readonly note?: string },
  ): Promise<void> {
    const path = `deliveries.${handler}`;
    await this.#settle(event, handler, by, {
      $set: {
        [`${path}.notBefore`]: notBefore,
        ...(why.error !== undefined && { [`${path}.error`]: why.error }),
        ...(why.note !== undefined && { [`${path}.note`]: why.note }),
      },
      $unset: { [`${path}.lease`]: '' },
      ...(why.error === undefined && { $inc: { [`${path}.attempts`]: -1 } }),
    });
  }

  /** It will not arrive by itself: a dead letter, and with it all later events of the SIM at this handler, until somebody decides. */
  async bury(event: SimEvent, handler: string, by: string, error: string, now: Date): Promise<void> {
    const path = `deliveries.${handler}`;
    await this.#settle(event, handler, by, {
      $set: { [`${path}.state`]: 'dead', [`${path}.error`]: error, [`${path}.settledAt`]: now },
      $unset: { [`${path}.lease`]: '' },
    });
  }

  /** What comes behind an event that did not arrive is not due before that is, so that looking for what is due finds what can be done. */
  async holdBack(event: SimEvent, handler: string, until: Date = BEHIND_DEAD): Promise<void> {
    const path = `deliveries.${handler}`;
    await this.#connection.attempt('hold events back', () =>
      this.#events.updateMany(
        {
          iccid: event.iccid,
          sequence: { $gt: event.sequence },
          waiting: handler,
          [`${path}.state`]: 'pending',
          [`${path}.notBefore`]: { $lt: until },
        } as never,
        { $set: { [`${path}.notBefore`]: until } } as never,
      ),
    );
  }

  /** Tries dead letters again, and those that wait for their next attempt at once. Gives how many. */
  async retry(query: EventQuery, now: Date): Promise<number> {
    return this.#each({ ...query, states: query.states ?? ['dead', 'pending'] }, handler => ({
      filter: { waiting: handler },
      update: {
        $set: {
          [`deliveries.${handler}.state`]: 'pending',
          [`deliveries.${handler}.attempts`]: 0,
          [`deliveries.${handler}.notBefore`]: now,
        },
        $unset: { [`deliveries.${handler}.lease`]: '' },
      },
    }));
  }

  /** Gives dead letters up, so that later events of their SIMs go on. Gives how many. */
  async drop(query: EventQuery, now: Date): Promise<number> {
    const dropped = await this.#each({ ...query, states: ['dead'] }, handler => ({
      filter: { waiting: handler, [`deliveries.${handler}.state`]: 'dead' },
      update: {
        $set: { [`deliveries.${handler}.state`]: 'dropped', [`deliveries.${handler}.settledAt`]: now },
        $pull: { waiting: handler },
      },
    }));
    await this.#each({ ...query, states: ['pending'] }, handler => ({
      filter: { [`deliveries.${handler}.notBefore`]: BEHIND_DEAD },
      update: { $set: { [`deliveries.${handler}.notBefore`]: now } },
    }));
    return dropped;
  }

  /** Removes events that every handler has had since before `before`. Gives how many. */
  async prune(before: Date): Promise<number> {
    const { deletedCount } = await this.#connection.attempt('remove old events', () =>
      this.#events.deleteMany({ waiting: { $size: 0 }, at: { $lt: before } } as never),
    );
    return deletedCount;
  }

  /** Oldest first. */
  async *list(query: EventQuery = {}): AsyncGenerator<QueuedEvent, void, void> {
    await this.#ensureIndexes();
    const cursor = this.#events.find(filterOf(query) as never, {
      sort: { at: 1, _id: 1 },
      ...(query.limit !== undefined && { limit: query.limit }),
    });
    try {
      while (true) {
        const document = await this.#connection.attempt('list events', () => cursor.next());
        if (document === null) return;
        yield eventOf(document as EventDocument);
      }
    } finally {
      await cursor.close();
    }
  }

  /** How many wait and how many are dead, by handler. */
  async counts(
    handlers: readonly string[],
  ): Promise<Readonly<Record<string, { readonly pending: number; readonly dead: number; readonly done: number }>>> {
    const count = (handler: string, state: DeliveryState) =>
      this.#connection.attempt('count events', () =>
        this.#events.countDocuments({ [`deliveries.${handler}.state`]: state } as never),
      );
    const rows = await Promise.all(
      handlers.map(
        async name =>
          [
            name,
            { pending: await count(name, 'pending'), dead: await count(name, 'dead'), done: await count(name, 'done') },
          ] as const,
      ),
    );
    return Object.fromEntries(rows);
  }

  async find(id: string): Promise<QueuedEvent | undefined> {
    const found = await this.#connection.attempt('read an event', () => this.#events.findOne({ _id: id }));
    return found === null ? undefined : eventOf(found as EventDocument);
  }

  async #settle(event: SimEvent, handler: string, by: string, update: object): Promise<void> {
    await this.#connection.attempt('note a delivery', () =>
      this.#events.updateOne({ _id: event.id, [`deliveries.${handler}.lease.by`]: by } as never, update as never),
    );
  }

  async #each(
    query: EventQuery,
    change: (handler: string) => { readonly filter: object; readonly update: object },
  ): Promise<number> {
    if (query.handler === undefined)
      throw new UserError('handler-missing', 'no handler is named', { expected: 'the name of a handler' });
    const { filter, update } = change(query.handler);
    const { modifiedCount } = await this.#connection.attempt('change events', () =>
      this.#events.updateMany({ $and: [filterOf(query), filter] } as never, update as never),
    );
    return modifiedCount;
  }

  #ensureIndexes(): Promise<unknown> {
    this.#indexed ??= this.#connection
      .attempt('index the events', async () => {
        await this.#events.createIndex({ iccid: 1, sequence: 1 });
        await this.#events.createIndex({ waiting: 1, at: 1 });
      })
      .catch(error => {
        this.#indexed = undefined;
        throw error;
      });
    return this.#indexed;
  }
}

/** The last day that every driver can read: an event behind a dead letter waits for a person. */
const BEHIND_DEAD = new Date('9999-12-31T00:00:00Z');

/** Nobody works on it, or somebody did and is gone. */
function free(path: string, now: Date): object {
  return { $or: [{ [`${path}.lease`]: { $exists: false } }, { [`${path}.lease.until`]: { $lte: now } }] };
}

function filterOf({ iccid, handler, states }: EventQuery): object {
  return {
    ...(iccid !== undefined && { iccid }),
    ...(handler !== undefined && states !== undefined && { [`deliveries.${handler}.state`]: { $in: states } }),
    ...(handler !== undefined && states === undefined && { [`deliveries.${handler}`]: { $exists: true } }),
  };
}

function eventOf({ _id, ...event }: EventDocument): QueuedEvent {
  return { id: _id, ...event };
}
