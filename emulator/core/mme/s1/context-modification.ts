import type { MmeState } from '../mme-state.ts';
import type { UeContext } from '../ue-context.ts';

/** UE Context Modification with the UE-AMBR. Open5GS does not push a changed one (TS 23.401 §5.3.9.2 would have it do so); the lab can. */
export function pushAmbr(mme: MmeState, ue: UeContext): void {
  const { connection, subscription } = ue;
  if (connection?.contextSetup !== 'done' || subscription === undefined) return;
  const { mmeUeS1apId, enbUeS1apId } = connection;
  mme.send(connection, {
    message: 'UEContextModificationRequest',
    mmeUeS1apId,
    enbUeS1apId,
    ueAggregateMaximumBitRate: { ...subscription.ueAmbr },
  });
}
