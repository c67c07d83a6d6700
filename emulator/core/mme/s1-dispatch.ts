import { DecodeError } from '../../bytes/index.ts';
import { decodeS1ap, type S1apMessage, type S1apPdu } from '../../codec/s1ap/index.ts';
import type { EnbRef } from '../port.ts';
import { continueAfterPaging } from './emm/network-detach.ts';
import type { EnbContext, MmeState } from './mme-state.ts';
import { handleInitialUeMessage, handleUplinkNas } from './nas-dispatch.ts';
import { handleBearerModificationIndication } from './s1/bearer-modification-indication.ts';
import { handleBearerReleaseIndication } from './s1/bearer-release-indication.ts';
import { handleBearerSetupResponse, noteBearerOutcome } from './s1/bearers.ts';
import { handleEnbConfigurationTransfer } from './s1/configuration-transfer.ts';
import { connectionOf } from './s1/connections.ts';
import { handleReleaseComplete, handleReleaseRequest } from './s1/context-release.ts';
import { handleContextSetupFailure, handleContextSetupResponse } from './s1/context-setup.ts';
import { answerSyntaxError, handleErrorIndication, sendErrorIndication } from './s1/error-indication.ts';
import {
  handleEnbStatusTransfer,
  handleHandoverCancel,
  handleHandoverFailure,
  handleHandoverNotify,
  handleHandoverRequestAcknowledge,
  handleHandoverRequired,
} from './s1/handover.ts';
import { handleNasNonDelivery } from './s1/nas-non-delivery.ts';
import { handlePathSwitchRequest } from './s1/path-switch.ts';
import { handleReset } from './s1/reset.ts';
import { handleEnbConfigurationUpdate, handleS1SetupRequest } from './s1/setup.ts';
import type { S1Connection } from './ue-context.ts';

/** Messages of a base station about one phone, which name it by both ids. */
type UePdu = Extract<
  S1apPdu,
  {
    message:
      | 'UplinkNASTransport'
      | 'NASNonDeliveryIndication'
      | 'UECapabilityInfoIndication'
      | 'InitialContextSetupResponse'
      | 'InitialContextSetupFailure'
      | 'UEContextReleaseRequest'
      | 'UEContextReleaseComplete'
      | 'UEContextModificationResponse'
      | 'UEContextModificationFailure'
      | 'E-RABSetupResponse'
      | 'E-RABModifyResponse'
      | 'E-RABReleaseResponse'
      | 'E-RABReleaseIndication'
      | 'E-RABModificationIndication'
      | 'HandoverRequired'
      | 'HandoverNotify'
      | 'HandoverCancel'
      | 'ENBStatusTransfer';
  }
>;

/** One S1AP message of a base station; what makes no sense is answered, never thrown. */
export function handleS1ap(mme: MmeState, ref: EnbRef, stream: number, bytes: Uint8Array): void {
  const enb = mme.enbs.get(ref);
  if (enb === undefined) return mme.note(`S1AP message on association ${ref}, which is not up`);
  let pdu: S1apPdu;
  try {
    pdu = decodeS1ap(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return answerSyntaxError(mme, ref, error);
  }
  if (mme.tampering?.receiving(ref, stream, bytes, pdu.message) === false) return;
  if (pdu.message === 'S1SetupRequest') return handleS1SetupRequest(mme, enb, pdu);
  if (enb.setUp) return dispatch(mme, enb, pdu);
  mme.note(`${pdu.message} before S1 Setup`);
  sendErrorIndication(mme, ref, { group: 'protocol', value: 'message-not-compatible-with-receiver-state' });
}

function dispatch(mme: MmeState, enb: EnbContext, pdu: S1apPdu): void {
  switch (pdu.message) {
    case 'InitialUEMessage':
      return handleInitialUeMessage(mme, enb, pdu);
    case 'ENBConfigurationUpdate':
      return handleEnbConfigurationUpdate(mme, enb, pdu);
    case 'ENBConfigurationTransfer':
      return handleEnbConfigurationTransfer(mme, enb, pdu);
    case 'Reset':
      return handleReset(mme, enb, pdu);
    case 'ErrorIndication':
      return dispatchErrorIndication(mme, enb, pdu);
    case 'PathSwitchRequest':
      return handlePathSwitchRequest(mme, enb, pdu);
    case 'HandoverRequestAcknowledge':
      return handleHandoverRequestAcknowledge(mme, enb, pdu);
    case 'HandoverFailure':
      return handleHandoverFailure(mme, enb, pdu);
    case 'ResetAcknowledge':
    case 'MMEConfigurationUpdateAcknowledge':
      return;
    case 'UplinkNASTransport':
    case 'NASNonDeliveryIndication':
    case 'UECapabilityInfoIndication':
    case 'InitialContextSetupResponse':
    case 'InitialContextSetupFailure':
    case 'UEContextReleaseRequest':
    case 'UEContextReleaseComplete':
    case 'UEContextModificationResponse':
    case 'UEContextModificationFailure':
    case 'E-RABSetupResponse':
    case 'E-RABModifyResponse':
    case 'E-RABReleaseResponse':
    case 'E-RABReleaseIndication':
    case 'E-RABModificationIndication':
    case 'HandoverRequired':
    case 'HandoverNotify':
    case 'HandoverCancel':
    case 'ENBStatusTransfer': {
      const connection = connectionOf(mme, enb, pdu);
      return connection === undefined ? undefined : dispatchOfUe(mme, connection, pdu);
    }
    default:
      return mme.note(`${pdu.message} is not a message for this MME`);
  }
}

function dispatchOfUe(mme: MmeState, connection: S1Connection, pdu: UePdu): void {
  const { ue } = connection;
  switch (pdu.message) {
    case 'UplinkNASTransport':
      return handleUplinkNas(mme, connection, pdu);
    case 'NASNonDeliveryIndication':
      return handleNasNonDelivery(mme, connection, pdu);
    case 'UECapabilityInfoIndication':
      // A copy: the octets of the message are the transport's.
      if (ue !== undefined) ue.radioCapability = pdu.ueRadioCapability.slice();
      return;
    case 'InitialContextSetupResponse':
      handleContextSetupResponse(mme, connection, pdu);
      if (ue !== undefined) continueAfterPaging(mme, ue);
      return;
    case 'InitialContextSetupFailure':
      return handleContextSetupFailure(mme, connection, pdu);
    case 'UEContextReleaseRequest':
      return handleReleaseRequest(mme, connection, pdu);
    case 'UEContextReleaseComplete':
      return handleReleaseComplete(mme, connection);
    case 'UEContextModificationResponse':
      return;
    case 'UEContextModificationFailure':
      return mme.note(`UE Context Modification failed: ${pdu.cause.group}/${pdu.cause.value}`, ue);
    case 'E-RABSetupResponse':
      return handleBearerSetupResponse(mme, connection, pdu);
    case 'E-RABModifyResponse':
    case 'E-RABReleaseResponse':
      return noteBearerOutcome(mme, connection, pdu);
    case 'E-RABReleaseIndication':
      return handleBearerReleaseIndication(mme, connection, pdu);
    case 'E-RABModificationIndication':
      return handleBearerModificationIndication(mme, connection, pdu);
    case 'HandoverRequired':
      return handleHandoverRequired(mme, connection, pdu);
    case 'HandoverNotify':
      return handleHandoverNotify(mme, connection, pdu);
    case 'HandoverCancel':
      return handleHandoverCancel(mme, connection);
    case 'ENBStatusTransfer':
      return handleEnbStatusTransfer(mme, connection, pdu);
  }
}

function dispatchErrorIndication(mme: MmeState, enb: EnbContext, pdu: S1apMessage<'ErrorIndication'>): void {
  const connection = pdu.mmeUeS1apId === undefined ? undefined : mme.connections.get(pdu.mmeUeS1apId);
  handleErrorIndication(mme, connection?.enb === enb.ref ? connection : undefined, pdu);
}
