import { formatIp } from '../../../codec/ip/index.ts';
import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { EnbContext, MmeState } from '../mme-state.ts';
import { locate, moveConnection } from './connections.ts';
import { connectTunnel, securityCapabilitiesOf } from './context-setup.ts';
import { type ErrorCause, sendErrorIndication } from './error-indication.ts';
import { advanceNextHop } from './next-hop.ts';

type Pdu = S1apMessage<'PathSwitchRequest'>;

const NOT_COMPATIBLE: ErrorCause = { group: 'protocol', value: 'message-not-compatible-with-receiver-state' };
const UNKNOWN_E_RAB: ErrorCause = { group: 'radioNetwork', value: 'unknown-E-RAB-ID' };

/** The phone is at another base station (X2 handover): the tunnels follow it. TS 36.413 §8.4.4 */
export function handlePathSwitchRequest(mme: MmeState, enb: EnbContext, pdu: Pdu): void {
  const { sourceMmeUeS1apId: mmeUeS1apId, enbUeS1apId, tai, eutranCgi, eRabToBeSwitchedDlList: switched } = pdu;
  const ids = { mmeUeS1apId, enbUeS1apId };
  const connection = mme.connections.get(mmeUeS1apId);
  if (connection === undefined) return fail(mme, enb, ids, { group: 'radioNetwork', value: 'unknown-mme-ue-s1ap-id' });
  if (!mme.serves(tai)) return sendErrorIndication(mme, enb.ref, NOT_COMPATIBLE, ids);
  const { ue } = connection;
  if (ue?.security === undefined) return fail(mme, enb, ids, { group: 'nas', value: 'authentication-failure' });
  for (const { eRabId } of switched) {
    if (ue.bearer(eRabId) === undefined) return sendErrorIndication(mme, enb.ref, UNKNOWN_E_RAB, ids);
  }
  moveConnection(mme, connection, enb, enbUeS1apId);
  locate(connection, tai, eutranCgi);
  ue.tai = tai;
  for (const { eRabId, transportLayerAddress, gtpTeid } of switched) {
    const bearer = ue.bearer(eRabId)!;
    bearer.enb = { address: formatIp(transportLayerAddress.subarray(0, 4)), teid: gtpTeid };
    connectTunnel(mme, ue, bearer);
  }
  const { nh, ncc } = advanceNextHop(ue);
  const known = securityCapabilitiesOf(ue.securityCapability!);
  const told = pdu.ueSecurityCapabilities;
  const differs =
    told.encryptionAlgorithms !== known.encryptionAlgorithms ||
    told.integrityProtectionAlgorithms !== known.integrityProtectionAlgorithms;
  if (differs) mme.note('Path Switch Request: UE security capabilities differ from those that the phone sent', ue);
  mme.send(connection, {
    message: 'PathSwitchRequestAcknowledge',
    ...ids,
    securityContext: { nextHopChainingCount: ncc, nextHopParameter: nh },
    ...(differs ? { ueSecurityCapabilities: known } : {}),
  });
}

function fail(
  mme: MmeState,
  enb: EnbContext,
  ids: { readonly mmeUeS1apId: number; readonly enbUeS1apId: number },
  cause: S1apMessage<'PathSwitchRequestFailure'>['cause'],
): void {
  mme.sendToEnb(enb.ref, { message: 'PathSwitchRequestFailure', ...ids, cause });
}
