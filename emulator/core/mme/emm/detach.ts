import { deleteSessions } from '../esm/sessions.ts';
import type { MmeState } from '../mme-state.ts';
import { sendNas } from '../nas-downlink.ts';
import { dismiss, releaseOldConnection } from '../s1/connections.ts';
import { DETACH, release } from '../s1/context-release.ts';
import type { UeContext } from '../ue-context.ts';
import { deregister } from '../ue-life.ts';
import type { Uplink } from '../uplink.ts';
import { EMM_CAUSE, rejectService } from './reject.ts';

/** Detach by the phone. Its context stays, so that it may come back with its GUTI. TS 24.301 §5.5.2.2 */
export function handleDetachRequest(
  mme: MmeState,
  ue: UeContext,
  { message, verified }: Uplink<'DetachRequestUeOriginating'>,
): void {
  if (ue.imsi === undefined || !verified) {
    // Odd, but so does Open5GS answer whom it does not know.
    rejectService(mme, ue, EMM_CAUSE.ueIdentityCannotBeDerived);
    return dismiss(mme, ue, verified);
  }
  mme.counters.add('mme_detach_request');
  const { switchOff } = message.detachType;
  if (switchOff) ue.radioCapability = undefined;
  releaseOldConnection(mme, ue);
  deregister(mme, ue);
  ue.detachAccept = !switchOff;
  deleteSessions(mme, ue, 'detachAccept');
  if (ue.afterDeletion === undefined) finishDetach(mme, ue);
}

/** The sessions are gone: the answer, unless the phone is switched off, and the end of the connection. */
export function finishDetach(mme: MmeState, ue: UeContext): void {
  if (ue.detachAccept) sendNas(mme, ue, { message: 'DetachAccept' });
  ue.detachAccept = false;
  release(mme, ue, DETACH, 'idle');
}
