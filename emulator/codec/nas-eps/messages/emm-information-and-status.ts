import { networkName } from '../../nas-common/network-name.ts';
import { daylightSavingTime, timeZone, timeZoneAndTime } from '../../nas-common/time-zone.ts';
import { emmCause } from '../elements/causes.ts';
import { emmMessage } from '../message-table.ts';

/** EMM information and EMM status. TS 24.301 §5.4.5, §5.7. */

// biome-ignore format: the columns of the specification's table
export const EMM_INFORMATION = emmMessage('EmmInformation', 'TS 24.301 §8.2.13', 0x61, [
  ['43', 'fullNameForNetwork',            networkName,        'O', 'TLV', '3-n'],
  ['45', 'shortNameForNetwork',           networkName,        'O', 'TLV', '3-n'],
  ['46', 'localTimeZone',                 timeZone,           'O', 'TV',  '2'],
  ['47', 'universalTimeAndLocalTimeZone', timeZoneAndTime,    'O', 'TV',  '8'],
  ['49', 'networkDaylightSavingTime',     daylightSavingTime, 'O', 'TLV', '3'],
]);

// biome-ignore format: the columns of the specification's table
export const EMM_STATUS = emmMessage('EmmStatus', 'TS 24.301 §8.2.14', 0x60, [
  ['', 'emmCause', emmCause, 'M', 'V', '1'],
]);
