import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import { startPaging } from '../emm/paging.ts';
import type { MmeState } from '../mme-state.ts';
import { S1_HOLDING_MS } from '../timers.ts';
import { type AfterRelease, NO_ENB_ID, type S1Connection, type UeContext } from '../ue-context.ts';
import { becomeIdle, forgetUe } from '../ue-life.ts';

export type ReleaseCause = S1apMessage<'UEContextReleaseCommand'>['cause'];

export const NORMAL_RELEASE: ReleaseCause = { group: 'nas', value: 'normal-release' };
export const DETACH: ReleaseCause = { group: 'nas', value: 'detach' };

/** Ends a phone's connection: its tunnels at the gateway, then UE Context Release. TS 36.413 §8.3.3 */
export function release(mme: MmeState, ue: UeContext, cause: ReleaseCause, after: AfterRelease): void {
  if (ue.connection !== undefined) releaseConnection(mme, ue.connection, cause, after);
  else if (after === 'forget') forgetUe(mme, ue);
}

export function releaseConnection(
  mme: MmeState,
  connection: S1Connection,
  cause: ReleaseCause,
  after: AfterRelease,
): void {
  if (connection.releasing !== undefined) {
    if (after === 'forget') connection.releasing = 'forget';
    return;
  }
  connection.releasing = after;
  if (connection.ue !== undefined) releaseAccessBearers(mme, connection.ue);
  mme.guard(connection, S1_HOLDING_MS);
  const { mmeUeS1apId, enbUeS1apId } = connection;
  mme.send(connection, {
    message: 'UEContextReleaseCommand',
    ueS1apIds:
      enbUeS1apId === NO_ENB_ID
        ? { type: 'mmeUeS1apId', value: mmeUeS1apId }
        : { type: 'ueS1apIdPair', value: { mmeUeS1apId, enbUeS1apId } },
    cause,
  });
}

/** The base station asks for the end. TS 36.413 §8.3.2 */
export function handleReleaseRequest(
  mme: MmeState,
  connection: S1Connection,
  pdu: S1apMessage<'UEContextReleaseRequest'>,
): void {
  releaseConnection(mme, connection, pdu.cause, 'idle');
}

export function handleReleaseComplete(mme: MmeState, connection: S1Connection): void {
  endConnection(mme, connection);
}

/** No answer to a release command: the connection ends here alone. */
export function handleConnectionGuard(mme: MmeState, connection: S1Connection): void {
  connection.guardAt = undefined;
  if (connection.releasing === undefined) return;
  mme.note('no answer to UE Context Release Command: the S1 connection ends here', connection.ue);
  endConnection(mme, connection);
}

/** The connection is no more; the phone is idle or forgotten. */
export function endConnection(mme: MmeState, connection: S1Connection): void {
  const { ue, releasing } = connection;
  removeConnection(mme, connection);
  if (ue === undefined) return;
  const { handover } = ue;
  if (handover !== undefined) {
    ue.handover = undefined;
    const other = handover.source === connection ? handover.target : handover.source;
    if (other === handover.target) other.ue = undefined;
    if (other === handover.target) releaseConnection(mme, other, NORMAL_RELEASE, 'idle');
    else return;
  }
  releaseAccessBearers(mme, ue);
  if (releasing === 'forget') forgetUe(mme, ue);
  else {
    becomeIdle(mme, ue);
    startPaging(mme, ue);
  }
}

/** Takes a connection out of every index and away from its phone. */
export function removeConnection(mme: MmeState, connection: S1Connection): void {
  mme.connections.delete(connection.mmeUeS1apId);
  const enb = mme.enbs.get(connection.enb);
  if (enb?.connections.get(connection.enbUeS1apId) === connection) enb.connections.delete(connection.enbUeS1apId);
  connection.guardAt = undefined;
  const { ue } = connection;
  connection.ue = undefined;
  if (ue?.connection === connection) ue.connection = undefined;
}

/**
 * The phone has come on another connection. The old one is released in the open when the phone has proved itself, and kept
 * quietly until its time is up when not: its base station may be gone with it.
 */
export function detachConnection(mme: MmeState, connection: S1Connection): void {
  const { ue } = connection;
  if (ue?.connection === connection) ue.connection = undefined;
  connection.ue = undefined;
  connection.releasing ??= 'idle';
  mme.guard(connection, S1_HOLDING_MS);
}

/** Release Access Bearers: packets for the phone now page it. TS 23.401 §5.3.5 */
export function releaseAccessBearers(mme: MmeState, ue: UeContext): void {
  for (const bearer of ue.bearers) {
    if (bearer.enb === undefined) continue;
    bearer.enb = undefined;
    mme.askGateway({ type: 'ModifyBearerRequest', imsi: ue.imsi!, ebi: bearer.ebi, enb: undefined });
  }
}
