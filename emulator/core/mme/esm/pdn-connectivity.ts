import { encodeNasEps, type NasEps, type ProtocolOption } from '../../../codec/nas-eps/index.ts';
import type { ApnConfiguration, SubscriptionData } from '../../s6a.ts';
import type { MmeState } from '../mme-state.ts';

import type { Bearer, UeContext } from '../ue-context.ts';
import { sendOnBearer } from './bearer-messages.ts';
import { ESM_CAUSE } from './esm-causes.ts';
import { combinePdnTypes } from './pdn-type.ts';
import { rejectConnectivity } from './reject.ts';

const FIRST_EBI = 5;
const LAST_EBI = 15;

/**
 * PDN Connectivity Request: inside an Attach Request (once the subscription is known) or of its own for another PDN
 * connection. The bearer comes into being with it. TS 24.301 §6.5.1.3
 */
export function handlePdnConnectivityRequest(
  mme: MmeState,
  ue: UeContext,
  request: NasEps<'PdnConnectivityRequest'>,
  inAttach: boolean,
): void {
  const { pdnType: asked, requestType } = request;
  const ebi = freeEbi(ue);
  const bearer: Bearer = {
    ebi: ebi ?? 0,
    procedureTransactionIdentity: request.procedureTransactionIdentity,
    inAttach,
    asked: asked === 'ipv4' || asked === 'ipv6' ? asked : 'ipv4v6',
    state: 'information',
    apn: undefined,
    request: 0,
    pdnType: undefined,
    address: undefined,
    gateway: undefined,
    enb: undefined,
    options: undefined,
    extendedOptions: false,
    timer: undefined,
    deactivation: undefined,
  };
  takeOptions(bearer, request);
  if (ebi === undefined) return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.requestRejected);
  if (asked !== 'ipv4' && asked !== 'ipv6' && asked !== 'ipv4v6') {
    return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.unknownPdnType);
  }
  if (requestType === 'emergency') return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.requestRejected);
  if (request.accessPointName !== undefined && !chooseApn(mme, ue, bearer, request.accessPointName)) return;
  ue.bearers.push(bearer);
  if (request.esmInformationTransferFlag) return askInformation(mme, ue, bearer);
  connect(mme, ue, bearer);
}

/** What was kept back until the exchange is protected: APN and options. TS 24.301 §6.6.1.2 */
function askInformation(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  const { procedureTransactionIdentity } = bearer;
  const message = encodeNasEps({
    message: 'EsmInformationRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity,
  });
  sendOnBearer(mme, ue, bearer, 'T3489', message);
}

/** TS 24.301 §6.6.1.2.4 */
export function handleInformationResponse(
  mme: MmeState,
  ue: UeContext,
  response: NasEps<'EsmInformationResponse'>,
): void {
  const bearer = ue.bearers.find(
    ({ state, procedureTransactionIdentity: pti }) =>
      state === 'information' && pti === response.procedureTransactionIdentity,
  );
  if (bearer === undefined) return;
  bearer.timer = undefined;
  takeOptions(bearer, response);
  if (response.accessPointName !== undefined && !chooseApn(mme, ue, bearer, response.accessPointName)) return;
  connect(mme, ue, bearer);
}

/** Asks the gateway for the session. TS 23.401 §5.3.2.1, §5.10.2 */
function connect(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  const subscription = ue.subscription!;
  bearer.apn ??= defaultApn(subscription);
  const { apn } = bearer;
  if (apn === undefined) return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.unknownApn);
  const other = ue.bearers.find(each => each !== bearer && each.apn !== undefined && sameApn(each.apn.apn, apn.apn));
  if (other !== undefined) return rejectConnectivity(mme, ue, bearer, ESM_CAUSE.multiplePdnConnections);
  const pdnType = combinePdnTypes(mme, bearer.asked, apn.pdnType);
  if (typeof pdnType === 'number') return rejectConnectivity(mme, ue, bearer, pdnType);
  bearer.state = 'creating';
  bearer.request = mme.askGateway({
    type: 'CreateSessionRequest',
    imsi: ue.imsi!,
    apn: apn.apn,
    pdnType,
    ebi: bearer.ebi,
    qci: apn.qci,
    arp: apn.arp,
    ambr: apn.ambr,
    ...(apn.ueIpv4 === undefined ? {} : { staticIpv4: apn.ueIpv4 }),
    ...(apn.ueIpv6 === undefined ? {} : { staticIpv6: apn.ueIpv6 }),
    ...(bearer.options === undefined ? {} : { pco: bearer.options }),
  });
}

/** False when the APN is not subscribed: the request is rejected then. */
function chooseApn(mme: MmeState, ue: UeContext, bearer: Bearer, name: string): boolean {
  bearer.apn = ue.subscription!.apnConfigurations.find(each => sameApn(each.apn, name));
  if (bearer.apn !== undefined) return true;
  mme.note(`APN '${name}' is not in the subscription`, ue);
  rejectConnectivity(mme, ue, bearer, ESM_CAUSE.unknownApn);
  return false;
}

/** The APN of the subscription that its default context identifier names. */
function defaultApn({ apnConfigurations, defaultContextIdentifier }: SubscriptionData): ApnConfiguration | undefined {
  return apnConfigurations.find(apn => apn.contextIdentifier === defaultContextIdentifier);
}

/** APNs are equal in any case, and with or without the operator identifier. TS 23.003 §9.1 */
function sameApn(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  const text = longer.toLowerCase();
  const start = shorter.toLowerCase();
  return text === start || (text.startsWith(`${start}.mnc`) && text.endsWith('.gprs'));
}

function takeOptions(
  bearer: Bearer,
  message: NasEps<'PdnConnectivityRequest'> | NasEps<'EsmInformationResponse'>,
): void {
  const { extendedProtocolConfigurationOptions: extended, protocolConfigurationOptions: short } = message;
  // Who has begun with extended ones goes on with them, as Open5GS sees it.
  const options: readonly ProtocolOption[] | undefined = (bearer.extendedOptions ? extended : (extended ?? short))
    ?.options;
  if (options === undefined) return;
  bearer.options = options;
  bearer.extendedOptions = extended !== undefined;
}

function freeEbi(ue: UeContext): number | undefined {
  for (let ebi = FIRST_EBI; ebi <= LAST_EBI; ebi++) if (ue.bearer(ebi) === undefined) return ebi;
  return undefined;
}
