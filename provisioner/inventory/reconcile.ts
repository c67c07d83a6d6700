import type { Collection } from 'mongodb';
import type { BsonDocument } from '../bson-values.ts';
import { commandOf } from '../document-paths.ts';
import type { MongoConnection } from '../mongodb-connection.ts';
import type { LifecycleAccess } from '../subscriber-lifecycle.ts';
import type { SubscriberStore } from '../subscriber-store.ts';
import { verifyWritten } from '../verify-written.ts';
import type { AuditLog } from './audit-log.ts';
import { type CardDocument, decodeCard } from './card-document.ts';
import type { CardStore } from './card-store.ts';
import { type Drift, type Remedy, remedyOf } from './drift.ts';
import type { EventQueue } from './events/event-queue.ts';
import { HSS_HANDLER } from './events/hss-handler.ts';
import type { KeyVault } from './key-vault.ts';
import type { PlanSource } from './plans.ts';
import type { Caller, SimCard } from './sim-card.ts';

export interface ReconcileParts {
  readonly connection: MongoConnection;
  readonly cards: CardStore;
  readonly subscribers: SubscriberStore;
  readonly queue: EventQueue;
  readonly audit: AuditLog;
  readonly plans: PlanSource;
  readonly vault: () => KeyVault;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  /** See HssHandlerOptions. */
  readonly withdrawMs: number;
}

export interface DriftQuery {
  /** Only IMSIs that begin so; a whole IMSI is one card. */
  readonly imsiPrefix?: string;
  /** Leave out subscribers that the inventory does not know. */
  readonly knownOnly?: boolean;
}

/** What became of a drift. */
export interface Reconciled {
  readonly drift: Drift;
  readonly result: 'mended' | 'left' | 'failed';
  readonly why?: string;
}

/** Everything in which the HSS differs from the inventory, by IMSI; both are read once, side by side, a page at a time. */
export async function* findDrift(parts: ReconcileParts, query: DriftQuery = {}): AsyncGenerator<Drift, void, void> {
  for await (const found of remedies(parts, query)) yield 'drift' in found ? found.drift : found;
}

/**
 * Mends what differs: the inventory is right. Subscribers that it does not know are left, and cards with a change on its way.
 * Each is looked at again in the instant in which it is written.
 */
export async function* reconcile(
  parts: ReconcileParts,
  query: DriftQuery,
  caller: Caller,
): AsyncGenerator<Reconciled, void, void> {
  for await (const found of remedies(parts, query)) {
    if (!('drift' in found)) {
      yield { drift: found, result: 'left', why: found.text };
      continue;
    }
    try {
      const isMended = await mend(parts, found);
      if (!isMended) {
        yield { drift: found.drift, result: 'left', why: 'it changed meanwhile' };
        continue;
      }
      const { iccid, kinds } = found.drift;
      await parts.audit.append({
        at: parts.now(),
        actor: caller.actor,
        action: 'reconcile',
        ...(caller.traceId !== undefined && { traceId: caller.traceId }),
        ...(iccid !== undefined && { subject: iccid }),
        detail: { kinds: kinds.join(' ') },
      });
      yield { drift: found.drift, result: 'mended' };
    } catch (error) {
      yield { drift: found.drift, result: 'failed', why: (error as Error).message };
    }
  }
}

async function* remedies(parts: ReconcileParts, query: DriftQuery): AsyncGenerator<Remedy | Drift, void, void> {
  const { plans, vault } = parts;
  for await (const { card, stored } of sideBySide(parts, query)) {
    if (card === undefined) {
      if (query.knownOnly !== true)
        yield {
          kinds: ['unknown'],
          imsi: String(stored?.imsi),
          paths: [],
          text: 'the inventory has no card of this IMSI',
        };
      continue;
    }
    const remedy = await remedyOf(card, stored, { vault: vault(), plans });
    if (remedy === undefined) continue;
    const head = await parts.queue.head(HSS_HANDLER, card.iccid);
    if (head === undefined && card.pendingSince === undefined) yield remedy;
    else
      yield {
        ...remedy.drift,
        kinds: ['pending'],
        text: head?.deliveries[HSS_HANDLER]?.error ?? 'a change is on its way: mvnolab sim events run',
      };
  }
}

interface Pair {
  readonly card: (SimCard & { readonly pendingSince?: Date }) | undefined;
  readonly stored: BsonDocument | undefined;
}

/** Cards and subscribers by IMSI, merged. */
async function* sideBySide(
  { connection, cards, subscribers }: ReconcileParts,
  { imsiPrefix }: DriftQuery,
): AsyncGenerator<Pair, void, void> {
  await cards.ensureIndexes();
  const range = imsiPrefix === undefined ? {} : { imsi: { $gte: imsiPrefix, $lt: `${imsiPrefix}:` } };
  const left = cards.collection.find(range as never, { sort: { imsi: 1 }, batchSize: 1000 });
  const right = subscribers.list(imsiPrefix === undefined ? {} : { imsiPrefix });
  const nextCard = () => connection.attempt('read the inventory', () => left.next()) as Promise<CardDocument | null>;
  const nextStored = async () => {
    const { value } = await right.next();
    return value?.document as BsonDocument | undefined;
  };
  try {
    let [card, stored] = [await nextCard(), await nextStored()];
    while (card !== null || stored !== undefined) {
      const order = card === null ? 1 : stored === undefined ? -1 : compare(String(card.imsi), String(stored.imsi));
      const decoded =
        card === null || order > 0
          ? undefined
          : { ...decodeCard(card), ...(card.pending === true && { pendingSince: card.changedAt as Date }) };
      yield { card: decoded, stored: order < 0 ? undefined : stored };
      if (order <= 0) card = await nextCard();
      if (order >= 0) stored = await nextStored();
    }
  } finally {
    await left.close();
    await right.return();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** False when somebody changed the card or the subscriber since it was compared. */
async function mend(parts: ReconcileParts, { card, mend: how, drift }: Remedy): Promise<boolean> {
  const access = await parts.subscribers.lifecycle();
  const { connection, subscribers } = access;
  const now = await parts.cards.findDocument({ _id: card.iccid });
  if (now?.version !== card.version) return false;
  const { imsi } = card;
  switch (how.type) {
    case 'insert': {
      const { imsi: _, ...rest } = how.document;
      const result = await connection.attempt(`write ${imsi}`, () =>
        subscribers.updateOne({ imsi }, { $setOnInsert: rest }, { upsert: true }),
      );
      if (result.upsertedCount === 0) return false;
      verifyWritten(imsi, connection.place, (await findTyped(access, imsi)) ?? undefined, how.document);
      return true;
    }
    case 'update': {
      if (how.detach) await lowerFlag(subscribers, connection, imsi);
      const command = commandOf(how.update) as { $set?: BsonDocument; $unset?: BsonDocument };
      const after = await connection.attempt(`write ${imsi}`, () =>
        subscribers.findOneAndUpdate(
          { imsi, ...how.update.arrays },
          {
            ...command,
            $set: { ...command.$set, ...(how.detach && { request_cancel_location: true }) },
          } as BsonDocument,
          { promoteValues: false, returnDocument: 'after' },
        ),
      );
      if (after === null) return false;
      verifyWritten(imsi, connection.place, after, how.update.$set, Object.keys(how.update.$unset));
      if (how.detach) await lowerFlag(subscribers, connection, imsi);
      return true;
    }
    case 'remove': {
      const stored = await findTyped(access, imsi);
      if (stored === null) return false;
      if (typeof stored.mme_host === 'string' && stored.purge_flag !== true) {
        await lowerFlag(subscribers, connection, imsi);
        await connection.attempt(`write ${imsi}`, () =>
          subscribers.updateOne({ imsi }, { $unset: { security: '' }, $set: { request_cancel_location: true } }),
        );
        await parts.pause(parts.withdrawMs);
      }
      await connection.attempt(`remove ${drift.imsi}`, () => subscribers.deleteMany({ imsi }));
      return true;
    }
  }
}

function findTyped({ connection, subscribers }: LifecycleAccess, imsi: string): Promise<BsonDocument | null> {
  return connection.attempt(`read ${imsi}`, () => subscribers.findOne({ imsi }, { promoteValues: false }));
}

/** The HSS acts when the flag changes to true. */
async function lowerFlag(
  subscribers: Collection<BsonDocument>,
  connection: MongoConnection,
  imsi: string,
): Promise<void> {
  await connection.attempt(`write ${imsi}`, () =>
    subscribers.updateOne({ imsi, request_cancel_location: true }, { $set: { request_cancel_location: false } }),
  );
}
