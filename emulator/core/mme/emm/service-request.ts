import type { MmeState } from '../mme-state.ts';
import { dismiss, releaseOldConnection } from '../s1/connections.ts';
import { requestContextSetup } from '../s1/context-setup.ts';
import type { Bearer, UeContext } from '../ue-context.ts';
import type { Uplink } from '../uplink.ts';
import { stopPaging } from './paging.ts';
import { EMM_CAUSE, rejectService } from './reject.ts';

/** Service Request: the bearers of an idle phone come back. TS 24.301 §5.6.1 */
export function handleServiceRequest(
  mme: MmeState,
  ue: UeContext,
  { verified, count }: Uplink<'ServiceRequest'>,
): void {
  mme.counters.add('mme_service_request');
  const { connection } = ue;
  if (connection === undefined) return;
  const refusal = serviceRefusal(ue, verified);
  if (refusal !== undefined) {
    rejectService(mme, ue, refusal);
    return dismiss(mme, ue, verified);
  }
  stopPaging(mme, ue);
  mme.setProcedure(ue);
  ue.tai = connection.tai;
  ue.startKenb(count);
  releaseOldConnection(mme, ue);
  requestContextSetup(mme, ue, connection, activeBearers(ue));
}

/** Extended Service Request: there is no CS domain here to fall back to. TS 24.301 §5.6.1.5 */
export function handleExtendedServiceRequest(
  mme: MmeState,
  ue: UeContext,
  { verified }: Uplink<'ExtendedServiceRequest'>,
): void {
  mme.counters.add('mme_extended_service_request');
  rejectService(mme, ue, EMM_CAUSE.ueIdentityCannotBeDerived);
  if (ue.connection?.contextSetup === 'none') dismiss(mme, ue, verified);
}

function serviceRefusal(ue: UeContext, verified: boolean): number | undefined {
  if (ue.procedure?.type === 'securityMode') return EMM_CAUSE.securityModeRejected;
  if (ue.emm !== 'EMM-REGISTERED' || !verified) return EMM_CAUSE.ueIdentityCannotBeDerived;
  return activeBearers(ue).length === 0 ? EMM_CAUSE.noEpsBearerContextActivated : undefined;
}

export function activeBearers(ue: UeContext): Bearer[] {
  return ue.bearers.filter(({ state }) => state === 'active');
}
