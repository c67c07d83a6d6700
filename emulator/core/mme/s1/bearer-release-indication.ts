import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import { ESM_CAUSE } from '../esm/esm-causes.ts';
import { endBearer } from '../esm/pdn-disconnect.ts';
import type { MmeState } from '../mme-state.ts';
import type { S1Connection } from '../ue-context.ts';

/**
 * The base station has released E-RABs: their PDN connections end, and the phone may set them up again. TS 36.413 §8.2.3.2.2,
 * TS 23.401 §5.4.4.2. Open5GS does not take the message.
 */
export function handleBearerReleaseIndication(
  mme: MmeState,
  { ue }: S1Connection,
  pdu: S1apMessage<'E-RABReleaseIndication'>,
): void {
  if (ue === undefined) return;
  for (const { eRabId, cause } of pdu.eRabReleasedList) {
    const bearer = ue.bearer(eRabId);
    mme.note(`E-RAB ${eRabId} released by the base station: ${cause.group}/${cause.value}`, ue);
    if (bearer?.state !== 'active') continue;
    bearer.enb = undefined;
    endBearer(mme, ue, bearer, ESM_CAUSE.reactivationRequested);
  }
}
