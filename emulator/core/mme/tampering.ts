import type { NasEpsMessage } from '../../codec/nas-eps/index.ts';
import type { S1apMessageName } from '../../codec/s1ap/index.ts';
import type { EnbRef, MmeOutput } from '../port.ts';
import type { Protection, S1Connection, UeContext } from './ue-context.ts';
import type { Uplink } from './uplink.ts';

export type S1apOutput = Extract<MmeOutput, { type: 's1ap' }>;

/** A downlink NAS message on its way into protection. */
export interface OutgoingNas {
  readonly plain: Uint8Array;
  readonly protection: Protection;
  /** Flip a bit of the MAC after it was computed. */
  readonly corruptMac: boolean;
}

/**
 * Where a lab reaches into the MME for negative tests; undefined in normal life. Who implements it may drop a message by
 * returning false, and hand it back later through the functions beside it.
 */
export interface MmeTampering {
  /** An S1AP message goes out. */
  sending(output: S1apOutput, message: S1apMessageName, ue: UeContext | undefined): boolean;
  /** An S1AP message has come. */
  receiving(enb: EnbRef, stream: number, bytes: Uint8Array, message: S1apMessageName): boolean;
  /** A NAS message is about to be protected and sent. */
  nasGoing(ue: UeContext, outgoing: OutgoingNas): OutgoingNas;
  /** A NAS message has come and was checked. A number = refuse it with that EMM cause. */
  nasCome(ue: UeContext, connection: S1Connection, uplink: Uplink<NasEpsMessage['message']>): boolean | number;
}
