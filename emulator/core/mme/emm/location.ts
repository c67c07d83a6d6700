import type { S6aMessage } from '../../s6a.ts';
import type { MmeState } from '../mme-state.ts';
import type { UeContext } from '../ue-context.ts';
import { EMM_CAUSE, rejectRegistration } from './reject.ts';

/** Update Location: the HSS learns where the phone is, we learn its subscription. TS 29.272 §5.2.1.1 */
export function updateLocation(mme: MmeState, ue: UeContext): void {
  const request = mme.askHss({
    type: 'UpdateLocationRequest',
    imsi: ue.imsi!,
    visitedPlmn: ue.connection!.tai.plmn,
    ...(ue.imeisv === undefined ? {} : { imeisv: ue.imeisv }),
  });
  mme.setProcedure(ue, { type: 'location', request });
}

/** True when the registration goes on with what the HSS has answered. */
export function takeSubscription(
  mme: MmeState,
  ue: UeContext,
  answer: Extract<S6aMessage, { type: 'UpdateLocationAnswer' }>,
): boolean {
  if (ue.procedure?.type !== 'location' || ue.procedure.request !== answer.id) return false;
  const { result, subscription } = answer;
  if (result.type !== 'success' || subscription === undefined) {
    // Deviation: TS 23.401 §5.3.2.1 wants the attach rejected. Open5GS takes an answer without ULA-Flags for malformed, which an error
    // always is, and drops it: nobody answers the phone, whose T3410 runs out.
    const why = result.type === 'error' ? `Diameter ${result.resultCode}` : result.type;
    mme.note(
      `Update Location failed (${why}): the answer has no ULA-Flags and is dropped; the phone waits in vain`,
      ue,
    );
    return false;
  }
  ue.located = true;
  ue.subscription = subscription;
  if (subscription.apnConfigurations.length === 0) {
    rejectRegistration(mme, ue, EMM_CAUSE.severeNetworkFailure);
    return false;
  }
  return true;
}
