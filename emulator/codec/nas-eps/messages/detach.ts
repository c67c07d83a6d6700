import { gprsTimer3Element } from '../../nas-common/gprs-timer.ts';
import { emmCause } from '../elements/causes.ts';
import { epsMobileIdentity } from '../elements/eps-mobile-identity.ts';
import { spareHalfOctet } from '../elements/octet-strings.ts';
import { detachTypeUeOriginating, detachTypeUeTerminated } from '../elements/procedure-types.ts';
import { nasKeySetIdentifier } from '../elements/security.ts';
import { trackingAreaIdentityList } from '../elements/tai-list.ts';
import { emmMessage } from '../message-table.ts';

/** Detach. The request differs by who began it; the accept is the same both ways. TS 24.301 §5.5.2. */

// biome-ignore format: the columns of the specification's table
export const DETACH_REQUEST_UE_ORIGINATING = emmMessage('DetachRequestUeOriginating', 'TS 24.301 §8.2.11.1', 0x45, [
  ['', 'detachType',          detachTypeUeOriginating, 'M', 'V',  '1/2'],
  ['', 'nasKeySetIdentifier', nasKeySetIdentifier,     'M', 'V',  '1/2'],
  ['', 'epsMobileIdentity',   epsMobileIdentity,       'M', 'LV', '5-12'],
]);

// biome-ignore format: the columns of the specification's table
export const DETACH_REQUEST_UE_TERMINATED = emmMessage('DetachRequestUeTerminated', 'TS 24.301 §8.2.11.2', 0x45, [
  ['',   'detachType',                                 detachTypeUeTerminated,   'M', 'V',   '1/2'],
  ['',   'spareHalfOctet',                             spareHalfOctet,           'M', 'V',   '1/2'],
  ['53', 'emmCause',                                   emmCause,                 'O', 'TV',  '2'],
  ['1C', 'lowerBoundTimerValue',                       gprsTimer3Element,        'O', 'TLV', '3'],
  ['1D', 'forbiddenTaisForRoaming',                    trackingAreaIdentityList, 'O', 'TLV', '9-98'],
  ['1E', 'forbiddenTaisForRegionalProvisionOfService', trackingAreaIdentityList, 'O', 'TLV', '9-98'],
]);

export const DETACH_ACCEPT = emmMessage('DetachAccept', 'TS 24.301 §8.2.10', 0x46, []);
