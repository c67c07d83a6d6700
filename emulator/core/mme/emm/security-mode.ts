import { DecodeError } from '../../../bytes/index.ts';
import { decodeNasEps, type NasEps, type NasKeySetIdentifier } from '../../../codec/nas-eps/index.ts';
import { deriveHashMme } from '../../../crypto/index.ts';
import { type Kasme, NasSecurityContext } from '../../../nas-security/index.ts';
import { deleteSessions } from '../esm/sessions.ts';
import type { MmeState } from '../mme-state.ts';
import { sendRepeatedly } from '../nas-downlink.ts';
import type { Registration, UeContext } from '../ue-context.ts';
import { chooseAlgorithms } from './algorithms.ts';
import { capabilitiesIn } from './capabilities.ts';
import { updateLocation } from './location.ts';
import { takeRegistration } from './registration.ts';
import { EMM_CAUSE, endRegistration, rejectRegistration } from './reject.ts';

/** Security Mode Command under the new context, with the capabilities that the phone sent and HASHMME. TS 24.301 §5.4.3.2 */
export function startSecurityMode(
  mme: MmeState,
  ue: UeContext,
  kasme: Kasme,
  keySetIdentifier: NasKeySetIdentifier,
): void {
  const algorithms = chooseAlgorithms(mme, ue.registration!.networkCapability);
  if (algorithms === undefined) return rejectRegistration(mme, ue, EMM_CAUSE.securityCapabilitiesMismatch);
  const context = new NasSecurityContext({ kasme, keySetIdentifier, ...algorithms });
  mme.setProcedure(ue, { type: 'securityMode', context });
  sendRepeatedly(
    mme,
    ue,
    'T3460',
    {
      message: 'SecurityModeCommand',
      selectedNasSecurityAlgorithms: algorithms,
      nasKeySetIdentifier: keySetIdentifier,
      replayedUeSecurityCapabilities: ue.registration!.securityCapability,
      imeisvRequest: 'imeisvRequested',
      // Open5GS sends it always; TS 24.301 §5.4.3.2 asks for it when the request came without integrity protection.
      hashMme: deriveHashMme(ue.registration!.octets),
    },
    'new-context',
    context,
  );
}

/**
 * The new context is in use from here on. TS 24.301 §5.4.3.4. A further one answers a command that was repeated while the first answer
 * was on its way: the phone makes KeNB of its latest one. TS 33.401 §7.2.6.2
 */
export function handleSecurityModeComplete(
  mme: MmeState,
  ue: UeContext,
  { imeisv, replayedNasMessageContainer }: NasEps<'SecurityModeComplete'>,
  count: number,
): void {
  if (ue.procedure?.type !== 'securityMode') {
    if (ue.registration !== undefined && ue.connection?.contextSetup === 'none') ue.startKenb(count);
    return;
  }
  ue.security = ue.procedure.context;
  ue.startKenb(count);
  if (imeisv?.type === 'imeisv') ue.imeisv = imeisv.imeisv;
  mme.setProcedure(ue);
  if (replayedNasMessageContainer !== undefined) takeReplayedRequest(mme, ue, replayedNasMessageContainer);
  takeRegistration(mme, ue);
  mme.assignGuti(ue, mme.config.servedTais[0]!.plmn);
  // Open5GS deletes the sessions before the challenge; so would anybody who says a subscriber's IMSI end its connections.
  if (ue.registration?.request.message === 'AttachRequest') deleteSessions(mme, ue, 'locate');
  if (ue.afterDeletion === undefined) updateLocation(mme, ue);
}

/** HASHMME told the phone that its request was altered on the way: this is what it had sent. TS 24.301 §5.4.3.4. Open5GS does not look. */
function takeReplayedRequest(mme: MmeState, ue: UeContext, octets: Uint8Array): void {
  const registration = ue.registration!;
  const request = readRequest(octets);
  if (request?.message !== registration.request.message) return mme.note('the replayed NAS message is not the one', ue);
  mme.note('the request was altered on its way; the phone has sent it again', ue);
  const { ueNetworkCapability, msNetworkCapability } = request;
  const capabilities =
    ueNetworkCapability === undefined ? undefined : capabilitiesIn({ ueNetworkCapability, msNetworkCapability });
  ue.registration = { ...registration, request, octets, ...capabilities };
}

function readRequest(octets: Uint8Array): Registration['request'] | undefined {
  try {
    const message = decodeNasEps(octets, 'uplink');
    const isRequest = message.message === 'AttachRequest' || message.message === 'TrackingAreaUpdateRequest';
    return isRequest ? message : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** TS 24.301 §5.4.3.5: the phone found that its capabilities were tampered with, or for another reason. */
export function handleSecurityModeReject(mme: MmeState, ue: UeContext, message: NasEps<'SecurityModeReject'>): void {
  if (ue.procedure?.type !== 'securityMode') return;
  mme.note(`Security Mode Reject, cause ${message.emmCause}`, ue);
  mme.counters.add(`mme_security_mode_reject_${message.emmCause}`);
  endRegistration(mme, ue);
}
