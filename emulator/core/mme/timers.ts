import type { Millis } from '../../machine/index.ts';
import type { BearerTimer, RepeatingTimer } from './ue-context.ts';

/** How long a timer runs, and how often its message is sent again when it runs out. */
export interface TimerRule {
  readonly ms: Millis;
  readonly repetitions: number;
}

/** Timers of the MME with Open5GS's values; clauses of TS 24.301. */
export const MME_TIMERS: Readonly<Record<RepeatingTimer | BearerTimer, TimerRule>> = {
  /** Paging. §5.6.2 */
  T3413: { ms: 2000, repetitions: 2 },
  /** Detach Request of the network. §5.5.2.3 */
  T3422: { ms: 3000, repetitions: 4 },
  /** Attach Accept, GUTI Reallocation Command. §5.5.1.2.7 */
  T3450: { ms: 6000, repetitions: 4 },
  /** Authentication Request, Security Mode Command. §5.4.2.7, §5.4.3.7 */
  T3460: { ms: 3000, repetitions: 4 },
  /** Identity Request. §5.4.4.6 */
  T3470: { ms: 3000, repetitions: 4 },
  /** Activate Default EPS Bearer Context Request outside of attach. §6.4.1.6. Open5GS has no such timer: the specification's value. */
  T3485: { ms: 8000, repetitions: 4 },
  /** ESM Information Request. §6.6.1.2.6 */
  T3489: { ms: 4000, repetitions: 2 },
  /** Deactivate EPS Bearer Context Request. §6.4.4.5. Open5GS has no such timer: the specification's value. */
  T3495: { ms: 8000, repetitions: 4 },
};

/** Mobile reachable, and then the implicit detach timer, run longer than the phone's T3412 by this. TS 24.301 §5.3.5 */
export const REACHABILITY_MARGIN_MS = 240_000;

/** A UE Context Release Command without an answer: Open5GS's S1 holding time. */
export const S1_HOLDING_MS = 30_000;
