import type { EutranCgi, S1apMessage } from '../../../codec/s1ap/index.ts';
import type { Tai } from '../../../vocabulary/index.ts';
import type { EnbContext, MmeState } from '../mme-state.ts';
import { S1Connection, type UeContext } from '../ue-context.ts';
import { detachConnection, NORMAL_RELEASE, releaseConnection, removeConnection } from './context-release.ts';
import { sendErrorIndication, UNKNOWN_MME_ID } from './error-indication.ts';

/** A new UE-associated logical S1 connection; it replaces one whose eNB UE S1AP ID the base station uses again. */
export function openConnection(
  mme: MmeState,
  enb: EnbContext,
  { enbUeS1apId, tai, eutranCgi }: S1apMessage<'InitialUEMessage'>,
): S1Connection {
  const old = enb.connections.get(enbUeS1apId);
  if (old !== undefined) removeConnection(mme, old);
  const mmeUeS1apId = mme.nextMmeUeS1apId();
  const stream = enb.outboundStreams > 1 ? 1 + (mmeUeS1apId % (enb.outboundStreams - 1)) : 0;
  const connection = new S1Connection(enb.ref, mmeUeS1apId, enbUeS1apId, stream, tai, eutranCgi);
  mme.connections.set(mmeUeS1apId, connection);
  enb.connections.set(enbUeS1apId, connection);
  return connection;
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
    detachConnection(mme, old);
    if (ue.heldConnection !== undefined) releaseHeld(mme, ue);
    ue.heldConnection = old;
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

/** Whoever came on the new connection was not the phone: the old one goes on. */
export function resumeOldConnection(ue: UeContext): void {
  const held = ue.heldConnection;
  ue.heldConnection = undefined;
  if (held === undefined || ue.connection === undefined || held.releasing !== 'idle') return;
  // The stranger's connection ends without a phone.
  ue.connection.ue = undefined;
  held.releasing = undefined;
  held.guardAt = undefined;
  held.ue = ue;
  ue.connection = held;
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
