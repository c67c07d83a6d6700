import type { S6aMessage } from '../../s6a.ts';
import type { MmeState } from '../mme-state.ts';
import { sendRepeatedly } from '../nas-downlink.ts';
import { DETACH, NORMAL_RELEASE, release } from '../s1/context-release.ts';
import type { UeContext } from '../ue-context.ts';
import { deregister, dropBearers, forgetUe } from '../ue-life.ts';
import { isIdle, page } from './paging.ts';

/** Cancel-Location of the HSS. TS 29.272 §5.2.1.2, TS 23.401 §5.3.8.4 */
export function handleCancelLocation(
  mme: MmeState,
  ue: UeContext,
  { cancellationType }: Extract<S6aMessage, { type: 'CancelLocationRequest' }>,
): void {
  ue.located = false;
  if (cancellationType === 'mme-update-procedure') {
    // The phone is at another MME now: nothing is said to it.
    dropBearers(mme, ue);
    deregister(mme, ue);
    return release(mme, ue, NORMAL_RELEASE, 'forget');
  }
  if (ue.emm === 'EMM-DEREGISTERED') return forgetUe(mme, ue);
  requestDetach(mme, ue, true);
}

/** Detach by the network; an idle phone is paged first. TS 24.301 §5.5.2.3 */
export function requestDetach(mme: MmeState, ue: UeContext, reattach: boolean): void {
  if (isIdle(ue)) return page(mme, ue, 'detach', reattach);
  ue.paging = undefined;
  ue.registration = undefined;
  mme.setProcedure(ue, { type: 'detach' });
  mme.setEmm(ue, 'EMM-DEREGISTERED-INITIATED');
  mme.counters.add('mme_detach_initiated');
  sendRepeatedly(
    mme,
    ue,
    'T3422',
    { message: 'DetachRequestUeTerminated', detachType: reattach ? 'reAttachRequired' : 'reAttachNotRequired' },
    'protected',
  );
  dropBearers(mme, ue);
}

/** A phone that was paged for its detach is there. */
export function continueAfterPaging(mme: MmeState, ue: UeContext): boolean {
  const { paging } = ue;
  ue.paging = undefined;
  if (paging?.reason !== 'detach') return false;
  requestDetach(mme, ue, paging.reattach);
  return true;
}

/** The phone has accepted, or does not answer any more: it is forgotten. TS 24.301 §5.5.2.3.2, §5.5.2.3.5 */
export function finishNetworkDetach(mme: MmeState, ue: UeContext): void {
  if (ue.procedure?.type !== 'detach') return;
  deregister(mme, ue);
  release(mme, ue, DETACH, 'forget');
}
