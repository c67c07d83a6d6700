import { encodeNasEps, gprsTimer, type NasEps } from '../../../codec/nas-eps/index.ts';
import type { MmeState } from '../mme-state.ts';
import { repeatLater, secureFirst, transport } from '../nas-downlink.ts';
import { dismiss, releaseOldConnection } from '../s1/connections.ts';
import { NORMAL_RELEASE, release } from '../s1/context-release.ts';
import { requestContextSetup } from '../s1/context-setup.ts';
import type { UeContext } from '../ue-context.ts';
import { dropBearer } from '../ue-life.ts';
import type { Uplink } from '../uplink.ts';
import { NETWORK_FEATURES } from './attach-accept.ts';
import { startAuthentication } from './authentication.ts';
import { capabilitiesIn } from './capabilities.ts';
import { continueAfterPaging } from './network-detach.ts';
import { stopPaging } from './paging.ts';
import { EMM_CAUSE, rejectTrackingAreaUpdate } from './reject.ts';
import { activeBearers } from './service-request.ts';

type Request = NasEps<'TrackingAreaUpdateRequest'>;

/** Tracking Area Update Request, periodic ones too. The order of the checks is Open5GS's. TS 24.301 §5.5.3.2 */
export function handleTrackingAreaUpdate(
  mme: MmeState,
  ue: UeContext,
  uplink: Uplink<'TrackingAreaUpdateRequest'>,
): void {
  const { message: request, plain: octets, verified, count } = uplink;
  const connection = ue.connection!;
  mme.counters.add('mme_tau_request');
  if (ue.procedure?.type === 'securityMode') return refuse(mme, ue, EMM_CAUSE.securityModeRejected, verified);
  if (!mme.serves(connection.tai)) return refuse(mme, ue, EMM_CAUSE.trackingAreaNotAllowed, verified);
  if (ue.imsi === undefined || ue.emm !== 'EMM-REGISTERED') {
    return refuse(mme, ue, EMM_CAUSE.ueIdentityCannotBeDerived, verified);
  }
  if (activeBearers(ue).length === 0) return refuse(mme, ue, EMM_CAUSE.noEpsBearerContextActivated, verified);
  const { ueNetworkCapability, msNetworkCapability } = request;
  const capabilities =
    ueNetworkCapability === undefined
      ? { networkCapability: ue.networkCapability!, securityCapability: ue.securityCapability! }
      : capabilitiesIn({ ueNetworkCapability, msNetworkCapability });
  mme.setProcedure(ue);
  ue.registration = { request, octets, connection, ...capabilities };
  if (!verified) return startAuthentication(mme, ue);
  stopPaging(mme, ue);
  ue.networkCapability = capabilities.networkCapability;
  ue.securityCapability = capabilities.securityCapability;
  ue.tai = connection.tai;
  releaseOldConnection(mme, ue);
  const wantsBearers = connection.contextSetup === 'none' && request.epsUpdateType.active;
  if (wantsBearers) ue.startKenb(count);
  acceptTrackingAreaUpdate(mme, ue, request, wantsBearers);
}

/** The bearers as the phone has them, Tracking Area Update Accept, and rest unless the phone wants its bearers. */
export function acceptTrackingAreaUpdate(mme: MmeState, ue: UeContext, request: Request, withBearers: boolean): void {
  const connection = ue.connection!;
  const { epsBearerContextStatus: status } = request;
  for (const bearer of status === undefined ? [] : [...ue.bearers]) {
    if (!status!.includes(bearer.ebi)) dropBearer(mme, ue, bearer);
  }
  const plain = encodeNasEps(acceptOf(mme, ue, request));
  ue.registration = undefined;
  if (ue.nextGuti !== undefined) {
    mme.setProcedure(ue, { type: 'guti' });
    repeatLater(mme, ue, 'T3450', plain, 'protected', ue.security);
  }
  mme.counters.add('mme_tau_success');
  const bearers = activeBearers(ue);
  if (withBearers && bearers.length > 0) {
    const nasPdu = secureFirst(mme, ue, plain, 'protected', ue.security);
    return requestContextSetup(mme, ue, connection, bearers, nasPdu);
  }
  if (connection.releasing === undefined) {
    transport(mme, connection, secureFirst(mme, ue, plain, 'protected', ue.security));
  }
  if (continueAfterPaging(mme, ue)) return;
  if (!request.epsUpdateType.active && ue.procedure === undefined) release(mme, ue, NORMAL_RELEASE, 'idle');
}

function acceptOf(mme: MmeState, ue: UeContext, { epsUpdateType }: Request): NasEps<'TrackingAreaUpdateAccept'> {
  const combined =
    epsUpdateType.type === 'combinedTaLaUpdating' || epsUpdateType.type === 'combinedTaLaUpdatingWithImsiAttach';
  const { t3412Ms } = mme.config;
  return {
    message: 'TrackingAreaUpdateAccept',
    epsUpdateResult: combined ? 'combinedTaLaUpdated' : 'taUpdated',
    ...(t3412Ms === 0 ? {} : { t3412Value: gprsTimer(t3412Ms / 1000) }),
    ...(ue.nextGuti === undefined ? {} : { guti: { type: 'guti', guti: ue.nextGuti } as const }),
    taiList: [{ type: 'differentPlmns', tais: [ue.tai!] }],
    epsBearerContextStatus: ue.bearers.map(({ ebi }) => ebi),
    epsNetworkFeatureSupport: NETWORK_FEATURES,
    ...(mme.traits.tellsNetworkPolicy ? { networkPolicy: true } : {}),
  };
}

/** The phone has taken the GUTI of a Tracking Area Update Accept. */
export function handleTrackingAreaUpdateComplete(mme: MmeState, ue: UeContext): void {
  if (ue.procedure?.type !== 'guti') return;
  mme.setProcedure(ue);
  mme.confirmGuti(ue);
}

/** Tracking Area Update Reject, and the end of the connection. */
function refuse(mme: MmeState, ue: UeContext, emmCause: number, verified: boolean): void {
  rejectTrackingAreaUpdate(mme, ue, emmCause);
  dismiss(mme, ue, verified);
}
