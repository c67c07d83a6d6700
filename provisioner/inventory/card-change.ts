import { UserError } from '../../emulator/vocabulary/index.ts';
import { type CardDocument, defined } from './card-document.ts';
import { type CardStore, isDuplicate } from './card-store.ts';
import { chainEntry } from './history-chain.ts';
import type { MsisdnPools } from './msisdn-pools.ts';
import type { Caller, HistoryEntry, NetworkProfile, SimEvent } from './sim-card.ts';
import { type SimAction, type SimState, stateAfter, stateConflict, transitionOf } from './transitions.ts';

/** One step of a card's life, before it is written. */
export interface CardStep {
  readonly action: SimAction;
  readonly caller: Caller;
  readonly at: Date;
  /** For the history and the event; undefined values are left out. */
  readonly detail?: {
    readonly [Key in 'msisdn' | 'customer' | 'plan' | 'order' | 'reason' | 'other']?: string | undefined;
  };
  readonly profile?: NetworkProfile;
  /** Fields of the card to set and to remove. */
  readonly set?: object;
  readonly unset?: readonly string[];
}

/** The document's update for these steps one after the other: state, version, history and outbox in one. */
export function updateOf(
  seen: CardDocument,
  steps: readonly CardStep[],
): { readonly $set: Record<string, unknown>; readonly [operator: string]: object } {
  let state = seen.state;
  let version = seen.version;
  let last = seen.history.at(-1);
  const history: HistoryEntry[] = [];
  const outbox: SimEvent[] = [];
  const $set: Record<string, unknown> = {};
  const $unset: Record<string, ''> = {};
  for (const { action, caller, at, detail = {}, profile, set = {}, unset = [] } of steps) {
    const from: SimState = state;
    state = stateAfter(action, from, seen._id);
    version += 1;
    const { network } = transitionOf(action);
    const traced = caller.traceId === undefined ? {} : { traceId: caller.traceId };
    const entry = {
      version,
      at,
      actor: caller.actor,
      action,
      from,
      to: state,
      ...traced,
      detail: defined(detail) as Record<string, string>,
    };
    last = chainEntry(seen._id, last, entry);
    history.push(last);
    outbox.push({
      id: `${seen._id}/${version}`,
      iccid: seen._id,
      imsi: seen.imsi as string,
      sequence: version,
      action,
      network,
      from,
      to: state,
      at,
      actor: caller.actor,
      ...traced,
      ...defined(detail),
      ...(profile !== undefined && { profile }),
    });
    Object.assign($set, { ...defined(set), state, version, changedAt: at });
    for (const field of unset) $unset[field] = '';
  }
  return {
    $set: { ...$set, pending: true },
    $push: { history: { $each: history }, outbox: { $each: outbox } },
    ...(Object.keys($unset).length > 0 && { $unset }),
  };
}

/**
 * Writes an update to the card in the version that was seen: of two who saw the same, one wins.
 * @throws UserError sim-state-conflict or sim-version-conflict for the other; msisdn-taken, msisdn-quarantined
 */
export async function writeChange(
  cards: CardStore,
  pools: MsisdnPools,
  seen: CardDocument,
  update: ReturnType<typeof updateOf>,
  participle: string,
): Promise<CardDocument> {
  const { msisdn, changedAt } = update.$set as { msisdn?: string; changedAt: Date };
  const takesOver = (update.$unset as { reservedBy?: '' } | undefined)?.reservedBy !== undefined;
  const filter = {
    _id: seen._id,
    version: seen.version,
    swap: { $exists: false },
    ...(!takesOver && { reservedBy: { $exists: false } }),
  };
  for (let attempt = 0; ; attempt++) {
    try {
      const after = await cards.connection.attempt(`change ${seen._id}`, async () => {
        try {
          return await cards.collection.findOneAndUpdate(filter as never, update as never, { returnDocument: 'after' });
        } catch (error) {
          throw isDuplicate(error) ? new NumberTaken() : error;
        }
      });
      if (after !== null) return after as CardDocument;
      return await lost(cards, seen, participle);
    } catch (error) {
      if (!(error instanceof NumberTaken) || msisdn === undefined) throw error;
      if (attempt > 0 || !(await pools.releaseExpired(msisdn, changedAt))) throw await takenError(cards, msisdn);
    }
  }
}

class NumberTaken extends Error {}

async function lost(cards: CardStore, seen: CardDocument, participle: string): Promise<never> {
  const now = await cards.resolve(seen._id);
  if (now.version === seen.version)
    throw stateConflict(seen._id, now.state, participle, 'it is part of a swap that is under way');
  if (now.state !== seen.state) throw stateConflict(seen._id, now.state, participle, 'somebody else was faster');
  throw versionConflict(now, seen.version);
}

export function versionConflict(now: CardDocument, seen: number): UserError {
  return new UserError(
    'sim-version-conflict',
    `SIM ${now._id} has changed meanwhile: it has version ${now.version}, not ${seen}`,
    {
      place: now._id,
      expected: `version ${now.version}, state ${now.state}`,
      hint: 'look at it again (mvnolab sim card), then decide again',
    },
  );
}

async function takenError(cards: CardStore, msisdn: string): Promise<UserError> {
  const holder = await cards.findDocument({ msisdn });
  const until = holder?.msisdnQuarantinedUntil;
  if (holder?.state === 'deactivated' && until instanceof Date)
    return new UserError('msisdn-quarantined', `${msisdn} rests in quarantine until ${until.toISOString()}`, {
      place: 'msisdn',
      expected: 'a number that nobody had lately',
      hint: "take another one, or 'auto' for any that is free",
    });
  return new UserError('msisdn-taken', `${msisdn} is the number of SIM ${holder?._id ?? '(just released)'}`, {
    place: 'msisdn',
    expected: 'a number that no card has',
    hint: "take another one, or 'auto' for any that is free",
  });
}
