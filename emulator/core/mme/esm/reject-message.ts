import type { NasEps } from '../../../codec/nas-eps/index.ts';
import type { MmeState } from '../mme-state.ts';
import type { Bearer } from '../ue-context.ts';
import { ESM_CAUSE } from './esm-causes.ts';

/** T3396 = 12 min: no phone needs to ask again at once for what it does not have. TS 24.301 §6.5.1.4.3 */
const BACK_OFF = { value: 24, unit: '30 s' } as const;
const BACKED_OFF: readonly number[] = [ESM_CAUSE.unknownApn, ESM_CAUSE.serviceOptionNotSubscribed];

/** PDN Connectivity Reject, of its own or inside Attach Reject. */
export function pdnConnectivityReject(
  mme: MmeState,
  { procedureTransactionIdentity }: Bearer,
  esmCause: number,
): NasEps<'PdnConnectivityReject'> {
  return {
    message: 'PdnConnectivityReject',
    epsBearerIdentity: 0,
    procedureTransactionIdentity,
    esmCause,
    ...(mme.traits.backsOff && BACKED_OFF.includes(esmCause) ? { backOffTimerValue: BACK_OFF } : {}),
  };
}
