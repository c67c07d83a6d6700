import type { MmeState } from '../mme-state.ts';
import { releaseOldConnection } from '../s1/connections.ts';
import type { UeContext } from '../ue-context.ts';

/** The request is authentic: what it says holds from here on, and the connection that the phone had before ends. */
export function takeRegistration(mme: MmeState, ue: UeContext): void {
  const { networkCapability, securityCapability, connection, request } = ue.registration!;
  ue.networkCapability = networkCapability;
  ue.securityCapability = securityCapability;
  ue.tai = connection.tai;
  if (request.message === 'AttachRequest') mme.setEmm(ue, 'EMM-COMMON-PROCEDURE-INITIATED');
  releaseOldConnection(mme, ue);
}
