import { EMM_CAUSE, rejectAttach } from '../emm/reject.ts';
import type { MmeState } from '../mme-state.ts';
import { sendNas } from '../nas-downlink.ts';
import type { Bearer, UeContext } from '../ue-context.ts';
import { dropBearer } from '../ue-life.ts';
import { pdnConnectivityReject } from './reject-message.ts';

/** PDN Connectivity Reject; during attach it goes inside Attach Reject. TS 24.301 §6.5.1.4 */
export function rejectConnectivity(
  mme: MmeState,
  ue: UeContext,
  bearer: Bearer,
  esmCause: number,
  emmCause: number = EMM_CAUSE.esmFailure,
): void {
  bearer.timer = undefined;
  if (ue.bearers.includes(bearer)) dropBearer(mme, ue, bearer);
  mme.counters.add(`mme_pdn_connectivity_reject_${esmCause}`);
  if (bearer.inAttach) return rejectAttach(mme, ue, emmCause, { bearer, cause: esmCause });
  sendNas(mme, ue, pdnConnectivityReject(mme, bearer, esmCause));
}
