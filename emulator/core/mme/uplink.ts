import type { NasEps, NasEpsMessageName } from '../../codec/nas-eps/index.ts';

/** An uplink NAS message with what is known of its protection. */
export interface Uplink<Name extends NasEpsMessageName = NasEpsMessageName> {
  readonly message: NasEps<Name>;
  /** Its plain octets. */
  readonly plain: Uint8Array;
  /** The MAC was right under the phone's security context, and the NAS COUNT was fresh. */
  readonly verified: boolean;
  /** The uplink NAS COUNT, when verified. */
  readonly count: number;
}
