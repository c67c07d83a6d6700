import { halfNumber, octets } from '../../nas-common/coding.ts';

/** Elements whose octets other layers read: challenges and answers, nested messages, hashes. */

/** Filler beside a lone half octet: written as zero, not given. */
export const spareHalfOctet = halfNumber('Spare half octet', 'TS 24.301 §9.9.2.9', 4);

/** RAND, 16 octets. */
export const authenticationParameterRand = octets('Authentication parameter RAND', 'TS 24.008 §10.5.3.1');
/** AUTN, 16 octets: SQN xor AK, AMF, MAC. */
export const authenticationParameterAutn = octets('Authentication parameter AUTN', 'TS 24.008 §10.5.3.1.1');
/** RES, 4 to 16 octets. */
export const authenticationResponseParameter = octets('Authentication response parameter', 'TS 24.301 §9.9.3.4');
/** AUTS, 14 octets: SQN_MS xor AK*, MAC-S. */
export const authenticationFailureParameter = octets('Authentication failure parameter', 'TS 24.008 §10.5.3.2.2');

/** One plain ESM message. */
export const esmMessageContainer = octets('ESM message container', 'TS 24.301 §9.9.3.15');
/** An SMS message: CP-DATA, CP-ACK or CP-ERROR. */
export const nasMessageContainer = octets('NAS message container', 'TS 24.301 §9.9.3.22');
/** A plain Attach Request or Tracking Area Update Request. */
export const replayedNasMessageContainer = octets('Replayed NAS message container', 'TS 24.301 §9.9.3.51');
export const genericMessageContainer = octets('Generic message container', 'TS 24.301 §9.9.3.43');
export const additionalInformation = octets('Additional information', 'TS 24.301 §9.9.2.0');
export const userDataContainer = octets('User data container', 'TS 24.301 §9.9.4.24');
export const nbifomContainer = octets('NBIFOM container', 'TS 24.008 §10.5.6.21');

/** 4 octets. */
export const nonce = octets('Nonce', 'TS 24.301 §9.9.3.25');
/** 8 octets. */
export const hashMme = octets('HashMME', 'TS 24.301 §9.9.3.50');
/** 3 octets. */
export const pTmsiSignature = octets('P-TMSI signature', 'TS 24.008 §10.5.5.8');
/** Digits in half octets. */
export const ueRadioCapabilityId = octets('UE radio capability ID', 'TS 24.501 §9.11.3.68');
