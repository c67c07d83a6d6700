import { dcnId } from '../../nas-common/mobile-station.ts';
import { epsMobileIdentity } from '../elements/eps-mobile-identity.ts';
import { ueRadioCapabilityId } from '../elements/octet-strings.ts';
import { ueRadioCapabilityIdDeletionIndication } from '../elements/procedure-types.ts';
import { trackingAreaIdentityList } from '../elements/tai-list.ts';
import { emmMessage } from '../message-table.ts';

/** GUTI reallocation. TS 24.301 §5.4.1. */

// biome-ignore format: the columns of the specification's table
export const GUTI_REALLOCATION_COMMAND = emmMessage('GutiReallocationCommand', 'TS 24.301 §8.2.16', 0x50, [
  ['',   'guti',                                  epsMobileIdentity,                     'M', 'LV',  '12'],
  ['54', 'taiList',                               trackingAreaIdentityList,              'O', 'TLV', '8-98'],
  ['65', 'dcnId',                                 dcnId,                                 'O', 'TLV', '4'],
  ['66', 'ueRadioCapabilityId',                   ueRadioCapabilityId,                   'O', 'TLV', '3-n'],
  ['B-', 'ueRadioCapabilityIdDeletionIndication', ueRadioCapabilityIdDeletionIndication, 'O', 'TV',  '1'],
]);

export const GUTI_REALLOCATION_COMPLETE = emmMessage('GutiReallocationComplete', 'TS 24.301 §8.2.17', 0x51, []);
