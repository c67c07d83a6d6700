import { formatIp } from '../../../codec/ip/index.ts';
import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { FTeid } from '../../session.ts';
import type { EnbContext, MmeState } from '../mme-state.ts';
import type { S1Connection, UeContext } from '../ue-context.ts';
import { dropBearer } from '../ue-life.ts';
import { locate, openTarget } from './connections.ts';
import { releaseConnection, removeConnection } from './context-release.ts';
import { connectTunnel, eRab, maskImeisv, securityCapabilitiesOf } from './context-setup.ts';
import { advanceNextHop } from './next-hop.ts';

type Required = S1apMessage<'HandoverRequired'>;
type Failure = S1apMessage<'HandoverPreparationFailure'>['cause'];

/** A base station wants to hand a phone over to another one through us. TS 36.413 §8.4.1 */
export function handleHandoverRequired(mme: MmeState, source: S1Connection, pdu: Required): void {
  const { ue } = source;
  const { targetId } = pdu;
  const enb = targetId.type === 'targetEnbId' ? mme.enbOf(targetId.value.globalEnbId) : undefined;
  if (enb === undefined) return failPreparation(mme, source, { group: 'radioNetwork', value: 'unknown-targetID' });
  const bearers = ue?.bearers.filter(({ state }) => state === 'active') ?? [];
  if (ue?.security === undefined || bearers.length === 0 || ue.handover !== undefined) {
    return failPreparation(mme, source, { group: 'radioNetwork', value: 'interaction-with-other-procedure' });
  }
  const target = openTarget(mme, enb, source);
  ue.handover = { source, target, tunnels: new Map(), direct: pdu.directForwardingPathAvailability !== undefined };
  const { nh, ncc } = advanceNextHop(ue);
  const maskedImeisv = maskImeisv(ue.imeisv);
  mme.send(target, {
    message: 'HandoverRequest',
    mmeUeS1apId: target.mmeUeS1apId,
    handoverType: pdu.handoverType,
    cause: pdu.cause,
    ueAggregateMaximumBitRate: { ...ue.subscription!.ueAmbr },
    eRabToBeSetupList: bearers.map(eRab),
    sourceToTargetTransparentContainer: pdu.sourceToTargetTransparentContainer,
    ueSecurityCapabilities: securityCapabilitiesOf(ue.securityCapability!),
    securityContext: { nextHopChainingCount: ncc, nextHopParameter: nh },
    ...(maskedImeisv === undefined ? {} : { maskedImeisv }),
  });
}

/** The target has made room. TS 36.413 §8.4.2.2 */
export function handleHandoverRequestAcknowledge(
  mme: MmeState,
  enb: EnbContext,
  pdu: S1apMessage<'HandoverRequestAcknowledge'>,
): void {
  const found = handoverTo(mme, enb, pdu.mmeUeS1apId);
  if (found === undefined) return mme.note('Handover Request Acknowledge without a handover');
  const { source, target, tunnels, direct } = found.handover;
  target.enbUeS1apId = pdu.enbUeS1apId;
  enb.connections.set(pdu.enbUeS1apId, target);
  // Deviation: without a direct path Open5GS forwards through its gateway; ours keeps no tunnels for that, and says so by silence.
  const forwarding = [];
  for (const { eRabId, transportLayerAddress, gtpTeid, ...more } of pdu.eRabAdmittedList) {
    tunnels.set(eRabId, { address: formatIp(transportLayerAddress.subarray(0, 4)), teid: gtpTeid });
    if (direct && (more.dlTransportLayerAddress !== undefined || more.ulTransportLayerAddress !== undefined)) {
      forwarding.push({ eRabId, ...more });
    }
  }
  mme.send(source, {
    message: 'HandoverCommand',
    mmeUeS1apId: source.mmeUeS1apId,
    enbUeS1apId: source.enbUeS1apId,
    handoverType: 'intralte',
    ...(forwarding.length === 0 ? {} : { eRabSubjectToDataForwardingList: forwarding }),
    ...(pdu.eRabFailedToSetupList === undefined ? {} : { eRabToReleaseListHoCmd: pdu.eRabFailedToSetupList }),
    targetToSourceTransparentContainer: pdu.targetToSourceTransparentContainer,
  });
}

/** The target refuses; the source learns why. TS 36.413 §8.4.2.3 */
export function handleHandoverFailure(mme: MmeState, enb: EnbContext, pdu: S1apMessage<'HandoverFailure'>): void {
  const found = handoverTo(mme, enb, pdu.mmeUeS1apId);
  if (found === undefined) return mme.note('Handover Failure without a handover');
  const { ue, handover } = found;
  ue.handover = undefined;
  removeConnection(mme, handover.target);
  failPreparation(mme, handover.source, pdu.cause);
}

/** PDCP status of the source for the target. TS 36.413 §8.4.6, §8.4.7 */
export function handleEnbStatusTransfer(
  mme: MmeState,
  source: S1Connection,
  { enbStatusTransferTransparentContainer }: S1apMessage<'ENBStatusTransfer'>,
): void {
  const target = source.ue?.handover?.target;
  if (target === undefined) return mme.note('eNB Status Transfer without a handover', source.ue);
  const { mmeUeS1apId, enbUeS1apId } = target;
  const message = 'MMEStatusTransfer';
  mme.send(target, { message, mmeUeS1apId, enbUeS1apId, enbStatusTransferTransparentContainer });
}

/** The phone has arrived: its tunnels move, and the source lets go of it. TS 36.413 §8.4.3 */
export function handleHandoverNotify(mme: MmeState, target: S1Connection, pdu: S1apMessage<'HandoverNotify'>): void {
  const { ue } = target;
  const { handover } = ue ?? {};
  if (ue === undefined || handover?.target !== target) return mme.note('Handover Notify without a handover', ue);
  const { source, tunnels } = handover;
  ue.handover = undefined;
  locate(target, pdu.tai, pdu.eutranCgi);
  ue.tai = pdu.tai;
  target.contextSetup = 'done';
  target.secured = true;
  source.ue = undefined;
  ue.connection = target;
  for (const bearer of [...ue.bearers]) {
    const tunnel: FTeid | undefined = tunnels.get(bearer.ebi);
    if (tunnel === undefined) dropBearer(mme, ue, bearer);
    else {
      bearer.enb = tunnel;
      connectTunnel(mme, ue, bearer);
    }
  }
  releaseConnection(mme, source, { group: 'radioNetwork', value: 'successful-handover' }, 'idle');
}

/** The source has thought better of it. TS 36.413 §8.4.5 */
export function handleHandoverCancel(mme: MmeState, source: S1Connection): void {
  const { ue, mmeUeS1apId, enbUeS1apId } = source;
  const target = ue?.handover?.target;
  if (ue !== undefined) ue.handover = undefined;
  if (target !== undefined) {
    target.ue = undefined;
    releaseConnection(mme, target, { group: 'radioNetwork', value: 'handover-cancelled' }, 'idle');
  }
  mme.send(source, { message: 'HandoverCancelAcknowledge', mmeUeS1apId, enbUeS1apId });
}

function failPreparation(mme: MmeState, source: S1Connection, cause: Failure): void {
  const { mmeUeS1apId, enbUeS1apId } = source;
  mme.note(`handover: ${cause.group}/${cause.value}`, source.ue);
  mme.send(source, { message: 'HandoverPreparationFailure', mmeUeS1apId, enbUeS1apId, cause });
}

function handoverTo(
  mme: MmeState,
  enb: EnbContext,
  mmeUeS1apId: number,
): { readonly ue: UeContext; readonly handover: NonNullable<UeContext['handover']> } | undefined {
  const target = mme.connections.get(mmeUeS1apId);
  const ue = target?.ue;
  const handover = ue?.handover;
  if (ue === undefined || handover === undefined) return undefined;
  if (handover.target !== target || target.enb !== enb.ref) return undefined;
  return { ue, handover };
}
