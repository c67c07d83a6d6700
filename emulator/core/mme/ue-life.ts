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
export function hasSession(bearer: Bearer): boolean {
  return bearer.state !== 'information';
}

/** The MME forgets a phone; the HSS learns it when it believes the phone to be here. TS 23.401 §5.3.9.3 */
export function forgetUe(mme: MmeState, ue: UeContext): void {
  if (ue.gone) return;
  dropBearers(mme, ue);
  mme.setProcedure(ue);
  mme.setEmm(ue, 'EMM-DEREGISTERED');
  mme.remove(ue);
  if (ue.located && ue.imsi !== undefined) mme.askHss({ type: 'PurgeUeRequest', imsi: ue.imsi });
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
  if (procedure !== undefined && procedure.type !== 'guti') abandon(mme, ue);
  if (ue.imsi === undefined) return mme.remove(ue);
  if (ue.emm !== 'EMM-REGISTERED') return;
  ue.timers.delete('implicitDetach');
  if (mme.config.t3412Ms > 0) mme.startTimer(ue, 'mobileReachable', mme.config.t3412Ms + REACHABILITY_MARGIN_MS);
}

function abandon(mme: MmeState, ue: UeContext): void {
  mme.setProcedure(ue);
  ue.registration = undefined;
  ue.afterDeletion = undefined;
  if (ue.emm === 'EMM-REGISTERED') return;
  dropBearers(mme, ue);
  mme.setEmm(ue, 'EMM-DEREGISTERED');
}
