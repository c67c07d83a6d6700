import { EMM_CAUSE, endRegistration, rejectRegistration, sendAuthenticationReject } from './emm/reject.ts';
import { repeatBearerMessage } from './esm/bearer-messages.ts';
import { ESM_CAUSE } from './esm/esm-causes.ts';
import { rejectConnectivity } from './esm/reject.ts';
import type { MmeState } from './mme-state.ts';
import { repeat } from './nas-downlink.ts';
import { NORMAL_RELEASE, release } from './s1/context-release.ts';
import { REACHABILITY_MARGIN_MS } from './timers.ts';
import type { Bearer, RepeatingTimer, UeContext } from './ue-context.ts';

/** Whatever of a phone's timers has run out. */
export function handleUeTimers(mme: MmeState, ue: UeContext): void {
  for (const [timer, at] of [...ue.timers]) {
    if (at > mme.now || ue.gone) continue;
    ue.timers.delete(timer);
    if (timer === 'mobileReachable') mme.startTimer(ue, 'implicitDetach', mme.config.t3412Ms + REACHABILITY_MARGIN_MS);
    else if (timer === 'implicitDetach') release(mme, ue, NORMAL_RELEASE, 'forget');
    else if (!repeat(mme, ue)) giveUp(mme, ue, timer);
  }
  for (const bearer of [...ue.bearers]) {
    if (bearer.timer !== undefined && bearer.timer.at <= mme.now) handleBearerTimer(mme, ue, bearer);
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
    default:
      return endRegistration(mme, ue);
  }
}

function handleBearerTimer(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  const { name } = bearer.timer!;
  if (repeatBearerMessage(mme, ue, bearer)) return;
  bearer.timer = undefined;
  mme.note(`${name} has run out for the last time`, ue);
  if (name === 'T3489') rejectConnectivity(mme, ue, bearer, ESM_CAUSE.esmInformationNotReceived);
}
