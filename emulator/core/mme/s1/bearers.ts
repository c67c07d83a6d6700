import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import { repeatOnBearer } from '../esm/bearer-messages.ts';
import type { MmeState } from '../mme-state.ts';
import { secure } from '../nas-downlink.ts';
import type { Bearer, S1Connection, UeContext } from '../ue-context.ts';
import { NORMAL_RELEASE } from './context-release.ts';
import { eRab, takeTunnel } from './context-setup.ts';

/** E-RAB Setup with the NAS message that belongs to it. TS 36.413 §8.2.1 */
export function requestBearerSetup(mme: MmeState, ue: UeContext, bearer: Bearer, plain: Uint8Array): void {
  const { connection } = ue;
  if (connection === undefined) return;
  const { mmeUeS1apId, enbUeS1apId } = connection;
  repeatOnBearer(mme, ue, bearer, 'T3485', plain);
  const nasPdu = secure(mme, ue, plain, 'protected', ue.security);
  const eRabToBeSetupList = [{ ...eRab(bearer), nasPdu }];
  mme.send(connection, { message: 'E-RABSetupRequest', mmeUeS1apId, enbUeS1apId, eRabToBeSetupList });
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

/** E-RAB Release with the NAS message that belongs to it. TS 36.413 §8.2.3 */
export function requestBearerRelease(mme: MmeState, ue: UeContext, bearer: Bearer, plain: Uint8Array): void {
  const { connection } = ue;
  if (connection === undefined) return;
  const { mmeUeS1apId, enbUeS1apId } = connection;
  repeatOnBearer(mme, ue, bearer, 'T3495', plain);
  mme.send(connection, {
    message: 'E-RABReleaseCommand',
    mmeUeS1apId,
    enbUeS1apId,
    ueAggregateMaximumBitRate: { ...ue.subscription!.ueAmbr },
    eRabToBeReleasedList: [{ eRabId: bearer.ebi, cause: NORMAL_RELEASE }],
    nasPdu: secure(mme, ue, plain, 'protected', ue.security),
  });
}

/** E-RAB Modify: another quality of service, with the NAS message that tells the phone. TS 36.413 §8.2.2 */
export function requestBearerModification(mme: MmeState, ue: UeContext, bearer: Bearer, plain: Uint8Array): void {
  const { connection } = ue;
  if (connection === undefined) return;
  const { mmeUeS1apId, enbUeS1apId } = connection;
  const { eRabId, qos } = eRab(bearer);
  const nasPdu = secure(mme, ue, plain, 'protected', ue.security);
  const eRabToBeModifiedList = [{ eRabId, qos, nasPdu }];
  mme.send(connection, { message: 'E-RABModifyRequest', mmeUeS1apId, enbUeS1apId, eRabToBeModifiedList });
}

/** What a base station says of E-RABs that were modified or released: nothing to do but to note what failed. */
export function noteBearerOutcome(
  mme: MmeState,
  { ue }: S1Connection,
  pdu: S1apMessage<'E-RABModifyResponse'> | S1apMessage<'E-RABReleaseResponse'>,
): void {
  const failed = pdu.message === 'E-RABModifyResponse' ? pdu.eRabFailedToModifyList : pdu.eRabFailedToReleaseList;
  for (const { eRabId, cause } of failed ?? []) {
    mme.note(`${pdu.message}: E-RAB ${eRabId} failed: ${cause.group}/${cause.value}`, ue);
  }
}
