import type { EmmMessage, EsmMessage, NasEpsMessage } from '../../codec/nas-eps/index.ts';
import { ueAcceptsUnprotected } from '../../nas-security/index.ts';
import { handleEsm } from '../esm/receive.ts';
import { sendEsmStatus } from '../esm/status.ts';
import { bendDownlink, watchesDownlink } from '../nas/bending.ts';
import { peekDownlink, type Received, readDownlink } from '../nas/downlink.ts';
import type { Phone } from '../phone.ts';
import { handleAttachAccept } from './attach.ts';
import { esmCauseIn, handleAttachReject } from './attach-reject.ts';
import { handleAuthenticationReject, handleAuthenticationRequest } from './authentication.ts';
import { handleDetachAccept } from './detach.ts';
import { handleNetworkDetach } from './detach-by-network.ts';
import { handleGutiReallocationCommand } from './guti-reallocation.ts';
import { handleIdentityRequest } from './identification.ts';
import { handleEmmInformation } from './information.ts';
import { handleSecurityModeCommand } from './security-mode.ts';
import { handleServiceReject } from './service-request.ts';
import { isRegistered } from './states.ts';
import { handleEmmStatus, sendEmmStatus } from './status.ts';
import { handleTrackingAreaUpdateAccept, handleTrackingAreaUpdateReject } from './tracking-area-update.ts';

const MESSAGE_TYPE_NON_EXISTENT = 97;
const NOT_COMPATIBLE_WITH_STATE = 98;
const INVALID_MANDATORY_INFORMATION = 96;

/** A NAS message from the radio. */
export function receiveNas(phone: Phone, octets: Uint8Array): void {
  if (!watchesDownlink(phone)) {
    takeNas(phone, octets);
    return;
  }
  const { name, plain } = peekDownlink(phone, octets);
  for (const copy of bendDownlink(phone, name, octets, plain)) takeNas(phone, copy);
}

/** A NAS message that no tampering touches any more. */
export function takeNas(phone: Phone, octets: Uint8Array): void {
  const received = readDownlink(phone, octets);
  switch (received.type) {
    case 'discarded':
      return;
    case 'securityModeCommand':
      handleSecurityModeCommand(phone, received.message, received.octets);
      return;
    case 'faulty':
      handleFaulty(phone, received);
      return;
    case 'message':
      if (received.verified) phone.security.exchange = true;
      else if (!acceptsUnprotected(phone, received.message)) {
        ignoreUnprotected(phone, received.message);
        return;
      }
      if (isEsm(received.message)) handleEsm(phone, received.message);
      else handleEmm(phone, received.message, received.verified);
  }
}

/** Only some messages, and only before secure exchange is established. TS 24.301 §4.4.4.2 */
function acceptsUnprotected(phone: Phone, message: NasEpsMessage): boolean {
  if (!ueAcceptsUnprotected(message)) return false;
  return !phone.security.exchange || phone.tampering?.acceptUnprotected === true;
}

function ignoreUnprotected(phone: Phone, message: NasEpsMessage): void {
  phone.note(`${message.message} ignored: it is not integrity protected (TS 24.301 §4.4.4.2)`);
  if (phone.emm.name !== 'EMM-REGISTERED-INITIATED' || message.message !== 'AttachReject') return;
  const esmCause = esmCauseIn(message.esmMessageContainer);
  const { emmCause } = message;
  phone.ignored = { message: message.message, emmCause, ...(esmCause === undefined ? {} : { esmCause }) };
}

function handleEmm(phone: Phone, message: EmmMessage, verified: boolean): void {
  const state = phone.emm.name;
  switch (message.message) {
    case 'AuthenticationRequest':
      return handleAuthenticationRequest(phone, message);
    case 'AuthenticationReject':
      return handleAuthenticationReject(phone);
    case 'IdentityRequest':
      return handleIdentityRequest(phone, message);
    case 'AttachAccept':
      // Once more in EMM-REGISTERED: the Attach Complete was lost. TS 24.301 §5.5.1.2.7 c
      if (state !== 'EMM-REGISTERED-INITIATED' && state !== 'EMM-REGISTERED') return refuse(phone, message, verified);
      return handleAttachAccept(phone, message);
    case 'AttachReject':
      if (state !== 'EMM-REGISTERED-INITIATED') return refuse(phone, message, verified);
      return handleAttachReject(phone, message, verified);
    case 'TrackingAreaUpdateAccept':
      if (state !== 'EMM-TRACKING-AREA-UPDATING-INITIATED') return refuse(phone, message, verified);
      return handleTrackingAreaUpdateAccept(phone, message);
    case 'TrackingAreaUpdateReject':
      if (state !== 'EMM-TRACKING-AREA-UPDATING-INITIATED') return refuse(phone, message, verified);
      return handleTrackingAreaUpdateReject(phone, message, verified);
    case 'ServiceReject':
      // Open5GS answers a Detach Request of a phone that it does not know with it.
      if (state === 'EMM-DEREGISTERED-INITIATED') return handleDetachAccept(phone);
      if (state !== 'EMM-SERVICE-REQUEST-INITIATED') return refuse(phone, message, verified);
      return handleServiceReject(phone, message, verified);
    case 'DetachAccept':
      if (state !== 'EMM-DEREGISTERED-INITIATED') return refuse(phone, message, verified);
      return handleDetachAccept(phone);
    case 'DetachRequestUeTerminated':
      if (!isRegistered(phone.emm) && state !== 'EMM-REGISTERED-INITIATED' && state !== 'EMM-DEREGISTERED-INITIATED')
        return refuse(phone, message, verified);
      return handleNetworkDetach(phone, message);
    case 'GutiReallocationCommand':
      return handleGutiReallocationCommand(phone, message);
    case 'EmmInformation':
      return handleEmmInformation(phone, message);
    case 'EmmStatus':
      return handleEmmStatus(phone, message);
    case 'SecurityModeCommand':
      return phone.note('Security Mode Command ignored: it must come under a new security context');
    default:
      if (verified) sendEmmStatus(phone, MESSAGE_TYPE_NON_EXISTENT);
  }
}

/** A message that does not fit the state. TS 24.301 §7.4 */
function refuse(phone: Phone, message: EmmMessage, verified: boolean): void {
  phone.note(`${message.message} ignored in ${phone.emm.name}`);
  if (verified) sendEmmStatus(phone, NOT_COMPATIBLE_WITH_STATE);
}

/** Octets that are no message: the network is told when it is known to be the network. TS 24.301 §7.4, §7.5 */
function handleFaulty(phone: Phone, faulty: Extract<Received, { readonly type: 'faulty' }>): void {
  const { plain, cause, verified } = faulty;
  phone.note(`downlink NAS message cannot be decoded (cause ${cause})`);
  if (!verified && phone.security.context !== undefined) return;
  if (((plain[0] ?? 0) & 0xf) === 0x2) {
    const about = { epsBearerIdentity: (plain[0] ?? 0) >> 4, procedureTransactionIdentity: plain[1] ?? 0 };
    if (verified) sendEsmStatus(phone, about, cause);
  } else if (verified) sendEmmStatus(phone, cause === 96 ? INVALID_MANDATORY_INFORMATION : cause);
}

function isEsm(message: NasEpsMessage): message is EsmMessage {
  return 'epsBearerIdentity' in message;
}
