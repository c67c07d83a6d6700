import type { EutranCgi, S1apMessage } from '../../../codec/s1ap/index.ts';
import type { Tai } from '../../../vocabulary/index.ts';
import type { EnbContext, MmeState } from '../mme-state.ts';
import { NO_ENB_ID, S1Connection, type UeContext } from '../ue-context.ts';
import { detachConnection, endConnection, NORMAL_RELEASE, release, releaseConnection } from './context-release.ts';
import { sendErrorIndication, UNKNOWN_MME_ID } from './error-indication.ts';

/** A new UE-associated logical S1 connection; it replaces one whose eNB UE S1AP ID the base station uses again. */
export function openConnection(
  mme: MmeState,
  enb: EnbContext,
  { enbUeS1apId, tai, eutranCgi }: S1apMessage<'InitialUEMessage'>,
): S1Connection {
  const old = enb.connections.get(enbUeS1apId);
  if (old !== undefined) endConnection(mme, old);
  const mmeUeS1apId = mme.nextMmeUeS1apId();
  const stream = streamFor(enb, mmeUeS1apId);
  const connection = new S1Connection(enb.ref, mmeUeS1apId, enbUeS1apId, stream, tai, eutranCgi);
  mme.connections.set(mmeUeS1apId, connection);
  enb.connections.set(enbUeS1apId, connection);
  return connection;
}

/** The connection that a handover goes to, before its base station has numbered it. */
export function openTarget(mme: MmeState, enb: EnbContext, source: S1Connection): S1Connection {
  const mmeUeS1apId = mme.nextMmeUeS1apId();
  const { tai, cgi } = source;
  const target = new S1Connection(enb.ref, mmeUeS1apId, NO_ENB_ID, streamFor(enb, mmeUeS1apId), tai, cgi);
  target.ue = source.ue;
  mme.connections.set(mmeUeS1apId, target);
  return target;
}

/** The connection goes on at another base station, under that one's number. */
export function moveConnection(mme: MmeState, connection: S1Connection, to: EnbContext, enbUeS1apId: number): void {
  const from = mme.enbs.get(connection.enb);
  if (from?.connections.get(connection.enbUeS1apId) === connection) from.connections.delete(connection.enbUeS1apId);
  connection.enb = to.ref;
  connection.enbUeS1apId = enbUeS1apId;
  connection.stream = streamFor(to, connection.mmeUeS1apId);
  to.connections.set(enbUeS1apId, connection);
}

/** Each phone keeps to one stream; stream 0 is for what belongs to none. TS 36.412 §7 */
function streamFor(enb: EnbContext, mmeUeS1apId: number): number {
  return enb.outboundStreams > 1 ? 1 + (mmeUeS1apId % (enb.outboundStreams - 1)) : 0;
}

/**
 * The connection that a message of a base station names, or undefined after an Error Indication: both ids must be those of one
 * connection of this base station. Open5GS has one cause for every mistake. TS 36.413 §10.6
 */
export function connectionOf(
  mme: MmeState,
  enb: EnbContext,
  { mmeUeS1apId, enbUeS1apId }: { readonly mmeUeS1apId: number; readonly enbUeS1apId: number },
): S1Connection | undefined {
  const connection = mme.connections.get(mmeUeS1apId);
  if (connection !== undefined && connection.enb === enb.ref && connection.enbUeS1apId === enbUeS1apId) {
    return connection;
  }
  sendErrorIndication(mme, enb.ref, UNKNOWN_MME_ID, { mmeUeS1apId, enbUeS1apId });
  return undefined;
}

/** The phone has moved, as the base station says with each of its messages. */
export function locate(connection: S1Connection, tai: Tai, cgi: EutranCgi): void {
  connection.tai = tai;
  connection.cgi = cgi;
}

/** A connection belongs to a phone from here on; one that the phone had is held until it proves itself or time is up. */
export function attachConnection(mme: MmeState, ue: UeContext, connection: S1Connection): void {
  const old = ue.connection;
  if (old !== undefined && old !== connection) {
    const isEnding = old.releasing !== undefined;
    detachConnection(mme, old);
    if (ue.heldConnection !== undefined) releaseHeld(mme, ue);
    if (!isEnding) ue.heldConnection = old;
  }
  ue.connection = connection;
  connection.ue = ue;
  ue.timers.delete('mobileReachable');
  ue.timers.delete('implicitDetach');
}

/** The phone has proved itself on its new connection: the old one ends in the open. */
export function releaseOldConnection(mme: MmeState, ue: UeContext): void {
  if (ue.heldConnection !== undefined) releaseHeld(mme, ue);
}

function releaseHeld(mme: MmeState, ue: UeContext): void {
  const held = ue.heldConnection!;
  ue.heldConnection = undefined;
  if (!mme.connections.has(held.mmeUeS1apId)) return;
  held.releasing = undefined;
  releaseConnection(mme, held, NORMAL_RELEASE, 'idle');
}

/** Whoever sent a message that was refused goes: the phone itself, or somebody who only says so. */
export function dismiss(mme: MmeState, ue: UeContext, verified: boolean): void {
  if (verified) releaseOldConnection(mme, ue);
  else if (resumeOldConnection(mme, ue)) return;
  release(mme, ue, NORMAL_RELEASE, ue.emm === 'EMM-REGISTERED' ? 'idle' : 'forget');
}

/** Whoever came on the new connection was not the phone: the old one goes on. */
function resumeOldConnection(mme: MmeState, ue: UeContext): boolean {
  const { heldConnection: held, connection: strange } = ue;
  ue.heldConnection = undefined;
  if (held === undefined || strange === undefined || !mme.connections.has(held.mmeUeS1apId)) return false;
  strange.ue = undefined;
  held.releasing = undefined;
  held.guardAt = undefined;
  held.ue = ue;
  ue.connection = held;
  releaseConnection(mme, strange, NORMAL_RELEASE, 'idle');
  return true;
}

/** A phone that gave no name turns out to be one that we know: its connection and request pass to the known context. */
export function adoptContext(mme: MmeState, unknown: UeContext, known: UeContext): UeContext {
  const { connection, registration } = unknown;
  mme.remove(unknown);
  unknown.connection = undefined;
  mme.setProcedure(known);
  known.registration = registration;
  if (connection !== undefined) attachConnection(mme, known, connection);
  return known;
}
