import type { EsmMessage } from '../../codec/nas-eps/index.ts';
import type { Millis } from '../../machine/index.ts';

/** Timers of the requests that a phone makes. TS 24.301 table 10.3.1 */
export const ESM_TIMERS = {
  T3480: { ms: 8_000, clause: 'TS 24.301 §6.5.3', meaning: 'Bearer Resource Allocation Request sent' },
  T3481: { ms: 8_000, clause: 'TS 24.301 §6.5.4', meaning: 'Bearer Resource Modification Request sent' },
  T3482: { ms: 8_000, clause: 'TS 24.301 §6.5.1', meaning: 'PDN Connectivity Request sent' },
  T3492: { ms: 6_000, clause: 'TS 24.301 §6.5.2', meaning: 'PDN Disconnect Request sent' },
} as const;

export type EsmTimer = keyof typeof ESM_TIMERS;

/** Times that a timer may run out: the request is sent five times in all. */
export const MAX_ESM_EXPIRIES = 5;

/** What a request of the phone is about. */
export type EsmPurpose =
  | {
      readonly type: 'pdnConnectivity';
      readonly apn: string | undefined;
      readonly pdnType: 'ipv4' | 'ipv6' | 'ipv4v6';
      /** Sent inside an Attach Request, whose timer watches over it. */
      readonly attach: boolean;
    }
  | { readonly type: 'pdnDisconnect'; readonly ebi: number }
  | { readonly type: 'bearerAllocation'; readonly linkedEbi: number }
  | { readonly type: 'bearerModification'; readonly ebi: number };

/** A request of the phone that waits for its answer: PROCEDURE TRANSACTION PENDING. TS 24.301 §6.1.3.3 */
export interface EsmTransaction {
  /** Procedure transaction identity, 1 … 254. */
  readonly pti: number;
  readonly purpose: EsmPurpose;
  readonly request: EsmMessage;
  readonly timer: EsmTimer;
  expiries: number;
  /** undefined = not sent yet, or watched by another timer. */
  deadline: Millis | undefined;
}
