import { DecodeError } from '../../bytes/index.ts';
import { decodeS1ap, type S1apMessage, type S1apPdu } from '../../codec/s1ap/index.ts';
import type { Machine, Millis, RandomBytes } from '../../machine/index.ts';
import type { EnbRef, MmeConfig, MmeInput, MmeOutput } from '../port.ts';
import type { S6aMessage } from '../s6a.ts';
import type { SessionMessage } from '../session.ts';
import { connectDefaultBearer } from './emm/attach.ts';
import { handleVector } from './emm/authentication.ts';
import { finishDetach } from './emm/detach.ts';
import { takeSubscription, updateLocation } from './emm/location.ts';
import { handleSessionCreated } from './esm/default-bearer.ts';
import { handleSessionDeleted } from './esm/sessions.ts';
import { handleUeTimers } from './expiry.ts';
import { type EnbContext, MmeState } from './mme-state.ts';
import { handleInitialUeMessage, handleUplinkNas } from './nas-dispatch.ts';
import { handleBearerSetupResponse } from './s1/bearers.ts';
import { connectionOf } from './s1/connections.ts';
import { handleConnectionGuard, handleReleaseComplete, handleReleaseRequest } from './s1/context-release.ts';
import { handleContextSetupFailure, handleContextSetupResponse } from './s1/context-setup.ts';
import { answerSyntaxError, handleErrorIndication, sendErrorIndication } from './s1/error-indication.ts';
import { handleEnbConfigurationUpdate, handleS1Down, handleS1SetupRequest, handleS1Up } from './s1/setup.ts';
import type { UeContext } from './ue-context.ts';

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
      | 'E-RABSetupResponse';
  }
>;

/** The MME: S1AP and NAS towards base stations and phones, S6a towards the HSS, sessions at the gateway. */
export class Mme implements Machine<MmeInput, MmeOutput> {
  readonly state: MmeState;

  constructor(config: MmeConfig, random: RandomBytes, trace = false) {
    this.state = new MmeState(config, random, trace);
  }

  nextTimeout(): Millis | undefined {
    const ue = this.state.ueDeadlines.next();
    const connection = this.state.connectionDeadlines.next();
    return ue === undefined || (connection !== undefined && connection < ue) ? connection : ue;
  }

  handle(input: MmeInput, now: Millis): MmeOutput[] {
    const { state } = this;
    state.now = now;
    switch (input.type) {
      case 'timeout':
        this.handleTimeout();
        break;
      case 's1Up':
        handleS1Up(state, input.enb, input.peer, input.outboundStreams);
        break;
      case 's1Down':
        handleS1Down(state, input.enb);
        break;
      case 's1ap':
        this.handleS1ap(input.enb, input.bytes);
        break;
      case 's6a':
        this.handleS6a(input.message);
        break;
      case 'session':
        this.handleSession(input.message);
        break;
    }
    return state.take();
  }

  private handleTimeout(): void {
    const { state } = this;
    for (;;) {
      const ue = state.ueDeadlines.takeDue(state.now);
      if (ue === undefined) break;
      handleUeTimers(state, ue);
      state.ueDeadlines.arm(ue);
    }
    for (;;) {
      const connection = state.connectionDeadlines.takeDue(state.now);
      if (connection === undefined) break;
      handleConnectionGuard(state, connection);
    }
  }

  private handleS1ap(ref: EnbRef, bytes: Uint8Array): void {
    const { state } = this;
    const enb = state.enbs.get(ref);
    if (enb === undefined) return state.note(`S1AP message on association ${ref}, which is not up`);
    let pdu: S1apPdu;
    try {
      pdu = decodeS1ap(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return answerSyntaxError(state, ref, error);
    }
    this.dispatch(enb, pdu);
  }

  private dispatch(enb: EnbContext, pdu: S1apPdu): void {
    const { state } = this;
    if (pdu.message === 'S1SetupRequest') return handleS1SetupRequest(state, enb, pdu);
    if (!enb.setUp) {
      state.note(`${pdu.message} before S1 Setup`);
      const cause = { group: 'protocol', value: 'message-not-compatible-with-receiver-state' } as const;
      return sendErrorIndication(state, enb.ref, cause);
    }
    switch (pdu.message) {
      case 'InitialUEMessage':
        return handleInitialUeMessage(state, enb, pdu);
      case 'ENBConfigurationUpdate':
        return handleEnbConfigurationUpdate(state, enb, pdu);
      case 'ErrorIndication':
        return this.handleErrorIndication(enb, pdu);
      case 'UplinkNASTransport':
      case 'NASNonDeliveryIndication':
      case 'UECapabilityInfoIndication':
      case 'InitialContextSetupResponse':
      case 'InitialContextSetupFailure':
      case 'UEContextReleaseRequest':
      case 'UEContextReleaseComplete':
      case 'E-RABSetupResponse':
        return this.dispatchOfUe(enb, pdu);
      default:
        return state.note(`${pdu.message} is not a message for this MME`);
    }
  }

  private dispatchOfUe(enb: EnbContext, pdu: UePdu): void {
    const { state } = this;
    const connection = connectionOf(state, enb, pdu);
    if (connection === undefined) return;
    switch (pdu.message) {
      case 'UplinkNASTransport':
        return handleUplinkNas(state, connection, pdu);
      case 'NASNonDeliveryIndication':
        return state.note(`NAS message not delivered: ${pdu.cause.group}/${pdu.cause.value}`, connection.ue);
      case 'UECapabilityInfoIndication':
        if (connection.ue !== undefined) connection.ue.radioCapability = pdu.ueRadioCapability;
        return;
      case 'InitialContextSetupResponse':
        return handleContextSetupResponse(state, connection, pdu);
      case 'InitialContextSetupFailure':
        return handleContextSetupFailure(state, connection, pdu);
      case 'UEContextReleaseRequest':
        return handleReleaseRequest(state, connection, pdu);
      case 'UEContextReleaseComplete':
        return handleReleaseComplete(state, connection);
      case 'E-RABSetupResponse':
        return handleBearerSetupResponse(state, connection, pdu);
    }
  }

  private handleErrorIndication(enb: EnbContext, pdu: S1apMessage<'ErrorIndication'>): void {
    const connection = pdu.mmeUeS1apId === undefined ? undefined : this.state.connections.get(pdu.mmeUeS1apId);
    handleErrorIndication(this.state, connection?.enb === enb.ref ? connection : undefined, pdu);
  }

  private handleS6a(message: S6aMessage): void {
    const { state } = this;
    const ue = state.ofImsi(message.imsi);
    if (ue === undefined) return;
    switch (message.type) {
      case 'AuthenticationInformationAnswer':
        return handleVector(state, ue, message);
      case 'UpdateLocationAnswer':
        if (takeSubscription(state, ue, message)) connectDefaultBearer(state, ue);
        return;
      case 'PurgeUeAnswer':
        return;
      case 'CancelLocationRequest':
        return;
      case 'InsertSubscriberDataRequest':
        ue.subscription = message.subscription;
        return;
    }
  }

  private handleSession(message: SessionMessage): void {
    const { state } = this;
    const ue = state.ofImsi(message.imsi);
    if (ue === undefined) return;
    switch (message.type) {
      case 'CreateSessionResponse':
        return handleSessionCreated(state, ue, message);
      case 'DeleteSessionResponse':
        return this.handleSessionDeleted(ue, message);
      case 'ModifyBearerResponse':
      case 'DownlinkDataNotification':
      case 'DeleteBearerRequest':
        return;
    }
  }

  private handleSessionDeleted(
    ue: UeContext,
    answer: Extract<SessionMessage, { type: 'DeleteSessionResponse' }>,
  ): void {
    const { state } = this;
    switch (handleSessionDeleted(ue, answer)) {
      case 'locate':
        return updateLocation(state, ue);
      case 'connect':
        return connectDefaultBearer(state, ue);
      case 'detachAccept':
        return finishDetach(state, ue);
      case undefined:
        return;
    }
  }
}
