import { mobileIdentity } from '../../nas-common/mobile-identity.ts';
import { spareHalfOctet } from '../elements/octet-strings.ts';
import { identityType2 } from '../elements/procedure-types.ts';
import { emmMessage } from '../message-table.ts';

/** Identification. TS 24.301 §5.4.4. */

// biome-ignore format: the columns of the specification's table
export const IDENTITY_REQUEST = emmMessage('IdentityRequest', 'TS 24.301 §8.2.18', 0x55, [
  ['', 'identityType',   identityType2,  'M', 'V', '1/2'],
  ['', 'spareHalfOctet', spareHalfOctet, 'M', 'V', '1/2'],
]);

// biome-ignore format: the columns of the specification's table
export const IDENTITY_RESPONSE = emmMessage('IdentityResponse', 'TS 24.301 §8.2.19', 0x56, [
  ['', 'mobileIdentity', mobileIdentity, 'M', 'LV', '4-10'],
]);
