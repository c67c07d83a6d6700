import type { SimEvent } from '../sim-card.ts';

/** What a handler says of one event. */
export type Handled =
  /** Arrived. */
  | { readonly type: 'done'; readonly note?: string }
  /** Not yet: the same event again after this long. Counts as no failure. */
  | { readonly type: 'wait'; readonly againInMs: number; readonly note: string };

/**
 * Brings events to where they are to be known. A handler must be idempotent: after a crash it gets an event again, and must then leave
 * the same as if it had got it once. UserErrors are for good (the event becomes a dead letter), other errors are tried again.
 */
export interface EventHandler {
  readonly name: string;
  handle(event: SimEvent, context: { readonly now: Date; readonly signal: AbortSignal }): Promise<Handled>;
  close?(): Promise<void>;
}
