import type { AnyBulkWriteOperation } from 'mongodb';
import { encodeProvisioned } from '../../subscriber-lifecycle.ts';
import { type CardStep, updateOf } from '../card-change.ts';
import { type CardDocument, decodeCard } from '../card-document.ts';
import { openSecrets } from '../card-secrets.ts';
import { type CardQuery, filterOf } from '../card-store.ts';
import { recordOf } from '../events/hss-handler.ts';
import { resolvePlan } from '../plans.ts';
import type { Caller, NetworkProfile, SimEvent } from '../sim-card.ts';
import type { ImportParts } from './import-batch.ts';

export interface ActivateManyOptions {
  readonly customer?: string | undefined;
  readonly order?: string | undefined;
  /** Default: the plan that a card was assigned with, else `default`. */
  readonly plan?: string | undefined;
  /** `auto`: from the pools, lowest first. Default `auto`. */
  readonly msisdn?: 'auto' | 'none' | undefined;
  readonly onProgress?: ((activated: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ActivateManySummary {
  readonly activated: number;
  /** Cards that somebody else changed in that instant, or whose number was taken: they are as they were. */
  readonly skipped: number;
  /** Activated, and not in the HSS: see the queue. */
  readonly undelivered: number;
  readonly stopped: boolean;
}

const CHUNK = 500;

/**
 * Activates every card in stock (with `customer` or `order`) and every assigned card that the query takes. As one by one, but many in a command; what is
 * interrupted is finished by the queue.
 */
export async function activateMany(
  parts: ImportParts,
  query: Omit<CardQuery, 'states' | 'limit'> & { readonly limit?: number },
  options: ActivateManyOptions,
  caller: Caller,
): Promise<ActivateManySummary> {
  const { cards, pools, now, audit } = parts;
  const isBound = options.customer !== undefined || options.order !== undefined;
  await cards.ensureIndexes();
  const states = isBound ? (['available', 'assigned'] as const) : (['assigned'] as const);
  const free = pools.free(now());
  const sum = { activated: 0, skipped: 0, undelivered: 0 };
  let stopped = false;
  const profiles = new Map<string, NetworkProfile>();
  let underWay: Promise<void> = Promise.resolve();
  let after = query.after;
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    if (options.signal?.aborted === true) {
      stopped = true;
      break;
    }
    const chunk = await nextChunk(
      parts,
      { ...query, states, ...(after !== undefined && { after }) },
      Math.min(CHUNK, left),
    );
    if (chunk.length === 0) break;
    after = chunk.at(-1)!._id;
    left -= chunk.length;
    const steps = [];
    for (const card of chunk) {
      const mine = await stepsOf(
        parts,
        card,
        options,
        caller,
        profiles,
        async () => (await free.next()).value as string,
      );
      if (mine === undefined) sum.skipped += 1;
      else steps.push(mine);
    }
    await underWay;
    underWay = writeChunk(parts, steps).then(({ activated, skipped, undelivered }) => {
      sum.activated += activated;
      sum.skipped += skipped;
      sum.undelivered += undelivered;
      options.onProgress?.(sum.activated);
    });
    underWay.catch(() => undefined);
  }
  await underWay;
  if (sum.activated > 0)
    await audit.append({
      at: now(),
      actor: caller.actor,
      action: 'activate-many',
      ...(caller.traceId !== undefined && { traceId: caller.traceId }),
      detail: sum,
    });
  return { ...sum, stopped };
}

interface Planned {
  readonly card: CardDocument;
  readonly update: ReturnType<typeof updateOf>;
  readonly profile: NetworkProfile;
  readonly msisdn: string | undefined;
}

async function nextChunk({ cards }: ImportParts, query: CardQuery, limit: number): Promise<CardDocument[]> {
  return (await cards.connection.attempt('look for cards', () =>
    cards.collection.find(filterOf(query), { sort: { _id: 1 }, limit }).toArray(),
  )) as CardDocument[];
}

/** undefined for a card that is not to be touched: part of a swap, or another customer's. */
async function stepsOf(
  parts: ImportParts,
  card: CardDocument,
  { customer, order, plan: wanted, msisdn: numbers = 'auto' }: ActivateManyOptions,
  caller: Caller,
  profiles: Map<string, NetworkProfile>,
  nextMsisdn: () => Promise<string>,
): Promise<Planned | undefined> {
  if (card.reservedBy !== undefined || card.swap !== undefined) return undefined;
  if (card.state === 'assigned' && customer !== undefined && customer !== card.customer) return undefined;
  const at = parts.now();
  const plan = wanted ?? (card.plan as string | undefined) ?? 'default';
  const profile = profiles.get(plan) ?? (await resolvePlan(parts.plans, plan));
  profiles.set(plan, profile);
  const msisdn = numbers === 'auto' ? await nextMsisdn() : undefined;
  const bound = { customer, order };
  const steps: CardStep[] = [
    ...(card.state === 'available' ? [{ action: 'assign', caller, at, detail: bound, set: bound } as const] : []),
    { action: 'activate', caller, at, detail: { msisdn, plan }, profile, set: { msisdn, plan } },
  ];
  return { card, update: updateOf(card, steps), profile, msisdn };
}

async function writeChunk(
  parts: ImportParts,
  planned: readonly Planned[],
): Promise<Omit<ActivateManySummary, 'stopped'>> {
  if (planned.length === 0) return { activated: 0, skipped: 0, undelivered: 0 };
  const won = await changeCards(parts, planned);
  const undelivered = await deliverChunk(parts, won);
  return { activated: won.length, skipped: planned.length - won.length, undelivered };
}

/** Many changes in one command, each only for the version that was seen. Gives those that won. */
async function changeCards({ cards }: ImportParts, planned: readonly Planned[]): Promise<readonly Planned[]> {
  const operations = planned.map(({ card, update }) => ({
    updateOne: {
      filter: { _id: card._id, version: card.version, swap: { $exists: false }, reservedBy: { $exists: false } },
      update,
    },
  })) as unknown as AnyBulkWriteOperation<CardDocument>[];
  return cards.connection.attempt(`activate ${planned.length} cards`, async () => {
    let modified: number;
    try {
      ({ modifiedCount: modified } = await cards.collection.bulkWrite(operations, { ordered: false }));
    } catch (error) {
      const writeErrors = [(error as { writeErrors?: unknown }).writeErrors ?? []].flat() as { code?: number }[];
      if (writeErrors.length === 0 || writeErrors.some(({ code }) => code !== 11000)) throw error; // numbers that somebody took
      modified = -1;
    }
    if (modified === planned.length) return planned;
    const found = await cards.collection
      .find({ _id: { $in: planned.map(({ card }) => card._id) } } as never, { projection: { history: { $slice: -1 } } })
      .toArray();
    const hashes = new Set(found.map(card => (card as CardDocument).history[0]?.hash));
    return planned.filter(({ update }) => hashes.has(lastHash(update)));
  });
}

function lastHash(update: Planned['update']): string | undefined {
  return (update.$push as { history: { $each: { hash: string }[] } }).history.$each.at(-1)?.hash;
}

/** Straight into the HSS in one command where nothing stands in the way; else by the queue. Gives how many did not arrive. */
async function deliverChunk(parts: ImportParts, won: readonly Planned[]): Promise<number> {
  const { cards, subscribers, vault, queue, worker, hss, otherHandlers, now } = parts;
  if (won.length === 0) return 0;
  const key = vault();
  const records = won.map(({ card, msisdn, profile }) => {
    const decoded = decodeCard(card);
    return recordOf(decoded, openSecrets(key, decoded), { msisdn, profile });
  });
  const versions = new Map(won.map(({ card, update }) => [card.imsi, update.$set.version as number]));
  const { existing } = await subscribers.addMany(records, {
    batchSize: records.length,
    encode: sim => encodeProvisioned(sim, versions.get(sim.imsi)!),
  });
  const isThere = new Set<string>(existing);
  const others = await otherHandlers();
  const eventsOf = ({ update }: Planned) => (update.$push as { outbox: { $each: SimEvent[] } }).outbox.$each;
  const fast = won.filter(({ card }) => !isThere.has(card.imsi));
  const slow = won.filter(({ card }) => isThere.has(card.imsi));
  if (others.length > 0) await queue.put(fast.flatMap(eventsOf), others, now());
  await queue.put(slow.flatMap(eventsOf), [hss.name, ...others], now());
  for (const [version, group] of groupByVersion(won))
    await cards.connection.attempt('empty outboxes', () =>
      cards.collection.updateMany(
        { _id: { $in: group.map(({ card }) => card._id) }, version } as never,
        { $unset: { outbox: '', pending: '' } } as never,
      ),
    );
  let undelivered = 0;
  for (const { card } of slow) if ((await worker.settleSim(hss, card._id)).stopped !== undefined) undelivered += 1;
  return undelivered;
}

function groupByVersion(won: readonly Planned[]): Map<number, Planned[]> {
  const groups = new Map<number, Planned[]>();
  for (const planned of won) {
    const version = planned.update.$set.version as number;
    const group = groups.get(version);
    if (group === undefined) groups.set(version, [planned]);
    else group.push(planned);
  }
  return groups;
}
