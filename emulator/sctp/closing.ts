import type { ShutdownChunk } from '../codec/sctp/index.ts';
import type { Millis } from '../machine/index.ts';
import { type AssociationContext, textBytes } from './context.ts';
import { countError } from './path.ts';
import { acknowledged } from './transmission.ts';

/** Termination of an association. RFC 9260 §9 */

/** T5-shutdown-guard, in RTO.Max. RFC 9260 §9.2 recommends 5. */
const GUARD_RTO_MAX = 5;

/** The upper layer wants a graceful end. */
export function shutdown(context: AssociationContext, now: Millis): void {
  const { state } = context;
  switch (state.name) {
    case 'COOKIE-WAIT':
      context.close({ kind: 'shutdown', text: 'ended before it was up' });
      return;
    case 'COOKIE-ECHOED': {
      const cause = { type: 'USER-INITIATED-ABORT', value: textBytes('ended before it was up') } as const;
      context.abort([cause], { kind: 'shutdown', text: 'ended before it was up' });
      return;
    }
    case 'ESTABLISHED':
      context.state = { name: 'SHUTDOWN-PENDING', transfer: state.transfer };
      continueClosing(context, now);
      return;
    default:
      return;
  }
}

/** Goes from pending to SHUTDOWN, or from received to SHUTDOWN ACK, once everything sent was acknowledged. */
export function continueClosing(context: AssociationContext, now: Millis): void {
  const { state } = context;
  if (state.name === 'SHUTDOWN-PENDING' && state.transfer.sender.isDry) {
    context.state = { name: 'SHUTDOWN-SENT', transfer: state.transfer };
    stopSupervision(context);
    context.timers.start('T5-shutdown-guard', now + GUARD_RTO_MAX * context.parameters.rtoMaxMs);
    sendShutdown(context, now);
  } else if (state.name === 'SHUTDOWN-RECEIVED' && state.transfer.sender.isDry) {
    enterShutdownAckSent(context, now);
  }
}

/** SHUTDOWN, with a SACK before it while DATA is missing. */
export function sendShutdown(context: AssociationContext, now: Millis): void {
  const { state } = context;
  if (state.name !== 'SHUTDOWN-SENT') return;
  context.controls.push({ type: 'SHUTDOWN', cumulativeTsnAck: state.transfer.receiver.cumulativeTsn });
  context.transmitDue ??= now;
  context.timers.start('T2-shutdown', now + context.rto.currentMs);
}

export function handleShutdown(context: AssociationContext, chunk: ShutdownChunk, now: Millis): void {
  const { state } = context;
  switch (state.name) {
    case 'ESTABLISHED':
    case 'SHUTDOWN-PENDING':
    case 'SHUTDOWN-RECEIVED': {
      const outcome = state.transfer.sender.handleCumulativeAck(chunk.cumulativeTsnAck, now);
      if (outcome.verdict === 'never-sent') {
        const text = `SHUTDOWN acknowledges TSN ${chunk.cumulativeTsnAck}, which was never sent`;
        context.abort([{ type: 'PROTOCOL-VIOLATION', value: textBytes(text) }], { kind: 'abort', text });
        return;
      }
      acknowledged(context, state.transfer.sender, outcome, now);
      stopSupervision(context);
      context.state = { name: 'SHUTDOWN-RECEIVED', transfer: state.transfer };
      continueClosing(context, now);
      return;
    }
    case 'SHUTDOWN-SENT':
    case 'SHUTDOWN-ACK-SENT':
      enterShutdownAckSent(context, now);
      return;
    default:
      return;
  }
}

/** SHUTDOWN ACK in a state that waits for it; in others the packet is out of the blue. RFC 9260 §9.2, §8.5.1 E */
export function handleShutdownAck(context: AssociationContext): void {
  const { state } = context;
  if (state.name !== 'SHUTDOWN-SENT' && state.name !== 'SHUTDOWN-ACK-SENT') return;
  context.sendAlone(state.transfer.peerTag, { type: 'SHUTDOWN-COMPLETE', tagReflected: false });
  context.close({ kind: 'shutdown', text: 'shut down' });
}

export function handleShutdownComplete(context: AssociationContext): void {
  if (context.state.name !== 'SHUTDOWN-ACK-SENT') return;
  context.close({ kind: 'shutdown', text: 'shut down by the peer' });
}

/** T2-shutdown expired. */
export function shutdownUnanswered(context: AssociationContext, now: Millis): void {
  const { state } = context;
  if (state.name !== 'SHUTDOWN-SENT' && state.name !== 'SHUTDOWN-ACK-SENT') return;
  if (!countError(context, state.name === 'SHUTDOWN-SENT' ? 'SHUTDOWN' : 'SHUTDOWN ACK')) return;
  context.rto.backOff();
  context.tryAlternate();
  if (state.name === 'SHUTDOWN-SENT') sendShutdown(context, now);
  else enterShutdownAckSent(context, now);
}

/** T5-shutdown-guard expired: the end does not wait for ever. */
export function shutdownTakesTooLong(context: AssociationContext): void {
  const text = 'the shutdown took longer than five times RTO.Max';
  context.abort([{ type: 'USER-INITIATED-ABORT', value: textBytes(text) }], { kind: 'lost', text });
}

function enterShutdownAckSent(context: AssociationContext, now: Millis): void {
  const { transfer } = context;
  if (transfer === undefined) return;
  stopSupervision(context);
  context.timers.stop('sack-delay');
  context.state = { name: 'SHUTDOWN-ACK-SENT', transfer };
  context.control({ type: 'SHUTDOWN-ACK' }, now);
  context.timers.start('T2-shutdown', now + context.rto.currentMs);
}

/** From here on T2-shutdown and T3-rtx notice a peer that is gone. */
function stopSupervision(context: AssociationContext): void {
  context.timers.stop('heartbeat');
  context.timers.stop('heartbeat-ack');
}
