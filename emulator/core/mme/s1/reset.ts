import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { EnbContext, MmeState } from '../mme-state.ts';
import type { S1Connection } from '../ue-context.ts';
import { endConnection } from './context-release.ts';

/** Reset by a base station: all its connections or the listed ones end here. TS 36.413 §8.7.1.2.2 */
export function handleReset(mme: MmeState, enb: EnbContext, { resetType }: S1apMessage<'Reset'>): void {
  if (resetType.type === 's1Interface') {
    endAll(mme, enb);
    return mme.sendToEnb(enb.ref, { message: 'ResetAcknowledge' });
  }
  for (const ids of resetType.value) {
    const connection = find(mme, enb, ids);
    if (connection !== undefined) endConnection(mme, connection);
    else mme.note('Reset names a connection that is not known');
  }
  mme.sendToEnb(enb.ref, {
    message: 'ResetAcknowledge',
    ueAssociatedLogicalS1ConnectionListResAck: resetType.value,
  });
}

/** Reset by the MME: it has lost what it knew. TS 36.413 §8.7.1.2.1 */
export function startReset(mme: MmeState, enb: EnbContext): void {
  endAll(mme, enb);
  mme.sendToEnb(enb.ref, {
    message: 'Reset',
    cause: { group: 'misc', value: 'om-intervention' },
    resetType: { type: 's1Interface', value: 'reset-all' },
  });
}

function endAll(mme: MmeState, enb: EnbContext): void {
  for (const connection of [...enb.connections.values()]) endConnection(mme, connection);
}

function find(
  mme: MmeState,
  enb: EnbContext,
  ids: { readonly mmeUeS1apId?: number | undefined; readonly enbUeS1apId?: number | undefined },
): S1Connection | undefined {
  const { mmeUeS1apId, enbUeS1apId } = ids;
  const connection =
    mmeUeS1apId !== undefined
      ? mme.connections.get(mmeUeS1apId)
      : enbUeS1apId !== undefined
        ? enb.connections.get(enbUeS1apId)
        : undefined;
  if (connection?.enb !== enb.ref) return undefined;
  return enbUeS1apId === undefined || connection.enbUeS1apId === enbUeS1apId ? connection : undefined;
}
