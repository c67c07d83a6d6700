import { mobileIdentity } from '../../nas-common/mobile-identity.ts';
import { ueAdditionalSecurityCapability, ueSecurityCapability } from '../elements/capabilities.ts';
import { emmCause } from '../elements/causes.ts';
import {
  hashMme,
  nonce,
  replayedNasMessageContainer,
  spareHalfOctet,
  ueRadioCapabilityId,
} from '../elements/octet-strings.ts';
import { imeisvRequest } from '../elements/procedure-types.ts';
import { nasKeySetIdentifier, nasSecurityAlgorithms } from '../elements/security.ts';
import { ueRadioCapabilityIdRequest } from '../elements/ue-options.ts';
import { emmMessage } from '../message-table.ts';

/** Security mode control. TS 24.301 §5.4.3. */

// biome-ignore format: the columns of the specification's table
export const SECURITY_MODE_COMMAND = emmMessage('SecurityModeCommand', 'TS 24.301 §8.2.20', 0x5d, [
  ['',   'selectedNasSecurityAlgorithms',          nasSecurityAlgorithms,          'M', 'V',   '1'],
  ['',   'nasKeySetIdentifier',                    nasKeySetIdentifier,            'M', 'V',   '1/2'],
  ['',   'spareHalfOctet',                         spareHalfOctet,                 'M', 'V',   '1/2'],
  ['',   'replayedUeSecurityCapabilities',         ueSecurityCapability,           'M', 'LV',  '3-6'],
  ['C-', 'imeisvRequest',                          imeisvRequest,                  'O', 'TV',  '1'],
  ['55', 'replayedNonceUe',                        nonce,                          'O', 'TV',  '5'],
  ['56', 'nonceMme',                               nonce,                          'O', 'TV',  '5'],
  ['4F', 'hashMme',                                hashMme,                        'O', 'TLV', '10'],
  ['6F', 'replayedUeAdditionalSecurityCapability', ueAdditionalSecurityCapability, 'O', 'TLV', '6'],
  ['37', 'ueRadioCapabilityIdRequest',             ueRadioCapabilityIdRequest,     'O', 'TLV', '3'],
]);

// biome-ignore format: the columns of the specification's table
export const SECURITY_MODE_COMPLETE = emmMessage('SecurityModeComplete', 'TS 24.301 §8.2.21', 0x5e, [
  ['23', 'imeisv',                      mobileIdentity,              'O', 'TLV',   '11'],
  ['79', 'replayedNasMessageContainer', replayedNasMessageContainer, 'O', 'TLV-E', '3-n'],
  ['66', 'ueRadioCapabilityId',         ueRadioCapabilityId,         'O', 'TLV',   '3-n'],
]);

// biome-ignore format: the columns of the specification's table
export const SECURITY_MODE_REJECT = emmMessage('SecurityModeReject', 'TS 24.301 §8.2.22', 0x5f, [
  ['', 'emmCause', emmCause, 'M', 'V', '1'],
]);
