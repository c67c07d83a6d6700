import { formatIp } from '../../../codec/ip/index.ts';
import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { MmeState } from '../mme-state.ts';
import type { S1Connection } from '../ue-context.ts';
import { connectTunnel } from './context-setup.ts';
import { sendErrorIndication } from './error-indication.ts';

/** The base station has moved tunnels, say to a second node (dual connectivity): the gateway sends there now. TS 36.413 §8.2.4 */
export function handleBearerModificationIndication(
  mme: MmeState,
  connection: S1Connection,
  { eRabToBeModifiedList: moved }: S1apMessage<'E-RABModificationIndication'>,
): void {
  const { ue, enb, mmeUeS1apId, enbUeS1apId } = connection;
  if (ue === undefined) return;
  if (moved.some(({ eRabId }) => ue.bearer(eRabId)?.state !== 'active')) {
    const ids = { mmeUeS1apId, enbUeS1apId };
    return sendErrorIndication(mme, enb, { group: 'radioNetwork', value: 'unknown-E-RAB-ID' }, ids);
  }
  for (const { eRabId, transportLayerAddress, dlGtpTeid } of moved) {
    const bearer = ue.bearer(eRabId)!;
    bearer.enb = { address: formatIp(transportLayerAddress.subarray(0, 4)), teid: dlGtpTeid };
    connectTunnel(mme, ue, bearer);
  }
  mme.send(connection, {
    message: 'E-RABModificationConfirm',
    mmeUeS1apId,
    enbUeS1apId,
    eRabModifyList: moved.map(({ eRabId }) => ({ eRabId })),
  });
}
