import type { CoreRelease } from '../port.ts';

/** What Open5GS's releases do differently. */
export interface ReleaseTraits {
  /** EMM cause for an IMSI that the HSS does not know (5001). */
  readonly unknownImsiCause: number;
  /** A second synchronisation failure in a row ends the authentication. */
  readonly endsOnSecondSynchFailure: boolean;
  /** A PDN type that the subscription does not hold is refused with 50, 51 or 33 instead of 28. */
  readonly tellsAllowedPdnType: boolean;
}

export const RELEASE_TRAITS: Readonly<Record<CoreRelease, ReleaseTraits>> = {
  '2.7.5': { unknownImsiCause: 11, endsOnSecondSynchFailure: false, tellsAllowedPdnType: false },
  '2.7.6': { unknownImsiCause: 8, endsOnSecondSynchFailure: false, tellsAllowedPdnType: false },
  '2.8.0': { unknownImsiCause: 8, endsOnSecondSynchFailure: true, tellsAllowedPdnType: false },
  main: { unknownImsiCause: 8, endsOnSecondSynchFailure: true, tellsAllowedPdnType: true },
};
