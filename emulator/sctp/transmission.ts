import { COMMON_HEADER_LENGTH } from '../codec/sctp/index.ts';
import type { Millis } from '../machine/index.ts';
import type { AssociationContext } from './context.ts';
import { clearErrors } from './path.ts';
import type { Transfer } from './state.ts';
import type { SackOutcome, Sender } from './tx/sender.ts';

/**
 * Sends what is due: control chunks, then SACK, then DATA, bundled into as few packets as the path allows, Max.Burst of them at
 * most. RFC 9260 §6.1 D, §6.10
 */
export function transmit(context: AssociationContext, now: Millis): void {
  context.transmitDue = undefined;
  const { transfer, parameters } = context;
  if (transfer === undefined) return;
  const { writer } = context.setup;
  const { sender, receiver } = transfer;
  begin(context, transfer);
  for (const chunk of context.controls) {
    if (writer.addWithin(chunk, parameters.maxPacketLength)) continue;
    flush(context, transfer);
    writer.add(chunk);
  }
  context.controls.length = 0;

  const mayData = sendsData(context);
  const hasData = mayData && sender.canSend();
  if (receiver.acknowledgeNow || (hasData && receiver.acknowledgePending)) {
    const room = parameters.maxPacketLength - writer.length;
    const sack = receiver.takeSack(room >= MIN_SACK_ROOM ? room : parameters.maxPacketLength - COMMON_HEADER_LENGTH);
    if (!writer.addWithin(sack, parameters.maxPacketLength)) {
      flush(context, transfer);
      writer.add(sack);
    }
    context.timers.stop('sack-delay');
  }
  if (hasData) sendData(context, transfer, now);
  if (!writer.isEmpty) context.sendPacket(writer.finish());
}

/** A SACK with some gap ack blocks. */
const MIN_SACK_ROOM = 64;

function sendData(context: AssociationContext, transfer: Transfer, now: Millis): void {
  const { writer } = context.setup;
  const { sender } = transfer;
  const pushing = context.state.name === 'SHUTDOWN-PENDING' || context.state.name === 'SHUTDOWN-RECEIVED';
  let restartT3 = false;
  for (let burst = 0; burst < context.parameters.maxBurst && sender.canSend(); burst++) {
    if (sender.fill(writer, now, pushing) === 0) {
      // what shares the packet leaves no room: it goes first
      flush(context, transfer);
      if (sender.fill(writer, now, pushing) === 0) break;
    }
    restartT3 ||= sender.retransmittedFirst;
    flush(context, transfer);
  }
  if (sender.hasOutstanding && (restartT3 || !context.timers.isRunning('T3-rtx'))) {
    context.timers.start('T3-rtx', now + context.rto.currentMs);
  }
  const { bufferedOctets } = sender;
  context.aboveHighWater ||= bufferedOctets > context.parameters.sendHighWater;
}

/** The peer acknowledged DATA, by SACK or SHUTDOWN: timers, and whatever may go out now. RFC 9260 §6.3.2 */
export function acknowledged(context: AssociationContext, sender: Sender, outcome: SackOutcome, now: Millis): void {
  if (outcome.progress) clearErrors(context);
  if (!sender.hasOutstanding) context.timers.stop('T3-rtx');
  else if (outcome.advanced || !context.timers.isRunning('T3-rtx')) {
    context.timers.start('T3-rtx', now + context.rto.currentMs);
  }
  if (context.aboveHighWater && sender.bufferedOctets <= context.parameters.sendHighWater / 4) {
    context.aboveHighWater = false;
    context.put({ type: 'writable', association: context.id });
  }
  if (sender.canSend()) context.transmitDue ??= now;
}

/** The states in which DATA may go out. RFC 9260 §6, §9.2 */
export function sendsData(context: AssociationContext): boolean {
  const { name } = context.state;
  return name === 'ESTABLISHED' || name === 'SHUTDOWN-PENDING' || name === 'SHUTDOWN-RECEIVED';
}

function begin(context: AssociationContext, transfer: Transfer): void {
  context.setup.writer.begin(context.localPort, context.peerPort, transfer.peerTag);
}

function flush(context: AssociationContext, transfer: Transfer): void {
  const { writer } = context.setup;
  if (!writer.isEmpty) context.sendPacket(writer.finish());
  begin(context, transfer);
}
