import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { EnbContext, MmeState } from '../mme-state.ts';
import { sendErrorIndication } from './error-indication.ts';

/** Base stations find one another through us, for X2: what one says goes to the other as it came. TS 36.413 §8.15, §8.16 */
export function handleEnbConfigurationTransfer(
  mme: MmeState,
  enb: EnbContext,
  { sonConfigurationTransferEct: transfer }: S1apMessage<'ENBConfigurationTransfer'>,
): void {
  if (transfer === undefined) return;
  const target = mme.enbOf(transfer.targetEnbId.globalEnbId);
  if (target === undefined) {
    return sendErrorIndication(mme, enb.ref, { group: 'radioNetwork', value: 'unknown-targetID' });
  }
  mme.sendToEnb(target.ref, { message: 'MMEConfigurationTransfer', sonConfigurationTransferMct: transfer });
}
