import type { CoreRelease } from '../port.ts';

/** What Open5GS's releases do differently. */
export interface ReleaseTraits {
  /** EMM cause for an IMSI that the HSS does not know (5001). */
  readonly unknownImsiCause: number;
  /** A second synchronisation failure in a row ends the authentication. */
  readonly endsOnSecondSynchFailure: boolean;
  /** A PDN type that the subscription does not hold is refused with 50, 51 or 33 instead of 28. */
  readonly tellsAllowedPdnType: boolean;
  /** PDN Connectivity Reject with 27, 32 or 33 carries T3396. */
  readonly backsOff: boolean;
  /** Attach Accept and TAU Accept forbid unsecured redirection to GERAN. */
  readonly tellsNetworkPolicy: boolean;
  /** Attach, TAU and Service Reject are protected once secure exchange is established, as TS 24.301 §4.4.4.2 asks. */
  readonly protectsRejects: boolean;
}

const OLDEST: ReleaseTraits = {
  unknownImsiCause: 11,
  endsOnSecondSynchFailure: false,
  tellsAllowedPdnType: false,
  backsOff: false,
  tellsNetworkPolicy: false,
  protectsRejects: false,
};
const V2_7_6: ReleaseTraits = { ...OLDEST, unknownImsiCause: 8 };
const V2_7_7: ReleaseTraits = { ...V2_7_6, endsOnSecondSynchFailure: true };
const V2_8_0: ReleaseTraits = { ...V2_7_7, backsOff: true };

export const RELEASE_TRAITS: Readonly<Record<CoreRelease, ReleaseTraits>> = {
  '2.7.5': OLDEST,
  '2.7.6': V2_7_6,
  '2.7.7': V2_7_7,
  '2.8.0': V2_8_0,
  main: { ...V2_8_0, tellsAllowedPdnType: true, tellsNetworkPolicy: true },
};
