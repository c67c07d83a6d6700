import type { MmeState } from '../mme-state.ts';
import { ESM_CAUSE } from './esm-causes.ts';

type PdnType = 'ipv4' | 'ipv6' | 'ipv4v6';

/** What a phone gets of the type that it asks for, by its subscription; or the ESM cause when that is nothing. TS 24.301 §6.2.2 */
export function combinePdnTypes(mme: MmeState, asked: PdnType, subscribed: PdnType): PdnType | number {
  if (asked === subscribed || subscribed === 'ipv4v6') return asked;
  if (asked === 'ipv4v6') return subscribed;
  if (!mme.traits.tellsAllowedPdnType) return ESM_CAUSE.unknownPdnType;
  return subscribed === 'ipv4' ? ESM_CAUSE.ipv4OnlyAllowed : ESM_CAUSE.ipv6OnlyAllowed;
}

/** The cause that accompanies an accepted request of which only one family was given. TS 24.301 §6.5.1.3 */
export function restrictionCause(asked: PdnType, given: PdnType): number | undefined {
  if (asked === given || given === 'ipv4v6') return undefined;
  return given === 'ipv4' ? ESM_CAUSE.ipv4OnlyAllowed : ESM_CAUSE.ipv6OnlyAllowed;
}
