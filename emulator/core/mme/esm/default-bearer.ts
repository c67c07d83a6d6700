import { encodeNasEps, type NasEps, type PdnAddress } from '../../../codec/nas-eps/index.ts';
import type { SessionMessage } from '../../session.ts';
import { sendAttachAccept } from '../emm/attach-accept.ts';
import { EMM_CAUSE } from '../emm/reject.ts';
import type { MmeState } from '../mme-state.ts';
import { requestBearerSetup } from '../s1/bearers.ts';
import { connectTunnel } from '../s1/context-setup.ts';
import type { Bearer, UeContext } from '../ue-context.ts';
import { dropBearer } from '../ue-life.ts';
import { ESM_CAUSE } from './esm-causes.ts';
import { restrictionCause } from './pdn-type.ts';
import { rejectConnectivity } from './reject.ts';

const REQUEST_ACCEPTED = 16;

/** The gateway has made the session, or not: the phone is offered the default bearer. TS 24.301 §6.4.1.2 */
export function handleSessionCreated(
  mme: MmeState,
  ue: UeContext,
  answer: Extract<SessionMessage, { type: 'CreateSessionResponse' }>,
): void {
  const bearer = ue.bearer(answer.ebi);
  if (bearer?.state !== 'creating' || bearer.request !== answer.id) return;
  const { cause, pdnType, address, gateway } = answer;
  if (cause !== REQUEST_ACCEPTED || pdnType === undefined || address === undefined || gateway === undefined) {
    mme.note(`the gateway refused the session: GTP cause ${cause}`, ue);
    return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.networkFailure, EMM_CAUSE.networkFailure);
  }
  mme.counters.add('mme_session_created');
  bearer.state = 'activating';
  bearer.pdnType = pdnType;
  bearer.address = address;
  bearer.gateway = gateway;
  bearer.options = answer.pco;
  const activation = encodeNasEps(activationOf(bearer));
  bearer.options = undefined;
  if (bearer.inAttach) sendAttachAccept(mme, ue, bearer, activation);
  else requestBearerSetup(mme, ue, bearer, activation);
}

/** Activate Default EPS Bearer Context Request. TS 24.301 §8.3.6 */
function activationOf(bearer: Bearer): NasEps<'ActivateDefaultEpsBearerContextRequest'> {
  const apn = bearer.apn!;
  const esmCause = restrictionCause(bearer.asked, bearer.pdnType!);
  const { ambr } = apn;
  const pco =
    bearer.options === undefined || bearer.options.length === 0
      ? undefined
      : { configurationProtocol: 0, options: bearer.options };
  return {
    message: 'ActivateDefaultEpsBearerContextRequest',
    epsBearerIdentity: bearer.ebi,
    procedureTransactionIdentity: bearer.procedureTransactionIdentity,
    epsQos: { qci: apn.qci },
    accessPointName: apn.apn,
    pdnAddress: addressOf(bearer),
    ...(ambr.downlinkBps === 0 && ambr.uplinkBps === 0
      ? {}
      : {
          apnAmbr: {
            downlinkKbps: Math.floor(ambr.downlinkBps / 1000),
            uplinkKbps: Math.floor(ambr.uplinkBps / 1000),
          },
        }),
    ...(esmCause === undefined ? {} : { esmCause }),
    ...(pco === undefined
      ? {}
      : bearer.extendedOptions
        ? { extendedProtocolConfigurationOptions: pco }
        : { protocolConfigurationOptions: pco }),
  };
}

function addressOf({ address, pdnType }: Bearer): PdnAddress {
  const { ipv4 = '0.0.0.0', ipv6InterfaceIdentifier: interfaceIdentifier = new Uint8Array(8) } = address!;
  switch (pdnType!) {
    case 'ipv4':
      return { type: 'ipv4', ipv4 };
    case 'ipv6':
      return { type: 'ipv6', interfaceIdentifier };
    case 'ipv4v6':
      return { type: 'ipv4v6', interfaceIdentifier, ipv4 };
  }
}

/** The phone uses the bearer from here on. TS 24.301 §6.4.1.3 */
export function handleBearerAccept(
  mme: MmeState,
  ue: UeContext,
  { epsBearerIdentity }: NasEps<'ActivateDefaultEpsBearerContextAccept'>,
): void {
  const bearer = ue.bearer(epsBearerIdentity);
  if (bearer?.state !== 'activating') return;
  bearer.timer = undefined;
  bearer.state = 'active';
  connectTunnel(mme, ue, bearer);
}

/** TS 24.301 §6.4.1.4 */
export function handleBearerReject(
  mme: MmeState,
  ue: UeContext,
  { epsBearerIdentity, esmCause }: NasEps<'ActivateDefaultEpsBearerContextReject'>,
): void {
  const bearer = ue.bearer(epsBearerIdentity);
  if (bearer?.state !== 'activating') return;
  mme.note(`default bearer ${epsBearerIdentity} rejected by the phone, ESM cause ${esmCause}`, ue);
  bearer.timer = undefined;
  dropBearer(mme, ue, bearer);
}
