import {
  checked,
  halfFlag,
  halfNumber,
  halfWord,
  octetWord,
  showWord,
  type Word,
  words,
} from '../../nas-common/coding.ts';
import { halfElement } from '../../nas-common/element.ts';

/** What half octets of EMM messages ask for and answer. */

const ATTACH_TYPES = {
  1: 'epsAttach',
  2: 'combinedEpsImsiAttach',
  3: 'epsRlosAttach',
  6: 'epsEmergencyAttach',
} as const;
export const epsAttachType = halfWord('EPS attach type', 'TS 24.301 §9.9.3.11', ATTACH_TYPES);

export const epsAttachResult = halfWord('EPS attach result', 'TS 24.301 §9.9.3.10', {
  1: 'epsOnly',
  2: 'combinedEpsImsiAttach',
});

const UE_DETACH = words('Detach type', { 1: 'epsDetach', 2: 'imsiDetach', 3: 'combinedEpsImsiDetach' }, 7);

/** Detach type from UE to network. Other values count as combinedEpsImsiDetach. */
export interface DetachTypeUeOriginating {
  readonly typeOfDetach: 'epsDetach' | 'imsiDetach' | 'combinedEpsImsiDetach' | number;
  readonly switchOff: boolean;
}

export const detachTypeUeOriginating = halfElement<DetachTypeUeOriginating>('Detach type', 'TS 24.301 §9.9.3.7', {
  decode: bits => ({ typeOfDetach: UE_DETACH.decode(bits), switchOff: (bits & 8) !== 0 }),
  encode: value => UE_DETACH.encode(value.typeOfDetach) | (value.switchOff ? 8 : 0),
  show: value => `${showWord(value.typeOfDetach)}, ${value.switchOff ? 'switch off' : 'normal detach'}`,
});

/** Detach type from network to UE. Other values count as reAttachNotRequired. */
export const detachTypeUeTerminated = halfWord('Detach type', 'TS 24.301 §9.9.3.7', {
  1: 'reAttachRequired',
  2: 'reAttachNotRequired',
  3: 'imsiDetach',
});

export const epsUpdateResult = halfWord('EPS update result', 'TS 24.301 §9.9.3.13', {
  0: 'taUpdated',
  1: 'combinedTaLaUpdated',
  4: 'taUpdatedAndIsrActivated',
  5: 'combinedTaLaUpdatedAndIsrActivated',
});

const UPDATE_TYPES = {
  0: 'taUpdating',
  1: 'combinedTaLaUpdating',
  2: 'combinedTaLaUpdatingWithImsiAttach',
  3: 'periodicUpdating',
} as const;
const updateTypes = words('EPS update type', UPDATE_TYPES, 7);

/** What a tracking area update is for, and whether the UE asks for bearers (`active`). */
export interface EpsUpdateType {
  readonly type: Word<typeof UPDATE_TYPES>;
  readonly active: boolean;
}

export const epsUpdateType = halfElement<EpsUpdateType>('EPS update type', 'TS 24.301 §9.9.3.14', {
  decode: bits => ({ type: updateTypes.decode(bits), active: (bits & 8) !== 0 }),
  encode: value => updateTypes.encode(value.type) | (value.active ? 8 : 0),
  show: value => `${showWord(value.type)}${value.active ? ', bearer establishment requested' : ''}`,
});

export const serviceType = halfWord(
  'Service type',
  'TS 24.301 §9.9.3.27',
  {
    0: 'mobileOriginatingCsFallback',
    1: 'mobileTerminatingCsFallback',
    2: 'mobileOriginatingCsFallbackEmergencyCall',
    8: 'packetServicesViaS1',
  },
  4,
);

const CONTROL_PLANE_SERVICE_TYPES = { 0: 'mobileOriginatingRequest', 1: 'mobileTerminatingRequest' } as const;
const controlPlaneServiceTypes = words('Control plane service type', CONTROL_PLANE_SERVICE_TYPES, 7);

/** Whether the UE or the network began, and whether the UE asks for radio bearers (`active`). */
export interface ControlPlaneServiceType {
  readonly type: Word<typeof CONTROL_PLANE_SERVICE_TYPES>;
  readonly active: boolean;
}

export const controlPlaneServiceType = halfElement<ControlPlaneServiceType>(
  'Control plane service type',
  'TS 24.301 §9.9.3.47',
  {
    decode: bits => ({ type: controlPlaneServiceTypes.decode(bits), active: (bits & 8) !== 0 }),
    encode: value => controlPlaneServiceTypes.encode(value.type) | (value.active ? 8 : 0),
    show: value => `${showWord(value.type)}${value.active ? ', radio bearer establishment requested' : ''}`,
  },
);

export const csfbResponse = halfWord('CSFB response', 'TS 24.301 §9.9.3.5', {
  0: 'csFallbackRejectedByUe',
  1: 'csFallbackAcceptedByUe',
});

export const pagingIdentity = octetWord('Paging identity', 'TS 24.301 §9.9.3.25A', { 0: 'imsi', 1: 'tmsi' }, 1);

/** Kinds of identity that a network asks for. */
export const identityType2 = halfWord('Identity type 2', 'TS 24.008 §10.5.5.9', {
  1: 'imsi',
  2: 'imei',
  3: 'imeisv',
  4: 'tmsi',
});

export const imeisvRequest = halfWord('IMEISV request', 'TS 24.008 §10.5.5.10', {
  0: 'imeisvNotRequested',
  1: 'imeisvRequested',
});

export const additionalUpdateResult = halfWord(
  'Additional update result',
  'TS 24.301 §9.9.3.0A',
  { 0: 'noAdditionalInformation', 1: 'csFallbackNotPreferred', 2: 'smsOnly' },
  2,
);

/** What a combined attach or update wants besides EPS services. */
export interface AdditionalUpdateType {
  readonly smsOnly: boolean;
  readonly signallingActive: boolean;
  /** 0 none, 1 control plane, 2 user plane CIoT EPS optimization. */
  readonly preferredCiotNetworkBehaviour: number;
}

export const additionalUpdateType = halfElement<AdditionalUpdateType>('Additional update type', 'TS 24.301 §9.9.3.0B', {
  decode: bits => ({
    smsOnly: (bits & 1) !== 0,
    signallingActive: (bits & 2) !== 0,
    preferredCiotNetworkBehaviour: bits >> 2,
  }),
  encode: value =>
    (value.smsOnly ? 1 : 0) |
    (value.signallingActive ? 2 : 0) |
    (checked('PNB-CIoT', value.preferredCiotNetworkBehaviour, 3) << 2),
  show: value =>
    [
      value.smsOnly ? 'SMS only' : 'no additional information',
      ...(value.signallingActive ? ['signalling active'] : []),
      ...(value.preferredCiotNetworkBehaviour ? [`PNB-CIoT ${value.preferredCiotNetworkBehaviour}`] : []),
    ].join(', '),
});

export const smsServicesStatus = halfWord('SMS services status', 'TS 24.301 §9.9.3.4B', {
  0: 'smsServicesNotAvailable',
  1: 'smsServicesNotAvailableInThisPlmn',
  2: 'networkFailure',
  3: 'congestion',
});

export const gutiType = halfWord('GUTI type', 'TS 24.301 §9.9.3.45', { 0: 'native', 1: 'mapped' }, 1);

export const tmsiStatus = halfFlag('TMSI status', 'TS 24.008 §10.5.5.4', 'valid TMSI available', 'no valid TMSI');

/** Ciphering key sequence number of GSM and UMTS; 7 = no key. */
export const cipheringKeySequenceNumber = halfNumber('Ciphering key sequence number', 'TS 24.008 §10.5.1.2', 3);

export const deviceProperties = halfFlag(
  'Device properties',
  'TS 24.008 §10.5.7.8',
  'NAS signalling low priority',
  'not low priority',
);

export const msNetworkFeatureSupport = halfFlag(
  'MS network feature support',
  'TS 24.008 §10.5.1.15',
  'extended periodic timers supported',
  'extended periodic timers not supported',
);

export const ueRadioCapabilityInformationUpdateNeeded = halfFlag(
  'UE radio capability information update needed',
  'TS 24.301 §9.9.3.35',
  'needed',
  'not needed',
);

export const non3gppNwProvidedPolicies = halfFlag(
  'Non-3GPP NW provided policies',
  'TS 24.008 §10.5.5.37',
  'use of non-3GPP emergency numbers permitted',
  'use of non-3GPP emergency numbers not permitted',
);

export const networkPolicy = halfFlag(
  'Network policy',
  'TS 24.301 §9.9.3.52',
  'unsecured redirection to GERAN not allowed',
  'unsecured redirection to GERAN allowed',
);

export const ueRadioCapabilityIdDeletionIndication = halfWord(
  'UE radio capability ID deletion indication',
  'TS 24.501 §9.11.3.69',
  { 0: 'notRequested', 1: 'networkAssignedIdsDeletionRequested' },
);

/** What a network adds to an EMM cause. */
export interface ExtendedEmmCause {
  readonly eUtranNotAllowed: boolean;
  readonly epsOptimizationNotSupported: boolean;
  readonly nbIotNotAllowed: boolean;
}

export const extendedEmmCause = halfElement<ExtendedEmmCause>('Extended EMM cause', 'TS 24.301 §9.9.3.26A', {
  decode: bits => ({
    eUtranNotAllowed: (bits & 1) !== 0,
    epsOptimizationNotSupported: (bits & 2) !== 0,
    nbIotNotAllowed: (bits & 4) !== 0,
  }),
  encode: value =>
    (value.eUtranNotAllowed ? 1 : 0) | (value.epsOptimizationNotSupported ? 2 : 0) | (value.nbIotNotAllowed ? 4 : 0),
  show: value =>
    [
      ...(value.eUtranNotAllowed ? ['E-UTRAN not allowed'] : []),
      ...(value.epsOptimizationNotSupported ? ['requested EPS optimization not supported'] : []),
      ...(value.nbIotNotAllowed ? ['NB-IoT not allowed'] : []),
    ].join(', ') || 'none',
});
