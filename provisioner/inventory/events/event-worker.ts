import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { EventHandler } from './event-handler.ts';
import type { EventQueue, QueuedEvent } from './event-queue.ts';

export interface WorkerOptions {
  /** How long an event is kept from others while a handler works on it, ms. Default 30,000. */
  readonly leaseMs?: number;
  /** Failures before an event becomes a dead letter. Default 10: about 17 minutes. */
  readonly maxAttempts?: number;
  /** Pause after the first failure, ms; it doubles with each, up to five minutes. Default 1000. */
  readonly backOffMs?: number;
  /** SIMs that are worked on at a time. Default 8. */
  readonly concurrency?: number;
  readonly now?: () => Date;
}

const MAX_BACK_OFF_MS = 300_000;

/** What came of one SIM's events at one handler. */
export interface SettledEvents {
  /** Events that arrived now, with the handler's notes. */
  readonly done: readonly { readonly id: string; readonly note?: string }[];
  /** The event that did not arrive, and why. */
  readonly stopped?: {
    readonly id: string;
    readonly state: 'waiting' | 'failed' | 'dead' | 'elsewhere';
    readonly why: string;
    readonly again?: Date;
  };
}

/** Brings events from the queue to the handlers, each SIM's in their order, several SIMs at a time. Any number of workers may run. */
export class EventWorker {
  readonly #queue: EventQueue;
  readonly #options: Required<WorkerOptions>;
  readonly #id = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  readonly #stop = new AbortController();

  constructor(queue: EventQueue, options: WorkerOptions = {}) {
    this.#queue = queue;
    this.#options = {
      leaseMs: 30_000,
      maxAttempts: 10,
      backOffMs: 1000,
      concurrency: 8,
      now: () => new Date(),
      ...options,
    };
  }

  /** Everything that is due at these handlers, until nothing is. Gives how many events arrived. */
  async drain(handlers: readonly EventHandler[]): Promise<number> {
    let arrived = 0;
    await Promise.all(
      handlers.map(async handler => {
        while (!this.#stop.signal.aborted) {
          const due = await this.#queue.due(handler.name, this.#options.now(), this.#options.concurrency * 8);
          if (due.length === 0) return;
          const before = arrived;
          await inLanes(due, this.#options.concurrency, async iccid => {
            const { done } = await this.settleSim(handler, iccid);
            arrived += done.length;
          });
          if (arrived === before) return; // all of them wait, failed, or are somebody else's
        }
      }),
    );
    return arrived;
  }

  /** All events of one SIM that are due at one handler, in their order; stops at the first that does not arrive. */
  async settleSim(handler: EventHandler, iccid: string): Promise<SettledEvents> {
    const done: { id: string; note?: string }[] = [];
    while (!this.#stop.signal.aborted) {
      const event = await this.#queue.head(handler.name, iccid);
      if (event === undefined) return { done };
      const stopped = await this.#deliver(handler, event, done);
      if (stopped !== undefined) return { done, stopped };
    }
    return { done };
  }

  /** Ends after what is under way. */
  stop(): void {
    this.#stop.abort();
  }

  async #deliver(
    handler: EventHandler,
    event: QueuedEvent,
    done: { id: string; note?: string }[],
  ): Promise<SettledEvents['stopped']> {
    const { id } = event;
    const { now, leaseMs, maxAttempts } = this.#options;
    const delivery = event.deliveries[handler.name]!;
    if (delivery.state === 'dead') {
      await this.#queue.holdBack(event, handler.name);
      return { id, state: 'dead', why: delivery.error ?? 'it is a dead letter' };
    }
    if (!(await this.#queue.claim(event, handler.name, this.#id, now(), leaseMs))) {
      if (delivery.notBefore > now()) {
        await this.#queue.holdBack(event, handler.name, delivery.notBefore);
        return { id, state: 'failed', why: delivery.error ?? delivery.note ?? 'it waits', again: delivery.notBefore };
      }
      return { id, state: 'elsewhere', why: 'somebody else works on it' };
    }
    try {
      const handled = await handler.handle(event, { now: now(), signal: this.#stop.signal });
      if (handled.type === 'done') {
        await this.#queue.settle(event, handler.name, this.#id, now(), handled.note);
        done.push({ id, ...(handled.note !== undefined && { note: handled.note }) });
        return undefined;
      }
      const again = new Date(now().getTime() + handled.againInMs);
      await this.#queue.postpone(event, handler.name, this.#id, again, { note: handled.note });
      await this.#queue.holdBack(event, handler.name, again);
      return { id, state: 'waiting', why: handled.note, again };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const attempts = delivery.attempts + 1;
      if (error instanceof UserError || attempts >= maxAttempts) {
        await this.#queue.bury(event, handler.name, this.#id, why, now());
        await this.#queue.holdBack(event, handler.name);
        return { id, state: 'dead', why };
      }
      const again = new Date(now().getTime() + this.#backOffMs(attempts));
      await this.#queue.postpone(event, handler.name, this.#id, again, { error: why });
      await this.#queue.holdBack(event, handler.name, again);
      return { id, state: 'failed', why, again };
    }
  }

  /** Doubles with each failure, and differs by up to a quarter so that failed events do not come back all at once. */
  #backOffMs(attempts: number): number {
    const pause = Math.min(this.#options.backOffMs * 2 ** (attempts - 1), MAX_BACK_OFF_MS);
    return Math.round(pause * (0.75 + (randomBytes(1)[0]! / 255) * 0.25));
  }
}

async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
