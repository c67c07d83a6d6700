import { encodeNasEps, type NasEps } from '../../../codec/nas-eps/index.ts';
import type { SessionMessage } from '../../session.ts';
import type { MmeState } from '../mme-state.ts';
import { sendNas } from '../nas-downlink.ts';
import { requestBearerRelease } from '../s1/bearers.ts';
import type { Bearer, UeContext } from '../ue-context.ts';
import { sendOnBearer } from './bearer-messages.ts';
import { ESM_CAUSE } from './esm-causes.ts';

/**
 * PDN Disconnect Request; Open5GS grants it for the last PDN connection too. TS 24.301 §6.5.2. An unknown bearer is answered as
 * the specification says; Open5GS sends an Attach Reject.
 */
export function handlePdnDisconnectRequest(
  mme: MmeState,
  ue: UeContext,
  request: NasEps<'PdnDisconnectRequest'>,
): void {
  const { procedureTransactionIdentity, linkedEpsBearerIdentity } = request;
  const bearer = ue.bearer(linkedEpsBearerIdentity);
  if (bearer?.state !== 'active') {
    return sendNas(mme, ue, {
      message: 'PdnDisconnectReject',
      epsBearerIdentity: 0,
      procedureTransactionIdentity,
      esmCause: ESM_CAUSE.invalidBearerIdentity,
    });
  }
  bearer.state = 'deactivating';
  bearer.deactivation = { procedureTransactionIdentity, esmCause: ESM_CAUSE.regularDeactivation };
  bearer.request = mme.askGateway({ type: 'DeleteSessionRequest', imsi: ue.imsi!, ebi: bearer.ebi });
}

/** The session is gone: so must be the bearer at the phone. True when this was such a session. */
export function continueDisconnect(
  mme: MmeState,
  ue: UeContext,
  answer: Extract<SessionMessage, { type: 'DeleteSessionResponse' }>,
): boolean {
  const bearer = ue.bearer(answer.ebi);
  if (bearer?.deactivation === undefined || bearer.request !== answer.id) return false;
  bearer.request = 0;
  deactivateBearer(mme, ue, bearer);
  return true;
}

/** Deactivate EPS Bearer Context Request inside E-RAB Release Command. TS 24.301 §6.4.4.2 */
export function deactivateBearer(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  const { ebi, deactivation } = bearer;
  bearer.state = 'deactivating';
  bearer.enb = undefined;
  const plain = encodeNasEps({
    message: 'DeactivateEpsBearerContextRequest',
    epsBearerIdentity: ebi,
    procedureTransactionIdentity: deactivation?.procedureTransactionIdentity ?? 0,
    esmCause: deactivation?.esmCause ?? ESM_CAUSE.regularDeactivation,
  });
  if (ue.connection?.contextSetup === 'done') requestBearerRelease(mme, ue, bearer, plain);
  else if (ue.connection !== undefined) sendOnBearer(mme, ue, bearer, 'T3495', plain);
  else ue.removeBearer(bearer); // An idle phone learns it by the EPS bearer context status.
}

/** The gateway ends a PDN connection, or the lab asks for it: the phone shall set it up again, or not. */
export function endBearer(mme: MmeState, ue: UeContext, bearer: Bearer, esmCause: number): void {
  bearer.deactivation = { procedureTransactionIdentity: 0, esmCause };
  bearer.request = mme.askGateway({ type: 'DeleteSessionRequest', imsi: ue.imsi!, ebi: bearer.ebi });
  bearer.state = 'deactivating';
}

/** TS 24.301 §6.4.4.3 */
export function handleDeactivationAccept(
  ue: UeContext,
  { epsBearerIdentity }: NasEps<'DeactivateEpsBearerContextAccept'>,
): void {
  const bearer = ue.bearer(epsBearerIdentity);
  if (bearer?.deactivation === undefined) return;
  bearer.timer = undefined;
  ue.removeBearer(bearer);
}
