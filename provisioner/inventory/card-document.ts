import type { Imsi } from '../../emulator/vocabulary/index.ts';
import type { BsonDocument } from '../bson-values.ts';
import type { HistoryEntry, SimCard, SimEvent } from './sim-card.ts';
import type { SimState } from './transitions.ts';

/**
 * A card in the collection `sims`: as SimCard, with the ICCID as `_id` (so it can never be used again), the secrets as
 * `sealed: {key, box}`, and what is under way: `outbox`, the events that are not in the queue yet; `reservedBy`, the card that is about to
 * hand its number over; `swap`, the half of a swap that is done. `pending` is there with any of them, so that they are found by an index.
 */
export interface CardDocument extends BsonDocument {
  readonly _id: string;
  /** Line of the batch that it came with. */
  readonly batchLine?: number;
  readonly imsi: string;
  readonly version: number;
  readonly state: SimState;
  readonly history: readonly HistoryEntry[];
  readonly outbox?: readonly SimEvent[];
  readonly pending?: true;
  readonly reservedBy?: Reservation;
  readonly swap?: HalfSwap;
}

export interface Reservation {
  readonly iccid: string;
  readonly at: Date;
}

/** On the old card, from its suspension until the new card is active: all that the second half needs. */
export interface HalfSwap {
  readonly to: string;
  readonly actor: string;
  readonly traceId?: string;
  readonly msisdn?: string;
  readonly customer?: string;
  readonly plan?: string;
  readonly order?: string;
  readonly reason?: string;
}

/** Fields that are in the document under their own names, when they are there. */
const PLAIN = [
  'imsi',
  'plmn',
  'state',
  'msisdn',
  'msisdnQuarantinedUntil',
  'customer',
  'order',
  'plan',
  'product',
  'batch',
  'amf',
  'replacedBy',
  'replaces',
  'version',
  'createdAt',
  'changedAt',
  'history',
] as const satisfies readonly (keyof SimCard)[];

/** `batchLine`: the line of the batch that the card came with. */
export function encodeCard(card: SimCard, batchLine?: number): CardDocument {
  const document: Record<string, unknown> = { _id: card.iccid };
  for (const field of PLAIN) {
    const value = card[field];
    if (value !== undefined) document[field] = value;
  }
  document.sealed = card.sealed;
  if (batchLine !== undefined) document.batchLine = batchLine;
  return document as unknown as CardDocument;
}

export function decodeCard(document: CardDocument): SimCard {
  const card: BsonDocument = { iccid: document._id };
  for (const field of PLAIN)
    if (document[field] !== undefined && document[field] !== null) card[field] = document[field];
  const { key, box } = document.sealed as { key: string; box: { buffer: Uint8Array } | Uint8Array };
  card.sealed = { key, box: box instanceof Uint8Array ? box : box.buffer };
  return card as unknown as SimCard & { imsi: Imsi };
}

/** The object without its undefined values: the driver would store them as null. */
export function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
