import type { AuditLog } from './audit-log.ts';
import { updateOf, writeChange } from './card-change.ts';
import { type CardDocument, defined, type HalfSwap } from './card-document.ts';
import type { CardStore } from './card-store.ts';
import type { MsisdnPools } from './msisdn-pools.ts';
import { DEFAULT_PLAN, type PlanSource, resolvePlan } from './plans.ts';
import type { Caller } from './sim-card.ts';
import { stateConflict, transitionOf } from './transitions.ts';

/**
 * A swap changes two documents, each in one step, so that it can end in between and be finished by whoever comes next:
 * 1. the new card is reserved (it still may do nothing else, and nothing has happened yet);
 * 2. the old card is suspended, gives up its number and notes all that the new card needs (from here on the swap is accepted);
 * 3. the new card is active with that number; 4. the old card forgets its note.
 */
export interface SwapParts {
  readonly cards: CardStore;
  readonly pools: MsisdnPools;
  readonly audit: AuditLog;
  readonly plans: PlanSource;
  readonly now: () => Date;
}

interface Swap {
  readonly old: CardDocument;
  readonly fresh: CardDocument;
  readonly caller: Caller;
  readonly reason?: string | undefined;
}

/** A reservation whose old card never gave up its number is let go after this. */
const RESERVED_MS = 60_000;

/** @throws UserError sim-state-conflict, sim-version-conflict: then nothing has happened */
export async function swapCards(
  parts: SwapParts,
  { old, fresh, caller, reason }: Swap,
): Promise<{ readonly old: CardDocument; readonly fresh: CardDocument }> {
  if (old._id === fresh._id) throw stateConflict(old._id, old.state, 'swapped', 'it is the same card');
  if (old.replacedBy !== undefined)
    throw stateConflict(old._id, old.state, 'swapped out', `SIM ${old.replacedBy} has taken over its number already`);
  if (fresh.state === 'assigned' && fresh.customer !== old.customer)
    throw stateConflict(
      fresh._id,
      fresh.state,
      'swapped in',
      `it is assigned to ${fresh.customer ?? `order ${fresh.order}`}, not to ${old.customer ?? 'nobody'}`,
    );
  await resolvePlan(parts.plans, planOf(old));
  const { cards, pools } = parts;
  const reserved = await reserve(parts, fresh, old._id);
  const swap = defined({
    to: fresh._id,
    actor: caller.actor,
    traceId: caller.traceId,
    msisdn: old.msisdn as string | undefined,
    customer: old.customer as string | undefined,
    order: old.order as string | undefined,
    plan: old.plan as string | undefined,
    reason,
  }) as HalfSwap;
  const step = {
    action: 'swap-out',
    caller,
    at: parts.now(),
    detail: { msisdn: swap.msisdn, other: fresh._id, reason },
    set: { swap, replacedBy: fresh._id },
    unset: ['msisdn'],
  } as const;
  try {
    const given = await writeChange(cards, pools, old, updateOf(old, [step]), transitionOf('swap-out').participle);
    return await takeOver(parts, given, reserved);
  } catch (error) {
    await unreserve(parts, reserved).catch(() => undefined); // else it is let go when its time is over
    throw error;
  }
}

/** Goes on with every swap that somebody began. Gives how many cards were touched. */
export async function finishSwaps(parts: SwapParts): Promise<number> {
  const { cards } = parts;
  let count = 0;
  const find = (filter: object) =>
    cards.connection.attempt('look for swaps', () => cards.collection.find(filter as never).toArray());
  for (const old of (await find({ pending: true, swap: { $exists: true } })) as CardDocument[]) {
    await takeOver(parts, old, await cards.resolve(old.swap!.to));
    count++;
  }
  for (const fresh of (await find({ pending: true, reservedBy: { $exists: true } })) as CardDocument[]) {
    const { iccid, at } = fresh.reservedBy!;
    const old = await cards.findDocument({ _id: iccid, 'swap.to': fresh._id } as never);
    if (old !== undefined || parts.now().getTime() - at.getTime() < RESERVED_MS) continue;
    await unreserve(parts, fresh);
    count++;
  }
  return count;
}

/** Steps 3 and 4; both may have been done already. */
async function takeOver(
  parts: SwapParts,
  old: CardDocument,
  seen: CardDocument,
): Promise<{ readonly old: CardDocument; readonly fresh: CardDocument }> {
  const { cards, pools, plans } = parts;
  const { actor, traceId, msisdn, customer, order, reason } = old.swap!;
  let fresh = seen;
  if (fresh.reservedBy?.iccid === old._id) {
    const plan = planOf(old);
    const step = {
      action: 'swap-in',
      caller: { actor, ...(traceId !== undefined && { traceId }) },
      at: parts.now(),
      detail: { msisdn, customer, plan, other: old._id, reason },
      profile: await resolvePlan(plans, plan),
      set: { msisdn, customer, order, plan, replaces: old._id },
      unset: ['reservedBy'],
    } as const;
    fresh = await writeChange(cards, pools, fresh, updateOf(fresh, [step]), transitionOf('swap-in').participle);
  }
  const isRelayed = old.outbox === undefined;
  await cards.connection.attempt(`change ${old._id}`, () =>
    cards.collection.updateOne({ _id: old._id, version: old.version }, {
      $unset: { swap: '', ...(isRelayed && { pending: '' }) },
    } as never),
  );
  const { swap: _, ...rest } = old;
  return { old: rest as CardDocument, fresh };
}

/** From here on writeChange refuses everybody else, also those who saw the card before. */
async function reserve({ cards, now }: SwapParts, fresh: CardDocument, iccid: string): Promise<CardDocument> {
  const reservedBy = { iccid, at: now() };
  const reserved = await cards.connection.attempt(`reserve ${fresh._id}`, () =>
    cards.collection.findOneAndUpdate(
      { _id: fresh._id, version: fresh.version, reservedBy: { $exists: false } } as never,
      { $set: { reservedBy, pending: true } } as never,
      {
        returnDocument: 'after',
      },
    ),
  );
  if (reserved !== null) return reserved as CardDocument;
  throw stateConflict(fresh._id, (await cards.resolve(fresh._id)).state, 'swapped in', 'somebody else was faster');
}

async function unreserve({ cards }: SwapParts, fresh: CardDocument): Promise<void> {
  const old = fresh.reservedBy!.iccid;
  const taken = await cards.findDocument({ _id: old, 'swap.to': fresh._id } as never);
  if (taken !== undefined) return; // the swap is accepted: it goes on, not back
  await cards.connection.attempt(`release ${fresh._id}`, () =>
    cards.collection.updateOne(
      { _id: fresh._id, 'reservedBy.iccid': old } as never,
      { $unset: { reservedBy: '', ...(fresh.outbox === undefined && { pending: '' }) } } as never,
    ),
  );
}

function planOf(card: CardDocument): string {
  return (card.plan as string | undefined) ?? DEFAULT_PLAN;
}
