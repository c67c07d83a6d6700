import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { MmeState } from '../mme-state.ts';
import type { S1Connection } from '../ue-context.ts';

/**
 * A NAS message did not reach its phone. What waits for an answer is sent again by its timer; nothing else depends on one
 * message. TS 36.413 §8.6.2.4
 */
export function handleNasNonDelivery(
  mme: MmeState,
  { ue }: S1Connection,
  { cause }: S1apMessage<'NASNonDeliveryIndication'>,
): void {
  mme.counters.add('s1ap_rx_nas_non_delivery');
  mme.note(`NAS message not delivered: ${cause.group}/${cause.value}`, ue);
}
