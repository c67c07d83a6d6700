import { DecodeError, equalBytes } from '../../../bytes/index.ts';
import { decodeNasEps, type NasEps } from '../../../codec/nas-eps/index.ts';
import { handlePdnConnectivityRequest } from '../esm/pdn-connectivity.ts';
import { deleteSessions } from '../esm/sessions.ts';
import type { MmeState } from '../mme-state.ts';
import { releaseOldConnection } from '../s1/connections.ts';
import type { UeContext } from '../ue-context.ts';
import type { Uplink } from '../uplink.ts';
import { refusedByAccessControl } from './access-control.ts';
import { chooseAlgorithms } from './algorithms.ts';
import { startAuthentication } from './authentication.ts';
import { capabilitiesIn } from './capabilities.ts';
import { requestIdentity } from './identification.ts';
import { sendEmmInformation } from './information.ts';
import { takeRegistration } from './registration.ts';
import { EMM_CAUSE, rejectAttach } from './reject.ts';

/**
 * Attach Request. Known and authentic: straight to the session, without the HSS. Else authentication, after an Identity Request
 * where the IMSI is not known. The order of the checks is Open5GS's. TS 24.301 §5.5.1.2
 */
export function handleAttachRequest(mme: MmeState, ue: UeContext, uplink: Uplink<'AttachRequest'>): void {
  const { message: request, plain: octets, verified, count } = uplink;
  if (isRepetition(ue, octets)) return mme.note('Attach Request repeated: the first one is at work', ue);
  mme.counters.add('mme_attach_request');
  mme.setProcedure(ue);
  ue.paging = undefined;
  ue.timers.clear();
  const connection = ue.connection!;
  const capabilities = capabilitiesIn(request);
  ue.registration = { request, octets, connection, ...capabilities };
  if (request.esmMessageContainer.length === 0) return rejectAttach(mme, ue, EMM_CAUSE.semanticallyIncorrectMessage);
  if (!mme.serves(connection.tai)) return rejectAttach(mme, ue, EMM_CAUSE.trackingAreaNotAllowed);
  if (chooseAlgorithms(mme, capabilities.networkCapability) === undefined)
    return rejectAttach(mme, ue, EMM_CAUSE.securityCapabilitiesMismatch);
  const identity = request.epsMobileIdentity;
  if (identity.type === 'imsi') {
    const refusal = refusedByAccessControl(mme, identity.imsi);
    if (refusal !== undefined) return rejectAttach(mme, ue, refusal);
    if (ue.imsi === undefined) mme.setImsi(ue, identity.imsi);
  }
  if (ue.imsi === undefined) return requestIdentity(mme, ue);
  // After Cancel-Location a phone that is back before it was forgotten must be asked of the HSS anew. TS 23.401 §5.3.8.4
  if (!verified || ue.subscription === undefined || !ue.located) return startAuthentication(mme, ue);
  ue.startKenb(count);
  takeRegistration(mme, ue);
  releaseOldConnection(mme, ue);
  deleteSessions(mme, ue, 'connect');
  if (ue.afterDeletion === undefined) connectDefaultBearer(mme, ue);
}

/** TS 24.301 §5.5.1.2.7 d and e: the same request again on the same connection. */
function isRepetition(ue: UeContext, octets: Uint8Array): boolean {
  const { registration, procedure } = ue;
  return (
    registration !== undefined &&
    (procedure !== undefined || ue.afterDeletion !== undefined) &&
    registration.connection === ue.connection &&
    equalBytes(registration.octets, octets)
  );
}

/** The PDN Connectivity Request that came inside the Attach Request. */
export function connectDefaultBearer(mme: MmeState, ue: UeContext): void {
  const { registration } = ue;
  if (registration?.request.message !== 'AttachRequest') return;
  mme.setProcedure(ue, { type: 'attachBearer' });
  const request = connectivityRequestIn(registration.request);
  if (request === undefined) {
    mme.note('no PDN Connectivity Request inside the Attach Request', ue);
    return rejectAttach(mme, ue, EMM_CAUSE.protocolError);
  }
  handlePdnConnectivityRequest(mme, ue, request, true);
}

function connectivityRequestIn(request: NasEps<'AttachRequest'>): NasEps<'PdnConnectivityRequest'> | undefined {
  try {
    const message = decodeNasEps(request.esmMessageContainer, 'uplink');
    return message.message === 'PdnConnectivityRequest' ? message : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The phone is registered. Its ESM part, which is handled first, accepts the default bearer. TS 24.301 §5.5.1.2.4 */
export function handleAttachComplete(mme: MmeState, ue: UeContext): void {
  mme.setProcedure(ue);
  ue.registration = undefined;
  mme.confirmGuti(ue);
  mme.setEmm(ue, 'EMM-REGISTERED');
  mme.counters.add('mme_attach_success');
  sendEmmInformation(mme, ue);
}
