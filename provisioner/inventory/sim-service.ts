import { UserError } from '../../emulator/vocabulary/index.ts';
import { requestCancelLocation } from '../subscriber-lifecycle.ts';
import { type CardStep, updateOf, versionConflict, writeChange } from './card-change.ts';
import { type CardDocument, decodeCard, encodeCard } from './card-document.ts';
import { parseSubscriberNumber } from './card-numbers.ts';
import { type CardChecks, type CardInput, checkCard, openSecrets } from './card-secrets.ts';
import type { CardQuery } from './card-store.ts';
import { checkHistory } from './history-chain.ts';
import { newCard } from './new-card.ts';
import { DEFAULT_PLAN, resolvePlan } from './plans.ts';
import type { Caller, CardSecrets, SimCard } from './sim-card.ts';
import type { NetworkOutcome, ServiceParts, StepOptions, StepResult, SwapResult } from './step-result.ts';
import { finishSwaps, swapCards } from './swap.ts';
import { type SimAction, stateConflict, transitionOf } from './transitions.ts';

/**
 * The life of SIM cards: the one door for command line, REST API and scenario verbs. A card is named by ICCID, IMSI or MSISDN. Every change
 * is one update of one document, with its history and its event; what follows (audit, queue, HSS) is repeated until it is done, by whoever
 * opens the inventory next. Errors: UserError with stable codes (`sim-unknown`, `sim-state-conflict`, `sim-version-conflict`, `msisdn-…`,
 * `plan-unknown`, `iccid-…`, `imsi-…`), LabError when the database does not answer.
 */
export class SimService {
  readonly #parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /** Takes a card into stock. @throws UserError of its numbers and keys, iccid-exists, imsi-exists */
  async register(input: CardInput, caller: Caller, checks: CardChecks = {}): Promise<SimCard> {
    const { cards, vault, now, audit } = this.#parts;
    const checked = checkCard(input, checks);
    const { iccid } = checked.card;
    const document = encodeCard(newCard(checked.card, checked.seal(vault()), caller, now()));
    await cards.insert(document);
    const [entry] = document.history;
    const { actor, at, traceId, hash } = entry!;
    await audit.append({
      at,
      actor,
      action: 'register',
      ...(traceId !== undefined && { traceId }),
      subject: iccid,
      eventId: `${iccid}/1`,
      head: hash,
    });
    return decodeCard(document);
  }

  /** Binds a card to a customer or an order, perhaps with the plan it will have. */
  async assign(
    ref: string,
    to: {
      readonly customer?: string | undefined;
      readonly order?: string | undefined;
      readonly plan?: string | undefined;
    },
    caller: Caller,
    options: StepOptions = {},
  ): Promise<StepResult> {
    const { customer, order, plan } = to;
    if (customer === undefined && order === undefined)
      throw new UserError('customer-missing', 'the card is to be bound to nobody', {
        place: 'customer',
        expected: 'a customer or an order',
      });
    if (plan !== undefined) await resolvePlan(this.#parts.plans, plan);
    const seen = await this.#see(ref, 'assign', options);
    return this.#step(
      seen,
      [
        this.#newStep('assign', caller, {
          detail: { customer, order, plan, reason: options.reason },
          set: { customer, order, plan },
        }),
      ],
      options,
    );
  }

  /** Takes an assigned card back into stock. */
  async release(ref: string, caller: Caller, options: StepOptions = {}): Promise<StepResult> {
    const seen = await this.#see(ref, 'release', options);
    return this.#step(
      seen,
      [this.#newStep('release', caller, { detail: { reason: options.reason }, unset: ['customer', 'order', 'plan'] })],
      options,
    );
  }

  /**
   * Gives a card a number and a plan and writes it to the HSS. `msisdn`: a number, `auto` (default: the lowest free one of the pools) or
   * `none`. A card in stock is assigned in the same step when `customer` is given.
   */
  async activate(
    ref: string,
    given: {
      readonly msisdn?: string | undefined;
      readonly plan?: string | undefined;
      readonly customer?: string | undefined;
      readonly order?: string | undefined;
    },
    caller: Caller,
    options: StepOptions = {},
  ): Promise<StepResult> {
    const { customer, order } = given;
    const isBound = customer !== undefined || order !== undefined;
    const seen = await this.#see(ref, isBound ? undefined : 'activate', options);
    const steps: CardStep[] = [];
    if (seen.state === 'available' && isBound) {
      steps.push(this.#newStep('assign', caller, { detail: { customer, order }, set: { customer, order } }));
    } else if (seen.state !== 'assigned')
      throw stateConflict(seen._id, seen.state, transitionOf('activate').participle);
    else if (customer !== undefined && customer !== seen.customer)
      throw stateConflict(
        seen._id,
        seen.state,
        `activated for customer ${customer}`,
        `it is assigned to ${seen.customer ?? `order ${seen.order}`}`,
      );
    const plan = given.plan ?? (seen.plan as string | undefined) ?? DEFAULT_PLAN;
    const profile = await resolvePlan(this.#parts.plans, plan);
    const step = (msisdn: string | undefined) =>
      this.#newStep('activate', caller, {
        detail: { msisdn, plan, reason: options.reason },
        profile,
        set: { msisdn, plan },
      });
    const wanted = given.msisdn?.trim() ?? 'auto';
    if (wanted === 'none') return this.#step(seen, [...steps, step(undefined)], options);
    if (wanted !== 'auto') {
      const msisdn = parseSubscriberNumber(wanted);
      await this.#parts.pools.check(msisdn);
      return this.#step(seen, [...steps, step(msisdn)], options);
    }
    for await (const msisdn of this.#parts.pools.free(this.#parts.now())) {
      try {
        return await this.#step(seen, [...steps, step(msisdn)], options);
      } catch (error) {
        if (!(error instanceof UserError && error.code === 'msisdn-taken')) throw error; // somebody took it meanwhile: the next
      }
    }
    throw new Error('the pools end with an error');
  }

  /** Detaches a card's phone and lets it attach no more; profile, keys and SQN are kept. */
  async suspend(ref: string, caller: Caller, options: StepOptions = {}): Promise<StepResult> {
    return this.#plain(ref, 'suspend', caller, options);
  }

  /** @throws UserError sim-state-conflict for a card that another one has replaced */
  async resume(ref: string, caller: Caller, options: StepOptions = {}): Promise<StepResult> {
    const seen = await this.#see(ref, 'resume', options);
    if (seen.replacedBy !== undefined)
      throw stateConflict(seen._id, seen.state, 'resumed', `SIM ${seen.replacedBy} has taken over its number`);
    return this.#step(seen, [this.#newStep('resume', caller, { detail: { reason: options.reason } })], options);
  }

  /** Removes a card from the HSS for good, its phone first; its number rests. */
  async deactivate(ref: string, caller: Caller, options: StepOptions = {}): Promise<StepResult> {
    const seen = await this.#see(ref, 'deactivate', options);
    const until = new Date(this.#parts.now().getTime() + this.#parts.quarantineMs);
    const set = seen.msisdn === undefined ? {} : { msisdnQuarantinedUntil: until };
    const msisdn = seen.msisdn as string | undefined;
    return this.#step(
      seen,
      [this.#newStep('deactivate', caller, { detail: { msisdn, reason: options.reason }, set })],
      options,
    );
  }

  /**
   * Has the phone of a card detached (Cancel-Location), whatever the card's state; it attaches again if it may. For a plan that is to be
   * effective now, and for a phone that a suspension did not reach.
   */
  async detach(ref: string, caller: Caller): Promise<{ readonly card: SimCard; readonly advice?: string }> {
    const { subscribers, audit, now, attachedAdvice } = this.#parts;
    const card = await this.get(ref);
    const advice = await attachedAdvice(card.imsi, 'suspend').catch(() => undefined);
    await requestCancelLocation(await subscribers.lifecycle(), card.imsi);
    const traced = caller.traceId === undefined ? {} : { traceId: caller.traceId };
    await audit.append({ at: now(), actor: caller.actor, action: 'detach', ...traced, subject: card.iccid });
    return { card, ...(advice !== undefined && { advice }) };
  }

  /** Another plan, without another SIM; effective with the phone's next attach. */
  async changePlan(ref: string, plan: string, caller: Caller, options: StepOptions = {}): Promise<StepResult> {
    const profile = await resolvePlan(this.#parts.plans, plan);
    const seen = await this.#see(ref, 'change-plan', options);
    return this.#step(
      seen,
      [this.#newStep('change-plan', caller, { detail: { plan, reason: options.reason }, profile, set: { plan } })],
      options,
    );
  }

  /** Moves number, customer and plan from one card to another, which is in stock or assigned to the same customer. */
  async swap(oldRef: string, newRef: string, caller: Caller, options: StepOptions = {}): Promise<SwapResult> {
    const old = await this.#see(oldRef, 'swap-out', options);
    const fresh = await this.#see(newRef, 'swap-in', {});
    const after = await swapCards(this.#parts, { old, fresh, caller, reason: options.reason });
    const oldResult = await this.#settle(after.old, options, 'swap-out');
    return { ...(await this.#settle(after.fresh, options, 'swap-in')), old: oldResult };
  }

  async get(ref: string): Promise<SimCard> {
    return decodeCard(await this.#parts.cards.resolve(ref));
  }

  list(query?: CardQuery): AsyncGenerator<SimCard, void, void> {
    return this.#parts.cards.list(query);
  }

  count(query?: Omit<CardQuery, 'limit'>): Promise<number> {
    return this.#parts.cards.count(query);
  }

  /** The card with its history, and what is wrong with that: nothing, unless somebody changed it past the service. */
  async history(ref: string): Promise<{ readonly card: SimCard; readonly wrong: readonly string[] }> {
    const card = await this.get(ref);
    return { card, wrong: checkHistory(card.iccid, card.history, card.version) };
  }

  /** The secrets of a card, in the open. Every call is audited, before anything is given out. */
  async reveal(ref: string, caller: Caller, why: string): Promise<CardSecrets> {
    const card = await this.get(ref);
    const { audit, now, vault } = this.#parts;
    await audit.append({
      at: now(),
      actor: caller.actor,
      action: 'reveal',
      ...(caller.traceId !== undefined && { traceId: caller.traceId }),
      subject: card.iccid,
      detail: { reason: why },
    });
    return openSecrets(vault(), card);
  }

  /** The secrets of many, for a file; audited as one call, before anything is given out. */
  async revealMany(
    query: CardQuery,
    caller: Caller,
    why: string,
  ): Promise<AsyncGenerator<{ readonly card: SimCard; readonly secrets: CardSecrets }, void, void>> {
    const { audit, now, vault, cards } = this.#parts;
    const key = vault();
    await audit.append({
      at: now(),
      actor: caller.actor,
      action: 'reveal-many',
      ...(caller.traceId !== undefined && { traceId: caller.traceId }),
      detail: { reason: why, cards: await cards.count(query), query: JSON.stringify(query) },
    });
    return (async function* () {
      for await (const card of cards.list(query)) yield { card, secrets: openSecrets(key, card) };
    })();
  }

  /** Goes on with what an earlier process left: halves of swaps, events that are not in the queue. Gives how many cards it touched. */
  async recover(): Promise<number> {
    const { cards, relay } = this.#parts;
    await cards.ensureIndexes();
    return (await finishSwaps(this.#parts)) + (await relay.relayAll());
  }

  async #plain(ref: string, action: SimAction, caller: Caller, options: StepOptions): Promise<StepResult> {
    const seen = await this.#see(ref, action, options);
    return this.#step(seen, [this.#newStep(action, caller, { detail: { reason: options.reason } })], options);
  }

  #newStep(action: SimAction, caller: Caller, more: Omit<CardStep, 'action' | 'caller' | 'at'>): CardStep {
    return { action, caller, at: this.#parts.now(), ...more };
  }

  /** The card, when it has the version that is asked for and the table allows the action. */
  async #see(ref: string, action: SimAction | undefined, { version }: StepOptions): Promise<CardDocument> {
    await this.#parts.cards.ensureIndexes();
    const seen = await this.#parts.cards.resolve(ref);
    if (version !== undefined && version !== seen.version) throw versionConflict(seen, version);
    if (action !== undefined && !transitionOf(action).from.includes(seen.state))
      throw stateConflict(seen._id, seen.state, transitionOf(action).participle);
    if (seen.reservedBy !== undefined)
      throw stateConflict(
        seen._id,
        seen.state,
        'changed now',
        `it is about to take over from SIM ${seen.reservedBy.iccid}`,
      );
    if (seen.swap !== undefined)
      throw stateConflict(seen._id, seen.state, 'changed now', `SIM ${seen.swap.to} is taking over from it`);
    return seen;
  }

  async #step(seen: CardDocument, steps: readonly CardStep[], options: StepOptions): Promise<StepResult> {
    const { cards, pools } = this.#parts;
    const { action } = steps.at(-1)!;
    const after = await writeChange(cards, pools, seen, updateOf(seen, steps), transitionOf(action).participle);
    return this.#settle(after, options, action);
  }

  /** From here on nothing can undo the change: whatever fails is told as pending. */
  async #settle(after: CardDocument, { settleMs = 5000 }: StepOptions, action: SimAction): Promise<StepResult> {
    const { relay, worker, hss, now, pause, attachedAdvice } = this.#parts;
    const result = { card: decodeCard(after), eventId: `${after._id}/${after.version}` };
    if (transitionOf(action).network === 'none') {
      await relay.relay(after);
      if (settleMs > 0) await worker.settleSim(hss, after._id);
      return { ...result, network: { state: 'none' } };
    }
    const advice = await attachedAdvice(after.imsi as string, action).catch(() => undefined);
    const withAdvice = (network: NetworkOutcome): StepResult => ({
      ...result,
      network,
      ...(advice !== undefined && { advice }),
    });
    try {
      await relay.relay(after);
      if (settleMs <= 0) return withAdvice({ state: 'pending', why: 'it is in the queue' });
      const until = now().getTime() + settleMs;
      while (true) {
        const { done, stopped } = await worker.settleSim(hss, after._id);
        const mine = done.find(({ id }) => id === result.eventId);
        if (mine !== undefined || stopped === undefined)
          return withAdvice({ state: 'applied', note: mine?.note ?? 'applied by another process' });
        if (stopped.state === 'dead') return withAdvice({ state: 'dead', why: stopped.why });
        const again = stopped.again?.getTime() ?? now().getTime() + ELSEWHERE_PAUSE_MS;
        if (again > until) return withAdvice({ state: 'pending', why: stopped.why, again: new Date(again) });
        await pause(Math.max(again - now().getTime(), 1));
      }
    } catch (error) {
      return withAdvice({ state: 'pending', why: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** Another process works on this SIM: look again soon. */
const ELSEWHERE_PAUSE_MS = 20;
