import type { S1apPdu } from '../codec/s1ap/index.ts';
import type { EnbState } from './enb-state.ts';
import { sendErrorIndication } from './error-indication.ts';
import type { UeContext } from './ue-context.ts';

type Pdu<Name extends S1apPdu['message']> = Extract<S1apPdu, { message: Name }>;

/** Ends a phone's connection here, without a word to the MME. */
export function releaseLocally(enb: EnbState, ue: UeContext): void {
  for (const bearer of ue.bearers) enb.emit({ type: 'tunnelEnded', teid: bearer.localTeid });
  enb.ues.remove(ue);
  enb.waiting.delete(ue);
  enb.shaping.delete(ue);
  if (ue.onAir) enb.emit({ type: 'air', ue: ue.ref, message: { type: 'rrcConnectionRelease', cause: 'other' } });
  ue.onAir = false;
}

/** The MME ends the connection; it may name the phone by its own id alone. TS 36.413 §8.3.3 */
export function handleReleaseCommand(enb: EnbState, pdu: Pdu<'UEContextReleaseCommand'>): void {
  const { ueS1apIds } = pdu;
  const ue =
    ueS1apIds.type === 'ueS1apIdPair' ? enb.ues.ofId(ueS1apIds.value.enbUeS1apId) : enb.ues.ofMmeId(ueS1apIds.value);
  const mmeUeS1apId = ueS1apIds.type === 'ueS1apIdPair' ? ueS1apIds.value.mmeUeS1apId : ueS1apIds.value;
  if (ue === undefined) {
    const unknown = ueS1apIds.type === 'ueS1apIdPair' ? 'unknown-pair-ue-s1ap-id' : 'unknown-mme-ue-s1ap-id';
    const ids = ueS1apIds.type === 'ueS1apIdPair' ? ueS1apIds.value : { mmeUeS1apId };
    return sendErrorIndication(enb, { group: 'radioNetwork', value: unknown }, ids);
  }
  releaseLocally(enb, ue);
  enb.sendFor(ue, { message: 'UEContextReleaseComplete', mmeUeS1apId, enbUeS1apId: ue.enbUeS1apId });
}

/** Asks the MME to end the connection. TS 36.413 §8.3.2 */
export function requestRelease(
  enb: EnbState,
  ue: UeContext,
  cause: 'user-inactivity' | 'radio-connection-with-ue-lost' | 'failure-in-radio-interface-procedure' | 'unspecified',
): void {
  if (ue.mmeUeS1apId === undefined) return releaseLocally(enb, ue);
  if (ue.releaseRequested) return;
  ue.releaseRequested = true;
  enb.sendFor(ue, {
    message: 'UEContextReleaseRequest',
    mmeUeS1apId: ue.mmeUeS1apId,
    enbUeS1apId: ue.enbUeS1apId,
    cause: { group: 'radioNetwork', value: cause },
  });
}

/** The MME could make nothing of ours. When it does not know the phone, its context has no use here either. */
export function handleErrorIndication(enb: EnbState, pdu: Pdu<'ErrorIndication'>): void {
  const cause = pdu.cause === undefined ? 'no cause' : `${pdu.cause.group}/${pdu.cause.value}`;
  const ue = pdu.enbUeS1apId === undefined ? undefined : enb.ues.ofId(pdu.enbUeS1apId);
  enb.note(`Error Indication received: ${cause}`, ue);
  if (ue !== undefined && /unknown-(mme|enb|pair)-ue-s1ap-id/.test(cause)) releaseLocally(enb, ue);
}
