import { emmCause } from '../elements/causes.ts';
import {
  authenticationFailureParameter,
  authenticationParameterAutn,
  authenticationParameterRand,
  authenticationResponseParameter,
  spareHalfOctet,
} from '../elements/octet-strings.ts';
import { nasKeySetIdentifier } from '../elements/security.ts';
import { emmMessage } from '../message-table.ts';

/** EPS authentication and key agreement. TS 24.301 §5.4.2. */

// biome-ignore format: the columns of the specification's table
export const AUTHENTICATION_REQUEST = emmMessage('AuthenticationRequest', 'TS 24.301 §8.2.7', 0x52, [
  ['', 'nasKeySetIdentifier',         nasKeySetIdentifier,         'M', 'V',  '1/2'],
  ['', 'spareHalfOctet',              spareHalfOctet,              'M', 'V',  '1/2'],
  ['', 'authenticationParameterRand', authenticationParameterRand, 'M', 'V',  '16'],
  ['', 'authenticationParameterAutn', authenticationParameterAutn, 'M', 'LV', '17'],
]);

// biome-ignore format: the columns of the specification's table
export const AUTHENTICATION_RESPONSE = emmMessage('AuthenticationResponse', 'TS 24.301 §8.2.8', 0x53, [
  ['', 'authenticationResponseParameter', authenticationResponseParameter, 'M', 'LV', '5-17'],
]);

// biome-ignore format: the columns of the specification's table
export const AUTHENTICATION_FAILURE = emmMessage('AuthenticationFailure', 'TS 24.301 §8.2.5', 0x5c, [
  ['',   'emmCause',                       emmCause,                       'M', 'V',   '1'],
  ['30', 'authenticationFailureParameter', authenticationFailureParameter, 'O', 'TLV', '16'],
]);

export const AUTHENTICATION_REJECT = emmMessage('AuthenticationReject', 'TS 24.301 §8.2.6', 0x54, []);
