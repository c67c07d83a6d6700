import type { Imsi } from '../vocabulary/index.ts';

/**
 * What the HSS asks of the subscriber database, as values; a shell performs it on MongoDB exactly as Open5GS's HSS does
 * (find {imsi}; $set on paths; $inc 32 then $bit and 2^48−1 on security.sqn as int64) and may batch many into one command.
 */
export type DatabaseRequest =
  /** `fields` of the first document with this IMSI; the shell may leave out the others. */
  | { readonly type: 'findSubscriber'; readonly id: number; readonly imsi: Imsi; readonly fields: readonly string[] }
  /** Authentication vector drawn: `security.sqn` := `base` when it is given (as Open5GS sets the value read, or after resynchronisation), then + 32 mod 2^48. */
  | { readonly type: 'stepSqn'; readonly id: number; readonly imsi: Imsi; readonly base: number }
  | {
      readonly type: 'setServingMme';
      readonly id: number;
      readonly imsi: Imsi;
      readonly mmeHost: string;
      readonly mmeRealm: string;
      readonly purged: boolean;
      readonly imeisv?: string;
    };

/** A document of the `subscribers` collection, its int64 values as number or bigint; not checked yet. */
export type SubscriberDocument = Readonly<Record<string, unknown>>;

export type DatabaseAnswer =
  | { readonly type: 'subscriber'; readonly id: number; readonly document: SubscriberDocument | undefined }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };

/** A change that somebody else made to a subscriber's document (change stream). */
export interface SubscriberChange {
  readonly imsi: Imsi;
  /** Dotted paths of `updateDescription.updatedFields` with their new values. */
  readonly updatedFields: Readonly<Record<string, unknown>>;
  readonly document: SubscriberDocument;
}
