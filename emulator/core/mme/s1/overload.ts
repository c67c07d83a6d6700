import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { MmeState } from '../mme-state.ts';

export type OverloadAction = S1apMessage<'OverloadStart'>['overloadResponse']['value'];

/** Tells every base station which connections not to start, or that all are welcome again. TS 36.413 §8.7.6, §8.7.7 */
export function setOverload(mme: MmeState, action: OverloadAction | undefined): void {
  for (const enb of mme.enbs.values()) {
    if (!enb.setUp) continue;
    if (action === undefined) mme.sendToEnb(enb.ref, { message: 'OverloadStop' });
    else {
      const overloadResponse = { type: 'overloadAction', value: action } as const;
      mme.sendToEnb(enb.ref, { message: 'OverloadStart', overloadResponse });
    }
  }
}
