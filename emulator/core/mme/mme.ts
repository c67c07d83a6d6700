import type { Machine, Millis, RandomBytes } from '../../machine/index.ts';
import type { MmeConfig, MmeInput, MmeOutput } from '../port.ts';
import type { S6aMessage } from '../s6a.ts';
import type { SessionMessage } from '../session.ts';
import { connectDefaultBearer } from './emm/attach.ts';
import { handleVector } from './emm/authentication.ts';
import { finishDetach } from './emm/detach.ts';
import { takeSubscription, updateLocation } from './emm/location.ts';
import { handleCancelLocation } from './emm/network-detach.ts';
import { page } from './emm/paging.ts';
import { acceptTrackingAreaUpdate } from './emm/tracking-area-update.ts';
import { handleSessionCreated } from './esm/default-bearer.ts';
import { ESM_CAUSE } from './esm/esm-causes.ts';
import { continueDisconnect, endBearer } from './esm/pdn-disconnect.ts';
import { handleSessionDeleted } from './esm/sessions.ts';
import { handleUeTimers } from './expiry.ts';
import { MmeState } from './mme-state.ts';
import { handleConnectionGuard, NORMAL_RELEASE, release } from './s1/context-release.ts';
import { handleS1Down, handleS1Up } from './s1/setup.ts';
import { handleS1ap } from './s1-dispatch.ts';
import type { UeContext } from './ue-context.ts';

/** The MME: S1AP and NAS towards base stations and phones, S6a towards the HSS, sessions at the gateway. */
export class Mme implements Machine<MmeInput, MmeOutput> {
  private mme: MmeState;

  constructor(config: MmeConfig, random: RandomBytes, trace = false) {
    this.mme = new MmeState(config, random, trace);
  }

  /** For the core's views and faults. */
  get state(): MmeState {
    return this.mme;
  }

  /** As after a crash: every phone and connection is forgotten; base stations too unless `keepEnbs`. Counters go on. */
  restart(keepEnbs: boolean): void {
    const { config, random, trace, counters, tampering, enbs } = this.mme;
    this.mme = new MmeState(config, random, trace, counters);
    this.mme.tampering = tampering;
    if (!keepEnbs) return;
    for (const enb of enbs.values()) this.mme.enbs.set(enb.ref, { ...enb, connections: new Map() });
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
        handleTimeout(state);
        break;
      case 's1Up':
        handleS1Up(state, input.enb, input.peer, input.outboundStreams);
        break;
      case 's1Down':
        handleS1Down(state, input.enb);
        break;
      case 's1ap':
        handleS1ap(state, input.enb, input.stream, input.bytes);
        break;
      case 's6a':
        handleS6a(state, input.message);
        break;
      case 'session':
        handleSession(state, input.message);
        break;
    }
    return state.take();
  }
}

function handleTimeout(mme: MmeState): void {
  for (;;) {
    const ue = mme.ueDeadlines.takeDue(mme.now);
    if (ue === undefined) break;
    handleUeTimers(mme, ue);
    mme.ueDeadlines.arm(ue);
  }
  for (;;) {
    const connection = mme.connectionDeadlines.takeDue(mme.now);
    if (connection === undefined) break;
    handleConnectionGuard(mme, connection);
  }
}

function handleS6a(mme: MmeState, message: S6aMessage): void {
  const ue = mme.ofImsi(message.imsi);
  if (ue === undefined) return;
  switch (message.type) {
    case 'AuthenticationInformationAnswer':
      return handleVector(mme, ue, message);
    case 'UpdateLocationAnswer':
      if (takeSubscription(mme, ue, message)) continueRegistration(mme, ue);
      return;
    case 'PurgeUeAnswer':
      return;
    case 'CancelLocationRequest':
      return handleCancelLocation(mme, ue, message);
    case 'InsertSubscriberDataRequest':
      // Stored; Open5GS pushes nothing of it to the base station or the phone.
      ue.subscription = message.subscription;
      return;
  }
}

/** The subscription is there. */
function continueRegistration(mme: MmeState, ue: UeContext): void {
  const { registration } = ue;
  if (registration?.request.message !== 'TrackingAreaUpdateRequest') return connectDefaultBearer(mme, ue);
  mme.setProcedure(ue);
  acceptTrackingAreaUpdate(mme, ue, registration.request, true);
}

function handleSession(mme: MmeState, message: SessionMessage): void {
  const ue = mme.ofImsi(message.imsi);
  if (ue === undefined) return;
  switch (message.type) {
    case 'CreateSessionResponse':
      return handleSessionCreated(mme, ue, message);
    case 'DeleteSessionResponse':
      return handleDeleted(mme, ue, message);
    case 'ModifyBearerResponse':
      return;
    case 'DownlinkDataNotification':
      return notifyDownlinkData(mme, ue, message.ebi);
    case 'DeleteBearerRequest': {
      const bearer = ue.bearer(message.ebi);
      if (bearer?.state === 'active') endBearer(mme, ue, bearer, ESM_CAUSE.regularDeactivation);
      return;
    }
  }
}

/** A packet waits. A phone whose tunnel we thought to be up has lost it: it must ask for service again. TS 23.007 §22 */
function notifyDownlinkData(mme: MmeState, ue: UeContext, ebi: number): void {
  if (ue.emm !== 'EMM-REGISTERED') return;
  if (ue.bearer(ebi)?.enb !== undefined) release(mme, ue, NORMAL_RELEASE, 'idle');
  page(mme, ue, 'data');
}

function handleDeleted(
  mme: MmeState,
  ue: UeContext,
  answer: Extract<SessionMessage, { type: 'DeleteSessionResponse' }>,
): void {
  if (continueDisconnect(mme, ue, answer)) return;
  switch (handleSessionDeleted(ue, answer)) {
    case 'locate':
      return updateLocation(mme, ue);
    case 'connect':
      return connectDefaultBearer(mme, ue);
    case 'detachAccept':
      return finishDetach(mme, ue);
    case undefined:
      return;
  }
}
