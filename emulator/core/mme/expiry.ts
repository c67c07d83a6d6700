import { finishNetworkDetach } from './emm/network-detach.ts';
import { handlePagingTimer } from './emm/paging.ts';
import { EMM_CAUSE, endRegistration, rejectRegistration, sendAuthenticationReject } from './emm/reject.ts';
import { repeatBearerMessage } from './esm/bearer-messages.ts';
import { ESM_CAUSE } from './esm/esm-causes.ts';
import { rejectConnectivity } from './esm/reject.ts';
import type { MmeState } from './mme-state.ts';
import { repeat } from './nas-downlink.ts';
import { REACHABILITY_MARGIN_MS } from './timers.ts';
import type { Bearer, RepeatingTimer, UeContext, UeTimer } from './ue-context.ts';
import { detachImplicitly, dropBearer } from './ue-life.ts';

/** Whatever of a phone's timers has run out. */
export function handleUeTimers(mme: MmeState, ue: UeContext): void {
  for (const [timer, at] of [...ue.timers]) {
    if (at > mme.now || ue.gone) continue;
    ue.timers.delete(timer);
    handleUeTimer(mme, ue, timer);
  }
  for (const bearer of [...ue.bearers]) {
    if (bearer.timer !== undefined && bearer.timer.at <= mme.now) handleBearerTimer(mme, ue, bearer);
  }
}

function handleUeTimer(mme: MmeState, ue: UeContext, timer: UeTimer): void {
  switch (timer) {
    case 'mobileReachable':
      return mme.startTimer(ue, 'implicitDetach', mme.config.t3412Ms + REACHABILITY_MARGIN_MS);
    case 'implicitDetach':
      return detachImplicitly(mme, ue);
    case 'T3413':
      return handlePagingTimer(mme, ue);
    default:
      if (!repeat(mme, ue)) giveUp(mme, ue, timer);
  }
}

/** The phone has not answered as often as it was asked. */
function giveUp(mme: MmeState, ue: UeContext, timer: RepeatingTimer): void {
  ue.repetition = undefined;
  mme.note(`${timer} has run out for the last time`, ue);
  switch (ue.procedure?.type) {
    case 'authentication':
      return sendAuthenticationReject(mme, ue);
    case 'securityMode':
      return rejectRegistration(mme, ue, EMM_CAUSE.securityModeRejected);
    case 'detach':
      return finishNetworkDetach(mme, ue);
    case 'guti':
      // Both GUTIs stay good until the phone uses one of them. TS 24.301 §5.4.1.6 a
      return mme.setProcedure(ue);
    default:
      return endRegistration(mme, ue);
  }
}

function handleBearerTimer(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  const { name } = bearer.timer!;
  if (repeatBearerMessage(mme, ue, bearer)) return;
  bearer.timer = undefined;
  mme.note(`${name} has run out for the last time`, ue);
  switch (name) {
    case 'T3489':
      return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.esmInformationNotReceived);
    case 'T3485':
      return dropBearer(mme, ue, bearer);
    case 'T3495':
      return ue.removeBearer(bearer);
  }
}
