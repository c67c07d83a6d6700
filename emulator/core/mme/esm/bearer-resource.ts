import type { NasEps } from '../../../codec/nas-eps/index.ts';
import type { MmeState } from '../mme-state.ts';
import { sendNas } from '../nas-downlink.ts';
import type { UeContext } from '../ue-context.ts';
import { ESM_CAUSE } from './esm-causes.ts';

/** No dedicated bearers for the asking: 38, or 43 where the linked bearer is none. TS 24.301 §6.5.3.4 */
export function refuseAllocation(
  mme: MmeState,
  ue: UeContext,
  request: NasEps<'BearerResourceAllocationRequest'>,
): void {
  const { procedureTransactionIdentity, linkedEpsBearerIdentity } = request;
  sendNas(mme, ue, {
    message: 'BearerResourceAllocationReject',
    epsBearerIdentity: 0,
    procedureTransactionIdentity,
    esmCause: causeFor(ue, linkedEpsBearerIdentity),
  });
}

/** TS 24.301 §6.5.4.4. Open5GS passes the request on to the PGW; ours has no bearers to modify. */
export function refuseModification(
  mme: MmeState,
  ue: UeContext,
  request: NasEps<'BearerResourceModificationRequest'>,
): void {
  const { procedureTransactionIdentity, epsBearerIdentityForPacketFilter } = request;
  sendNas(mme, ue, {
    message: 'BearerResourceModificationReject',
    epsBearerIdentity: 0,
    procedureTransactionIdentity,
    esmCause: causeFor(ue, epsBearerIdentityForPacketFilter),
  });
}

function causeFor(ue: UeContext, ebi: number): number {
  return ue.bearer(ebi) === undefined ? ESM_CAUSE.invalidBearerIdentity : ESM_CAUSE.networkFailure;
}
