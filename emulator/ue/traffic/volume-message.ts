import { DecodeError } from '../../bytes/index.ts';
import { decodeVolume, type VolumeMessage } from '../../codec/volume/index.ts';

/** A datagram of lab traffic; undefined when it is something else. */
export function decodeRecord(payload: Uint8Array): VolumeMessage | undefined {
  try {
    return decodeVolume(payload);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Why a flow ended, when it was not because everything arrived. */
export function failedBecause(complete: boolean, detail: string | undefined): { readonly detail?: string } {
  return complete || detail === undefined ? {} : { detail };
}
