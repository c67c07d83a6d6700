/**
 * The timers of EPS mobility management in a phone. `ms`: how long it runs, undefined where the network says so.
 * TS 24.301 table 10.2.1
 */
export const EMM_TIMERS = {
  T3346: { ms: undefined, clause: 'TS 24.301 §5.3.6', meaning: 'congestion: no signalling until it ends' },
  T3402: { ms: 720_000, clause: 'TS 24.301 §5.5.1.2.6', meaning: 'five attempts failed; the next series' },
  T3410: { ms: 15_000, clause: 'TS 24.301 §5.5.1.2.2', meaning: 'Attach Request sent' },
  T3411: { ms: 10_000, clause: 'TS 24.301 §5.5.1.2.6', meaning: 'an attempt failed; the next one' },
  T3412: { ms: undefined, clause: 'TS 24.301 §5.3.5', meaning: 'periodic tracking area update' },
  T3416: { ms: 30_000, clause: 'TS 24.301 §5.4.2.3', meaning: 'RAND and RES kept for a repeated challenge' },
  T3417: { ms: 5_000, clause: 'TS 24.301 §5.6.1.2', meaning: 'Service Request sent' },
  T3418: { ms: 20_000, clause: 'TS 24.301 §5.4.2.7', meaning: 'Authentication Failure (MAC, non-EPS) sent' },
  T3420: { ms: 15_000, clause: 'TS 24.301 §5.4.2.7', meaning: 'Authentication Failure (synch) sent' },
  T3421: { ms: 15_000, clause: 'TS 24.301 §5.5.2.2.2', meaning: 'Detach Request sent' },
  T3430: { ms: 15_000, clause: 'TS 24.301 §5.5.3.2.2', meaning: 'Tracking Area Update Request sent' },
  T3440: { ms: 10_000, clause: 'TS 24.301 §5.3.1.2', meaning: 'waiting for the network to release the connection' },
} as const;

export type EmmTimer = keyof typeof EMM_TIMERS;

/** Timers that an authentication failure stops and a good challenge starts again. TS 24.301 §5.4.2.7 */
export const REQUEST_TIMERS = ['T3410', 'T3417', 'T3421', 'T3430'] as const satisfies readonly EmmTimer[];

/** Attach and tracking area updating attempts before the long pause. TS 24.301 §5.5.1.2.6, §5.5.3.2.6 */
export const MAX_ATTEMPTS = 5;

/** Times that T3421 may run out. TS 24.301 §5.5.2.2.4 c */
export const MAX_DETACH_EXPIRIES = 5;

/** Failed challenges in a row before the cell is barred. TS 24.301 §5.4.2.7 */
export const MAX_AUTHENTICATION_FAILURES = 3;
