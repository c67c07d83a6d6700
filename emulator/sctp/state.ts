import type { InitChunk } from '../codec/sctp/index.ts';
import type { Receiver } from './rx/receiver.ts';
import type { Sender } from './tx/sender.ts';

/** What exists from the moment the peer's parameters are known. */
export interface Transfer {
  /** Goes into every packet to the peer. */
  peerTag: number;
  readonly sender: Sender;
  readonly receiver: Receiver;
}

/** The states of RFC 9260 §4; each holds only what it needs. */
export type State =
  | { readonly name: 'CLOSED' }
  | { readonly name: 'COOKIE-WAIT'; readonly init: InitChunk; retransmissions: number; staleCookies: number }
  | {
      readonly name: 'COOKIE-ECHOED';
      readonly init: InitChunk;
      readonly cookie: Uint8Array;
      readonly transfer: Transfer;
      retransmissions: number;
      staleCookies: number;
    }
  | { readonly name: 'ESTABLISHED'; readonly transfer: Transfer }
  /** We want to end; what was handed over goes out first. */
  | { readonly name: 'SHUTDOWN-PENDING'; readonly transfer: Transfer }
  | { readonly name: 'SHUTDOWN-SENT'; readonly transfer: Transfer }
  /** The peer wants to end; what was handed over goes out first. */
  | { readonly name: 'SHUTDOWN-RECEIVED'; readonly transfer: Transfer }
  | { readonly name: 'SHUTDOWN-ACK-SENT'; readonly transfer: Transfer };

/** The timers of RFC 9260, and when each runs. */
export type TimerName =
  /** INIT unanswered. §5.1 A */
  | 'T1-init'
  /** COOKIE ECHO unanswered. §5.1 C */
  | 'T1-cookie'
  /** SHUTDOWN or SHUTDOWN ACK unanswered. §9.2 */
  | 'T2-shutdown'
  /** DATA unacknowledged. §6.3 */
  | 'T3-rtx'
  /** The whole shutdown takes too long. §9.2 */
  | 'T5-shutdown-guard'
  /** DATA received and not yet acknowledged. §6.2 */
  | 'sack-delay'
  /** The path is idle: time for a HEARTBEAT. §8.3 */
  | 'heartbeat'
  /** HEARTBEAT unanswered. §8.3 */
  | 'heartbeat-ack';

/** The transfer of a state that has one. */
export function transferOf(state: State): Transfer | undefined {
  return state.name === 'CLOSED' || state.name === 'COOKIE-WAIT' ? undefined : state.transfer;
}
