import { DecodeError } from '../../bytes/index.ts';
import { decodeNasEps, type EsmMessage, type NasEpsMessage, type NasHeader } from '../../codec/nas-eps/index.ts';
import type { S1apMessage } from '../../codec/s1ap/index.ts';
import { handleAttachComplete, handleAttachRequest } from './emm/attach.ts';
import {
  handleAuthenticationFailure,
  handleAuthenticationResponse,
  startAuthentication,
} from './emm/authentication.ts';
import { handleDetachRequest } from './emm/detach.ts';
import { handleGutiReallocationComplete } from './emm/guti-reallocation.ts';
import { handleIdentityResponse } from './emm/identification.ts';
import { finishNetworkDetach } from './emm/network-detach.ts';
import { rejectAttach, rejectService, rejectTrackingAreaUpdate } from './emm/reject.ts';
import { handleSecurityModeComplete, handleSecurityModeReject } from './emm/security-mode.ts';
import { handleExtendedServiceRequest, handleServiceRequest } from './emm/service-request.ts';
import { handleTrackingAreaUpdate, handleTrackingAreaUpdateComplete } from './emm/tracking-area-update.ts';
import { refuseAllocation, refuseModification } from './esm/bearer-resource.ts';
import { handleBearerAccept, handleBearerReject } from './esm/default-bearer.ts';
import { handleInformationResponse, handlePdnConnectivityRequest } from './esm/pdn-connectivity.ts';
import { handleDeactivationAccept, handlePdnDisconnectRequest } from './esm/pdn-disconnect.ts';
import type { EnbContext, MmeState } from './mme-state.ts';
import { causeOfMalformed, peekMessage, readHeader, receiveNas } from './nas-uplink.ts';
import { attachConnection, dismiss, locate, openConnection } from './s1/connections.ts';
import { releaseConnection } from './s1/context-release.ts';
import { type S1Connection, UeContext } from './ue-context.ts';
import { forgetUe } from './ue-life.ts';
import type { Uplink } from './uplink.ts';

/** The first NAS message of a connection says, or the S-TMSI tells, whose it is. TS 36.413 §8.6.2.1 */
export function handleInitialUeMessage(mme: MmeState, enb: EnbContext, pdu: S1apMessage<'InitialUEMessage'>): void {
  const connection = openConnection(mme, enb, pdu);
  const header = readHeader(pdu.nasPdu);
  const peeked = header && peekMessage(pdu.nasPdu, header);
  if (header === undefined || peeked === undefined || !isInitial(peeked)) {
    mme.note('Initial UE Message without an initial NAS message');
    const cause = header && causeOfMalformed(pdu.nasPdu, header);
    if (cause !== undefined) return refuseMalformed(mme, connection, cause);
    return releaseConnection(mme, connection, { group: 'nas', value: 'unspecified' }, 'idle');
  }
  const ue = ueOf(mme, peeked, pdu) ?? newUe(mme);
  if (ue === undefined) {
    mme.note('no room for another phone');
    return releaseConnection(mme, connection, { group: 'misc', value: 'control-processing-overload' }, 'idle');
  }
  attachConnection(mme, ue, connection);
  receive(mme, ue, connection, pdu.nasPdu, header);
}

export function handleUplinkNas(mme: MmeState, connection: S1Connection, pdu: S1apMessage<'UplinkNASTransport'>): void {
  locate(connection, pdu.tai, pdu.eutranCgi);
  const { ue } = connection;
  if (connection.releasing !== undefined) return mme.note('NAS message on a connection that is being released', ue);
  if (ue === undefined) {
    mme.note('NAS message on a connection that has no phone any more');
    return releaseConnection(mme, connection, { group: 'radioNetwork', value: 'unspecified' }, 'idle');
  }
  const header = readHeader(pdu.nasPdu);
  if (header === undefined) return mme.note('NAS message not understood', ue);
  receive(mme, ue, connection, pdu.nasPdu, header);
}

function receive(mme: MmeState, ue: UeContext, connection: S1Connection, nasPdu: Uint8Array, header: NasHeader): void {
  const uplink = receiveNas(mme, ue, connection, nasPdu, header);
  if (uplink === undefined) return;
  const verdict = mme.tampering?.nasCome(ue, connection, uplink) ?? true;
  if (verdict === true) dispatchNas(mme, ue, uplink);
  else if (verdict !== false) refuse(mme, ue, uplink, verdict);
}

/** What the lab wants refused. */
function refuse(mme: MmeState, ue: UeContext, { message, verified }: Uplink, emmCause: number): void {
  switch (message.message) {
    case 'AttachRequest':
      return rejectAttach(mme, ue, emmCause);
    case 'TrackingAreaUpdateRequest':
      rejectTrackingAreaUpdate(mme, ue, emmCause);
      return dismiss(mme, ue, verified);
    default:
      rejectService(mme, ue, emmCause);
      return dismiss(mme, ue, verified);
  }
}

/** An Attach Request that violates its table gets an answer; Open5GS answers only one without ESM message container. */
function refuseMalformed(mme: MmeState, connection: S1Connection, emmCause: number): void {
  const ue = new UeContext();
  attachConnection(mme, ue, connection);
  rejectAttach(mme, ue, emmCause);
}

function isInitial(message: NasEpsMessage): boolean {
  switch (message.message) {
    case 'AttachRequest':
    case 'TrackingAreaUpdateRequest':
    case 'ServiceRequest':
    case 'ExtendedServiceRequest':
    case 'DetachRequestUeOriginating':
      return true;
    default:
      return false;
  }
}

/** By the identity in the message, or else by the S-TMSI that the phone gave the base station. */
function ueOf(
  mme: MmeState,
  message: NasEpsMessage,
  { sTmsi }: S1apMessage<'InitialUEMessage'>,
): UeContext | undefined {
  if (message.message === 'AttachRequest' || message.message === 'DetachRequestUeOriginating') {
    const identity = message.epsMobileIdentity;
    if (identity.type === 'guti') return mme.ofGuti(identity.guti);
    if (identity.type === 'imsi' && message.message === 'AttachRequest') return mme.ofImsi(identity.imsi);
  }
  if (message.message === 'TrackingAreaUpdateRequest' && message.oldGuti.type === 'guti') {
    return mme.ofGuti(message.oldGuti.guti);
  }
  if (sTmsi !== undefined) return mme.ofSTmsi(sTmsi);
  if (message.message !== 'ExtendedServiceRequest' || message.mTmsi.type !== 'tmsi') return undefined;
  return mme.ofSTmsi({ mmec: mme.config.mmec, mTmsi: message.mTmsi.tmsi });
}

/** A context for a phone that nobody knows yet; when all are taken, one that a detached phone has left behind gives way. */
function newUe(mme: MmeState): UeContext | undefined {
  if (mme.ueCount < mme.config.maxUes) return new UeContext();
  for (const ue of mme.ues()) {
    if (ue.emm !== 'EMM-DEREGISTERED' || ue.connection !== undefined) continue;
    forgetUe(mme, ue);
    return new UeContext();
  }
  return undefined;
}

/** One NAS message, as far as it is to be processed. */
export function dispatchNas(mme: MmeState, ue: UeContext, uplink: Uplink): void {
  const { message } = uplink;
  switch (message.message) {
    case 'AttachRequest':
      return handleAttachRequest(mme, ue, uplink as Uplink<'AttachRequest'>);
    case 'AttachComplete':
      if (ue.procedure?.type !== 'attachComplete') return mme.note('Attach Complete not expected', ue);
      dispatchContainer(mme, ue, message.esmMessageContainer);
      return handleAttachComplete(mme, ue);
    case 'IdentityResponse': {
      const known = handleIdentityResponse(mme, ue, message);
      if (known !== undefined) startAuthentication(mme, known);
      return;
    }
    case 'AuthenticationResponse':
      return handleAuthenticationResponse(mme, ue, message);
    case 'AuthenticationFailure':
      return handleAuthenticationFailure(mme, ue, message);
    case 'SecurityModeComplete':
      return handleSecurityModeComplete(mme, ue, message, uplink.count);
    case 'SecurityModeReject':
      return handleSecurityModeReject(mme, ue, message);
    case 'DetachRequestUeOriginating':
      return handleDetachRequest(mme, ue, uplink as Uplink<'DetachRequestUeOriginating'>);
    case 'DetachAccept':
      return finishNetworkDetach(mme, ue);
    case 'ServiceRequest':
      return handleServiceRequest(mme, ue, uplink as Uplink<'ServiceRequest'>);
    case 'ExtendedServiceRequest':
      return handleExtendedServiceRequest(mme, ue, uplink as Uplink<'ExtendedServiceRequest'>);
    case 'TrackingAreaUpdateRequest':
      return handleTrackingAreaUpdate(mme, ue, uplink as Uplink<'TrackingAreaUpdateRequest'>);
    case 'TrackingAreaUpdateComplete':
      return handleTrackingAreaUpdateComplete(mme, ue);
    case 'GutiReallocationComplete':
      return handleGutiReallocationComplete(mme, ue);
    case 'EmmStatus':
      return mme.note(`EMM Status, cause ${message.emmCause}`, ue);
    default:
      if ('epsBearerIdentity' in message) return dispatchEsm(mme, ue, message);
      return mme.note(`${message.message} not expected`, ue);
  }
}

function dispatchContainer(mme: MmeState, ue: UeContext, container: Uint8Array): void {
  try {
    const message = decodeNasEps(container, 'uplink');
    if ('epsBearerIdentity' in message) dispatchEsm(mme, ue, message);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    mme.note(`ESM message not understood: ${error.message}`, ue);
  }
}

function dispatchEsm(mme: MmeState, ue: UeContext, message: EsmMessage): void {
  switch (message.message) {
    case 'PdnConnectivityRequest':
      if (ue.emm !== 'EMM-REGISTERED')
        return mme.note('PDN Connectivity Request of a phone that is not registered', ue);
      return handlePdnConnectivityRequest(mme, ue, message, false);
    case 'EsmInformationResponse':
      return handleInformationResponse(mme, ue, message);
    case 'PdnDisconnectRequest':
      return handlePdnDisconnectRequest(mme, ue, message);
    case 'BearerResourceAllocationRequest':
      return refuseAllocation(mme, ue, message);
    case 'BearerResourceModificationRequest':
      return refuseModification(mme, ue, message);
    case 'DeactivateEpsBearerContextAccept':
      return handleDeactivationAccept(ue, message);
    case 'ModifyEpsBearerContextAccept':
      return;
    case 'ModifyEpsBearerContextReject':
      return mme.note(`bearer ${message.epsBearerIdentity}: modification rejected, ESM cause ${message.esmCause}`, ue);
    case 'ActivateDefaultEpsBearerContextAccept':
      return handleBearerAccept(mme, ue, message);
    case 'ActivateDefaultEpsBearerContextReject':
      return handleBearerReject(mme, ue, message);
    case 'EsmStatus':
      return mme.note(`ESM Status, cause ${message.esmCause}`, ue);
    default:
      return mme.note(`${message.message} not expected`, ue);
  }
}
