import type { AuditLog, NewAuditEntry } from '../audit-log.ts';
import type { CardDocument } from '../card-document.ts';
import type { CardStore } from '../card-store.ts';
import type { SimEvent } from '../sim-card.ts';
import type { EventQueue } from './event-queue.ts';

/**
 * Moves events from the cards, where they were written in one step with the change itself, into the audit and the queue. It may end
 * anywhere and begin again, in several processes at once: an event has one id in both, and leaves the card last.
 */
export class OutboxRelay {
  readonly #cards: CardStore;
  readonly #queue: EventQueue;
  readonly #audit: AuditLog;
  readonly #handlers: () => Promise<readonly string[]>;
  readonly #now: () => Date;

  constructor(parts: {
    readonly cards: CardStore;
    readonly queue: EventQueue;
    readonly audit: AuditLog;
    readonly handlers: () => Promise<readonly string[]>;
    readonly now: () => Date;
  }) {
    this.#cards = parts.cards;
    this.#queue = parts.queue;
    this.#audit = parts.audit;
    this.#handlers = parts.handlers;
    this.#now = parts.now;
  }

  /** The events of one card, as it was read. */
  async relay(card: CardDocument): Promise<void> {
    const { outbox = [] } = card;
    const handlers = await this.#handlers();
    await this.#audit.appendAll(outbox.map(event => auditEntry(event, card)));
    await this.#queue.put(outbox, handlers, this.#now());
    const isBusy = card.reservedBy !== undefined || card.swap !== undefined;
    await this.#cards.connection.attempt('empty an outbox', () =>
      // A card that has changed since has more in its outbox: all of it is relayed again then.
      this.#cards.collection.updateOne({ _id: card._id, version: card.version }, {
        $unset: { outbox: '', ...(!isBusy && { pending: '' }) },
      } as never),
    );
  }

  /** What earlier processes left behind. Gives how many cards. */
  async relayAll(): Promise<number> {
    let count = 0;
    const cursor = this.#cards.collection.find({ pending: true }, { batchSize: 500 });
    try {
      while (true) {
        const card = await this.#cards.connection.attempt('look for events', () => cursor.next());
        if (card === null) return count;
        await this.relay(card as CardDocument);
        count++;
      }
    } finally {
      await cursor.close();
    }
  }
}

function auditEntry(event: SimEvent, card: CardDocument): NewAuditEntry {
  const { id, action, actor, at, traceId, iccid, sequence, from, to, reason } = event;
  const head = card.history.find(entry => entry.version === sequence)?.hash;
  return {
    at,
    actor,
    action,
    ...(traceId !== undefined && { traceId }),
    subject: iccid,
    eventId: id,
    ...(head !== undefined && { head }),
    detail: { ...(from !== undefined && { from }), to, ...(reason !== undefined && { reason }) },
  };
}
