import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import { repeatOnBearer } from '../esm/bearer-messages.ts';
import type { MmeState } from '../mme-state.ts';
import { secure } from '../nas-downlink.ts';
import type { Bearer, S1Connection, UeContext } from '../ue-context.ts';
import { eRab, takeTunnel } from './context-setup.ts';

/** E-RAB Setup with the NAS message that belongs to it. TS 36.413 §8.2.1 */
export function requestBearerSetup(mme: MmeState, ue: UeContext, bearer: Bearer, plain: Uint8Array): void {
  const { connection } = ue;
  if (connection === undefined) return;
  const { mmeUeS1apId, enbUeS1apId } = connection;
  repeatOnBearer(mme, ue, bearer, 'T3485', plain);
  const nasPdu = secure(mme, ue, plain, 'protected', ue.security);
  mme.send(connection, {
    message: 'E-RABSetupRequest',
    mmeUeS1apId,
    enbUeS1apId,
    ueAggregateMaximumBitRate: { ...ue.subscription!.ueAmbr },
    eRabToBeSetupList: [{ ...eRab(bearer), nasPdu }],
  });
}

export function handleBearerSetupResponse(
  mme: MmeState,
  { ue }: S1Connection,
  pdu: S1apMessage<'E-RABSetupResponse'>,
): void {
  if (ue === undefined) return;
  for (const { eRabId, transportLayerAddress, gtpTeid } of pdu.eRabSetupList ?? []) {
    takeTunnel(mme, ue, eRabId, transportLayerAddress, gtpTeid);
  }
  for (const { eRabId, cause } of pdu.eRabFailedToSetupList ?? []) {
    mme.note(`E-RAB ${eRabId} was not set up: ${cause.group}/${cause.value}`, ue);
  }
}
