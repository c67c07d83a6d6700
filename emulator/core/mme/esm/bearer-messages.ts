import type { MmeState } from '../mme-state.ts';
import { sendOctets } from '../nas-downlink.ts';
import { MME_TIMERS } from '../timers.ts';
import type { Bearer, BearerTimer, UeContext } from '../ue-context.ts';

/** Sends an ESM message of one bearer, and again each time `name` runs out. */
export function sendOnBearer(mme: MmeState, ue: UeContext, bearer: Bearer, name: BearerTimer, plain: Uint8Array): void {
  repeatOnBearer(mme, ue, bearer, name, plain);
  sendOctets(mme, ue, plain, 'protected', ue.security);
}

/** Arms the repetition of a message that travels inside an S1AP message of its own. */
export function repeatOnBearer(
  mme: MmeState,
  ue: UeContext,
  bearer: Bearer,
  name: BearerTimer,
  plain: Uint8Array,
): void {
  const { ms, repetitions } = MME_TIMERS[name];
  bearer.timer = { name, plain, at: mme.now + ms, left: repetitions };
  mme.ueDeadlines.arm(ue);
}

/** Sends once more; false when the message was sent as often as it may be. */
export function repeatBearerMessage(mme: MmeState, ue: UeContext, bearer: Bearer): boolean {
  const { timer } = bearer;
  if (timer === undefined || timer.left <= 0 || ue.connection === undefined) return false;
  timer.left--;
  timer.at = mme.now + MME_TIMERS[timer.name].ms;
  mme.ueDeadlines.arm(ue);
  sendOctets(mme, ue, timer.plain, 'protected', ue.security);
  return true;
}
