/** Whose cause numbers are meant: TS 24.301 §9.9.3.9 (EMM), §9.9.4.4 (ESM). */
export type CauseProtocol = 'emm' | 'esm';

/** Something that makes a core refuse, under the name that scenarios use, and what it answers release by release. */
export interface CauseTrigger {
  /** Kebab-case, stable: `unknown-subscriber`. */
  readonly name: string;
  /** In a sentence, without a full stop. */
  readonly what: string;
  /** Whose cause is meant when a scenario does not say. `s1ap`: it has no NAS cause. */
  readonly protocol: CauseProtocol | 's1ap';
  /** By release; where two fit a release, the core may give either. */
  readonly answers: readonly CauseAnswer[];
  /** What to look at when it comes unexpectedly. */
  readonly check: string;
}

/** In place of a message: the core says nothing, and the phone waits until its own timer ends. */
export const NO_ANSWER = 'no answer';

export interface CauseAnswer {
  /** The message that says it: AttachReject; or NO_ANSWER. */
  readonly message: string;
  /** EMM causes that it may carry; none for a message without a cause (AuthenticationReject). */
  readonly emm?: readonly number[];
  readonly esm?: readonly number[];
  /** Group and value: `misc/unknown-PLMN`. */
  readonly s1ap?: string;
  /** First release that does so; from the first known one when left out. `2.8.0-1` = after 2.8.0. */
  readonly since?: string;
  /** Last release that does so. */
  readonly until?: string;
  readonly note?: string;
}

/** What a core product is known to answer. */
export interface CoreCauses {
  readonly product: string;
  readonly triggers: readonly CauseTrigger[];
  /** Causes of the specification that this core has no code to send. */
  readonly neverSent: Readonly<Record<CauseProtocol, readonly number[]>>;
}
