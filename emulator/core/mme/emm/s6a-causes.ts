import type { S6aResult } from '../../s6a.ts';
import type { MmeState } from '../mme-state.ts';
import { EMM_CAUSE } from './reject.ts';

const USER_UNKNOWN = 5001;

/** EMM causes by Diameter result. TS 29.272 §A.1; what is not in it is 42, as Open5GS has it. */
const CAUSES: Readonly<Record<number, number>> = {
  3002: EMM_CAUSE.noSuitableCells,
  3003: EMM_CAUSE.noSuitableCells,
  4181: EMM_CAUSE.networkFailure,
  5003: EMM_CAUSE.noSuitableCells,
  5004: EMM_CAUSE.plmnNotAllowed,
  5005: EMM_CAUSE.networkFailure,
  5006: EMM_CAUSE.networkFailure,
  5009: EMM_CAUSE.networkFailure,
  5012: EMM_CAUSE.networkFailure,
  5420: EMM_CAUSE.noSuitableCells,
  5421: EMM_CAUSE.roamingNotAllowed,
};

/** The cause of the reject that an unsuccessful answer of the HSS leads to. */
export function emmCauseOf(mme: MmeState, result: S6aResult): number {
  switch (result.type) {
    case 'unreachable':
      return EMM_CAUSE.noSuitableCells;
    case 'success':
      // Success without the data that belongs to it.
      return EMM_CAUSE.severeNetworkFailure;
    case 'error':
      if (result.resultCode === USER_UNKNOWN) return mme.traits.unknownImsiCause;
      return CAUSES[result.resultCode] ?? EMM_CAUSE.severeNetworkFailure;
  }
}
