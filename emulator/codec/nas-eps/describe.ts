import { DecodeError, toHex } from '../../bytes/index.ts';
import { formatEmmCause, formatEsmCause, formatTai } from '../../vocabulary/index.ts';
import { gprsTimerSeconds } from '../nas-common/gprs-timer.ts';
import { showMobileIdentity } from '../nas-common/mobile-identity.ts';
import { decodeNasEps } from './codec.ts';
import { showEpsMobileIdentity } from './elements/eps-mobile-identity.ts';
import { showPdnAddress } from './elements/pdn.ts';
import type { NasKeySetIdentifier } from './elements/security.ts';
import { taisOf } from './elements/tai-list.ts';
import type { Direction, NasEpsMessage } from './message.ts';

/** The message in one line for a ladder: its name in the specification's words and the facts that tell it apart. */
export function describeNas(message: NasEpsMessage): string {
  const facts = factsOf(message);
  const name = nameInWords(message.message);
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
}

/** `Attach request` of `AttachRequest`. */
export function nameInWords(name: NasEpsMessage['message']): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const words = name
    .replace(/Ue(Originating|Terminated)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word, i) => ACRONYMS.get(word) ?? (i === 0 ? word : word.toLowerCase()))
    .join(' ');
  NAMES.set(name, words);
  return words;
}

const NAMES = new Map<string, string>();
const ACRONYMS: ReadonlyMap<string, string> = new Map(
  ['EMM', 'ESM', 'EPS', 'PDN', 'CS', 'GUTI', 'NAS', 'UE'].map(acronym => [
    acronym[0] + acronym.slice(1).toLowerCase(),
    acronym,
  ]),
);

function factsOf(m: NasEpsMessage): string[] {
  switch (m.message) {
    case 'AttachRequest':
      return [
        String(m.epsAttachType),
        showEpsMobileIdentity(m.epsMobileIdentity),
        keySet(m.nasKeySetIdentifier),
        ...nested(m.esmMessageContainer, 'uplink'),
      ];
    case 'AttachAccept':
      return [
        String(m.epsAttachResult),
        ...optional(m.guti, showEpsMobileIdentity),
        `TAI ${taisOf(m.taiList).map(formatTai).join(' ')}`,
        `T3412 ${seconds(gprsTimerSeconds(m.t3412Value))}`,
        ...optional(m.emmCause, emm),
        ...nested(m.esmMessageContainer, 'downlink'),
      ];
    case 'AttachComplete':
      return nested(m.esmMessageContainer, 'uplink');
    case 'AttachReject':
      return [emm(m.emmCause), ...(m.esmMessageContainer ? nested(m.esmMessageContainer, 'downlink') : [])];
    case 'AuthenticationRequest':
      return [
        keySet(m.nasKeySetIdentifier),
        `RAND ${toHex(m.authenticationParameterRand)}`,
        `AUTN ${toHex(m.authenticationParameterAutn)}`,
      ];
    case 'AuthenticationResponse':
      return [`RES ${toHex(m.authenticationResponseParameter)}`];
    case 'AuthenticationFailure':
      return [emm(m.emmCause), ...optional(m.authenticationFailureParameter, auts => `AUTS ${toHex(auts)}`)];
    case 'SecurityModeCommand': {
      const { eea, eia } = m.selectedNasSecurityAlgorithms;
      return [`EEA${eea}`, `EIA${eia}`, keySet(m.nasKeySetIdentifier), ...optional(m.imeisvRequest, String)];
    }
    case 'SecurityModeComplete':
      return optional(m.imeisv, showMobileIdentity);
    case 'IdentityRequest':
      return [String(m.identityType)];
    case 'IdentityResponse':
      return [showMobileIdentity(m.mobileIdentity)];
    case 'DetachRequestUeOriginating':
      return [
        String(m.detachType.typeOfDetach),
        m.detachType.switchOff ? 'switch off' : 'normal',
        showEpsMobileIdentity(m.epsMobileIdentity),
      ];
    case 'DetachRequestUeTerminated':
      return [String(m.detachType), ...optional(m.emmCause, emm)];
    case 'TrackingAreaUpdateRequest':
      return [
        String(m.epsUpdateType.type),
        ...(m.epsUpdateType.active ? ['active'] : []),
        showEpsMobileIdentity(m.oldGuti),
        keySet(m.nasKeySetIdentifier),
      ];
    case 'TrackingAreaUpdateAccept':
      return [
        String(m.epsUpdateResult),
        ...optional(m.guti, showEpsMobileIdentity),
        ...optional(m.taiList, list => `TAI ${taisOf(list).map(formatTai).join(' ')}`),
        ...optional(m.emmCause, emm),
      ];
    case 'GutiReallocationCommand':
      return [showEpsMobileIdentity(m.guti)];
    case 'ServiceRequest':
      return [`KSI ${m.ksi}`, `SN ${m.sequenceNumber}`];
    case 'ExtendedServiceRequest':
      return [String(m.serviceType), showMobileIdentity(m.mTmsi), keySet(m.nasKeySetIdentifier)];
    case 'EmmInformation':
      return [...optional(m.fullNameForNetwork, n => n.text), ...optional(m.shortNameForNetwork, n => n.text)];
    case 'ActivateDefaultEpsBearerContextRequest':
      return [
        `EBI ${m.epsBearerIdentity}`,
        `APN ${m.accessPointName}`,
        showPdnAddress(m.pdnAddress),
        `QCI ${m.epsQos.qci}`,
        ...optional(m.esmCause, esm),
      ];
    case 'ActivateDedicatedEpsBearerContextRequest':
      return [`EBI ${m.epsBearerIdentity}`, `linked ${m.linkedEpsBearerIdentity}`, `QCI ${m.epsQos.qci}`];
    case 'PdnConnectivityRequest':
      return [
        String(m.requestType),
        String(m.pdnType),
        ...optional(m.accessPointName, apn => `APN ${apn}`),
        ...(m.esmInformationTransferFlag ? ['ESM information later'] : []),
      ];
    case 'EsmInformationResponse':
      return optional(m.accessPointName, apn => `APN ${apn}`);
    case 'PdnDisconnectRequest':
      return [`linked EBI ${m.linkedEpsBearerIdentity}`];
    default:
      return [
        ...('emmCause' in m && m.emmCause !== undefined ? [emm(m.emmCause)] : []),
        ...('epsBearerIdentity' in m && m.epsBearerIdentity !== 0 ? [`EBI ${m.epsBearerIdentity}`] : []),
        ...('esmCause' in m && m.esmCause !== undefined ? [esm(m.esmCause)] : []),
      ];
  }
}

function optional<Value>(value: Value | undefined, show: (value: Value) => string): string[] {
  return value === undefined ? [] : [show(value)];
}

function nested(container: Uint8Array, direction: Direction): string[] {
  try {
    return [describeNas(decodeNasEps(container, direction))];
  } catch (error) {
    if (error instanceof DecodeError) return ['malformed ESM message'];
    throw error;
  }
}

function keySet(identifier: NasKeySetIdentifier): string {
  if (identifier.ksi === 7) return 'no key';
  return `KSI ${identifier.ksi}${identifier.tsc === 'mapped' ? ' mapped' : ''}`;
}

function emm(cause: number): string {
  return `EMM cause ${formatEmmCause(cause)}`;
}

function esm(cause: number): string {
  return `ESM cause ${formatEsmCause(cause)}`;
}

function seconds(value: number | undefined): string {
  return value === undefined ? 'deactivated' : `${value} s`;
}
