import { equalBytes } from '../bytes/index.ts';
import type { HeartbeatAckChunk } from '../codec/sctp/index.ts';
import type { Millis } from '../machine/index.ts';
import type { AssociationContext } from './context.ts';

/** Path supervision: error counters and HEARTBEAT. RFC 9260 §8.1 … §8.3 */

const NONCE_LENGTH = 8;

/** Counts a failure; ends the association when Association.Max.Retrans is exceeded. Returns whether it goes on. */
export function countError(context: AssociationContext, what: string): boolean {
  context.errorCount++;
  if (context.errorCount > context.parameters.associationMaxRetrans) {
    context.close({ kind: 'lost', text: `${what}: no answer to ${context.errorCount} transmissions` });
    return false;
  }
  if (context.pathActive && context.errorCount > context.parameters.pathMaxRetrans) {
    context.pathActive = false;
    context.put({ type: 'path', association: context.id, active: false });
  }
  return true;
}

/** The peer acknowledged something. */
export function clearErrors(context: AssociationContext): void {
  context.errorCount = 0;
  if (context.pathActive) return;
  context.pathActive = true;
  context.put({ type: 'path', association: context.id, active: true });
}

/** Starts the wait for the next HEARTBEAT: HB.interval plus RTO, the RTO part ±50 % at random. RFC 9260 §8.3 */
export function scheduleHeartbeat(context: AssociationContext, now: Millis): void {
  const { heartbeatIntervalMs } = context.parameters;
  if (heartbeatIntervalMs === 0) return;
  const jitter = 0.5 + context.setup.random(1)[0]! / 255;
  context.timers.start('heartbeat', now + heartbeatIntervalMs + context.rto.currentMs * jitter);
}

/** The path was idle for a heartbeat period. */
export function heartbeatDue(context: AssociationContext, now: Millis): void {
  const { transfer } = context;
  if (transfer === undefined) return;
  // DATA supervises and measures the path by itself: only one that was idle for a whole period is asked
  const { lastSentAt } = transfer.sender.congestion;
  const busy = lastSentAt !== undefined && now - lastSentAt < context.parameters.heartbeatIntervalMs;
  if (busy || transfer.sender.hasOutstanding) {
    scheduleHeartbeat(context, now);
    return;
  }
  const nonce = context.setup.random(NONCE_LENGTH);
  context.heartbeat = { nonce, sentAt: now };
  context.control({ type: 'HEARTBEAT', info: nonce }, now);
  context.timers.start('heartbeat-ack', now + context.rto.currentMs);
}

export function heartbeatUnanswered(context: AssociationContext, now: Millis): void {
  context.heartbeat = undefined;
  context.rto.backOff();
  context.tryAlternate();
  if (countError(context, 'HEARTBEAT')) scheduleHeartbeat(context, now);
}

export function handleHeartbeatAck(context: AssociationContext, chunk: HeartbeatAckChunk, now: Millis): void {
  const { heartbeat } = context;
  // the nonce keeps an attacker, and an answer to an older HEARTBEAT, from being taken for this one
  if (heartbeat === undefined || !equalBytes(heartbeat.nonce, chunk.info)) return;
  context.heartbeat = undefined;
  context.timers.stop('heartbeat-ack');
  context.rto.measured(now - heartbeat.sentAt);
  clearErrors(context);
  scheduleHeartbeat(context, now);
}
