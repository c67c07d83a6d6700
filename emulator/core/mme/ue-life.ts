import type { MmeState } from './mme-state.ts';
import { REACHABILITY_MARGIN_MS } from './timers.ts';
import type { Bearer, UeContext } from './ue-context.ts';

/** Ends the sessions of bearers at the gateway without waiting for its answers. */
export function dropBearers(mme: MmeState, ue: UeContext): void {
  for (const bearer of [...ue.bearers]) dropBearer(mme, ue, bearer);
}

export function dropBearer(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  ue.removeBearer(bearer);
  if (hasSession(bearer)) mme.askGateway({ type: 'DeleteSessionRequest', imsi: ue.imsi!, ebi: bearer.ebi });
}

/** True when the gateway holds a session for the bearer, or is about to. */
export function hasSession({ state, request }: Bearer): boolean {
  return state !== 'information' && (state !== 'deactivating' || request !== 0);
}

/** The MME forgets a phone. */
export function forgetUe(mme: MmeState, ue: UeContext): void {
  if (ue.gone) return;
  dropBearers(mme, ue);
  deregister(mme, ue);
  mme.remove(ue);
}

/**
 * The phone has not been heard of for too long: it is detached without a word, and the HSS learns that it is not here. TS 24.301
 * §5.3.5, TS 23.401 §5.3.9.3. Open5GS has the Purge-UE-Request but sends it nowhere.
 */
export function detachImplicitly(mme: MmeState, ue: UeContext): void {
  const { located, imsi } = ue;
  mme.counters.add('mme_implicit_detach');
  forgetUe(mme, ue);
  if (located && imsi !== undefined) mme.askHss({ type: 'PurgeUeRequest', imsi });
}

/** The phone is not registered any more; its context stays, so that it may come back with its GUTI. */
export function deregister(mme: MmeState, ue: UeContext): void {
  mme.setProcedure(ue);
  ue.registration = undefined;
  ue.paging = undefined;
  ue.timers.clear();
  mme.setEmm(ue, 'EMM-DEREGISTERED');
}

/** The connection is gone: a registered phone is idle and must be heard of in time; a registration that was under way is void. */
export function becomeIdle(mme: MmeState, ue: UeContext): void {
  const { procedure } = ue;
  if (procedure?.type === 'detach') return forgetUe(mme, ue);
  const isBusy = procedure !== undefined || ue.registration !== undefined || ue.afterDeletion !== undefined;
  if (isBusy) abandon(mme, ue);
  if (ue.imsi === undefined) return mme.remove(ue);
  for (const bearer of [...ue.bearers]) if (bearer.state !== 'active') dropUnfinished(mme, ue, bearer);
  if (ue.emm !== 'EMM-REGISTERED') return;
  ue.timers.delete('implicitDetach');
  if (mme.config.t3412Ms > 0) mme.startTimer(ue, 'mobileReachable', mme.config.t3412Ms + REACHABILITY_MARGIN_MS);
}

/** A bearer that was coming or going when the connection ended; sessions that are being deleted are waited for. */
function dropUnfinished(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  if (bearer.state !== 'deactivating') dropBearer(mme, ue, bearer);
  else if (!hasSession(bearer)) ue.removeBearer(bearer);
}

/** A GUTI that was being given stays good beside the old one until the phone uses one of them. */
function abandon(mme: MmeState, ue: UeContext): void {
  mme.setProcedure(ue);
  ue.registration = undefined;
  ue.afterDeletion = undefined;
  if (ue.emm === 'EMM-REGISTERED') return;
  ue.paging = undefined;
  dropBearers(mme, ue);
  mme.setEmm(ue, 'EMM-DEREGISTERED');
}
