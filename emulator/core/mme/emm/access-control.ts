import { type Imsi, imsiFitsPlmn } from '../../../vocabulary/index.ts';
import type { MmeState } from '../mme-state.ts';
import { EMM_CAUSE } from './reject.ts';

/**
 * The EMM cause that keeps a subscriber out, by the configured home networks: who has no agreement with this network; undefined
 * when welcome. A network in the list without a cause is welcome, one that is not listed is not.
 */
export function refusedByAccessControl(mme: MmeState, imsi: Imsi): number | undefined {
  const { accessControl, accessControlCause = EMM_CAUSE.plmnNotAllowed } = mme.config;
  if (accessControl.length === 0) return undefined;
  const entry = accessControl.find(({ plmn }) => imsiFitsPlmn(imsi, plmn));
  return entry === undefined ? accessControlCause : entry.rejectCause;
}
