import type { NasEps } from '../../../codec/nas-eps/index.ts';
import type { MmeState } from '../mme-state.ts';
import { sendRepeatedly } from '../nas-downlink.ts';
import { adoptContext } from '../s1/connections.ts';
import type { UeContext } from '../ue-context.ts';
import { refusedByAccessControl } from './access-control.ts';
import { EMM_CAUSE, rejectAttach } from './reject.ts';

const IMSI_DIGITS = 15;

/** Identity Request for the IMSI. TS 24.301 §5.4.4.2 */
export function requestIdentity(mme: MmeState, ue: UeContext): void {
  mme.setProcedure(ue, { type: 'identification' });
  sendRepeatedly(mme, ue, 'T3470', { message: 'IdentityRequest', identityType: 'imsi' }, 'plain');
}

/**
 * TS 24.301 §5.4.4.4. Returns the context with which the registration goes on: the one that the IMSI has already, where there
 * is one. Undefined when it does not go on.
 */
export function handleIdentityResponse(
  mme: MmeState,
  ue: UeContext,
  { mobileIdentity }: NasEps<'IdentityResponse'>,
): UeContext | undefined {
  if (ue.procedure?.type !== 'identification') return undefined;
  if (mobileIdentity.type !== 'imsi' || mobileIdentity.imsi.length !== IMSI_DIGITS) {
    rejectAttach(mme, ue, EMM_CAUSE.semanticallyIncorrectMessage);
    return undefined;
  }
  mme.setProcedure(ue);
  const { imsi } = mobileIdentity;
  const refusal = refusedByAccessControl(mme, imsi);
  if (refusal !== undefined) {
    rejectAttach(mme, ue, refusal);
    return undefined;
  }
  const known = mme.ofImsi(imsi);
  if (known !== undefined && known !== ue) return adoptContext(mme, ue, known);
  mme.setImsi(ue, imsi);
  return ue;
}
